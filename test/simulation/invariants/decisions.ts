import { z } from 'zod';
import { DAY, MINUTE } from '../../runbook/orders.js';
import type { Evidence } from '../evidence.js';
import { userIdOf } from '../people/cast.js';
import type { Click } from '../people/click.js';
import { type Intent, intentsIn } from './intents.js';
import type { Invariant } from './violation.js';

/** What leads to a key, by its kind. */
const DECIDING: Readonly<Record<Intent['kind'], readonly string[]>> = {
  cancel: ['confirm', 'retry', 'check_again', 'pick_retry'],
  reinstate: ['roll_back', 'retry', 'check_again', 'pick_retry'],
};

/** The presses of this person that can have led to the key. */
function clicksFor({ kind, runId, actor }: Intent, clicks: readonly Click[]): readonly Click[] {
  return clicks.filter(
    (click) =>
      click.by === actor &&
      DECIDING[kind].includes(click.what) &&
      // The run is picked in the form of that modal.
      (click.runId === runId || click.what === 'pick_retry') &&
      (kind === 'cancel' || click.what !== 'roll_back' || click.kind === 'submit'),
  );
}

/**
 * No effect without a valid decision by an entitled person: somebody who was entitled between their
 * press and the effect (roles may be taken away meanwhile), and who pressed what said the same.
 */
export const decidedByAnEntitledPerson: Invariant = (evidence) => {
  const intents = intentsIn(evidence);
  return evidence.effects.flatMap(({ kind, orderId, key, at }) => {
    const intent = intents.get(key);
    if (!intent) return [`the ${kind} of ${orderId} follows from no decision`];
    const isValid = clicksFor(intent, evidence.clicks).some(
      (click) =>
        click.at <= at &&
        (intent.digest === undefined ||
          click.digest === undefined ||
          click.digest === intent.digest) &&
        evidence.personnel.wasEntitled(click.by, click.at, Math.min(at, click.at + 6 * MINUTE)),
    );
    return isValid
      ? []
      : [`the ${kind} of ${orderId}: ${intent.actor} was not entitled, or did not decide it`];
  });
};

/**
 * The approver is not the requester where the policy says so, nor the same person by another account,
 * unless the glass was broken for that key.
 */
export const approvedByAnother: Invariant = (evidence) =>
  [...intentsIn(evidence).values()].flatMap((intent) => {
    const run = evidence.runs.find(({ runId }) => runId === intent.runId);
    if (!run || intent.kind !== 'cancel' || !needsAnother(evidence, intent)) return [];
    if (isGlassBroken(evidence, intent)) return [];
    const isSame =
      run.requester.slackId === intent.actor || run.requester.userId === userIdOf(intent.actor);
    return isSame ? [`${intent.actor} approved the request of their own for ${run.orderId}`] : [];
  });

function isGlassBroken({ trail }: Evidence, { key, actor }: Intent): boolean {
  return trail.some(
    ({ event, actor: by, data }) =>
      event === 'break_glass' &&
      by === actor &&
      z.object({ key: z.literal(key) }).safeParse(data).success,
  );
}

/** By the policy and the order alone; a replica whose clock jumps may hold an order for younger. */
function needsAnother({ plan, clicks }: Evidence, intent: Intent): boolean {
  if (plan.fourEyes === 'always') return true;
  if (plan.faults.some(({ fault }) => fault.kind.includes('clock'))) return false;
  const order = plan.orders.find(({ id }) => id === intent.orderId);
  const pressed = Math.min(...clicksFor(intent, clicks).map(({ at }) => at));
  const age = (order?.ageMs ?? 0) + pressed - plan.start;
  return age >= 30 * DAY || (order?.requiresBusinessHours === true && isOutOfHours(pressed));
}

/** BUSINESS_HOURS' default, with a margin for a press that takes its time. */
function isOutOfHours(at: number): boolean {
  const isOpen = (moment: number) => {
    const date = new Date(moment);
    const [day, hour] = [date.getUTCDay(), date.getUTCHours()];
    return day >= 1 && day <= 5 && hour >= 9 && hour < 17;
  };
  return ![0, 1, 6].some((minutes) => isOpen(at + minutes * MINUTE));
}

/**
 * No reinstatement after the window: its key is recorded before the window's end, by the database's
 * clock and never earlier than the newest recorded time. Sent again with that key it may be later.
 */
export const reinstatedWithinTheWindow: Invariant = (evidence) =>
  [...intentsIn(evidence).values()].flatMap(({ kind, runId, entry }) => {
    const run = evidence.runs.find((one) => one.runId === runId);
    if (kind !== 'reinstate' || !run || !('effect' in run) || !run.effect) return [];
    const until = evidence.trail.filter(({ seq }) => seq <= entry.seq).map(({ at }) => at);
    const decidedAt = Math.max(...until);
    const { windowEndsAt } = run.effect;
    if (decidedAt < windowEndsAt) return [];
    return [
      `the reinstatement of ${run.orderId} was decided ${decidedAt - windowEndsAt} ms too late`,
    ];
  });
