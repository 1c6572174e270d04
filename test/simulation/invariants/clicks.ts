import { MINUTE } from '../../runbook/orders.js';
import type { Evidence } from '../evidence.js';
import type { Click } from '../people/click.js';
import type { Said } from '../world/slack-network.js';
import type { Invariant } from './violation.js';

/** What a modal says while it works: no answer yet. */
const PLACEHOLDER = /(?:Reading|Working|Requesting|Looking at [^"]*) …/;
/** A replica that dies takes with it what it had not answered yet. ms */
const ANSWERED_WITHIN = 6 * MINUTE;

/**
 * No click without an answer, to the person alone or in the modal. An answer that Slack did not take
 * was given all the same; who died before it could answer is excused here: the next start answers it with
 * `interrupted`, which the crash points hold against the built bot.
 */
export const everyClickIsAnswered: Invariant = (evidence) =>
  evidence.clicks
    .filter((click) => !isExcused(click) && !isAnswered(evidence, click))
    .map(({ kind, what, by }) => `the ${kind} «${what}» of ${by} was never answered`);

function isExcused({ at, replica }: Click): boolean {
  return replica.diedAt !== undefined && replica.diedAt - at < ANSWERED_WITHIN;
}

function isAnswered({ said }: Evidence, click: Click): boolean {
  const answers = said.filter(({ cause }) => cause === click);
  const shown = answers.filter(({ method }) => method.startsWith('views.')).at(-1);
  const isShown = shown !== undefined && !PLACEHOLDER.test(String(shown.fields.view));
  const isTold = answers.some((one) => one.method === 'respond' && !isMalformed(one));
  return isShown || isTold || saysSomething(click.acknowledged);
}

/** Slack could not take it whatever the weather. */
function isMalformed({ reply }: Said): boolean {
  return typeof reply === 'object' && reply.status === 400;
}

function saysSomething(acknowledged: unknown): boolean {
  const text = JSON.stringify(acknowledged ?? {});
  return text !== '{}' && text !== '""' && !PLACEHOLDER.test(text);
}
