import { describe, expect, it } from 'vitest';
import { client, FLOOR, localSlack } from './apps.js';

describe('faults of the Web API', () => {
  it('strike as often as asked, on the method and the calls asked for', async () => {
    const slack = await localSlack();
    slack.addChannel({ id: 'COTHER', name: 'other' });
    const { chat } = client(slack);
    const fault = slack.faults.webApi(
      'chat.postMessage',
      { status: 503 },
      { times: 1, when: ({ channel }) => channel === FLOOR },
    );
    await chat.postMessage({ channel: 'COTHER', text: 'hello' });
    await expect(chat.postMessage({ channel: FLOOR, text: 'hello' })).rejects.toThrow('503');
    await chat.postMessage({ channel: FLOOR, text: 'hello' });
    expect(fault.hits).toBe(1);
    expect(slack.messages(FLOOR)).toHaveLength(1);
  });

  it('answer with an error code or with 429, until cleared', async () => {
    const slack = await localSlack();
    const { auth } = client(slack);
    const fault = slack.faults.webApi('*', { error: 'fatal_error' });
    await expect(auth.test()).rejects.toThrow('fatal_error');
    await expect(auth.test()).rejects.toThrow('fatal_error');
    fault.clear();
    slack.faults.webApi('auth.test', { retryAfter: 30 }, { times: 1 });
    await expect(auth.test()).rejects.toMatchObject({ retryAfter: 30 });
    expect((await auth.test()).ok).toBe(true);
  });

  it('break the connection before or after the effect', async () => {
    const slack = await localSlack();
    const { chat } = client(slack);
    const post = (text: string) => chat.postMessage({ channel: FLOOR, text });
    slack.faults.webApi('*', { breakConnection: 'before_effect' }, { times: 1 });
    await expect(post('lost')).rejects.toThrow('request error');
    slack.faults.webApi('*', { breakConnection: 'after_effect' }, { times: 1 });
    await expect(post('taken')).rejects.toThrow('request error');
    expect(slack.messages(FLOOR).map(({ text }) => text)).toEqual(['taken']);
  });

  it('delay an answer, and do not outlive the local Slack', async () => {
    const slack = await localSlack();
    slack.faults.webApi('*', { delayMs: 60 }, { times: 1 });
    const began = performance.now();
    await client(slack).auth.test();
    expect(performance.now() - began).toBeGreaterThan(50);
    slack.faults.webApi('*', { delayMs: 3_600_000 });
    const waiting = expect(client(slack).auth.test()).rejects.toThrow('request error');
    await slack.until(() => slack.calls('auth.test').length === 1);
    await slack.close();
    await waiting;
  });
});
