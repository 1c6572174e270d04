import { readFileSync } from 'node:fs';
import { httpManifest } from './slack/http-manifest.js';

/** `npm run --silent manifest -- https://host`: prints the app's manifest for HTTP mode. */
const given = process.argv[2] ?? '';
const origin = URL.canParse(given) ? new URL(given).origin : '';

if (origin.startsWith('https://')) {
  const manifest = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
  process.stdout.write(httpManifest(manifest, origin));
} else {
  process.stderr.write(
    'Give the address at which Slack is to reach the bot, such as https://bot.example.com\n',
  );
  process.exitCode = 2;
}
