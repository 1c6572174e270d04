import type { Message } from './render/blocks.js';

/** A message that only the person who acted sees; the message that was pressed stays as it is. */
export function ephemeral(message: Message) {
  return { response_type: 'ephemeral' as const, replace_original: false, ...message };
}
