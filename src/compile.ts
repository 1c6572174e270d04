import { resolve } from 'node:path';
import { compileAhead } from './compiled.js';

// Of the build: `node dist/compile.js FILE …`
for (const file of process.argv.slice(2)) compileAhead(resolve(file));
