import { type ChannelRecord, nameInPayloads } from '../channels.js';
import type { PersonRecord } from '../people.js';
import type { Workspace } from '../workspace.js';

/** The payload of a slash command; issues its `trigger_id` and its `response_url`. */
export function commandPayload(
  person: PersonRecord,
  channel: ChannelRecord,
  typed: { readonly command: string; readonly text: string },
  { identity, triggers, responseUrls }: Workspace,
) {
  return {
    token: identity.verificationToken,
    team_id: identity.teamId,
    team_domain: identity.teamDomain,
    channel_id: channel.id,
    channel_name: nameInPayloads(channel),
    user_id: person.id,
    user_name: person.name,
    ...typed,
    api_app_id: identity.appId,
    is_enterprise_install: 'false',
    response_url: responseUrls.issue({ userId: person.id, channel: channel.id }),
    trigger_id: triggers.issue(person.id),
  };
}
