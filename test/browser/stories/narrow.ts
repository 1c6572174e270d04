import { describe, expect, it } from 'vitest';
import { picture, type Stage } from '../stage.js';
import type { Viewer } from '../viewer.js';

/** A window as narrow as a telephone. */
export function narrow(stage: () => Stage, _look: () => Viewer): void {
  describe('a window of 400 pixels', () => {
    it('does the main job, one pane at a time, in the dark', async () => {
      const viewer = await stage().look({ width: 400, colorScheme: 'dark' });
      const { tab } = viewer;
      const pane = (name: string) =>
        tab.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name });
      await viewer.types('/cancel-order ORD-1018');
      await viewer.modal.getByText('Can be cancelled').waitFor();
      await picture(viewer, 'narrow-preview');
      await viewer.modal.getByRole('button', { name: 'Request cancellation' }).click();
      await viewer.modal.getByText('Requested.').waitFor();
      await viewer.modal.getByRole('button', { name: 'Close' }).last().click();
      await viewer.confirms('ORD-1018');
      await viewer.opensThread('ORD-1018');
      await viewer.thread.getByText('verified by every post-check').waitFor();
      expect(await tab.getByRole('main').isVisible()).toBe(false);
      await tab.getByRole('button', { name: 'Close thread' }).click();
      await picture(viewer, 'narrow-cancelled');
      await pane('Behind the scenes').click();
      await viewer.order('ORD-1018').getByText('cancelled').waitFor();
      await pane('Channels').click();
      await viewer.entry('order-ops').click();
      await tab.getByRole('heading', { name: '#order-ops' }).waitFor();
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(400);
      await tab.close();
    });
  });
}
