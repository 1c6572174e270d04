import type { TextObject as Text } from '../../../slack/block-kit/text-objects.js';
import { Mrkdwn } from './mrkdwn-text.js';

/** A text object: `mrkdwn` with its markup, `plain_text` as it is. */
export function TextObject({ text }: { readonly text: Text }) {
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} />;
  return <span class="text">{text.text}</span>;
}
