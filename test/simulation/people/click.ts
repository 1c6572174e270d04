import { z } from 'zod';
import type { Delivery } from '../../../src/sandbox/slack/index.js';
import { parseButtonValue } from '../../../src/slack/render/buttons.js';
import type { Replica } from '../world/replica.js';

/** Something that a person did, as it was handed to a replica. Delivered twice it is two. */
export interface Click {
  /** True time, epoch ms. */
  readonly at: number;
  /** Slack id. */
  readonly by: string;
  readonly kind: 'command' | 'button' | 'submit';
  /** The command's text, the action's id, or the modal's callback id. */
  readonly what: string;
  /** The run that a button or a modal speaks of, and the digest that it was drawn with. */
  readonly runId?: string;
  readonly digest?: string;
  readonly replica: Replica;
  /** What the app acknowledged with. */
  acknowledged?: unknown;
}

const user = z.object({ id: z.string() });
const commandSchema = z.object({ command: z.string(), text: z.string(), user_id: z.string() });
const pressSchema = z.object({
  type: z.literal('block_actions'),
  user,
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string().default('') })]),
});
const submitSchema = z.object({
  type: z.literal('view_submission'),
  user,
  view: z.object({ callback_id: z.string(), private_metadata: z.string() }),
});
const payloadSchema = z.union([commandSchema, pressSchema, submitSchema]);

/** What this delivery is; undefined where nobody did anything that asks for an answer. */
export function clickOf({ payload }: Delivery, at: number, replica: Replica): Click | undefined {
  const read = payloadSchema.safeParse(payload);
  if (!read.success) return undefined;
  const { data } = read;
  if ('command' in data) {
    return { at, replica, by: data.user_id, kind: 'command', what: data.text };
  }
  if (data.type === 'block_actions') {
    const [{ action_id: what, value }] = data.actions;
    return { at, replica, by: data.user.id, kind: 'button', what, ...ofRun(value) };
  }
  const { callback_id: what, private_metadata } = data.view;
  return { at, replica, by: data.user.id, kind: 'submit', what, ...ofRun(private_metadata) };
}

function ofRun(value: string): Pick<Click, 'runId' | 'digest'> {
  const parsed = parseButtonValue(value);
  return parsed ? { runId: parsed.run, digest: parsed.digest } : {};
}
