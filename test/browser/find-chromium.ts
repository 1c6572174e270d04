import { existsSync } from 'node:fs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const FONTS = '/etc/fonts';

/**
 * A Chromium without a download of its own: that of `CHROME_PATH`, one that is installed, or, on
 * Linux, the one that a package of the registry carries.
 * @throws where there is none
 */
export async function findChromium(): Promise<string> {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) return CHROME_PATH;
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return installed;
  if (process.platform === 'linux') return unpackChromium();
  throw new Error('No Chromium was found: set CHROME_PATH to one.');
}

/** Unpacks it into the folder for temporary files, once for a machine. */
async function unpackChromium(): Promise<string> {
  // Only where it takes itself to be in a Lambda it unpacks, and loads, the libraries that a fresh
  // machine lacks (NSS); and there it would take its own fonts for those of the machine.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  if (existsSync(FONTS)) process.env.FONTCONFIG_PATH ??= FONTS;
  const { default: carried } = await import('@sparticuz/chromium');
  return carried.executablePath();
}

/**
 * Its sandbox needs rights that root, a container or a fresh Linux do not give, and it shows our own
 * page alone. Nothing here is for the network, and letters look alike everywhere.
 */
export const ARGUMENTS: readonly string[] = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];
