import type { App } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { openHome } from '../../home/open-home.js';

/** Somebody opened the app: its Home is drawn for them, and kept up to date for a while. */
export function register(app: App, desk: Desk): void {
  app.event('app_home_opened', async ({ event }) => {
    // The same is told of the tab «Messages».
    if (event.tab === 'home') await openHome(desk, event.user);
  });
}
