import type { App } from '@slack/bolt';
import { askWhyAlone, BREAKING_GLASS } from '../../breaking-glass.js';
import type { Desk } from '../../desk.js';
import { ACTIONS } from '../../ids.js';
import { onModalPress } from '../../modal-press.js';

/** «Break glass», offered to whom a second person is missing: a modal that asks why. */
export function register(app: App, desk: Desk): void {
  onModalPress(app, desk, { id: ACTIONS.breakGlass, title: BREAKING_GLASS }, (press) =>
    askWhyAlone(desk, press),
  );
}
