import { fileURLToPath } from 'node:url';
import { runCompiled } from './compiled.js';

// `run.ts` and all of its packages, in one file that the build has made of them: to read a thousand
// files and compile them was half of a start.
runCompiled(fileURLToPath(new URL('run.cjs', import.meta.url)));
