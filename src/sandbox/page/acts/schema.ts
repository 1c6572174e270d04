import { z } from 'zod';
import type { Act } from '../contract.js';

const text = z.string().max(40_000);
const id = z.string().min(1).max(255);
const target = z.union([
  z.strictObject({ channel: id, ts: id, drawing: id }),
  z.strictObject({ view: id }),
]);
const element = { on: target, blockId: id, actionId: id };
const values = z.record(id, z.union([text, z.array(text), z.null()]));

/** An act as the page sends it; anything else is refused. */
export const act = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('say'), channel: id, text, threadTs: id.optional() }),
  z.strictObject({ do: z.literal('press'), ...element }),
  z.strictObject({ do: z.literal('choose'), ...element, value: text }),
  z.strictObject({ do: z.literal('fill'), view: id, values }),
  z.strictObject({ do: z.literal('submit'), view: id, values }),
  z.strictObject({ do: z.literal('close'), view: id }),
  z.strictObject({ do: z.literal('dismiss'), channel: id, ts: id }),
  z.strictObject({ do: z.literal('open home') }),
  z.strictObject({ do: z.literal('read'), channel: id, threadTs: id.optional() }),
  z.strictObject({ do: z.literal('switch fault'), name: id, isOn: z.boolean() }),
  z.strictObject({ do: z.literal('clear faults') }),
  z.strictObject({ do: z.literal('kill') }),
  z.strictObject({ do: z.literal('start') }),
  z.strictObject({ do: z.literal('set clock'), clock: z.enum(['fast', 'real']) }),
]) satisfies z.ZodType<Act>;

/** Who acts, and what they do. */
export const request = z.strictObject({ as: id, act });
