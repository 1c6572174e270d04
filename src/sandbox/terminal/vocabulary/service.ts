import type { LocalOrderService } from '../../orders/index.js';
import { SEED_ORDERS } from '../../orders/seed.js';
import { NotPossible } from '../../slack/index.js';
import { table } from '../table.js';
import type { Word } from './word.js';

/** As many calls as fit on a screen. */
const SHOWN = 20;

export const orders: Word = {
  usage: 'orders',
  does: 'the orders of the order service, as they are now',
  run({ voice, sandbox }) {
    const headings = [
      'order',
      'status',
      'cancellation',
      'billing',
      'shipment',
      'hold',
      'took effect',
    ];
    const rows = SEED_ORDERS.map(({ id }) => {
      const { status, cancelStatus = '–', billing, facts } = sandbox.orders.order(id);
      const effects = sandbox.orders.effects(id).map(({ kind, userId }) => `${kind} by ${userId}`);
      const hold = facts.billingHold ? 'yes' : 'no';
      return [id, status, cancelStatus, billing, facts.shipmentStatus, hold, effects.join('; ')];
    });
    voice.say(table(headings, rows));
  },
};

export const calls: Word = {
  usage: 'calls [ORD-1001]',
  does: 'the last calls to the order service, with the key of each POST',
  run({ voice, sandbox }, [orderId]) {
    const all = sandbox.orders.calls(orderId ? { orderId } : {});
    if (all.length === 0) voice.say('· no calls yet');
    const rows = all
      .slice(-SHOWN)
      .map(({ at, method, path, status, userId = '', key = '', replayed }) => {
        const answer = replayed ? `${status}, replayed` : String(status);
        return [new Date(at).toISOString().slice(11, 23), method, path, answer, userId, key];
      });
    if (rows.length > 0) voice.say(table(['UTC', '', 'path', 'answer', 'X-User-ID', 'key'], rows));
  },
};

export const fault: Word = {
  usage: 'fault [down | off [down]]',
  does: 'what can go wrong at the order service; one of these on; one, or all, off',
  run({ voice, sandbox }, [first, second]) {
    const { faults } = sandbox.orders;
    if (first === undefined) {
      const rows = faults
        .list()
        .map(({ name, on, description }) => [on ? 'ON' : '', name, description]);
      voice.say(table(['', 'fault', 'what it does'], rows));
      return;
    }
    const isOff = first === 'off';
    if (isOff && second === undefined) {
      faults.clear();
      voice.say('· every fault is off');
      return;
    }
    const known = knownFault(isOff ? second : first, faults);
    if (isOff) faults.turnOff(known.name);
    else faults.turnOn(known.name);
    voice.say(`· ${known.name} is ${isOff ? 'off' : `on: ${known.description}`}`);
  },
};

function knownFault(name: string | undefined, faults: LocalOrderService['faults']) {
  const known = faults.list().find((one) => one.name === name);
  if (!known) throw new NotPossible(`There is no fault «${name}»; \`fault\` lists them.`);
  return known;
}
