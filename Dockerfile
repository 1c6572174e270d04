# The bot alone, without sandbox, tests and tools. How it is run stands in docs/deploy.md.
ARG NODE=node:20.20.2-bookworm-slim

FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json rolldown.config.js ./
COPY src ./src
# The sandbox needs packages that are for developers.
RUN npm run build && rm -rf dist/sandbox && npm ci --omit=dev

FROM ${NODE}
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
RUN install --directory --owner=node --group=node --mode=0700 /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
# All that it ever writes.
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# It serves within a minute, the making of the embedded database included.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# As a list: a shell in between would keep SIGTERM to itself.
CMD ["node", "dist/main.js"]
