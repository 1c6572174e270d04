import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { afterOthers } from '../../src/after-others.js';
import { fetchThrough } from '../../src/slack/wire.js';

/** Calls to Slack that nobody sends, by the order in which they would have gone out. */
function calls() {
  const sent: string[] = [];
  const fetch = fetchThrough(async (name) => {
    sent.push(name);
    throw new Error('Nobody is there');
  });
  const call = (method: string) =>
    expect(fetch(`https://slack.test/api/${method}`)).rejects.toThrow('Nobody is there');
  return { sent, call };
}

describe('What is said to Slack', () => {
  it('goes out in its turn, and what opens a modal before all of it', async () => {
    const { sent, call } = calls();
    const going = ['users.info', 'views.update', 'views.open'].map(call);
    expect(sent).toStrictEqual(['slack views.open']);
    await Promise.all(going);
    expect(sent).toStrictEqual(['slack views.open', 'slack users.info', 'slack views.update']);
  });
});

describe('Work that may wait', () => {
  it('comes in the order in which it asked, one piece in a turn of the event loop', async () => {
    const done: number[] = [];
    const pieces = [1, 2, 3].map((piece) => afterOthers().then(() => done.push(piece)));
    await eventLoopTurn();
    await eventLoopTurn();
    expect(done.length).toBeLessThan(3);
    await Promise.all(pieces);
    expect(done).toStrictEqual([1, 2, 3]);
  });
});
