import type { Acknowledgement, Transport } from '../../../src/sandbox/slack/index.js';
import type { Cluster } from '../cluster/cluster.js';
import { onNobodysBehalf } from '../world/ambient.js';
import type { Random } from '../world/random.js';
import type { Timeline } from '../world/timeline.js';
import { type Click, clickOf } from './click.js';

/** Slack waits no longer for an acknowledgement, ms. */
const ACK_WITHIN = 3_000;

interface Delivering {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly cluster: Cluster;
  readonly latency: (what: string) => number;
  readonly clicked: (click: Click) => void;
}

/** Slack's way to the bot: any replica takes any click, a paused one too, whose socket is open. */
export function deliveryTo({ timeline, random, cluster, latency, clicked }: Delivering): Transport {
  return {
    name: 'http',
    deliver: (delivery) =>
      onNobodysBehalf(async (): Promise<Acknowledgement> => {
        await timeline.wait(latency('slack delivery'));
        const bots = cluster.living;
        if (bots.length === 0) {
          return { acked: false, error: 'dispatch_failed', detail: 'nobody is there' };
        }
        const bot = random.pick(bots);
        const click = clickOf(delivery, timeline.now, bot.replica);
        if (click) clicked(click);
        return new Promise<Acknowledgement>((resolve) => {
          timeline.after(ACK_WITHIN, () =>
            resolve({ acked: false, error: 'operation_timeout', detail: 'no answer in time' }),
          );
          bot.receive(delivery, click, (body) => {
            if (click) click.acknowledged = body;
            timeline.after(latency('slack ack'), () => resolve({ acked: true, body }));
          });
        });
      }),
  };
}
