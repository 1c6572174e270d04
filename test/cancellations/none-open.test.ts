import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoneOpen } from '../../src/cancellations/trouble/none-open.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** Somebody who is asked, and how often they were. */
function asked() {
  const state: { open: string | undefined; times: number } = { open: undefined, times: 0 };
  const ask = async () => {
    state.times += 1;
    return state.open;
  };
  return { state, ask };
}

describe('That no page of a look is open', () => {
  it('is believed for some seconds, and asked again', async () => {
    const { state, ask } = asked();
    const none = new NoneOpen();
    for (const _ of [1, 2, 3]) expect(await none.unlessKnown(ask)).toBeUndefined();
    expect(state.times).toBe(1);
    state.open = 'another replica’s';
    vi.advanceTimersByTime(5_000);
    expect(await none.unlessKnown(ask)).toBe('another replica’s');
  });

  it('is believed no more once one was made here, also while it was being asked', async () => {
    const { state, ask } = asked();
    const none = new NoneOpen();
    await none.unlessKnown(ask);
    none.forget();
    await none.unlessKnown(async () => {
      none.forget();
      return undefined;
    });
    state.open = 'ours';
    expect(await none.unlessKnown(ask)).toBe('ours');
  });

  it('is never believed while one is open', async () => {
    const { state, ask } = asked();
    state.open = 'ours';
    const none = new NoneOpen();
    await none.unlessKnown(ask);
    await none.unlessKnown(ask);
    expect(state.times).toBe(2);
  });
});
