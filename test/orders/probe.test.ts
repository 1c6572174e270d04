import nock from 'nock';
import { expect, test } from 'vitest';
import { probeOrderService } from '../../src/orders/probe.js';
import { useNock } from './foreseen.js';
import { ORIGIN, serve, service, USER } from './support.js';

useNock();

const path = '/api/v2/users/ada%40example.com/roles';

test.each([
  [200, 'ok'],
  [404, 'ok'],
  [403, 'ok'],
  [429, 'ok'],
  [401, 'bad_service_token'],
  [503, 'order_service_unavailable'],
])('The probe asks for roles once, and %i means %s', async (status, result) => {
  nock(ORIGIN).get(path).reply(status, { user_id: USER, roles: [] });
  await expect(probeOrderService(service(), USER, 5_000)).resolves.toBe(result);
});

test('The probe ends at its deadline', async () => {
  const silent = service({ baseUrl: await serve(() => undefined), timeout: 60_000 });
  await expect(probeOrderService(silent, USER, 50)).resolves.toBe('order_service_unavailable');
});
