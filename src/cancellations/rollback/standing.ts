import type { In } from '../run/record.js';
import { type Cancellation, requestOf, type Standing } from '../run/record.js';
import type { RollingBack } from './rollback-moves.js';

type CanRollBack = In<'verifying' | 'cancelled' | 'troubled' | 'resolved'>;

/** Where the run stands as its rollback begins. */
export function standingOf(run: CanRollBack): Standing {
  switch (run.state) {
    case 'verifying':
    case 'cancelled':
      return { state: run.state };
    case 'troubled':
      return { state: run.state, trouble: run.trouble };
    case 'resolved':
      return { state: run.state, trouble: run.trouble, resolution: run.resolution };
  }
}

/** Its rollback came to nothing: it stands where it stood, and goes on in a new stretch of work. */
export function standingAgain(run: RollingBack): Cancellation {
  const { intent, effect, before } = run;
  const again = { ...requestOf(run), turn: run.turn + 1, intent, effect };
  switch (before.state) {
    case 'verifying':
    case 'cancelled':
      return { ...again, state: before.state };
    case 'troubled':
      return { ...again, state: before.state, trouble: before.trouble };
    case 'resolved': {
      const { trouble, resolution } = before;
      return { ...again, state: before.state, trouble, resolution };
    }
  }
}
