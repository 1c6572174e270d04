import type { Engine } from '../../engine/engine.js';

export type Told =
  | { readonly kind: 'told' }
  /** Its channel has had its share: nothing was tried. `wait` in ms. */
  | { readonly kind: 'early'; readonly wait: number }
  /** Slack is away, or asks to wait: `wait` in ms. */
  | { readonly kind: 'later'; readonly wait: number };

export interface Turn {
  /** The channel in whose lane this telling stands: a card that was moved is told in another. */
  readonly lane: string;
  /** The first is 1. */
  readonly attempt: number;
}

/** Through this the process speaks. It never rejects for what Slack does. */
export interface Notifier {
  /** Tells the newest version of a post, once; does nothing where Slack shows it already. */
  tell(postId: string, turn: Turn): Promise<Told>;
}

/**
 * design.md, rule 3: a telling keeps its place in its channel's lane until Slack has taken it, so
 * that messages catch up in order. Nothing else waits for it.
 */
export async function deliverPost(
  engine: Engine,
  notifier: Notifier,
  postId: string,
  lane: string,
): Promise<void> {
  for (let attempt = 1; ; ) {
    const told = await engine.step(`tell, try ${attempt}`, () =>
      notifier.tell(postId, { lane, attempt }),
    );
    if (told.kind === 'told') return;
    if (told.kind === 'later') attempt += 1;
    await engine.sleep(told.wait);
  }
}
