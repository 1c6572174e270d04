import { retriablePostgresException } from '@dbos-inc/dbos-sdk/internal/system_database';

/** So many go alone at once before it is a crowd: the pool has no more connections for them. */
const ALONE = 4;
/** So much in one statement: what is read and sent at once stays small, and nobody waits for thousands. */
const AT_ONCE = 100;

/** A word's place in its workflow. */
export interface Place {
  readonly workflowId: string;
  readonly place: number;
}

/** The same thing asked of the database by one, and by many in one statement. */
export interface Asking<Question, Answer> {
  one(question: Question): Promise<Answer>;
  /** The answers in the order of the questions. */
  many(questions: readonly Question[]): Promise<readonly Answer[]>;
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Asks alone, at once, where little is asked. A crowd waits for those who are under way, and is asked
 * together then, one statement after the other, until nobody is left. Beside its rows a statement has a
 * price, on the embedded database a millisecond of the bot's own thread, and a thousand workflows that
 * begin at once would pay it for each of their words.
 */
export class Together<Question, Answer> {
  readonly #asking: Asking<Question, Answer>;
  readonly #waiting: Waiting<Question, Answer>[] = [];
  #underWay = 0;
  #isCrowd = false;

  constructor(asking: Asking<Question, Answer>) {
    this.#asking = asking;
  }

  /** Rejects with the error of this question, or of the database being away. */
  ask(question: Question): Promise<Answer> {
    return new Promise((answer, fail) => {
      const one = { question, answer, fail };
      this.#isCrowd ||= this.#underWay >= ALONE;
      if (this.#isCrowd) this.#waiting.push(one);
      else void this.#go(this.#each([one]));
    });
  }

  async #go(asked: Promise<void>): Promise<void> {
    this.#underWay += 1;
    await asked;
    this.#underWay -= 1;
    if (!this.#isCrowd || this.#underWay > 0) return;
    const some = this.#waiting.splice(0, AT_ONCE);
    this.#isCrowd = some.length > 0;
    if (this.#isCrowd) void this.#go(some.length === 1 ? this.#each(some) : this.#all(some));
  }

  async #all(some: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.#asking.many(some.map(({ question }) => question));
      for (const [place, { answer, fail }] of some.entries()) {
        const own = answers[place];
        if (own === undefined) fail(new Error('A question was left without an answer'));
        else answer(own);
      }
    } catch (error) {
      if (retriablePostgresException(error)) for (const { fail } of some) fail(error);
      // One of them is refused for what it says, and that is no fault of the others.
      else await this.#each(some);
    }
  }

  async #each(some: readonly Waiting<Question, Answer>[]): Promise<void> {
    await Promise.all(
      some.map(({ question, answer, fail }) => this.#asking.one(question).then(answer, fail)),
    );
  }
}
