import type { Check } from './check.js';
import { fail, ok } from './finding.js';

/** As `engines` in package.json asks. */
const OLDEST = 20;

export const nodeVersion: Check = {
  about: 'Node',
  async look({ nodeVersion: version }) {
    const major = Number(/^v(\d+)\./.exec(version)?.[1]);
    if (major >= OLDEST) return [ok('Node', version)];
    return [fail('Node', `${version} is too old`, `Install Node ${OLDEST} or newer`)];
  },
};
