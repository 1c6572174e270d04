import { describe, expect, it } from 'vitest';
import { picture, type Stage } from '../stage.js';
import type { Viewer } from '../viewer.js';

/** Runbook «Error handling», by the switches of the order service. */
export function trouble(stage: () => Stage, look: () => Viewer): void {
  describe('trouble', () => {
    it('is told to #order-ops with an unread mark, and Retry leads out of it', async () => {
      const viewer = look();
      await viewer.be('alice');
      await viewer.go('shop-floor');
      await viewer.switches('billing never updates');
      await viewer.requests('ORD-1001');
      await viewer.confirms('ORD-1001');
      await viewer.be('bob');
      await viewer.tab.locator('.entry.unread', { hasText: 'order-ops' }).waitFor();
      await viewer.go('order-ops');
      const escalation = viewer.tab.locator('.conversation .message', { hasText: 'ORD-1001' });
      await escalation.getByRole('button', { name: 'Acknowledge' }).waitFor();
      const unread = viewer.tab.locator('.entry.unread', { hasText: 'order-ops' });
      await unread.waitFor({ state: 'detached' });
      await escalation.getByRole('button', { name: 'Acknowledge' }).click();
      await escalation.getByText('Acknowledged').first().waitFor();
      await picture(viewer, 'escalation');

      await viewer.switches('billing never updates');
      await escalation.getByRole('button', { name: 'Retry' }).click();
      await viewer.go('shop-floor');
      await viewer.card('ORD-1001').getByText('Billing verified').waitFor();
      expect(stage().sandbox.orders.effects('ORD-1001')).toHaveLength(1);
    });

    it('of a lost answer sends no second cancellation, and the calls show the fault', async () => {
      const viewer = look();
      await viewer.switches('lose next answer');
      await viewer.requests('ORD-1015');
      await viewer.confirms('ORD-1015');
      await viewer.card('ORD-1015').getByText('Audit entry verified').waitFor();
      await viewer.posts('ORD-1015').getByText('fault: break').waitFor();
      expect(stage().sandbox.orders.effects('ORD-1015')).toHaveLength(1);
      expect(await viewer.backstage.getByRole('switch', { checked: true }).count()).toBe(0);
    });

    it('in a form is said under its input, by Slack and by the app', async () => {
      const viewer = look();
      await viewer.types('/cancel-order');
      const submit = viewer.modal.locator('button[type=submit]');
      await submit.waitFor();
      await submit.click();
      await viewer.modal.getByText('Please complete this required field.').waitFor();
      await viewer.modal.getByRole('textbox').fill('no order at all!');
      await submit.click();
      const error = viewer.modal.getByRole('alert');
      await error.waitFor();
      expect(await error.textContent()).toContain('order');
      await picture(viewer, 'validation');
      await viewer.modal.getByRole('textbox').fill('ORD-1002');
      await submit.click();
      await viewer.modal.getByText('Resolve the billing hold').waitFor();
      await viewer.tab.keyboard.press('Escape');
      await viewer.modal.waitFor({ state: 'detached' });
    });
  });
}
