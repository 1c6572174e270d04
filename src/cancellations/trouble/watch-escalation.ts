import type { Engine } from '../../engine/engine.js';
import type { Parts } from '../parts.js';

export interface Watch {
  readonly escalationId: string;
  /** When it is due, epoch ms by the database's clock. */
  readonly at: number;
}

/** product.md «Level 3»: asks again until somebody acknowledges, and reminds those who did. */
export async function watchEscalation(
  engine: Engine,
  { escalations }: Pick<Parts, 'escalations'>,
  { escalationId, at }: Watch,
): Promise<void> {
  for (let look = 1; ; look += 1) {
    // The database's clock decides: this replica's own may have brought us here too early.
    const left = await engine.step(`watch ${look}`, () => escalations.watch(escalationId, at));
    if (left <= 0) return;
    await engine.sleep(left);
  }
}
