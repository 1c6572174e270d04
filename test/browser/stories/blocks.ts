import { describe, expect, it } from 'vitest';
import { picture, type Stage } from '../stage.js';
import type { Viewer } from '../viewer.js';

/** What tries to be markup wherever a text of somebody else's may stand. */
const HOSTILE =
  '<img src=x onerror="document.title=1"> <b>*bold*</b> <!channel> <https://evil.example|x>';

/** Another Slack, which sends what the page does not know. */
const OTHER_SLACK = `
  const Real = window.EventSource;
  window.EventSource = class extends Real {
    set onmessage(hear) {
      super.onmessage = ({ data }) =>
        hear({ data: data.replaceAll('"type":"divider"', '"type":"video"') });
    }
  };`;

/** Block Kit as the page draws it. */
export function blocks(stage: () => Stage, look: () => Viewer): void {
  describe('the blocks', () => {
    it('show text from upstream as text', async () => {
      const viewer = look();
      const { orders } = stage().sandbox;
      orders.addOrder({ id: `ORD-1${HOSTILE}` });
      orders.addOrder({ id: 'ORD-1666', customerId: HOSTILE, warnings: [HOSTILE] });
      await viewer.backstage.getByText(`ORD-1${HOSTILE}`).waitFor();
      await viewer.types('/cancel-order ORD-1666');
      await viewer.modal.getByText(HOSTILE).first().waitFor();
      await picture(viewer, 'text-is-text');
      await viewer.tab.keyboard.press('Escape');
      await viewer.modal.waitFor({ state: 'detached' });
      await viewer.types(HOSTILE.replaceAll('<', '&lt;'));
      await viewer.tab.locator('.message', { hasText: HOSTILE.slice(0, 40) }).waitFor();
      expect(await viewer.tab.title()).toBe('Sandbox');
      expect(await viewer.tab.locator('img[src=x]').count()).toBe(0);
      expect(await viewer.tab.locator('a[href*=evil]').count()).toBe(0);
    });

    it('lead nowhere by a link that is none', async () => {
      const viewer = look();
      await stage().call('chat.postMessage', {
        channel: 'CFLOOR',
        text: '<javascript:alert(1)|press me> or <https://example.com/a_b_c|read *this*>',
      });
      await viewer.tab.locator('.message', { hasText: 'press me' }).waitFor();
      expect(await viewer.tab.getByRole('link', { name: 'press me' }).count()).toBe(0);
      const link = viewer.tab.getByRole('link', { name: 'read *this*' });
      expect(await link.getAttribute('href')).toBe('https://example.com/a_b_c');
    });

    it('say visibly where the page meets one that it cannot show', async () => {
      await stage().call('chat.postMessage', {
        channel: 'CFLOOR',
        text: 'a video',
        blocks: [{ type: 'divider' }],
      });
      const other = await stage().look({ before: OTHER_SLACK });
      const said = other.unknown.getByText('This page cannot show a block of type «video».');
      await said.first().waitFor();
      await other.tab.close();
    });
  });
}
