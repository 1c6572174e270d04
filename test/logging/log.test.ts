import { AxiosError, AxiosHeaders } from 'axios';
import { v4 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.js';
import { secretsIn } from '../../src/logging/mask.js';
import { concerning, concerns, rememberOrder } from '../../src/logging/subject.js';

const ENVIRONMENT = {
  SLACK_BOT_TOKEN: 'not-by-its-form-alone',
  ORDER_API_TOKEN: 'order"token\\with/odd+signs',
  DATABASE_URL: 'postgres://opsguide:pass%20word-7@db.internal:5432/opsguide',
  TICKET_WEBHOOK_URL: 'https://tickets.example.com/hooks/T0/B0/long-address?sig=signed-away',
  TICKET_WEBHOOK_SECRET: 'ticket-secret-9',
  METRICS_TOKEN: 'metrics-token-5',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20otlp-key-3,x-team=orders',
};
const SECRETS = [
  ...['not-by-its-form-alone', 'order"token\\with/odd+signs', 'pass word-7', 'pass%20word-7'],
  ...['/hooks/T0/B0/long-address', 'signed-away', 'ticket-secret-9', 'metrics-token-5'],
  'otlp-key-3',
];

function logged(environment: Readonly<Record<string, string>> = {}) {
  const lines: string[] = [];
  const out = { write: (line: string) => void lines.push(line) };
  const log = createLog('trace', secretsIn(environment), out);
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') };
}

describe('No secret gets into a line', () => {
  it.each(SECRETS)('%s', (secret) => {
    const { log, lines, last } = logged(ENVIRONMENT);
    const encoded = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    for (const form of encoded) {
      log.info({ deep: { down: [`before ${form} after`] } }, `so ${form}, and on`);
      log.error({ err: new Error(`cannot reach ${form}`, { cause: new Error(form) }) }, form);
      expect(() => last()).not.toThrow();
    }
    const inJson = JSON.stringify(secret).slice(1, -1);
    for (const form of [...encoded, inJson]) expect(lines.join('')).not.toContain(form);
    expect(lines.join('')).toContain('so [redacted], and on');
  });

  it('of an HTTP library’s error neither the request’s headers nor its address', () => {
    const { log, lines, last } = logged();
    const headers = new AxiosHeaders({ Authorization: 'never configured', 'X-User-ID': 'U1' });
    const config = { headers, url: 'https://orders.internal/api/v2/orders/ORD-1/cancel' };
    log.error({ err: new AxiosError('it broke', 'ECONNRESET', config, {}) }, 'no answer');
    expect(last()).toMatchObject({ err: { message: 'it broke', code: 'ECONNRESET' } });
    expect(lines[0]).not.toMatch(/never configured|orders\.internal|X-User-ID/);
  });

  it('nor what stands under the name of one, however deep', () => {
    const { log, lines, last } = logged();
    const held = { token: 'unheard', Authorization: 'of', nested: [{ headers: { a: 'before' } }] };
    log.error({ ...held, more: held, apiToken: 'unheard' }, 'so');
    expect(lines[0]).not.toMatch(/unheard|"of"|before/);
    expect(last()).toMatchObject({ more: { nested: [{ headers: '[redacted]' }] } });
    const round: Record<string, unknown> = { name: 'round' };
    round.round = round;
    log.error({ round }, 'and round');
    expect(last()).toMatchObject({ msg: 'and round', round: { name: 'round' } });
  });

  it('nor what looks like one: tokens, a password in an address, a response URL, an email', () => {
    const { log, lines } = logged();
    const said = [
      'xoxb-1-2-abc',
      'xapp-1-A-2-b',
      'Bearer abc.def',
      'postgres://user:hidden@db/x',
      'https://hooks.slack.com/commands/T1/2/three',
      'alice.b+c@example.com',
      'user/ada%40example.com/roles',
    ];
    log.warn({ said }, said.join(' '));
    const seen = lines.join('');
    expect(seen).not.toMatch(/xoxb-1|xapp-1|abc\.def|hidden|three|alice|ada%40/);
    expect(seen).toContain('postgres://[redacted]@db/x');
  });
});

describe('A line of the log', () => {
  const run = uuid();

  it('names run, order and person of the work that it stands in, whoever writes it', async () => {
    const { log, last } = logged();
    await concerning({ run, person: 'U1' }, async () => {
      await Promise.resolve();
      concerns({ order: 'ORD-7' });
      log.child({ part: 'deep' }).debug('within');
    });
    expect(last()).toMatchObject({ run, order: 'ORD-7', person: 'U1', part: 'deep' });
    log.info('outside');
    expect(last()).not.toHaveProperty('run');
  });

  it('names the order of a run that was read before, and no other’s', () => {
    const { log, last } = logged();
    const other = uuid();
    rememberOrder(run, 'ORD-8');
    rememberOrder(other, 'ORD-9');
    concerning({ run }, () => {
      log.info('within');
      expect(last()).toMatchObject({ run, order: 'ORD-8' });
      log.info({ run: other }, 'of another');
      expect(last()).toMatchObject({ run: other, order: 'ORD-9' });
    });
    concerning({ run: uuid() }, () => log.info('of a run unknown'));
    expect(last()).not.toHaveProperty('order');
  });

  it('has a code from warn on: its own, else «internal»', () => {
    const { log, last } = logged();
    log.warn('unforeseen');
    expect(last()).toMatchObject({ code: 'internal' });
    log.error({ code: 'rate_limited' }, 'foreseen');
    expect(last()).toMatchObject({ code: 'rate_limited' });
    log.info('well');
    expect(last()).not.toHaveProperty('code');
  });

  it('stays one line of a bounded length, whatever upstream sends', () => {
    const { log, lines, last } = logged();
    const text = `x\n{"level":60}\r\u2028\u202e${'long '.repeat(10_000)}`;
    const error = new Error(text, { cause: new Error(text) });
    log.error({ err: error, detail: text }, text);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/[\n\r\u2028\u202e]/);
    expect(lines[0]?.length).toBeLessThan(12_000);
    expect(last().msg).toContain('\u202e');
  });
});
