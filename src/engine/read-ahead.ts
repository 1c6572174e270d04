import type { SystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { type Place, Together } from './together.js';

/** So many words of a workflow at once: a run that polled for hours has a thousand. */
const WORDS = 100;

/** What was recorded of a word, in DBOS's names. */
export interface RecordedWord {
  readonly output: string | null;
  readonly error: string | null;
  readonly childWorkflowID: string | null;
  readonly functionName: string;
  readonly serialization: string | null;
}

interface Row {
  readonly workflow_uuid: string;
  readonly function_id: number;
  readonly function_name: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly child_workflow_id: string | null;
  readonly serialization: string | null;
}

/** By their places; each is taken out when it is told. */
type Words = Map<number, RecordedWord>;

interface Log {
  readonly words: Words;
  /** It has said no more than that. */
  readonly isAll: boolean;
}

/**
 * What workflows that are run again have said before: read for many of them at once and ahead of their
 * words, where DBOS asks for each word of each. A recorded word never changes, whoever owns the
 * workflow by now, so it may be told from memory. That a word is _not_ recorded is never told from
 * here: that question is also whose the workflow is, and is asked right before the body.
 */
export class ReadAhead {
  readonly #words: Together<Place, Words>;
  /** Of workflows that have more to say again. Undefined: nothing was read yet. */
  readonly #said = new Map<string, Promise<Log> | undefined>();

  constructor(pool: SystemDatabase['pool']) {
    this.#words = new Together({
      one: (place) => wordsFrom(pool, [place]).then(([words]) => words ?? new Map()),
      many: (places) => wordsFrom(pool, places),
    });
  }

  /** This workflow was begun before: what it said is wanted from its first word on. */
  expect(workflowId: string): void {
    this.#said.set(workflowId, undefined);
  }

  /** It needs nothing of what it said any more. */
  forget(workflowId: string): void {
    this.#said.delete(workflowId);
  }

  /** The word in that place; undefined where it has to be asked for. Rejects with the database's error. */
  async word(workflowId: string, place: number): Promise<RecordedWord | undefined> {
    if (!this.#said.has(workflowId)) return undefined;
    const known = await this.#said.get(workflowId);
    const word = known && taken(known, place);
    if (word) return word;
    if (known?.isAll) {
      this.forget(workflowId);
      return undefined;
    }
    const read = this.#words
      .ask({ workflowId, place })
      .then((words) => ({ words, isAll: words.size < WORDS }));
    this.#said.set(workflowId, read);
    try {
      return taken(await read, place);
    } catch (error) {
      this.#said.set(workflowId, undefined);
      throw error;
    }
  }
}

function taken({ words }: Log, place: number): RecordedWord | undefined {
  const word = words.get(place);
  words.delete(place);
  return word;
}

async function wordsFrom(
  pool: SystemDatabase['pool'],
  places: readonly Place[],
): Promise<readonly Words[]> {
  const { rows } = await pool.query<Row>(
    `select word.*
     from unnest($1::text[], $2::integer[]) as asked (workflow_uuid, place)
     cross join lateral (
       select workflow_uuid, function_id, function_name, output, error, child_workflow_id,
         serialization
       from dbos.operation_outputs
       where workflow_uuid = asked.workflow_uuid and function_id >= asked.place
       order by function_id limit $3
     ) as word`,
    [places.map(({ workflowId }) => workflowId), places.map(({ place }) => place), WORDS],
  );
  const words = new Map(
    places.map(({ workflowId }) => [workflowId, new Map<number, RecordedWord>()]),
  );
  for (const row of rows) {
    const { output, error, serialization } = row;
    const { child_workflow_id: childWorkflowID, function_name: functionName } = row;
    const word = { output, error, childWorkflowID, functionName, serialization };
    words.get(row.workflow_uuid)?.set(row.function_id, word);
  }
  return places.map(({ workflowId }) => words.get(workflowId) ?? new Map());
}
