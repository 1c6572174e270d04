import { z } from 'zod';
import type { Signal } from '../signal.js';

/*
 * A wait for the order service is started late rather than slept: a workflow that sleeps is 12 kB of the
 * bot's memory, and is run again from its first word at each start. Recorded: a new field is optional.
 */

/** Where the polling stands while its next poll is waited for. Times in epoch ms, durations in ms. */
const pollingSchema = z.object({
  /** The run's stretch of work that it belongs to. */
  turn: z.number(),
  /** The number of the next poll; the first is 1. */
  poll: z.number(),
  /** Of POLL_TIMEOUT, at `at`. */
  taken: z.number(),
  at: z.number(),
  /** The poll before saw «failed». */
  hasFailed: z.boolean(),
  /** Our POST was answered with a yes. */
  accepted: z.boolean(),
  /** Of the call that was accepted. */
  requestId: z.string().optional(),
  /** The settings as they were when it began. */
  pollInterval: z.number(),
  pollTimeout: z.number(),
});
export type Polling = z.infer<typeof pollingSchema>;

/** One poll of the run, and what follows it. */
export function pollSignal(runId: string, polling: Polling): Signal {
  const id = `${runId}:poll:${polling.turn}:${polling.poll}`;
  return { workflow: 'pollOn', id, args: [runId, JSON.stringify(polling)] };
}

/** What `pollSignal` says. @throws where it is anything else */
export function readPolling(text: string): Polling {
  return pollingSchema.parse(JSON.parse(text));
}
