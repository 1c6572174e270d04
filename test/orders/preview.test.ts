import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { useNock } from './foreseen.js';
import { calls, ORDER, ORIGIN } from './support.js';

useNock();

function preview(text: string) {
  nock(ORIGIN).get(`/api/v2/orders/${ORDER}/cancel/preview`).reply(200, text);
  return calls().preview(ORDER);
}

describe('Preview cancellation impact', () => {
  test('shows amounts as the service wrote them, never as a float of ours', async () => {
    const text = `{"order_id":"${ORDER}","refund":{"amount":129.90,"currency":"EUR"}}`;
    await expect(preview(text)).resolves.toMatchObject({
      refund: { amount: '129.90', currency: 'EUR' },
    });
  });

  test('holds nothing that the reply does not name', async () => {
    await expect(preview(`{"order_id":"${ORDER}"}`)).resolves.toStrictEqual({
      workflows: [],
      notifications: [],
      warnings: [],
      further: [],
    });
  });

  test('holds all that the contract names', async () => {
    const reply = {
      order_id: ORDER,
      refund: { amount: '10.00', currency: 'USD' },
      workflows: [
        { id: 'wf-1', name: 'Packing' },
        { id: 7, name: 'Invoice' },
      ],
      notifications: [{ channel: 'email', recipient: 'c@example.com' }],
      billing_records: 3,
      warnings: ['Gift card used'],
    };
    await expect(preview(JSON.stringify(reply))).resolves.toStrictEqual({
      refund: { amount: '10.00', currency: 'USD' },
      workflows: [
        { id: 'wf-1', name: 'Packing' },
        { id: '7', name: 'Invoice' },
      ],
      notifications: [{ channel: 'email', recipient: 'c@example.com' }],
      billingRecords: 3,
      warnings: ['Gift card used'],
      further: [],
    });
  });

  test('shows what goes beyond the contract as plain name and value', async () => {
    const text = `{"order_id":"${ORDER}","fee":2.50,"loyalty":{"points":-40},"partial":false,
      "refund":{"amount":1,"currency":"EUR","method":"card"},
      "workflows":[{"id":"w","name":"Packing","owner":null}]}`;
    const { further } = await preview(text);
    expect(further).toStrictEqual([
      { name: 'fee', value: '2.50' },
      { name: 'loyalty.points', value: '-40' },
      { name: 'partial', value: 'false' },
      { name: 'refund.method', value: 'card' },
      { name: 'workflows.0.owner', value: 'null' },
    ]);
  });

  test('bounds what goes beyond it in number and length, and says that there is more', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 25 }, (_, n) => [`n${n}`, 'é'.repeat(300)]),
    );
    const { further } = await preview(JSON.stringify({ order_id: ORDER, ...many }));
    expect(further).toHaveLength(20);
    expect(further[0]?.value).toBe(`${'é'.repeat(199)}…`);
    expect(further[19]).toStrictEqual({ name: '…', value: '6 more, not shown' });
  });
});
