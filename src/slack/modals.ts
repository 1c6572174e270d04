import type { ModalView } from '@slack/types';
import {
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api';
import pRetry, { AbortError } from 'p-retry';
import type { Logger } from 'pino';
import { z } from 'zod';

export interface Modals {
  /** Opens a modal and gives its id; undefined where the trigger ran out or Slack did not open it. */
  open(trigger: string, view: ModalView): Promise<string | undefined>;
  /** Shows something else in it. False where nobody sees it: the person may have closed it. */
  update(viewId: string, view: ModalView): Promise<boolean>;
}

const opened = z.object({ view: z.object({ id: z.string() }) });

/** Once open, a modal may be filled a little late: an update says the same however often it comes. */
const UPDATE_RETRIES = 2;

export function modalsOf(client: WebClient, log: Logger): Modals {
  return {
    async open(trigger_id, view) {
      try {
        return opened.parse(await client.views.open({ trigger_id, view })).view.id;
      } catch (error) {
        log.warn({ code: 'modal_not_shown', error: String(error) }, 'a modal did not open');
        return undefined;
      }
    },

    async update(view_id, view) {
      try {
        await pRetry(() => client.views.update({ view_id, view }).catch(giveUpUnlessPassing), {
          retries: UPDATE_RETRIES,
          minTimeout: 500,
        });
        return true;
      } catch (error) {
        log.warn({ code: 'modal_not_shown', error: String(error) }, 'a modal was not filled');
        return false;
      }
    },
  };
}

/** `not_found` and `hash_conflict` are ordinary: the person closed the modal, or went on in it. */
function giveUpUnlessPassing(error: unknown): never {
  const isPassing = error instanceof WebAPIRequestError || error instanceof WebAPIRateLimitedError;
  if (isPassing) throw error;
  throw new AbortError(error instanceof WebAPIPlatformError ? error.data.error : String(error));
}
