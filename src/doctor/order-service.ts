import { settings } from '../config/settings.js';
import { createHttp, type Exchange } from '../orders/http.js';
import { parseJson } from '../orders/json.js';
import { readRoles } from '../orders/replies.js';
import { check } from './check.js';
import { type Finding, fail, ok, warn } from './finding.js';
import { adviceOn, reasonOf } from './reason.js';

const ABOUT = 'order service';
/** Whose roles are asked for. Nobody is called this: «no such user» is an answer too. */
const NOBODY = 'opsguide';
/** Above it people wait: a look asks six things, and has 8 s. ms */
const SLOW = 1_000;
const LONGEST = 8_000;

type Answered = Extract<Exchange, { answered: true }>;

const CHECK_URL = 'Check ORDER_API_URL: the address without /api/v2';
const CHECK_TOKEN = 'Have a token for this bot issued, and set ORDER_API_TOKEN to it';

/** Asks the order service for the roles of nobody, once: that changes nothing. */
export const orderService = check(
  ABOUT,
  settings.pick({ ORDER_API_URL: true, ORDER_API_TOKEN: true, ORDER_API_TIMEOUT: true }),
  async (given, { clocks }) => {
    let failure = '';
    const http = createHttp({
      baseUrl: given.ORDER_API_URL,
      token: given.ORDER_API_TOKEN,
      timeout: Math.min(given.ORDER_API_TIMEOUT, LONGEST),
      // The client keeps the system's word for what went wrong to itself.
      around: (_, work) =>
        work().catch((error: unknown) => {
          failure = reasonOf(error).code;
          throw error;
        }),
    });
    const path = `/api/v2/users/${NOBODY}/roles`;
    const asked = clocks.now();
    const began = performance.now();
    try {
      const exchange = await http.send({ route: 'roles', path, userId: NOBODY });
      const took = Math.round(performance.now() - began);
      if (exchange.answered) clocks.readHeader('the order service', asked, exchange.date);
      return [
        exchange.answered
          ? judged(exchange, took)
          : unanswered(`${given.ORDER_API_URL}: ${exchange.why}`, failure),
      ];
    } finally {
      http.close();
    }
  },
);

function unanswered(why: string, failure: string): Finding {
  return fail(ABOUT, failure ? `${why} (${failure})` : why, adviceOn(failure) ?? CHECK_URL);
}

function judged(exchange: Answered, took: number): Finding {
  const { status } = exchange;
  if (status === 401) return fail(ABOUT, 'refuses ORDER_API_TOKEN (401)', CHECK_TOKEN);
  if (status === 403) {
    // Perhaps only because nobody is called so: that is no proof of a bad token.
    const found = 'does not tell the roles of somebody unknown to it (403)';
    return warn(
      ABOUT,
      found,
      'See that ORDER_API_TOKEN may read roles: without them nobody may act',
    );
  }
  if (status >= 300 && status < 400) {
    const advice = 'Set ORDER_API_URL to where it leads: redirects are never followed';
    return fail(ABOUT, `leads elsewhere (${status})`, advice);
  }
  if (status === 429) {
    return warn(ABOUT, 'asks to wait (429): too many requests', 'Ask again in a minute');
  }
  if (status >= 500) return fail(ABOUT, `answers ${status}`, 'Ask those who run it');
  if (!isOfTheOrderService(exchange)) {
    return fail(ABOUT, `what answers there is not the order service (${status})`, CHECK_URL);
  }
  const speed = `answers in ${took} ms`;
  if (took <= SLOW) return ok(ABOUT, `takes the token, ${speed}`);
  return warn(ABOUT, `takes the token, ${speed}`, 'Look for what is slow: people wait for it');
}

/** Roles of nobody, or that there is nobody: in JSON, as order-api.md has it. */
function isOfTheOrderService({ status, body }: Answered): boolean {
  if (body.kind !== 'text') return false;
  if (!parseJson(body.text).good) return false;
  return status === 404 || (status === 200 && readRoles(body.text, NOBODY, '').good);
}
