// The bot and its packages as one file (src/main.ts says why).
export default {
  input: 'dist/run.js',
  platform: 'node',
  external: [
    // Reads its database from beside its own files.
    '@electric-sql/pglite',
    // What DBOS would ask for, were its own telemetry switched on.
    /^@opentelemetry\/exporter-(logs|trace)-otlp-proto$/,
    /^winston/,
  ],
  // Of what is compiled ahead (src/compiled.ts) none may ask by `import()`.
  output: {
    ...{ file: 'dist/run.cjs', format: 'cjs', codeSplitting: false },
    dynamicImportInCjs: false,
  },
};
