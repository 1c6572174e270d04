import type { App } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onModalButton } from '../../modal-press.js';
import { askWhichRun, PICKING } from '../../picking.js';

/** «Retry» on an escalation of several runs: of one, picked from the list. */
export function register(app: App, desk: Desk): void {
  const named = { id: ACTIONS.retryOne, title: PICKING.retry };
  onModalButton(app, desk, named, (pressed) => askWhichRun(desk, 'retry', pressed));
}
