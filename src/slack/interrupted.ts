import type { Logger } from 'pino';
import type { Clicks, ReplyTo } from './clicks.js';
import type { Modals } from './modals.js';
import { messageModal } from './render/message-modal.js';
import { refusalReply } from './render/replies.js';
import { ephemeral } from './replying.js';
import type { SlackFetch } from './wire.js';

interface Answering {
  readonly clicks: Clicks;
  readonly modals: Modals;
  readonly fetch: SlackFetch;
  readonly log: Logger;
}

/**
 * product.md «Rules»: every click is answered, also where the bot died over it. What was decided goes
 * on by its row; the person is told to look. Answered first and forgotten then: at the worst twice.
 * Where Slack does not take the answer it is tried again for as long as it may be given.
 */
export async function answerInterrupted(
  { clicks, modals, fetch, log }: Answering,
  when: { readonly atStart: boolean },
): Promise<void> {
  for (const { clickId, replyTo, isTooLate } of await clicks.interrupted(when)) {
    try {
      await answer(replyTo, { modals, fetch });
    } catch (error) {
      log.warn(
        { code: 'click_unanswered', error: String(error) },
        'an interrupted click could not be answered',
      );
      if (!isTooLate) continue;
    }
    await clicks.answered(clickId);
  }
}

/** Rejects where another try may succeed. */
async function answer(
  replyTo: ReplyTo,
  { modals, fetch }: Pick<Answering, 'modals' | 'fetch'>,
): Promise<void> {
  const said = refusalReply({ code: 'interrupted' });
  if ('viewId' in replyTo) {
    await modals.update(replyTo.viewId, messageModal(replyTo.title, said));
    return;
  }
  const { status } = await fetch(replyTo.responseUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(ephemeral(said)),
  });
  // All else that Slack refuses is refused for good: the URL is used up, or over.
  if (status === 429 || status >= 500) throw new Error(`HTTP ${status}`);
}
