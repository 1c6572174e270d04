import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage.js';
import type { Viewer } from '../viewer.js';

/** Everything by keys, nothing by the mouse. */
export function keyboard(stage: () => Stage, look: () => Viewer): void {
  describe('the keyboard alone', () => {
    it('cancels an order', async () => {
      const viewer = look();
      const { tab } = viewer;
      const focused = () => tab.evaluate<string>('document.activeElement.textContent');
      /** Goes on with a key until the element with these words has the focus. */
      const goTo = async (words: string, key = 'Tab') => {
        for (let presses = 0; presses < 40; presses += 1) {
          if ((await focused()).trim() === words) return;
          await tab.keyboard.press(key);
        }
        throw new Error(`${key} leads to no «${words}»`);
      };

      for (let presses = 0; presses < 8; presses += 1) {
        await tab.keyboard.press('F6');
        if ((await tab.evaluate('document.activeElement.tagName')) === 'TEXTAREA') break;
      }
      expect(await tab.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
      await tab.keyboard.type('/cancel-order ORD-1017');
      await tab.keyboard.press('Enter');
      await viewer.modal.getByText('Can be cancelled').waitFor();
      await goTo('Request cancellation');
      await tab.keyboard.press('Tab');
      expect(await tab.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
      await goTo('Request cancellation');
      await tab.keyboard.press('Enter');
      await viewer.modal.getByText('Requested.').waitFor();
      await tab.keyboard.press('Escape');
      await viewer.modal.waitFor({ state: 'detached' });
      await viewer.card('ORD-1017').waitFor();

      await goTo('Confirm cancellation', 'Shift+Tab');
      await tab.keyboard.press('Enter');
      await tab.locator('dialog.confirm').waitFor();
      await tab.keyboard.press('Escape');
      await tab.locator('dialog.confirm').waitFor({ state: 'detached' });
      expect(stage().sandbox.orders.calls({ orderId: 'ORD-1017', method: 'POST' })).toStrictEqual(
        [],
      );
      await goTo('Confirm cancellation', 'Shift+Tab');
      await tab.keyboard.press('Enter');
      await tab.locator('dialog.confirm').waitFor();
      await goTo('Cancel the order');
      await tab.keyboard.press('Enter');
      await viewer.card('ORD-1017').getByText('Audit entry verified').waitFor();
    });
  });
}
