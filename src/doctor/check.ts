import { z } from 'zod';
import { atMost } from '../at-most.js';
import type { Deployment } from './deployment.js';
import { type Finding, fail, warn } from './finding.js';
import { reasonOf } from './reason.js';

/** Looks at one thing, by itself, and changes nothing. */
export interface Check {
  readonly about: string;
  look(deployment: Deployment): Promise<readonly Finding[]>;
}

/** A check that works with these settings. Where one of them is bad it says so, and asks nobody. */
export function check<Needs extends z.ZodObject>(
  about: string,
  needs: Needs,
  look: (given: z.output<Needs>, deployment: Deployment) => Promise<readonly Finding[]>,
): Check {
  return {
    about,
    async look(deployment) {
      const given = z.safeParse(needs, deployment.texts);
      if (given.success) return look(given.data, deployment);
      const names = [...new Set(given.error.issues.map(({ path }) => String(path[0])))];
      return [
        warn(about, `not checked, because of ${names.join(', ')}`, 'Mend the settings first'),
      ];
    },
  };
}

/** What the check found within so many ms; that it did not come to an end is a finding too. */
export async function foundWithin(
  within: number,
  { about, look }: Check,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  let found: readonly Finding[] = [
    fail(about, `no end of it within ${within / 1_000} s`, 'See whether the network is slow'),
  ];
  const looking = look(deployment).catch((error: unknown) => [
    fail(about, `could not be checked: ${reasonOf(error).said}`, 'Tell the bot’s developers'),
  ]);
  await atMost(
    within,
    looking.then((findings) => {
      found = findings;
    }),
  );
  return found;
}
