import { z } from 'zod';
import type { Subject } from '../logging/subject.js';
import { ACTIONS, VIEWS } from './ids.js';
import { parseButtonValue, parseEscalationValue } from './render/buttons.js';

/** What somebody did, and what it is about as far as Slack's payload tells. */
export interface Click {
  /** `command`, `press confirm`, `submit request_cancellation`: one of a handful. */
  readonly name: string;
  readonly subject: Subject;
}

const clickSchema = z.object({
  command: z.string().optional().catch(undefined),
  user_id: z.string().optional().catch(undefined),
  user: z.object({ id: z.string() }).optional().catch(undefined),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().default('') }))
    .optional()
    .catch(undefined),
  view: z
    .object({ callback_id: z.string().default(''), private_metadata: z.string().default('') })
    .optional()
    .catch(undefined),
});

/** The two whose value is an order id. */
const OF_ORDER: ReadonlySet<string> = new Set([ACTIONS.lookAgain, ACTIONS.openModal]);
const KNOWN: ReadonlySet<string> = new Set([...Object.values(ACTIONS), ...Object.values(VIEWS)]);
const orderSchema = z.object({ orderId: z.string() });

/** Reads what came in, for its log lines and its trace; nothing is decided by it. */
export function clickOf(body: unknown): Click {
  const { command, user_id, user, actions, view } = clickSchema.safeParse(body).data ?? {};
  const person = user?.id ?? user_id;
  const who = person ? { person } : {};
  const action = actions?.[0];
  if (action) {
    const { action_id, value } = action;
    const order = OF_ORDER.has(action_id) && value ? { order: value } : {};
    return { name: named('press', action_id), subject: { ...who, ...order, ...aboutOf(value) } };
  }
  if (view) {
    const { callback_id, private_metadata } = view;
    return {
      name: named('submit', callback_id),
      subject: { ...who, ...aboutOf(private_metadata) },
    };
  }
  return { name: command ? 'command' : 'event', subject: who };
}

function named(kind: string, id: string): string {
  return KNOWN.has(id) ? `${kind} ${id}` : kind;
}

/** A button's value, or a modal's metadata. */
function aboutOf(text: string): Subject {
  const run = parseButtonValue(text)?.run;
  if (run) return { run };
  const escalation = parseEscalationValue(text)?.escalation;
  if (escalation) return { escalation };
  try {
    const order = orderSchema.safeParse(JSON.parse(text)).data?.orderId;
    return order ? { order } : {};
  } catch {
    return {};
  }
}
