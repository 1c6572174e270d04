import type { Locator, Page as Tab } from 'playwright-core';

/** Somebody before the page: what they see there and do there, with mouse and keys alone. */
export class Viewer {
  constructor(readonly tab: Tab) {}

  get composer(): Locator {
    return this.tab.getByRole('main').getByRole('textbox', { name: /^Message / });
  }

  get modal(): Locator {
    return this.tab.locator('dialog.modal');
  }

  get thread(): Locator {
    return this.tab.getByRole('complementary', { name: 'Thread' });
  }

  get backstage(): Locator {
    return this.tab.getByRole('complementary', { name: 'Behind the scenes' });
  }

  /** What only this person was told last. */
  get told(): Locator {
    return this.tab.locator('.conversation .message.ephemeral').last();
  }

  /** Blocks and elements that the page could not show. */
  get unknown(): Locator {
    return this.tab.locator('.unknown');
  }

  /** Waits until the bot serves. */
  async served(): Promise<void> {
    await this.tab.locator('.lamp.serving').waitFor({ state: 'attached' });
  }

  /** Becomes somebody else, in one click. */
  async be(name: string): Promise<void> {
    const person = this.tab
      .getByRole('button', { name: new RegExp(name) })
      .and(this.tab.locator('.person'));
    await person.click();
    await this.tab.locator('.person[aria-pressed=true]', { hasText: name }).waitFor();
  }

  async go(conversation: string): Promise<void> {
    await this.entry(conversation).click();
    await this.tab.locator('.entry[aria-current=page]', { hasText: conversation }).waitFor();
  }

  /** A conversation in the sidebar. */
  entry(conversation: string): Locator {
    return this.tab.locator('.entry', { hasText: conversation });
  }

  /** Types a line into the composer, key by key, and sends it. */
  async types(line: string): Promise<void> {
    await this.composer.pressSequentially(line);
    await this.composer.press('Enter');
  }

  /** Requests the cancellation of an order, and puts the modal away. */
  async requests(orderId: string, notes = ''): Promise<void> {
    await this.types(`/cancel-order ${orderId}`);
    const submit = this.modal.getByRole('button', { name: 'Request cancellation' });
    await submit.waitFor();
    if (notes) await this.modal.getByLabel('Notes').fill(notes);
    await submit.click();
    await this.modal.getByText('Requested.').waitFor();
    await this.tab.keyboard.press('Escape');
    await this.modal.waitFor({ state: 'detached' });
  }

  /** The card of an order in the open conversation. */
  card(orderId: string): Locator {
    return this.tab.locator('.conversation .message', {
      has: this.tab.getByRole('heading', { name: `Cancel ${orderId}`, exact: true }),
    });
  }

  /** Presses «Confirm cancellation», and again in the dialog. */
  async confirms(orderId: string): Promise<void> {
    await this.card(orderId).getByRole('button', { name: 'Confirm' }).click();
    await this.tab
      .locator('dialog.confirm')
      .getByRole('button', { name: 'Cancel the order' })
      .click();
  }

  async opensThread(orderId: string): Promise<void> {
    await this.card(orderId).locator('.replies').click();
    await this.thread.waitFor();
  }

  /** Switches a fault of the order service. */
  async switches(fault: string): Promise<void> {
    const others = this.backstage.locator('details', { hasText: 'more' });
    const wanted = this.backstage.locator('.switch', { hasText: fault }).getByRole('switch');
    if (!(await wanted.isVisible())) await others.locator('summary').click();
    await wanted.click();
  }

  /** What the orders' table says of an order. */
  order(orderId: string): Locator {
    return this.backstage.getByRole('row', { name: new RegExp(`^${orderId}\\b`) });
  }

  /** The POSTs listed for an order, the newest first. */
  posts(orderId: string): Locator {
    return this.backstage.locator('.call.is-post', { hasText: orderId });
  }
}
