import type { Identity } from '../identity.js';
import type { PersonRecord } from '../people.js';

/** What every interactive payload says of the app and its workspace: the installed one, whoever acts. */
export function installation({ appId, teamId, teamDomain, verificationToken }: Identity) {
  return {
    api_app_id: appId,
    token: verificationToken,
    team: { id: teamId, domain: teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The person in an interactive payload; `team_id` is their own workspace. */
export function actor(person: PersonRecord) {
  return { id: person.id, username: person.name, name: person.name, team_id: person.teamId };
}
