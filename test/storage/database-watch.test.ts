import { expect, it } from 'vitest';
import { DatabaseAwayError, DatabaseWatch } from '../../src/storage/database-watch.js';

const never = () => new Promise<string>(() => undefined);

it('Work goes through while the database is there', async () => {
  const watch = new DatabaseWatch();
  await expect(watch.whileThere(async () => 'done')).resolves.toBe('done');
  await expect(watch.isAway()).resolves.toBe(false);
});

it('Who waits is told as soon as it goes away, and who comes then at once', async () => {
  const watch = new DatabaseWatch();
  const waiting = watch.whileThere(never);
  watch.found(false);
  await expect(waiting).rejects.toBeInstanceOf(DatabaseAwayError);
  let begun = false;
  const late = watch.whileThere(async () => {
    begun = true;
  });
  await expect(late).rejects.toMatchObject({ code: 'database_unavailable' });
  expect(begun).toBe(false);
});

it('It is away since the first question that found it so, until one finds it there', async () => {
  const watch = new DatabaseWatch(async () => true);
  watch.found(false);
  const since = watch.awaySince;
  watch.found(false);
  expect(watch.awaySince).toBe(since);
  expect(since).toBeTypeOf('number');
  await expect(watch.isAway()).resolves.toBe(false);
  expect(watch.awaySince).toBeUndefined();
});

it('An error of the work stays what it is', async () => {
  const refused = new Error('refused');
  await expect(new DatabaseWatch().whileThere(() => Promise.reject(refused))).rejects.toBe(refused);
});
