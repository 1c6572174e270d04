import { DateTime } from 'luxon';
import { z } from 'zod';
import type { PersonRecord } from '../people.js';
import { Refusal } from '../refusal.js';
import type { Workspace } from '../workspace.js';
import { flag } from './arguments.js';
import { method } from './method.js';

export const usersInfo = method({
  name: 'users.info',
  token: 'bot',
  scopes: ['users:read'],
  args: z.strictObject({ user: z.string(), include_locale: flag.optional() }),
  run: ({ user }, workspace) => {
    const person = /^[UW]/.test(user) ? workspace.people.find(user) : undefined;
    if (!person) throw new Refusal('user_not_found');
    return { user: userOnTheWire(person, workspace) };
  },
});

function userOnTheWire(person: PersonRecord, { people, scopes }: Workspace) {
  const isStranger = people.isStranger(person);
  const mayReadEmail = scopes.has('users:read.email') && person.email !== undefined;
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.deleted,
    is_bot: person.isBot,
    is_app_user: person.isAppUser,
    is_restricted: person.isRestricted || person.isUltraRestricted,
    is_ultra_restricted: person.isUltraRestricted,
    is_stranger: isStranger,
    // Slack tells this of the people of its own workspace only.
    ...(isStranger ? {} : { is_email_confirmed: person.isEmailConfirmed }),
    ...(person.enterpriseId
      ? {
          enterprise_user: {
            id: person.id,
            enterprise_id: person.enterpriseId,
            teams: [person.teamId],
          },
        }
      : {}),
    tz: person.timeZone,
    tz_offset: DateTime.now().setZone(person.timeZone).offset * 60,
    profile: {
      real_name: person.realName,
      display_name: person.name,
      team: person.teamId,
      ...(mayReadEmail ? { email: person.email } : {}),
    },
  };
}
