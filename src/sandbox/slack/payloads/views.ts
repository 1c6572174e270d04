import type { PersonRecord } from '../people.js';
import type { HomeView, ModalView } from '../views.js';
import type { Workspace } from '../workspace.js';
import { actor, installation } from './common.js';

/** The payload of a submitted modal; issues its `trigger_id`. */
export function submissionPayload(
  person: PersonRecord,
  view: ModalView,
  { identity, triggers }: Workspace,
) {
  return {
    type: 'view_submission',
    ...installation(identity),
    user: actor(person),
    trigger_id: triggers.issue(person.id),
    view,
    response_urls: [],
  };
}

/** The payload of a closed modal that asked to be told. */
export function closedPayload(
  person: PersonRecord,
  view: ModalView,
  isCleared: boolean,
  { identity }: Workspace,
) {
  return {
    type: 'view_closed',
    ...installation(identity),
    user: actor(person),
    view,
    is_cleared: isCleared,
  };
}

/** The event that somebody opened the app's Home tab. */
export function homeOpenedPayload(
  person: PersonRecord,
  view: HomeView | undefined,
  { identity, channels, clock }: Workspace,
) {
  const seconds = clock() / 1000;
  return {
    type: 'event_callback',
    token: identity.verificationToken,
    team_id: identity.teamId,
    api_app_id: identity.appId,
    event: {
      type: 'app_home_opened',
      user: person.id,
      channel: channels.withBot(person.id).id,
      tab: 'home',
      event_ts: seconds.toFixed(6),
      ...(view ? { view } : {}),
    },
    event_id: `Ev${Math.floor(seconds)}${person.id}`,
    event_time: Math.floor(seconds),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}
