import { describe, expect, it } from 'vitest';
import { fail, ok, warn } from '../../src/doctor/finding.js';
import { redacted } from '../../src/doctor/redact.js';
import { hasFailed, report, reportAsJson } from '../../src/doctor/report.js';

const FINDINGS = [
  ok('Node', 'v20.20.2'),
  warn('PAUSED', 'is true', 'Take it out'),
  fail('scopes', 'im:write is not granted', 'Add it'),
];

describe('The report', () => {
  it('is plain lines where nobody looks on, with what to do below each', () => {
    expect(report(FINDINGS, undefined)).toBe(`ok    Node: v20.20.2
warn  PAUSED: is true
      → Take it out
fail  scopes: im:write is not granted
      → Add it

1 to mend, 1 to know of.
`);
  });

  it('is a table as wide as the terminal at most', () => {
    const long = [...FINDINGS, fail('database', 'word '.repeat(60), 'do '.repeat(60))];
    const drawn = report(long, 80).split('\n');
    expect(drawn[0]).toMatch(/^┌─+┬─+┬─+┐$/);
    for (const line of drawn) expect(line.length).toBeLessThanOrEqual(80);
    expect(drawn.join('\n')).toMatch(/│ fail │ scopes +│ im:write is not granted +│/);
  });

  it('says in the end how it stands, and fails for what failed alone', () => {
    const [node, paused, scopes] = FINDINGS;
    expect(
      report(
        [node ?? scopes].flatMap((one) => one ?? []),
        undefined,
      ),
    ).toMatch(/All is well\.\n$/);
    const warned = [node, paused].flatMap((one) => one ?? []);
    expect(report(warned, undefined)).toMatch(/Good to start; 1 to know of\.\n$/);
    expect([hasFailed(warned), hasFailed(FINDINGS)]).toStrictEqual([false, true]);
  });

  it('can be read by a program', () => {
    expect(JSON.parse(reportAsJson(FINDINGS))).toStrictEqual({ ok: false, findings: FINDINGS });
  });

  it('holds no secret of the settings, whoever put it there', () => {
    const texts = {
      SLACK_BOT_TOKEN: 'xoxb-1-secret',
      SLACK_APP_TOKEN: 'xapp-1-secret',
      SLACK_SIGNING_SECRET: 'signing-secret',
      ORDER_API_TOKEN: 'order-secret',
      METRICS_TOKEN: 'metrics-secret',
      TICKET_WEBHOOK_URL: 'https://desk.example.com/?key=hook-key',
      TICKET_WEBHOOK_SECRET: 'hook-secret',
      DATABASE_URL: 'postgres://bot:pass%23word@db.example.com/orders',
    };
    const leak = `${Object.values(texts).join(' ')} pass%23word pass#word order-secret-and-more`;
    const [finding] = redacted([fail('x', leak, leak)], texts);
    for (const said of [finding?.found, finding?.advice]) {
      expect(said).toBe(`${'[secret] '.repeat(10)}[secret]-and-more`);
    }
  });
});
