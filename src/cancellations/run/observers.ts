import type { Logger } from 'pino';
import type { Observer } from './observer.js';

/**
 * Several observers as one. What they are told of is done and recorded: a fault of theirs is logged,
 * and changes nothing of it.
 */
export function observers(all: readonly Observer[], log: Logger): Observer {
  const tell = (one: (observer: Observer) => void) => {
    for (const observer of all) {
      try {
        one(observer);
      } catch (error) {
        log.error({ err: error, code: 'internal' }, 'a run could not be observed');
      }
    }
  };
  return {
    recorded: (recorded) => tell((observer) => observer.recorded(recorded)),
    retried: (route, cause) => tell((observer) => observer.retried(route, cause)),
    looked: (look, seconds) => tell((observer) => observer.looked(look, seconds)),
  };
}
