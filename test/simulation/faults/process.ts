import type { DatabaseFault } from '../world/database.js';
import type { World } from '../world/world.js';
import { type Fault, HOUR, MINUTE, once, SECOND } from './fault.js';

/** Where a kill or a pause may strike: anywhere, or at what hurts most. */
const SORE_POINTS = [
  'orders cancel',
  'orders reinstate',
  'slack chat.postMessage',
  'slack chat.update',
  'database',
  'word',
  'start',
];

/** Lets something happen to the first replica that comes to a drawn point. */
function atSomePoint(
  happen: (world: World, replica: World['cluster']['living'][number]['replica']) => void,
) {
  return (world: World) => {
    const { random, watchers } = world;
    const what = random.chance(0.5) ? undefined : random.pick(SORE_POINTS);
    const moment = random.pick(['before', 'after'] as const);
    let left = random.chance(0.5) ? random.between(1, 4) : random.between(1, 60);
    const watcher: Parameters<typeof watchers.add>[0] = (replica, point) => {
      if (what !== undefined && (point.what !== what || point.moment !== moment)) return;
      left -= 1;
      if (left > 0) return;
      watchers.delete(watcher);
      happen(world, replica);
    };
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  };
}

function database(kind: string, fault: DatabaseFault): Fault {
  return {
    kind: `process: ${kind}`,
    lasts: [SECOND, 2 * MINUTE],
    begin({ database: db, cluster, struck }) {
      const before = db.struck;
      db.fault = fault;
      cluster.keepAwake(2 * MINUTE);
      return () => {
        struck(`process: ${kind}`, db.struck - before);
        if (db.fault === fault) db.fault = undefined;
      };
    },
  };
}

/** What ends a replica, or seems to. */
export const DEATHS: readonly Fault[] = [
  {
    kind: 'process: killed',
    begin: atSomePoint(({ cluster, random, struck }, replica) => {
      struck('process: killed');
      cluster.kill(replica, random.pick([SECOND, 5 * SECOND, 40 * SECOND, 10 * MINUTE]));
    }),
  },
  {
    kind: 'process: paused',
    begin: atSomePoint(({ cluster, random, struck }, replica) => {
      struck('process: paused');
      cluster.pause(replica, random.pick([2 * SECOND, 12 * SECOND, 40 * SECOND, 5 * MINUTE]));
    }),
  },
];

/** What goes wrong around the replicas. */
export const PROCESS_FAULTS: readonly Fault[] = [
  database('database away', 'away'),
  database('disk full', 'full'),
  database('commit not heard of', 'lost_commits'),
  {
    kind: 'process: clock of a replica jumps',
    lasts: [MINUTE, 4 * HOUR],
    begin({ cluster, random, struck }) {
      // All of them are dead at this moment: nobody's clock is there to jump.
      if (cluster.living.length === 0) return () => undefined;
      const { replica } = random.pick(cluster.living);
      replica.skew = random.pick([-3 * HOUR, 3 * HOUR]);
      struck('process: clock of a replica jumps');
      return () => {
        replica.skew = 0;
      };
    },
  },
  {
    kind: 'process: clock of the database jumps',
    lasts: [MINUTE, 4 * HOUR],
    begin({ database: db, random, struck }) {
      db.skew = random.pick([-3 * HOUR, 3 * HOUR]);
      struck('process: clock of the database jumps');
      return () => {
        db.skew = 0;
      };
    },
  },
];

/** What becomes of people meanwhile. */
export const PEOPLE_EVENTS: readonly Fault[] = [
  {
    kind: 'people: role taken away',
    lasts: [MINUTE, HOUR],
    begin({ personnel, random, struck }) {
      const userId = random.pick(['alice@example.com', 'bob@example.com', 'carol@example.com']);
      personnel.give(userId, ['viewer']);
      struck('people: role taken away');
      return () => personnel.give(userId, ['ops_engineer']);
    },
  },
  {
    kind: 'people: account deactivated',
    begin: once(({ personnel, random, struck }) => {
      personnel.deactivate(random.pick(['U0BOB', 'U0CAROL']));
      struck('people: account deactivated');
    }),
  },
];
