import { z } from 'zod';
import type { Preview } from '../runbook/facts.js';
import { check, checkOf, type Parsed, parseJson, parseJsonAsWritten } from './json.js';
import { bounded } from './text.js';

const MOST_FURTHER = 20;
const LONGEST_FURTHER = 200;

const decimal = z.string().regex(/^-?\d{1,30}(\.\d{1,30})?$/);
const text = z.string();
const workflow = z.looseObject({ id: z.union([text, z.number()]), name: text });
const notification = z.looseObject({ channel: text, recipient: text });

const contract = z.looseObject({
  order_id: text,
  refund: z.looseObject({ amount: z.union([decimal, z.number()]), currency: text }).optional(),
  workflows: z.array(workflow).optional(),
  notifications: z.array(notification).optional(),
  billing_records: z.int().nonnegative().optional(),
  warnings: z.array(text).optional(),
});

/** The same reply with its numbers as written: amounts and ids are taken from here. */
const written = z.looseObject({
  refund: z.looseObject({ amount: decimal, currency: text }).optional(),
  workflows: z.array(workflow.extend({ id: text })).default([]),
  notifications: z.array(notification).default([]),
  warnings: z.array(text).default([]),
});

/** Runbook «Preview Cancellation Impact». What goes beyond the contract becomes `further`. */
export function readPreview(body: string, id: string): Parsed<Preview> {
  const checked = checkOf(parseJson(body), 'order_id', id, contract);
  if (!checked.good) return checked;
  const taken = check(parseJsonAsWritten(body), written);
  if (!taken.good) return taken;
  const { refund, workflows, notifications, warnings } = taken.value;
  const records = checked.value.billing_records;
  const further = [
    ...beyond(taken.value, Object.keys(contract.shape)),
    ...beyond(refund ?? {}, ['amount', 'currency'], 'refund.'),
    ...workflows.flatMap((it, n) => beyond(it, ['id', 'name'], `workflows.${n}.`)),
    ...notifications.flatMap((it, n) =>
      beyond(it, ['channel', 'recipient'], `notifications.${n}.`),
    ),
  ];
  const value: Preview = {
    ...(refund && { refund: { amount: refund.amount, currency: refund.currency } }),
    workflows: workflows.map((it) => ({ id: it.id, name: it.name })),
    notifications: notifications.map(({ channel, recipient }) => ({ channel, recipient })),
    ...(records !== undefined && { billingRecords: records }),
    warnings,
    further: limited(further),
  };
  return { good: true, value };
}

const things = z.record(text, z.unknown());

type Further = Preview['further'];

function beyond(from: Record<string, unknown>, contractual: string[], prefix = ''): Further {
  return Object.entries(from)
    .filter(([name]) => !contractual.includes(name))
    .flatMap(([name, value]) => named(prefix + name, value));
}

/** A thing of things is told thing by thing: each has a name of its own, `meta.source`. */
function named(name: string, value: unknown): Further {
  const inner = things.safeParse(value);
  if (inner.success) return beyond(inner.data, [], `${name}.`);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return [{ name: bounded(name, LONGEST_FURTHER), value: bounded(text, LONGEST_FURTHER) }];
}

/** A person must see that there is more, even where it is too much to be shown. */
function limited(further: Further): Further {
  if (further.length <= MOST_FURTHER) return further;
  const shown = further.slice(0, MOST_FURTHER - 1);
  return [...shown, { name: '…', value: `${further.length - shown.length} more, not shown` }];
}
