import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage.js';
import type { Viewer } from '../viewer.js';

/** Where messages stand, and who reads them there. */
export function places(_stage: () => Stage, look: () => Viewer): void {
  describe('the conversations', () => {
    it('of a private channel without the bot lead into a direct message', async () => {
      const viewer = look();
      await viewer.be('alice');
      await viewer.go('back-room');
      await viewer.tab.getByText('OpsGuide is not here').waitFor();
      await viewer.requests('ORD-1016');
      await viewer.tab.locator('.entry .badge').first().waitFor();
      await viewer.go('OpsGuide');
      await viewer.card('ORD-1016').getByRole('button', { name: 'Discard' }).click();
      await viewer.card('ORD-1016').getByText('Discarded').first().waitFor();
      await viewer.tab.getByText('Sending messages to this app has been turned off.').waitFor();
    });

    it('take what people write to each other, in channels and in threads', async () => {
      const viewer = look();
      await viewer.go('shop-floor');
      await viewer.types('Is ORD-1001 still open?');
      await viewer.be('bob');
      await viewer.tab.locator('.message', { hasText: 'still open?' }).waitFor();
      await viewer.opensThread('ORD-1001');
      await viewer.thread.getByRole('textbox').fill('It is cancelled.');
      await viewer.thread.getByRole('textbox').press('Enter');
      await viewer.thread.getByText('It is cancelled.').waitFor();
      await viewer.thread.getByRole('textbox').fill('/cancel-order ORD-1001');
      await viewer.thread.getByRole('textbox').press('Enter');
      await viewer.tab.getByText('/cancel-order is not supported in threads.').waitFor();
      await viewer.tab.getByRole('button', { name: 'Close thread' }).click();
    });

    it('refuse a command that the app has not', async () => {
      const viewer = look();
      await viewer.types('/cancel-everything now');
      await viewer.tab.getByText('/cancel-everything is not a valid command.').waitFor();
      expect(await viewer.composer.inputValue()).toBe('/cancel-everything now');
      await viewer.composer.fill('');
    });

    it('show in App Home what the bot publishes for the person, and take its presses', async () => {
      const viewer = look();
      const { tab } = viewer;
      await viewer.be('alice');
      await viewer.go('shop-floor');
      await viewer.requests('ORD-1012');
      await viewer.go('OpsGuide');
      await tab.getByRole('tab', { name: 'Home' }).click();
      const home = tab.locator('.home');
      await home.getByText('ORD-1012: Waiting for confirmation').first().waitFor();
      await home.getByRole('button', { name: 'Show' }).first().click();
      await viewer.modal.getByText('ORD-1012').first().waitFor();
      await viewer.modal.getByRole('button', { name: 'Discard' }).click();
      await tab.keyboard.press('Escape');
      await home.getByText('ORD-1012: Discarded').waitFor();
      await viewer.be('eve');
      await tab.getByRole('tab', { name: 'Home' }).click();
      await home.getByText('not_entitled').waitFor();
      await tab.getByRole('tab', { name: 'Messages' }).click();
      await viewer.be('alice');
      await viewer.go('shop-floor');
    });
  });
}
