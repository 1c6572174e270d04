import { expect, it } from 'vitest';
import { Closing } from '../src/closing.js';

it('lets go of everything in reverse, though a part of it can not be closed', async () => {
  const closing = new Closing();
  const closed: string[] = [];
  const faults: unknown[] = [];
  closing.add(async () => void closed.push('the lock'));
  closing.add(() => Promise.reject(new Error('the database is away')));
  closing.add(async () => void closed.push('the sockets'));
  expect(closing.signal.aborted).toBe(false);
  await closing.close((error) => faults.push(error));
  expect(closed).toStrictEqual(['the sockets', 'the lock']);
  expect(faults).toStrictEqual([new Error('the database is away')]);
  expect(closing.signal.aborted).toBe(true);
});
