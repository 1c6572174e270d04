import type { App } from '@slack/bolt';
import type { Desk } from '../../desk.js';
import { VIEWS } from '../../ids.js';
import { onSubmit } from '../../modal-press.js';
import { PICKING, pressPicked, readPick } from '../../picking.js';
import { askWhatIsTrue } from '../../resolving.js';

const TITLE = PICKING.resolve;

/** The run that was picked from an escalation: what is true of it is asked in the same modal. */
export function register(app: App, desk: Desk): void {
  onSubmit(app, desk, { id: VIEWS.pickResolve, title: TITLE }, readPick, (submitted) =>
    pressPicked(desk, TITLE, submitted, (press) => askWhatIsTrue(desk, press)),
  );
}
