import { spawn } from 'node:child_process';

/**
 * Shows an address in the person's browser where there is a desktop, and does nothing where there is
 * none: whoever reads the address can open it. Never fails.
 */
export function openInBrowser(address: string): void {
  const opener = openerOn(process.platform, process.env);
  if (!opener) return;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  // The opener is not there, for instance.
  child.once('error', () => undefined);
  child.unref();
}

/** What opens addresses here; undefined where there is no desktop, as on a server or in CI. */
export function openerOn(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): readonly [string, ...string[]] | undefined {
  if (env.CI) return undefined;
  if (platform === 'darwin') return ['open'];
  // Not `start`, which is the shell's own: the address would be read by a shell.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}
