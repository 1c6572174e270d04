import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A row as its database gives it, by the names of its columns; what is null is left out. */
const rowSchema = z.record(z.string(), z.json());
export type Row = z.infer<typeof rowSchema>;

/** All that a kill at one stage of a run left behind, from which a later release goes on. */
export const logSchema = z.object({
  recorded: z.object({
    /** The versions of the package, of what recovery matches on, and of DBOS. */
    ...{ release: z.string(), application: z.string(), engine: z.string() },
    /** Epoch ms: the moment of the kill. */
    killedAt: z.number(),
  }),
  stage: z.string(),
  runId: z.uuid(),
  orderId: z.string(),
  channel: z.string(),
  /** What differed from the settings that the logs share. */
  settings: z.record(z.string(), z.string()),
  orderService: z.object({
    order: z.record(z.string(), z.json()),
    /** The POSTs that took effect, oldest first. */
    taken: z.array(
      z.object({
        ...{ at: z.number(), route: z.enum(['cancel', 'reinstate']) },
        ...{ key: z.string(), userId: z.string(), body: z.string() },
      }),
    ),
  }),
  /** The bot's messages, oldest first: blocks where there are buttons to press. */
  slack: z.array(
    z.object({
      ...{ channel: z.string(), ts: z.string(), text: z.string() },
      ...{ threadTs: z.string().optional(), blocks: z.array(z.json()).optional() },
    }),
  ),
  tables: z.record(z.string(), z.array(rowSchema)),
});
export type Log = z.infer<typeof logSchema>;

/** A folder for each release whose runs may still be open somewhere. */
export const LOGS = fileURLToPath(new URL('./logs', import.meta.url));

/** All recorded logs, the oldest release first. @throws where one is not as the recorder writes it */
export async function readLogs(): Promise<readonly Log[]> {
  const names = (await readdir(LOGS, { recursive: true })).filter((name) => name.endsWith('.json'));
  const read = names.sort().map((name) => readFile(join(LOGS, name), 'utf8'));
  return (await Promise.all(read)).map((text) => logSchema.parse(JSON.parse(text)));
}

/** Fields sorted, and a line for each row and each message: the same log has the same form. */
export function written(log: Log): string {
  return `${lines(sorted(log), 3)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, held]) => [name, sorted(held)]));
}

/** As JSON, broken into lines down to this depth. */
function lines(value: unknown, depth: number, indent = ''): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([name, held]) => {
    const text = lines(held, depth - 1, deeper);
    return isList ? `${deeper}${text}` : `${deeper}${JSON.stringify(name)}: ${text}`;
  });
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return parts.length === 0
    ? `${open}${close}`
    : `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

/** 2017 to 2033, standing by itself: no part of an id, a hash or a message's name. */
const EPOCH_MS = /(?<![\w.])1[5-9]\d{11}(?![\w.])/g;
const ISO_8601 = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/**
 * The log as if the process had been killed `downtime` ms ago: every time in it, those in ids and
 * texts included, is moved by the same span. An upgrade finds runs that were at work a moment ago,
 * and not ones whose limits have all passed.
 */
export function asIfKilled(log: Log, downtime: number): Log {
  const shift = Date.now() - downtime - log.recorded.killedAt;
  const moved = JSON.stringify(log)
    .replace(EPOCH_MS, (time) => String(Number(time) + shift))
    .replace(ISO_8601, (time) => new Date(Date.parse(time) + shift).toISOString());
  return logSchema.parse(JSON.parse(moved));
}

/** The log with other names for its messages in Slack. */
export function withMessages(log: Log, names: ReadonlyMap<string, string>): Log {
  let text = JSON.stringify(log);
  for (const [old, name] of names) text = text.replaceAll(old, name);
  return logSchema.parse(JSON.parse(text));
}
