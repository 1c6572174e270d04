import { answered } from '../answered.js';
import type { Desk } from '../desk.js';
import { homeRefusal } from '../render/home.js';
import type { Wanted } from './homes.js';
import { showHome } from './show-home.js';

/**
 * Somebody opened their Home, or pressed what draws it anew: person and role are read now. Who comes
 * more often than once a second is drawn for when the second is over.
 */
export async function openHome(desk: Desk, slackId: string, wanted: Wanted = {}): Promise<void> {
  const failed = await answered(
    desk,
    { home: slackId },
    async () => {
      await desk.homes.want(slackId, wanted);
      await showHome(desk, slackId);
      return undefined;
    },
    (code) => code,
  );
  if (failed) await desk.publishHome(slackId, homeRefusal(failed));
}
