import * as requests from './requests.js';
import type { Scenario } from './scenario.js';
import { startedAgain } from './starts.js';
import * as troubles from './troubles.js';
import * as waysBack from './ways-back.js';

export type { Scenario } from './scenario.js';

/** Together they pass every durable write and every call of the bot. */
export const SCENARIOS: readonly Scenario[] = [
  waysBack.rolledBack,
  waysBack.rollbackInTrouble,
  waysBack.newerRun,
  waysBack.notEligible,
  waysBack.ticketToOrderOps,
  waysBack.ticketToDesk,
  requests.byASecondPerson,
  requests.changedMeanwhile,
  requests.blockedAtConfirm,
  requests.expired,
  requests.reminded,
  requests.elsewhere,
  troubles.lostAnswer,
  troubles.escalated,
  troubles.unavailable,
  troubles.forbidden,
  troubles.blockedAtExecution,
  troubles.unheard,
  troubles.badToken,
  startedAgain,
];
