import { describe, expect, it } from 'vitest';
import { picture, type Stage } from '../stage.js';
import type { Viewer } from '../viewer.js';

/** Runbook «Procedure», from the composer to the way back. */
export function mainJob(stage: () => Stage, look: () => Viewer): void {
  describe('the main job', () => {
    it('cancels an order from the composer to the verified end', async () => {
      const viewer = look();
      await viewer.composer.pressSequentially('/c');
      await viewer.composer.press('Enter');
      expect(await viewer.composer.inputValue()).toBe('/cancel-order ');
      await viewer.tab.getByRole('option', { name: 'status', exact: false }).waitFor();
      await viewer.composer.pressSequentially('ord-101');
      await viewer.composer.press('ArrowDown');
      await picture(viewer, 'composer');
      for (let more = 0; more < 3; more += 1) await viewer.composer.press('ArrowDown');
      await viewer.composer.press('Enter');
      expect(await viewer.composer.inputValue()).toBe('/cancel-order ORD-1013');
      await viewer.composer.press('Enter');

      await viewer.modal.getByText('Can be cancelled').waitFor();
      expect(await viewer.modal.textContent()).toMatch(/Refund: 129\.90 EUR[\s\S]*Risk: Medium/);
      await picture(viewer, 'preview');
      await viewer.modal.getByLabel('Notes').fill('customer asked');
      await viewer.modal.getByRole('button', { name: 'Request cancellation' }).click();
      await viewer.modal.getByText('Requested.').waitFor();
      await viewer.tab.keyboard.press('Escape');
      await viewer.confirms('ORD-1013');

      await viewer.opensThread('ORD-1013');
      await viewer.thread.getByText('verified by every post-check').waitFor();
      await viewer.card('ORD-1013').getByText('The order is cancelled').waitFor();
      await viewer.order('ORD-1013').getByText('cancelled').waitFor();
      await viewer.posts('ORD-1013').click();
      expect(await viewer.posts('ORD-1013').textContent()).toContain(
        'Cancelled via OpsGuide – customer',
      );
      await picture(viewer, 'cancelled');
      const effects = stage().sandbox.orders.effects('ORD-1013');
      expect(effects).toMatchObject([{ kind: 'cancellation', userId: 'alice@example.com' }]);
      expect(await viewer.posts('ORD-1013').textContent()).toContain(effects[0]?.key);
      await viewer.tab.getByRole('button', { name: 'Close thread' }).click();
    });

    it('shows somebody without the role a refusal, and nothing of the order', async () => {
      const viewer = look();
      await viewer.be('eve');
      await viewer.types('/cancel-order ORD-1014');
      await viewer.modal.getByText('not_entitled').waitFor();
      expect(await viewer.modal.textContent()).not.toMatch(/EUR|Billing|Age/);
      expect(await viewer.modal.getByRole('button', { name: 'Request' }).count()).toBe(0);
      await viewer.modal.getByRole('button', { name: 'Close' }).last().click();
      await viewer.modal.waitFor({ state: 'detached' });
      expect(await viewer.entry('order-ops').count()).toBe(0);
    });

    it('lets one person try four eyes, by switching who they are', async () => {
      const viewer = look();
      await viewer.be('alice');
      await viewer.requests('ORD-1004');
      await viewer.confirms('ORD-1004');
      await viewer.told.getByText('second_person_needed').waitFor();
      expect(stage().sandbox.orders.calls({ orderId: 'ORD-1004', method: 'POST' })).toStrictEqual(
        [],
      );
      await picture(viewer, 'four-eyes');

      await viewer.be('bob');
      expect(await viewer.tab.getByText('second_person_needed').count()).toBe(0);
      await viewer.confirms('ORD-1004');
      await viewer.card('ORD-1004').getByText('Audit entry verified').waitFor();
      expect(await viewer.card('ORD-1004').textContent()).toMatch(
        /Requested by: @alice, confirmed by @bob/,
      );
      expect(stage().sandbox.orders.effects('ORD-1004')).toMatchObject([
        { userId: 'bob@example.com' },
      ]);
    });

    it('takes a cancellation back', async () => {
      const viewer = look();
      await viewer.card('ORD-1004').getByRole('button', { name: 'Roll back' }).click();
      const again = viewer.modal.getByRole('button', { name: 'Roll back' });
      await again.waitFor();
      await picture(viewer, 'rollback-asked');
      await again.click();
      await viewer.card('ORD-1004').getByText('rolled back').first().waitFor();
      await viewer.order('ORD-1004').getByText('pending').waitFor();
      await viewer.tab.keyboard.press('Escape');
      await viewer.modal.waitFor({ state: 'detached' });
      await picture(viewer, 'rolled-back');
      expect(stage().sandbox.orders.effects('ORD-1004')).toMatchObject([
        { kind: 'cancellation' },
        { kind: 'reinstatement' },
      ]);
    });

    it('goes on with a run after a SIGKILL in its middle, before the viewer’s eyes', async () => {
      const viewer = look();
      await viewer.switches('endless processing');
      await viewer.requests('ORD-1014');
      await viewer.confirms('ORD-1014');
      await viewer.card('ORD-1014').getByText('Processing').first().waitFor();
      const before = stage().sandbox.bot?.pid;
      await viewer.backstage.getByRole('button', { name: 'Kill it' }).click();
      await viewer.backstage.getByText(`process ${before} is dead (SIGKILL)`).waitFor();
      await viewer.tab.getByText('OpsGuide starts.').waitFor();
      await picture(viewer, 'killed');
      stage().sandbox.orders.settle('ORD-1014');
      await viewer.tab.locator('.lamp.serving').waitFor();
      await viewer.card('ORD-1014').getByText('Audit entry verified').waitFor();
      await picture(viewer, 'went-on');
      expect(stage().sandbox.bot?.pid).not.toBe(before);
      expect(stage().sandbox.orders.effects('ORD-1014')).toHaveLength(1);
      expect(await viewer.card('ORD-1014').count()).toBe(1);
    });
  });
}
