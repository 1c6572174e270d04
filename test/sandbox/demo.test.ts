import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOfDist, runSandbox } from './run-sandbox.js';

const PATIENT = 120_000;

describe('npm run sandbox -- --demo', () => {
  it(
    'plays one whole story within a minute, and nothing is left of it',
    async () => {
      const begun = Date.now();
      const { code, out, errors, leftovers } = await runSandbox(['--demo']);
      expect(errors).toBe('');
      expect(out).toContain('✔ eve is refused, and cannot request it');
      expect(out).toContain('✔ the modal names the block and what resolves it');
      expect(out).toContain('✔ her own Confirm is refused, with the reason');
      expect(out).toMatch(/kill -9 \d+\n✔ the bot is dead, the order service still at work/);
      expect(out).toContain(
        '│ @alice @bob The order is cancelled, and verified by every post-check asked for.',
      );
      expect(out).toContain('✔ exactly one cancellation took effect in all, by bob');
      expect(out).toMatch(/✔ every POST carried one key: [\da-f-]{36}\n/);
      expect(out).toMatch(/17 checks passed in [\d.]+ s/);
      expect(code).toBe(0);
      expect(leftovers).toStrictEqual([]);
      expect(Date.now() - begun).toBeLessThan(60_000);
    },
    PATIENT,
  );

  it(
    'ends with 1, and says what is not as it should, where the bot does wrong',
    async () => {
      const dist = await copyOfDist();
      const settings = join(dist, 'sandbox/bot-environment.js');
      const text = await readFile(settings, 'utf8');
      const broken = text.replace('...PEOPLE', "...PEOPLE, CANCEL_ROLES: 'viewer'");
      expect(broken).not.toBe(text);
      await writeFile(settings, broken);
      const { code, out, leftovers } = await runSandbox(['--demo'], { dist });
      expect(out).toContain('✘ eve is refused, and cannot request it');
      expect(out).toContain('The story did not end as it should');
      expect(code).toBe(1);
      expect(leftovers).toStrictEqual([]);
    },
    PATIENT,
  );
});
