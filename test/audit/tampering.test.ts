import type { Transaction } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Head } from '../../src/audit/chain.js';
import { lineOf } from '../../src/audit/finding.js';
import type { NotedHead } from '../../src/audit/heads.js';
import { readHead } from '../../src/audit/read-trail.js';
import { verify } from '../../src/audit/verify.js';
import type { Tables } from '../../src/storage/tables.js';
import {
  append,
  doing,
  entriesOf,
  LENGTH,
  NOON,
  OTHER_RUN,
  RUN,
  relink,
  tampered,
  useTrail,
} from './trail.js';

useTrail();

type Trx = Transaction<Tables>;

/** What `verify` names after this was done to the table, as `wrong seq` or `wrong seq-to`. */
async function named(
  tamper: (trx: Trx) => Promise<void>,
  heads: readonly NotedHead[] = [],
): Promise<readonly string[]> {
  const { findings } = await tampered(tamper, (trx) => verify(trx, heads));
  return findings.map(({ wrong, seq, to = seq }) =>
    to === seq ? `${wrong} ${seq}` : `${wrong} ${seq}-${to}`,
  );
}

const update = (change: string, seq = 5) =>
  doing(`update opsguide.audit set ${change} where seq = ${seq}`);

/** Statements that swap two entries' numbers. */
const swap = (one: number, other: number) =>
  doing(`update opsguide.audit set seq = -1 where seq = ${one};
    update opsguide.audit set seq = ${one} where seq = ${other};
    update opsguide.audit set seq = ${other} where seq = -1`);

/** Everything behind this one gets the number before its own. */
const closeGap = (removed: number) =>
  doing(`update opsguide.audit set seq = -seq where seq > ${removed};
    update opsguide.audit set seq = -seq - 1 where seq < 0`);

const remove = (where: string) => doing(`delete from opsguide.audit where ${where}`);

const inOrder =
  (...steps: readonly ((trx: Trx) => Promise<void>)[]) =>
  async (trx: Trx) => {
    for (const step of steps) await step(trx);
  };

/** The head that was noted while the trail was whole. */
const headNow = (): Promise<Head> => tampered(async () => undefined, readHead);

it('A trail that nobody touched is whole, and its head is the newest entry', async () => {
  const verified = await tampered(
    async () => undefined,
    (trx) => verify(trx),
  );
  const newest = await tampered(async () => undefined, entriesOf);
  expect(verified).toMatchObject({ count: LENGTH, findings: [], more: 0 });
  expect(verified.head).toStrictEqual({ seq: LENGTH, hash: newest.at(-1)?.hash });
  expect(await named(async () => undefined, [verified.head])).toStrictEqual([]);
});

