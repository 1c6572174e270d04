import type { ColumnType, Generated } from 'kysely';

/** JSON is written as text and read back as unknown: zod decides what it is. */
type Json = ColumnType<unknown, string, string>;

/** The bot's own tables, in the schema `opsguide`. The engine keeps its own beside them. */
export interface Tables {
  readonly 'opsguide.cancellations': {
    readonly run_id: string;
    readonly order_id: string;
    readonly requester: string;
    readonly state: string;
    /** At most one live run for an order: a unique index holds it. */
    readonly live: boolean;
    /** Counts the moves; a move is a compare-and-set on it. */
    readonly version: number;
    readonly requested_at: number;
    readonly record: Json;
  };
  /** Every try of a POST, written before its first byte goes out. */
  readonly 'opsguide.attempts': {
    readonly idempotency_key: string;
    readonly attempt: number;
    readonly run_id: string;
    readonly at: number;
  };
  /** What is to be told in Slack, and what has been told. */
  readonly 'opsguide.posts': {
    readonly post_id: string;
    readonly seq: Generated<number>;
    readonly run_id: string;
    readonly kind: 'card' | 'thread' | 'notice';
    readonly channel: string;
    readonly wanted: number;
    readonly posted: number;
    /** Slack's name for the message, once it is there. */
    readonly ts: string | null;
    readonly content: Json;
  };
  /** Append-only, each entry holding the hash of the one before; triggers refuse the rest. */
  readonly 'opsguide.audit': {
    readonly seq: number;
    readonly at: number;
    readonly run_id: string | null;
    readonly order_id: string | null;
    readonly event: string;
    readonly actor: string | null;
    readonly data: Json;
    readonly previous_hash: string;
    readonly hash: string;
  };
}
