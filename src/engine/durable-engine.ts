import { DBOS } from '@dbos-inc/dbos-sdk';
import { assertStillOwnsWorkflow, DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk/datasource';
import type { Logger } from 'pino';
import { concerning } from '../logging/subject.js';
import { ForbiddenCallError } from '../seams.js';
import { inSpan, type SpanSettings } from '../tracing/spans.js';
import { Alarms } from './alarms.js';
import type { Engine } from './engine.js';

/** Between the tries of a step that failed. ms */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 30_000;

/**
 * The vocabulary as DBOS speaks it. Once `stop` was called every word waits for ever: a workflow
 * then stands still at its last recorded step, and the next start goes on from there. Without that
 * it would run on against a database that is being closed, and record the failure as its end.
 */
export class DurableEngine implements Engine {
  readonly #alarms = new Alarms();
  readonly #log: Logger;
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #sure: () => Promise<void>;
  readonly #onStepFailed: () => void;
  #stopped = false;

  /** `sure` resolves once this replica may go on, and is asked before each try of a step. */
  constructor(
    log: Logger,
    sure: () => Promise<void> = async () => undefined,
    onStepFailed: () => void = () => undefined,
  ) {
    this.#log = log;
    this.#sure = sure;
    this.#onStepFailed = onStepFailed;
  }

  step<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#word(() =>
      DBOS.runStep(
        async () => {
          const id = DBOS.workflowID;
          if (id === undefined) throw new Error(`Step ${name} stands outside of a workflow`);
          return this.#untilItPasses(id, name, work);
        },
        { name },
      ),
    );
  }

  /**
   * Not `DBOS.sleep`: its timer can't be taken back, and holds the process for as long as the sleep.
   * The same otherwise: the recorded thing is when it is over.
   */
  async sleep(duration: number): Promise<void> {
    const over = await this.#word(() =>
      DBOS.runStep(async () => Date.now() + duration, { name: 'sleep' }),
    );
    // Recorded by a clock that was set back since, the end may lie hours away: nobody slept for that.
    await this.#alarms.after(Math.min(over - Date.now(), duration));
  }

  now(): Promise<number> {
    return this.#word(() => DBOS.now());
  }

  random(): Promise<number> {
    return this.#word(() => DBOS.runStep(async () => Math.random(), { name: 'random' }));
  }

  patched(name: string): Promise<boolean> {
    return this.#word(() => DBOS.patch(name));
  }

  /**
   * A step that throws would end its workflow for good, and its id with it: the database breaking
   * off for a moment would lose a cancellation. It is tried again instead, until it passes.
   */
  async #untilItPasses<T>(id: string, name: string, work: () => Promise<T>): Promise<T> {
    // Of the first try it is known: asked with what is recorded (fewer-statements.ts).
    let isKnownOurs = true;
    for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 2)) {
      try {
        await this.#sure();
        if (!isKnownOurs) await assertStillOwnsWorkflow(id);
        return await concerning({ step: name }, () => inSpan(...stepSpan(name, id), work));
      } catch (error) {
        isKnownOurs = false;
        if (error instanceof DBOSWorkflowConflictError) throw error;
        if (error instanceof ForbiddenCallError) throw error.cause;
        if (this.#stopped) return forever();
        this.#onStepFailed();
        const which = { workflowId: id, step: name };
        this.#log.error(
          { code: 'step_failed', ...which, err: error },
          'a step failed; trying again',
        );
        await this.#alarms.at(Date.now() + wait);
      }
    }
  }

  /** Lets the steps in flight end and be recorded, for `patience` ms at most; nothing begins any more. */
  async stop(patience: number): Promise<void> {
    this.#stopped = true;
    this.#alarms.takeBack();
    const patienceIsOver = new Alarms();
    await Promise.race([
      Promise.allSettled(this.#inFlight),
      patienceIsOver.at(Date.now() + patience),
    ]);
    patienceIsOver.takeBack();
  }

  /** Begins in the same turn as the call: DBOS numbers a workflow's words in the order they begin. */
  #word<T>(say: () => Promise<T>): Promise<T> {
    return this.#stopped ? forever() : this.#said(say());
  }

  async #said<T>(saying: Promise<T>): Promise<T> {
    this.#inFlight.add(saying);
    try {
      const result = await saying;
      return this.#stopped ? await forever() : result;
    } catch (error) {
      return this.#stopped ? await forever() : Promise.reject(error);
    } finally {
      this.#inFlight.delete(saying);
    }
  }
}

/** A replayed step has no body and so no span. Its name is without its number: few names, many steps. */
function stepSpan(step: string, workflowId: string): [string, SpanSettings] {
  const attributes = { 'opsguide.step': step, 'opsguide.workflow': workflowId };
  return [`step ${step.replaceAll(/\s*\d+/g, '')}`, { attributes }];
}

function forever(): Promise<never> {
  return new Promise<never>(() => undefined);
}
