import { OrderServiceError, OrderServiceRefusal } from '../../orders/errors.js';
import type { OrderCalls } from '../../orders/order-service.js';
import { type Assessment, assess } from '../../runbook/assessment.js';
import type { Reading } from '../../runbook/facts.js';
import { roleCheck, type Verdict } from '../../runbook/pre-checks.js';
import { inSpan } from '../../tracing/spans.js';
import { LOOK_PATIENCE, type Parts } from '../parts.js';
import type { Person } from '../run/intent.js';

const TOKEN_REFUSED = 'bad_service_token';

type LookParts = Pick<Parts, 'orders' | 'policy' | 'escalations' | 'observer' | 'log'>;

/**
 * Runbook «Pre-checks» and «Preview Cancellation Impact», as one person may see them: five GETs
 * at once, so that it takes one round trip. Never rejects for what the order service does.
 */
export function look(
  parts: LookParts,
  orderId: string,
  person: Person,
  name: 'look' | 'second_look' = 'look',
): Promise<Assessment> {
  return inSpan(name, { attributes: { 'opsguide.order': orderId } }, async () => {
    const begun = performance.now();
    const assessment = await lookNow(parts, orderId, person);
    parts.observer?.looked(name, (performance.now() - begun) / 1_000);
    return assessment;
  });
}

async function lookNow(parts: LookParts, orderId: string, person: Person): Promise<Assessment> {
  const { orders, policy } = parts;
  const calls = orders.as(person.userId, LOOK_PATIENCE);
  // Beside the calls: by their end it is long known, and hardly ever there.
  const paged = openPage(parts, orderId);
  const [roles, status, dependencies, metadata, preview] = await Promise.all([
    reading(calls.roles()),
    reading(calls.status(orderId)),
    reading(calls.dependencies(orderId)),
    reading(calls.metadata(orderId)),
    reading(calls.preview(orderId)),
  ]);
  const readings = [roles, status, dependencies, metadata, preview];
  await watchToken(parts, readings, { orderId, by: person.slackId, paged: await paged });
  return assess({ roles, status, dependencies, metadata, preview }, policy, Date.now());
}

/** The role alone, read now: for presses that act on a run and need no look at the order. */
export async function readRole({ orders, policy }: LookParts, person: Person): Promise<Verdict> {
  const calls: OrderCalls = orders.as(person.userId, LOOK_PATIENCE);
  return roleCheck(await reading(calls.roles()), policy);
}

/**
 * product.md 2: of what a look meets a 401 alone pages, for then nobody can cancel anything; and it
 * is over when the order service takes the bot again. The look itself never fails with it.
 */
async function watchToken(
  { escalations, log }: LookParts,
  readings: readonly Reading<unknown>[],
  look: { readonly orderId: string; readonly by: string; readonly paged: string | undefined },
): Promise<void> {
  const { orderId, by, paged } = look;
  const isRefused = readings.some((one) => !one.read && one.code === TOKEN_REFUSED);
  try {
    if (isRefused) await escalations.pageForLook({ orderId, by, code: TOKEN_REFUSED });
    else if (paged && readings.some(({ read }) => read)) await escalations.closeForLook(paged);
  } catch (error) {
    log.error({ err: error, order: orderId, code: TOKEN_REFUSED }, 'a look could not page');
  }
}

/** The page that a look made before and nobody closed; undefined where that cannot be read, too. */
function openPage({ escalations, log }: LookParts, order: string): Promise<string | undefined> {
  return escalations.openForLook(TOKEN_REFUSED).catch((error: unknown) => {
    log.error({ err: error, order, code: TOKEN_REFUSED }, 'a look could not read what it paged');
    return undefined;
  });
}

/** A call's answer as a reading: what could not be read is a fact too, with its code. */
export async function reading<T>(call: Promise<T>): Promise<Reading<T>> {
  try {
    return { read: true, value: await call };
  } catch (error) {
    if (!(error instanceof OrderServiceError)) throw error;
    const { code, detail } = error;
    const asked = error instanceof OrderServiceRefusal ? error.retryAfter : undefined;
    return { read: false, code, detail, ...(asked !== undefined && { retryAfter: asked }) };
  }
}
