import type { App } from '@slack/bolt';
import { breakGlass } from '../../../cancellations/break-glass/break-glass.js';
import { confirmedAnswer, goneOnAnswer } from '../../answers.js';
import { BREAKING_GLASS, readGlassReason } from '../../breaking-glass.js';
import type { Desk } from '../../desk.js';
import { VIEWS } from '../../ids.js';
import { fillFor, onSubmit } from '../../modal-press.js';
import { messageModal } from '../../render/message-modal.js';

/** «Break glass» submitted: team, roles and the second look once more, then decided alone. */
export function register(app: App, desk: Desk): void {
  const named = { id: VIEWS.breakGlass, title: BREAKING_GLASS };
  onSubmit(app, desk, named, readGlassReason, (submitted) =>
    fillFor(desk, BREAKING_GLASS, submitted, async (press) => {
      const decision = await breakGlass(desk.parts, press, submitted.form);
      const answer =
        decision.kind === 'confirmed'
          ? confirmedAnswer(decision.run)
          : await goneOnAnswer(desk, press, decision);
      return messageModal(BREAKING_GLASS, answer);
    }),
  );
}
