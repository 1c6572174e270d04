import type { App } from '@slack/bolt';
import { goOn } from '../../../cancellations/trouble/go-on.js';
import { goneOnAnswer } from '../../answers.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onPress } from '../../press.js';

/** «Retry» on a card or an escalation of one run (product.md «Trouble»). */
export function register(app: App, desk: Desk): void {
  onPress(app, desk, ACTIONS.retry, async (press) =>
    goneOnAnswer(desk, press, await goOn(desk.parts, press)),
  );
}
