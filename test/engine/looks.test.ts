import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Looks } from '../../src/engine/looks.js';

const asker = new AsyncLocalStorage<string>();
let looks: Looks;
let begun: (string | undefined)[];
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  begun = [];
  looks = new Looks(() => {
    begun.push(asker.getStore());
    return new Promise((resolve) => {
      end = resolve;
    });
  }, 200);
});
afterEach(() => vi.useRealTimers());

async function endsAfter(duration: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(duration);
  end();
}

it('A look begins at once, in nobody’s name', () => {
  asker.run('a workflow', () => looks.soon());
  expect(begun).toStrictEqual([undefined]);
});

it('Whoever asks during a look and during the pause behind it has one look together', async () => {
  looks.soon();
  looks.soon();
  await endsAfter(1_000);
  await vi.advanceTimersByTimeAsync(100);
  looks.soon();
  await vi.advanceTimersByTimeAsync(99);
  expect(begun).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toHaveLength(2);
  await endsAfter(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(begun).toHaveLength(2);
});

it('Long after a look the next one begins at once again', async () => {
  looks.soon();
  await endsAfter(0);
  await vi.advanceTimersByTimeAsync(200);
  looks.soon();
  expect(begun).toHaveLength(2);
});

it('None begins once they are stopped, though one was asked for before', async () => {
  looks.soon();
  looks.soon();
  looks.stop();
  await endsAfter(0);
  await vi.advanceTimersByTimeAsync(10_000);
  looks.soon();
  expect(begun).toHaveLength(1);
});
