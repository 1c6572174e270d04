import { fileURLToPath } from 'node:url';

// Seen from dist-bench/bench/harness/, where these files run.
const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The built bot, as a deployment starts it. */
export const BOT = fromHere('../../../dist/main.js');
/** The bot that most teams write. */
export const BASELINE = fromHere('../baseline/app.js');
/** A Bolt app that opens a modal and does nothing else. */
export const BARE_BOLT = fromHere('../baseline/bare-bolt.js');
/** DBOS doing steps that do nothing. */
export const BARE_DBOS = fromHere('../baseline/bare-dbos.js');
/** Where the results of a run are put. */
export const RESULTS = fromHere('../../../bench/results');
/** The figures on the page. */
export const LATEST = fromHere('../../../bench/results/latest.json');
/** The page that shows them, and its picture. */
export const PAGE = fromHere('../../../docs/performance.md');
export const PICTURE = fromHere('../../../docs/pictures/performance.svg');
