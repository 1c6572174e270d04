import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page as Tab } from 'playwright-core';
import { type Page, servePage } from '../../src/sandbox/page/page.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { ARGUMENTS, findChromium } from './find-chromium.js';
import { Viewer } from './viewer.js';

/** How long anything may take to appear: a start of the bot on a loaded machine. ms */
const PATIENCE = 120_000;

const SIZE = { width: 1280, height: 800 };

export interface Choices {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** A script that runs in the tab before the page's own. */
  readonly before?: string;
}

/** A sandbox, its page, and a real Chromium to look at it. */
export class Stage {
  /** What the tabs said on their consoles: errors of scripts, refusals of the policy. */
  readonly faults: string[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  /** The bot starts meanwhile. */
  static async open(): Promise<Stage> {
    const sandbox = await Sandbox.open();
    try {
      const page = await servePage(sandbox);
      void page.keeper.start();
      return new Stage(sandbox, page, await openContext());
    } catch (error) {
      await sandbox.close();
      throw error;
    }
  }

  /** A new tab with the page in it. */
  async look({ width = SIZE.width, colorScheme = 'light', before }: Choices = {}): Promise<Viewer> {
    const tab = await this.context.newPage();
    await tab.setViewportSize({ width, height: SIZE.height });
    await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    this.#listen(tab);
    if (before) await tab.addInitScript({ content: before });
    await tab.goto(this.page.address);
    return new Viewer(tab);
  }

  /** Calls the Web API as the app would, past the app. @throws where Slack refuses */
  async call(method: string, args: Readonly<Record<string, unknown>>): Promise<void> {
    const { apiUrl, botToken } = this.sandbox.slack;
    const response = await fetch(`${apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const answer = await response.text();
    if (!answer.startsWith('{"ok":true')) throw new Error(answer);
  }

  async close(): Promise<void> {
    await this.context.browser()?.close();
    await this.page.close();
    await this.sandbox.close();
  }

  #listen(tab: Tab): void {
    tab.on('pageerror', (error) => this.faults.push(String(error)));
    tab.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
  }
}

async function openContext(): Promise<BrowserContext> {
  const executablePath = await findChromium();
  const browser = await chromium.launch({ executablePath, args: [...ARGUMENTS] });
  // Pictures look alike wherever they are taken.
  const context = await browser.newContext({
    viewport: SIZE,
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/** Where pictures are asked for (`npm run screenshots`), keeps one of what is seen. */
export async function picture({ tab }: Viewer, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await tab.mouse.move(0, 0);
  await tab.evaluate('document.fonts.ready.then(() => true)');
  await tab.screenshot({ path: join(folder, `${name}.png`), caret: 'hide' });
}
