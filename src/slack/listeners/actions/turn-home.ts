import type { App, BlockButtonAction } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { openHome } from '../../home/open-home.js';
import { ACTIONS } from '../../ids.js';

const FIRST = 1;
const LAST = 1_000_000;

/** «Refresh», «Previous page» and «Next page» of App Home: each reads it anew. */
export function register(app: App, desk: Desk): void {
  for (const id of [ACTIONS.homeRefresh, ACTIONS.homePrevious, ACTIONS.homeNext]) {
    app.action<BlockButtonAction>(id, async ({ ack, body, action }) => {
      await ack();
      const page = Number(action.value ?? FIRST);
      const isPage = Number.isInteger(page) && page >= FIRST && page <= LAST;
      await openHome(desk, body.user.id, isPage ? { page } : {});
    });
  }
}
