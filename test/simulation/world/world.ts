import type { openLocalOrderService } from '../../../src/sandbox/orders/index.js';
import type { LocalSlack } from '../../../src/sandbox/slack/index.js';
import type { Cluster } from '../cluster/cluster.js';
import type { Personnel } from '../people/personnel.js';
import type { WorldDatabase } from './database.js';
import type { Random } from './random.js';
import type { Point, Replica } from './replica.js';
import type { Timeline } from './timeline.js';

/** All that a plan can lay hands on. */
export interface World {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly slack: LocalSlack;
  readonly service: ReturnType<typeof openLocalOrderService>;
  readonly cluster: Cluster;
  readonly database: WorldDatabase;
  readonly personnel: Personnel;
  readonly orderIds: readonly string[];
  /** Told of each point that a replica comes to, before it is passed. */
  readonly watchers: Set<(replica: Replica, point: Point) => void>;
  /** A line of the trace. */
  tell(what: string): void;
  /** The simulation itself failed. */
  broke(error: unknown): void;
  /** A fault of this kind has struck so many times more. */
  struck(kind: string, times?: number): void;
}