describe('A changed entry is found, and named', () => {
  it.each([
    ['at', 'at = at + 1'],
    ['at, to what no clock says', 'at = 9223372036854775807'],
    ['run', `run_id = '${OTHER_RUN}'`],
    ['run, taken out', 'run_id = null'],
    ['order', `order_id = 'ORD-1003'`],
    ['order, taken out', 'order_id = null'],
    ['event', `event = 'discarded'`],
    ['actor', `actor = 'U0EVE'`],
    ['actor, taken out', 'actor = null'],
    ['data', `data = '{"n": 4, "a": {"b": [5]}}'`],
    ['data, with a member more', `data = data || '{"c": null}'`],
    ['data, with a number beyond all', `data = data || '{"n": 1e400}'`],
    ['data, taken out', `data = '{}'`],
    ['hash', `hash = repeat('f', 64)`],
    ['hash of the one before', `previous_hash = repeat('0', 64)`],
  ])('in its %s', async (_, change) => {
    expect(await named(update(change))).toStrictEqual(['changed 5']);
  });

  it.each([1, 2, LENGTH - 1, LENGTH])('wherever it stands: as entry %i', async (seq) => {
    expect(await named(update(`actor = 'U0EVE'`, seq))).toStrictEqual([`changed ${seq}`]);
  });

  it('with its number, its event, its order and its run', async () => {
    const { findings } = await tampered(update(`actor = 'U0EVE'`), (trx) => verify(trx));
    expect(findings.map(lineOf)).toStrictEqual([
      expect.stringMatching(`^entry 5 \\(noted, order ORD-1001, run ${RUN}\\): changed: `),
    ]);
  });

  it('in a line that cannot steer a terminal, whatever stands in it now', async () => {
    const { findings } = await tampered(update(`event = E'\\x1b[2J\\nwhole'`), (trx) =>
      verify(trx),
    );
    expect(findings.map(lineOf).join()).toMatch(/^entry 5 \(\uFFFD\[2J\uFFFDwhole, /);
  });

  it('as does each of several', async () => {
    const both = inOrder(update(`actor = 'U0EVE'`, 3), update(`event = 'x'`, 8));
    expect(await named(both)).toStrictEqual(['changed 3', 'changed 8']);
  });

  it('by the link behind it, where its hash was made to fit', async () => {
    for (const seq of [1, 5, LENGTH - 1]) {
      const forged = inOrder(update(`actor = 'U0EVE'`, seq), (trx) => relink(trx, seq, seq));
      expect(await named(forged)).toStrictEqual([`replaced ${seq}`]);
    }
  });

  it('by the end of the stretch, where several were written anew', async () => {
    const forged = inOrder(update(`actor = 'U0EVE'`, 4), (trx) => relink(trx, 4, 7));
    expect(await named(forged)).toStrictEqual(['replaced 7']);
  });
});

describe('A removed entry is found, and named', () => {
  it.each([
    ['in the middle', 'seq = 5', 'removed 5'],
    ['the first', 'seq = 1', 'removed 1'],
    ['the first ones', 'seq < 4', 'removed 1-3'],
    ['several in a row', 'seq between 4 and 6', 'removed 4-6'],
  ])('%s', async (_, where, finding) => {
    expect(await named(remove(where))).toStrictEqual([finding]);
  });

  it('though the others were numbered anew', async () => {
    const closed = inOrder(remove('seq = 8'), closeGap(8));
    expect(await named(closed)).toStrictEqual(['moved 8', 'changed 9']);
    const first = inOrder(remove('seq = 1'), closeGap(1));
    expect((await named(first)).at(0)).toBe('moved 1');
  });

  it('though the others were numbered anew and one of them linked', async () => {
    const linked = inOrder(remove('seq = 5'), closeGap(5), (trx) => relink(trx, 5, 5));
    expect((await named(linked)).at(0)).toMatch(/^(replaced|changed|moved) [56]$/);
  });
});

describe('Swapped, inserted and doubled entries are found, and named', () => {
  it.each([
    [5, 6],
    [1, 2],
    [3, 8],
    [LENGTH - 1, LENGTH],
  ])('swapped: %i and %i', async (one, other) => {
    const { findings } = await tampered(swap(one, other), (trx) => verify(trx));
    expect(findings.map(({ seq, wrong, words }) => [seq, wrong, words])).toStrictEqual([
      [one, 'moved', `it was written as entry ${other}`],
      [other, 'moved', `it was written as entry ${one}`],
    ]);
  });

  it('moved into a gap', async () => {
    const moved = inOrder(remove('seq = 4'), update('seq = 4', 7));
    expect(await named(moved)).toStrictEqual(['moved 4', 'removed 7']);
  });

  it('swapped with hashes that fit', async () => {
    const fitting = inOrder(swap(5, 6), async (trx) => {
      await relink(trx, 5, 6);
    });
    expect(await named(fitting)).toStrictEqual(['replaced 6']);
  });

  const copyOf = (seq: number, as: number) =>
    doing(`insert into opsguide.audit
      select ${as}, at, run_id, order_id, event, actor, data, previous_hash, hash
      from opsguide.audit where seq = ${seq}`);
  const unkeyed = doing('alter table opsguide.audit drop constraint audit_pkey');

  it('inserted between two, the others numbered anew', async () => {
    const inserted = inOrder(
      doing(`update opsguide.audit set seq = -seq where seq > 8;
        update opsguide.audit set seq = -seq + 1 where seq < 0`),
      copyOf(8, 9),
    );
    expect(await named(inserted)).toStrictEqual(['changed 9', 'moved 10', 'moved 11']);
  });

  it('inserted before the first and behind the last', async () => {
    expect(await named(copyOf(1, 0))).toStrictEqual(['inserted 0']);
    expect(await named(copyOf(LENGTH, LENGTH + 1))).toStrictEqual([`changed ${LENGTH + 1}`]);
    const far = await named(copyOf(LENGTH, 900));
    expect(far).toStrictEqual([`removed ${LENGTH + 1}-899`, 'changed 900']);
  });

  it('a number twice, where the key of the table was dropped for it', async () => {
    for (const seq of [1, 5, LENGTH]) {
      expect(await named(inOrder(unkeyed, copyOf(seq, seq)))).toStrictEqual([`inserted ${seq}`]);
    }
  });

  it('a number twice, or none, where nobody who reads on by numbers meets it', async () => {
    const long = (trx: Trx) => append(trx, 500 - LENGTH + 5);
    const atTheEdge = inOrder(long, unkeyed, copyOf(500, 500));
    expect(await named(atTheEdge)).toStrictEqual(['inserted 500']);
    const without = inOrder(
      unkeyed,
      doing(`alter table opsguide.audit alter column seq drop not null;
        insert into opsguide.audit select null, at, run_id, order_id, event, actor, data,
          previous_hash, hash from opsguide.audit where seq = 5`),
    );
    expect(await named(without)).toStrictEqual(['inserted 0']);
    const beyond = copyOf(5, Number.MAX_SAFE_INTEGER * 2);
    expect(await named(inOrder(doing('select 1'), beyond))).toStrictEqual(['inserted 0']);
  });
});

describe('What the chain alone cannot show, a head that was noted shows', () => {
  const rewritten = inOrder(update(`actor = 'U0EVE'`, 3), (trx) => relink(trx, 3));
  const withoutNumber = ({ hash }: Head) => [{ hash }];

  it('a cut tail', async () => {
    const head = await headNow();
    const cut = remove('seq > 7');
    expect(await named(cut)).toStrictEqual([]);
    expect(await named(cut, [head])).toStrictEqual([`cut 8-${LENGTH}`]);
    expect(await named(cut, withoutNumber(head))).toStrictEqual(['rewritten 7']);
    expect(await named(remove('true'), [head])).toStrictEqual([`cut 1-${LENGTH}`]);
  });

  it('a cut tail that the bot wrote on behind', async () => {
    const head = await headNow();
    const forged = inOrder(remove('seq > 7'), (trx) => append(trx, 5));
    expect(await named(forged)).toStrictEqual([]);
    expect(await named(forged, [head])).toStrictEqual([`rewritten ${LENGTH}`]);
    expect(await named(forged, withoutNumber(head))).toStrictEqual(['rewritten 12']);
  });

  it('a trail that was written anew from some entry on, or as a whole', async () => {
    const head = await headNow();
    const whole = inOrder(doing(`update opsguide.audit set at = ${NOON + 1}`), (trx) =>
      relink(trx),
    );
    for (const tamper of [rewritten, whole]) {
      expect(await named(tamper)).toStrictEqual([]);
      expect(await named(tamper, [head])).toStrictEqual([`rewritten ${LENGTH}`]);
      expect(await named(tamper, withoutNumber(head))).toStrictEqual([`rewritten ${LENGTH}`]);
    }
  });

  it('each of several heads is asked for, and an old one still holds in a longer trail', async () => {
    const head = await headNow();
    const longer = (trx: Trx) => append(trx, 3);
    expect(await named(longer, [head, ...withoutNumber(head)])).toStrictEqual([]);
    const other = { seq: 2, hash: 'a'.repeat(64) };
    expect(await named(longer, [head, other])).toStrictEqual(['rewritten 2']);
    expect(await named(longer, [{ ...head, seq: 4 }])).toStrictEqual(['rewritten 4']);
  });
});

it.each([
  ['append_only', 'alter table opsguide.audit disable trigger append_only'],
  ['never_emptied', 'drop trigger never_emptied on opsguide.audit'],
])('A table without its guard %s is named, though nothing was changed yet', async (guard, off) => {
  const lines = await tampered(
    async () => undefined,
    async (trx) => {
      await doing(off)(trx);
      return (await verify(trx)).findings.map(lineOf);
    },
  );
  expect(lines).toStrictEqual([
    expect.stringMatching(`^table: unguarded: its trigger ${guard} is off or gone`),
  ]);
});

it('Of a trail in ruins a hundred faults are named, and the others counted', async () => {
  const ruin = inOrder(
    (trx) => append(trx, 150),
    doing(`update opsguide.audit set actor = 'U0EVE'`),
  );
  const { findings, more } = await tampered(ruin, (trx) => verify(trx));
  expect([findings.length, more]).toStrictEqual([100, 50 + LENGTH]);
});
