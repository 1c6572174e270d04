import { parseArgs } from 'node:util';
import { deploymentOf } from './doctor/deployment.js';
import { examine } from './doctor/examine.js';
import { redacted } from './doctor/redact.js';
import { hasFailed, report, reportAsJson } from './doctor/report.js';

const USAGE = `Looks at everything that the bot needs, and changes nothing.

  npm run doctor                                       settings in the environment
  node --env-file=.env dist/doctor.js                  settings in a file
    --url https://<host>/slack/events                  HTTP mode: the address given to Slack
    --json                                             for a program

Exits with 0 where nothing failed, with 1 where something did, with 2 for what is not understood.
`;

const { url, json, help } = argumentsOrExit();
if (help) {
  process.stdout.write(USAGE);
} else {
  const deployment = deploymentOf(process.env, url);
  const findings = redacted(await examine(deployment), deployment.texts);
  const written = json ? reportAsJson(findings) : report(findings, widthOfTerminal());
  // What still waits for an answer is not waited for.
  process.stdout.write(written, () => process.exit(hasFailed(findings) ? 1 : 0));
}

function argumentsOrExit() {
  try {
    const { values } = parseArgs({
      options: {
        url: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

function widthOfTerminal(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}
