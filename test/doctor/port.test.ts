import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMetrics } from '../../src/metrics.js';
import { serve as serveBot } from '../../src/server/serve.js';
import { serve } from '../orders/support.js';
import { said, surgery } from './surgery.js';

const { finding, findingByNobody } = surgery();

async function bot(wrongs: readonly string[]): Promise<string> {
  const pages = { wrongs: () => wrongs, metrics: createMetrics() };
  const server = await serveBot({ host: '127.0.0.1', port: 0 }, pages);
  onTestFinished(() => server.close(0));
  return String(server.port);
}

describe('The port', () => {
  it('is free where nobody listens', async () => {
    const gone = await serveBot(
      { host: '127.0.0.1', port: 0 },
      { wrongs: () => [], metrics: createMetrics() },
    );
    await gone.close(0);
    expect(await finding('port', { PORT: String(gone.port) })).toMatchObject(
      said('ok', new RegExp(`${gone.port} on 127.0.0.1 is free`)),
    );
  });

  it('may be any', async () => {
    expect(await finding('port')).toMatchObject(said('ok', /any free one/));
  });

  it('held by a bot that serves is no fault', async () => {
    expect(await finding('port', { PORT: await bot([]) })).toMatchObject(
      said('ok', /a bot runs there, and serves/),
    );
  });

  it('held by a bot that is not ready says why', async () => {
    const PORT = await bot(['the database is away']);
    expect(await finding('port', { PORT })).toMatchObject(
      said('warn', /is not ready: .*the database is away/, /logs/),
    );
  });

  it('held by another program is told', async () => {
    const other = new URL(await serve((_, response) => response.writeHead(404).end()));
    expect(await finding('port', { PORT: other.port })).toMatchObject(
      said('fail', /held by another program/, /PORT/),
    );
  });

  it('held by a program that has a page for every path is told', async () => {
    const other = new URL(await serve((_, response) => response.end('<h1>It works!</h1>')));
    expect(await finding('port', { PORT: other.port })).toMatchObject(
      said('fail', /held by another program/),
    );
  });

  it('on an address that is not of this machine is told', async () => {
    expect(await finding('port', { PORT: '3999', HOST: '192.0.2.1' })).toMatchObject(
      said('fail', /can’t be had/, /HOST/),
    );
  });

  // In a container every port may be everybody's, and elsewhere than on Linux nobody says.
  const limit = '/proc/sys/net/ipv4/ip_unprivileged_port_start';
  const isEverybodys = !existsSync(limit) || Number(readFileSync(limit, 'utf8')) <= 81;
  it.skipIf(isEverybodys)('below 1024 is not for everybody', async () => {
    expect(await findingByNobody('port', { PORT: '81' })).toMatchObject(
      said('fail', /not for this user/, /1024/),
    );
  });
});
