import { describe, expect, it } from 'vitest';
import { placesWith } from '../../src/slack/places.js';
import { client as clientOf, FLOOR, localSlack } from '../sandbox/slack/apps.js';

const PRIVATE = 'CPRIVATE';

async function openPlaces() {
  const slack = await localSlack();
  const client = clientOf(slack);
  slack.addChannel({ id: PRIVATE, name: 'private', private: true, botIsMember: true });
  slack.addChannel({ id: 'CPARTNERS', name: 'partners', extShared: true });
  slack.addChannel({ id: 'CINVITED', name: 'invited', pendingExtShared: true });
  const spot = async (channel: string) => {
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a card' });
    return { channel, ts };
  };
  return { slack, spot, places: placesWith(client) };
}

describe('A link that anybody may be given', () => {
  it('leads into a channel that every full member may open', async () => {
    const { places, spot } = await openPlaces();
    const card = await spot(FLOOR);
    expect(await places.publicLink(card)).toMatch(new RegExp(`/archives/${FLOOR}/p`));
  });

  it.each([PRIVATE, 'CPARTNERS', 'CINVITED', 'UALICE'])(
    'does not lead into %s',
    async (channel) => {
      const { places, spot, slack } = await openPlaces();
      const { ts } = await spot(channel);
      const id = channel === 'UALICE' ? slack.person('alice').directMessage : channel;
      expect(await places.publicLink({ channel: id, ts })).toBeUndefined();
    },
  );

  it('leads into a private channel for those alone who read there', async () => {
    const { places, spot } = await openPlaces();
    const card = await spot(PRIVATE);
    expect(await places.publicLink(card, FLOOR)).toBeUndefined();
    expect(await places.publicLink(card, PRIVATE)).toContain(PRIVATE);
    expect(await places.publicLink(card, FLOOR)).toBeUndefined();
  });

  it('is none where Slack does not say what the channel is, and asked for again', async () => {
    const { places, spot, slack } = await openPlaces();
    const card = await spot(FLOOR);
    const silent = slack.faults.webApi('conversations.info', { status: 500 });
    expect(await places.publicLink(card)).toBeUndefined();
    silent.clear();
    expect(await places.publicLink(card)).toContain(FLOOR);
  });

  it('is asked for once in a storm: the channel once, and each message once', async () => {
    const { places, spot, slack } = await openPlaces();
    const cards = [await spot(FLOOR), await spot(FLOOR)];
    for (let drawing = 0; drawing < 3; drawing += 1) {
      await Promise.all(cards.map((card) => places.publicLink(card)));
    }
    expect(slack.calls('conversations.info')).toHaveLength(1);
    expect(slack.calls('chat.getPermalink')).toHaveLength(2);
  });
});
