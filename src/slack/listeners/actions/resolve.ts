import type { App } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onModalPress } from '../../modal-press.js';
import { askWhatIsTrue, RESOLVING } from '../../resolving.js';

/** «Resolved by hand» on a card or an escalation of one run (product.md «Trouble»). */
export function register(app: App, desk: Desk): void {
  onModalPress(app, desk, { id: ACTIONS.resolve, title: RESOLVING }, (press) =>
    askWhatIsTrue(desk, press),
  );
}
