import { afterEach, expect, it, vi } from 'vitest';
import { Replicas } from './world.js';

vi.setConfig({ testTimeout: 120_000 });

let replicas: Replicas;
afterEach(() => replicas.close());

it('/metrics in HTTP mode is for who shows METRICS_TOKEN, and without one there is none', async () => {
  replicas = await Replicas.open({ transport: 'http' });
  const [{ port }, { port: closed }] = await Promise.all([
    replicas.start('one'),
    replicas.start('two', { METRICS_TOKEN: '' }),
  ]);
  const metrics = (at: number, authorization = '') =>
    fetch(`http://127.0.0.1:${at}/metrics`, { headers: { authorization } });
  expect((await metrics(port)).status).toBe(401);
  expect((await metrics(port, 'Bearer let-me-se')).status).toBe(401);
  const shown = await metrics(port, 'Bearer let-me-see');
  expect(shown.status).toBe(200);
  const page = await shown.text();
  expect(page).toMatch(/^opsguide_replicas_alive \d$/m);
  // Read from this very PostgreSQL.
  expect(page).toMatch(/^opsguide_posts_oldest_age_seconds 0$/m);
  expect(page).toMatch(/^opsguide_runs_live\{state="troubled"\} 0$/m);
  expect((await metrics(closed, 'Bearer let-me-see')).status).toBe(404);
});

it('Socket Mode on loopback shows /metrics, and /readyz says when no socket is open', async () => {
  replicas = await Replicas.open();
  const { port } = await replicas.start('one');
  const readyz = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).text();
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
  expect(await readyz()).toBe('ready\n');
  // A new one is refused, so that it stays without for a while.
  replicas.slack.faults.webApi('apps.connections.open', { status: 503 });
  replicas.slack.disconnectSockets();
  await replicas.until(
    async () => (await readyz()) === 'no socket to Slack is open\n',
    'no socket is open',
  );
});
