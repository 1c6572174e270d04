import type { ColumnType, Generated } from 'kysely';

/** JSON is written as text and read back as unknown: zod decides what it is. */
type Json = ColumnType<unknown, string, string>;

export type PostKind =
  | 'card'
  | 'thread'
  | 'notice'
  | 'escalation'
  | 'escalation_note'
  | 'ticket'
  | 'ticket_piece'
  | 'break_glass';

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
    /** Epoch ms from when on the waker looks after the run; null where nothing is asked for. */
    readonly wake_at: number | null;
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
    /** The run or the escalation that it speaks of. */
    readonly about: string;
    readonly kind: PostKind;
    /** The message in whose thread it stands. */
    readonly root: string | null;
    readonly channel: string;
    readonly wanted: number;
    readonly posted: number;
    /** Slack's name for the message, once it is there. */
    readonly ts: string | null;
    readonly content: Json;
  };
  /** A message in #order-ops: the open troubles of one code, 40 at the most. */
  readonly 'opsguide.escalations': {
    readonly escalation_id: string;
    readonly code: string;
    readonly opened_at: number;
    /** Whether one of its entries is. */
    readonly open: boolean;
    /** How many times it was asked again; one more where nobody answered the last time either. */
    readonly asked: number;
    /** Since when an answer is waited for, since it was asked again at the latest; null: none is. */
    readonly unacknowledged_since: number | null;
    /** When those who acknowledged are reminded, once; null where nothing is to be. */
    readonly remind_at: number | null;
  };
  /** A line of it: a run's trouble, or a look that the order service refused the bot (no run). */
  readonly 'opsguide.escalated': {
    readonly escalation_id: string;
    /** From 1. */
    readonly place: number;
    readonly run_id: string | null;
    /** The run's trouble, by its number; null without a run. */
    readonly trouble: number | null;
    readonly order_id: string;
    /** The requester's Slack id, or that of the person who looked. */
    readonly requester: string;
    readonly at: number;
    readonly acknowledged_by: string | null;
    readonly acknowledged_at: number | null;
    readonly closed_at: number | null;
    readonly closed_how: string | null;
    readonly closed_by: string | null;
  };
  /** A process that is at work on this database, by its sign of life. Times by the database's clock. */
  readonly 'opsguide.replicas': {
    readonly replica_id: string;
    /** Tells two processes of one name apart: a start writes its own over the one before. */
    readonly incarnation: string;
    /** Counts the signs of life. */
    readonly beats: number;
    readonly beat_at: number;
  };
  /** What a person did and has no answer to yet, with the way to answer it. */
  readonly 'opsguide.clicks': {
    readonly click_id: string;
    /** The replica that took it. */
    readonly replica: string;
    readonly at: number;
    readonly reply_to: Json;
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
