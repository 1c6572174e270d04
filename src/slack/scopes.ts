/** The scopes that the bot token needs, and what breaks without each. `manifest.yml` asks for the same. */
export const NEEDED_SCOPES = {
  commands: '/cancel-order does not reach the bot',
  'chat:write': 'nothing can be posted',
  'chat:write.public': 'cards go nowhere in channels that the bot has not joined',
  'users:read': 'nobody can be told from a guest or a stranger, so nobody may act',
  'users:read.email': 'the order service’s id of a person is not known, so nobody may act',
  'im:write': 'no run can go on in a direct message',
  'channels:read': 'a public channel that another company shares is not noticed',
  'groups:read': 'a private channel that another company shares is not noticed',
} as const;
