import { settings } from '../config/settings.js';
import { type Check, check, foundWithin } from './check.js';
import { database } from './database/index.js';
import type { Deployment } from './deployment.js';
import type { Finding } from './finding.js';
import { nodeVersion } from './node-version.js';
import { orderService } from './order-service.js';
import { port } from './port.js';
import { settingsCheck } from './settings-check.js';
import { botToken } from './slack/bot-token.js';
import { mention, orderOps } from './slack/order-ops.js';
import { requestUrl } from './slack/request-url.js';
import { socketMode } from './slack/socket-mode.js';

/** How long one check may take. ms */
const WITHIN = 10_000;

const CHECKS: readonly Check[] = [
  ...[nodeVersion, settingsCheck],
  ...[botToken, orderOps, mention, socketMode, requestUrl],
  ...[port, orderService, database],
];

/** Read on the way by the others, so it comes after them. */
const clocks = check('clocks', settings.pick({ CLOCK_SKEW: true }), async (given, deployment) =>
  deployment.clocks.findings(given.CLOCK_SKEW),
);

/** Looks at everything at once, each thing 10 s at most. Changes nothing. */
export async function examine(
  deployment: Deployment,
  within = WITHIN,
): Promise<readonly Finding[]> {
  const found = await Promise.all(CHECKS.map((one) => foundWithin(within, one, deployment)));
  return [...found.flat(), ...(await foundWithin(within, clocks, deployment))];
}
