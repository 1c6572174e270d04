import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/**
 * Every call must be foreseen, and every foreseen call made. nock takes the place of Node's http and of
 * its kept connections from its import on: it gives them back, for a file that comes after in this process.
 */
export function useNock(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
  });
  afterAll(() => nock.restore());
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
