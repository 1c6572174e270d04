import nock from 'nock';
import { afterEach, beforeEach } from 'vitest';

/**
 * Every call must be foreseen, and every foreseen call made. Apart from support.ts, because nock,
 * once imported, takes the place of Node's http and of its kept connections.
 */
export function useNock(): void {
  beforeEach(() => {
    nock.disableNetConnect();
    nock.enableNetConnect('127.0.0.1');
  });
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    if (pending.length > 0) throw new Error(`never called: ${pending.join(', ')}`);
  });
}
