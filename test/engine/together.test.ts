import { describe, expect, it } from 'vitest';
import { type Asking, Together } from '../../src/engine/together.js';

/** Answers «seven» with «SEVEN», once it is let. */
function scribe(refuses: (question: string) => Error | undefined = () => undefined) {
  const statements: (readonly string[])[] = [];
  const held: (() => void)[] = [];
  const answered = async (questions: readonly string[]) => {
    statements.push(questions);
    await new Promise<void>((resolve) => held.push(resolve));
    const refused = questions.map(refuses).find((error) => error !== undefined);
    if (refused) throw refused;
    return questions.map((question) => question.toUpperCase());
  };
  const asking: Asking<string, string> = {
    one: async (question) => (await answered([question]))[0] ?? '',
    many: answered,
  };
  return {
    ...{ statements, asking },
    /** Lets everything pass, now and from now on. */
    async passAll() {
      while (held.length > 0) {
        held.shift()?.();
        await new Promise(setImmediate);
      }
    },
  };
}

const FOUR = ['one', 'two', 'three', 'four'];
const MORE = ['five', 'six', 'seven'];

describe('What is asked of the database', () => {
  it('goes at once and alone, while little is asked', async () => {
    const { statements, asking, passAll } = scribe();
    const together = new Together(asking);
    const answers = Promise.all(FOUR.map((question) => together.ask(question)));
    expect(statements).toEqual(FOUR.map((question) => [question]));
    await passAll();
    expect(await answers).toEqual(['ONE', 'TWO', 'THREE', 'FOUR']);
  });

  it('goes in one statement, where it had to wait, and everybody gets the own answer', async () => {
    const { statements, asking, passAll } = scribe();
    const together = new Together(asking);
    const answers = Promise.all([...FOUR, ...MORE].map((question) => together.ask(question)));
    await passAll();
    expect(await answers).toEqual([...FOUR, ...MORE].map((question) => question.toUpperCase()));
    expect(statements).toEqual([...FOUR.map((question) => [question]), MORE]);
  });

  it('is asked one by one where one of them is refused, so that the others are answered', async () => {
    const refuses = (question: string) =>
      question === 'six' ? new Error('no such six') : undefined;
    const { statements, asking, passAll } = scribe(refuses);
    const together = new Together(asking);
    const answers = Promise.allSettled(
      [...FOUR, ...MORE].map((question) => together.ask(question)),
    );
    await passAll();
    expect((await answers).slice(4)).toMatchObject([
      { value: 'FIVE' },
      { reason: { message: 'no such six' } },
      { value: 'SEVEN' },
    ]);
    expect(statements.slice(5)).toEqual(MORE.map((question) => [question]));
  });

  it('fails together where the database is away: each asks again when it is back', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const { statements, asking, passAll } = scribe((question) =>
      MORE.includes(question) ? away : undefined,
    );
    const together = new Together(asking);
    const answers = Promise.allSettled(
      [...FOUR, ...MORE].map((question) => together.ask(question)),
    );
    await passAll();
    expect((await answers).slice(4)).toEqual(
      MORE.map(() => ({ status: 'rejected', reason: away })),
    );
    expect(statements).toHaveLength(5);
  });
});
