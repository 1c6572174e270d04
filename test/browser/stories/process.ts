import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage.js';
import type { Viewer } from '../viewer.js';

/** The process behind the page, and how fast things go. */
export function processAndClock(stage: () => Stage, look: () => Viewer): void {
  describe('the process', () => {
    it('says so where it is dead, as Slack would, and starts by a button', async () => {
      const viewer = look();
      await viewer.be('alice');
      await viewer.go('shop-floor');
      process.kill(stage().sandbox.bot?.pid ?? 0, 'SIGTERM');
      await viewer.backstage.getByRole('button', { name: 'Start' }).waitFor();
      await viewer.tab.getByText('OpsGuide does not run: nobody answers.').waitFor();
      await viewer.types('/cancel-order list');
      await viewer.told.getByText('/cancel-order failed with the error').waitFor();
      await viewer.told.getByRole('button', { name: 'Dismiss' }).click();
      await viewer.card('ORD-1018').getByRole('button', { name: 'Details' }).click();
      await viewer.tab.getByText('OpsGuide did not answer (dispatch_failed').waitFor();
      await viewer.backstage.getByRole('button', { name: 'Start' }).click();
      await viewer.served();
    });

    it('takes the clock of life on, at a new start on the same data', async () => {
      const viewer = look();
      const environment = () => readFile(`/proc/${stage().sandbox.bot?.pid}/environ`, 'utf8');
      expect(await environment()).toContain('ROLLBACK_WINDOW=2m');
      const before = stage().sandbox.bot?.pid;
      await viewer.backstage.getByText('Real', { exact: true }).click();
      await viewer.backstage.getByText('Everything takes as long as in life.').waitFor();
      await viewer.tab.locator('.lamp.starting').waitFor();
      await viewer.served();
      expect(stage().sandbox.bot?.pid).not.toBe(before);
      expect(await environment()).not.toContain('ROLLBACK_WINDOW');
      await viewer.types('/cancel-order status ORD-1018');
      await viewer.told.getByText('ORD-1018').first().waitFor();
    });
  });
}
