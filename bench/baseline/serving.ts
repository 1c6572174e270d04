import type { App } from '@slack/bolt';

/** Starts the app and says so as the bot does: who measures waits for this line. */
export async function saysWhereItServes(app: App): Promise<void> {
  const server: unknown = await app.start({ host: '127.0.0.1', port: 0 });
  console.log(JSON.stringify({ msg: 'serving', port: portOf(server) }));
}

/** In Socket Mode there is none. */
function portOf(server: unknown): number {
  if (!(typeof server === 'object' && server && 'address' in server)) return 0;
  const address = typeof server.address === 'function' ? server.address() : undefined;
  return address?.port ?? 0;
}
