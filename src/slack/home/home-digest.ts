import { createHash } from 'node:crypto';
import type { HomeView } from '@slack/types';

/** A name for what a Home shows: that of another drawing differs. */
export function digestOf(view: HomeView): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('base64url');
}
