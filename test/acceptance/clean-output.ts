import { expect } from 'vitest';
import { z } from 'zod';
import { LOG_CODES } from '../../src/logging/codes.js';
import { FAILURES } from '../../src/runbook/failures.js';

/** Where a story may leave something that nobody should read. */
export interface Left {
  readonly env: Readonly<Record<string, string>>;
  /** All that its bots wrote, on standard output and standard error, a line each. */
  readonly written: readonly string[];
  /** What stands in Slack, and whatever else outlives the story. */
  readonly shown: readonly string[];
}

const CODES: ReadonlySet<string> = new Set([...Object.keys(FAILURES), ...LOG_CODES]);
const EMAIL = /[\w.+-]+(?:@|%40)[\w-]+\.\w{2,}/;
const WARN = 40;
const lineSchema = z.looseObject({
  level: z.number(),
  msg: z.string(),
  code: z.string().optional(),
});

/** product.md «Rules»: no secret in a log or a message, no email in a log; from `warn` on a code in each line. */
export function expectClean({ env, written, shown }: Left): void {
  const secrets = secretsOf(env);
  expect(secrets.length, 'secrets to look for').toBeGreaterThan(1);
  const leaks = (text: string) => secrets.some((secret) => text.includes(secret));
  expect([...written, ...shown].filter(leaks), 'a secret').toStrictEqual([]);
  expect(
    written.filter((text) => EMAIL.test(text)),
    'an email in the log',
  ).toStrictEqual([]);
  const lines = written.flatMap((line) => readLine(line));
  const uncoded = lines.filter(({ level, code = '' }) => level >= WARN && !CODES.has(code));
  expect(uncoded, 'warnings and errors without a code').toStrictEqual([]);
}

function secretsOf(env: Left['env']): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (/TOKEN|SECRET/.test(name)) return value ? [value] : [];
    const password = URL.canParse(value) ? new URL(value).password : '';
    return password ? [password] : [];
  });
}

function readLine(text: string) {
  try {
    return [lineSchema.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}
