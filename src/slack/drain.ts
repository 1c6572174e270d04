import type { AllMiddlewareArgs, AnyMiddlewareArgs, App } from '@slack/bolt';
import type { Logger } from 'pino';
import { atMost } from '../at-most.js';
import type { Modals } from './modals.js';
import { messageModal } from './render/message-modal.js';
import { refusalReply } from './render/replies.js';
import { ephemeral } from './replying.js';

export interface Drain {
  /**
   * Resolves once nothing is in flight, or after `within` ms: then whoever still waits is told that
   * the bot restarts, for half a second more at most.
   */
  finish(within: number): Promise<void>;
}

/** No click goes without an answer, and no answer holds the end up. ms */
const TELLING_WITHIN = 500;

type Args = AllMiddlewareArgs & AnyMiddlewareArgs;

/**
 * Bolt's stop waits for no listener: what is in flight is counted here, so that a click which was
 * acknowledged is also answered.
 */
export function countInFlight(app: App, modals: Modals, log: Logger): Drain {
  const inFlight = new Set<Args>();
  let whenIdle = () => {};
  app.use(async (args) => {
    inFlight.add(args);
    try {
      await args.next();
    } finally {
      inFlight.delete(args);
      if (inFlight.size === 0) whenIdle();
    }
  });
  return {
    async finish(within) {
      if (inFlight.size === 0) return;
      await atMost(within, new Promise<void>((resolve) => (whenIdle = resolve)));
      if (inFlight.size === 0) return;
      log.warn(
        { code: 'restarting', clicks: inFlight.size },
        'some clicks take too long: they are told of the restart',
      );
      await atMost(
        TELLING_WITHIN,
        Promise.allSettled([...inFlight].map((args) => tell(args, modals))),
      );
    },
  };
}

/** In the modal that the person looks at, else beside the message or the command. */
async function tell(args: Args, modals: Modals): Promise<void> {
  const restarting = refusalReply({ code: 'restarting' });
  const view = 'view' in args.body ? args.body.view : undefined;
  if (view) await modals.update(view.id, messageModal(view.title?.text ?? '', restarting));
  else if ('respond' in args) await args.respond(ephemeral(restarting));
}
