import { CAST } from '../cast.js';
import { runLine } from '../terminal/run-line.js';
import type { Session } from '../terminal/session.js';

/** The story did not go on as it should. */
export class StoryFailed extends Error {
  override readonly name = 'StoryFailed';
}

/** Plays lines as a person would type them, and checks what came of them. */
export class Stage {
  #chapters = 0;
  #checks = 0;

  constructor(private readonly session: Session) {}

  /** How many things were found to be as they should. */
  get checks(): number {
    return this.#checks;
  }

  chapter(title: string): void {
    this.#chapters += 1;
    this.session.voice.say(`\n━━ ${this.#chapters}. ${title} ━━`);
  }

  tell(text: string): void {
    this.session.voice.say(`· ${text}`);
  }

  /** Somebody else acts from here on. */
  be(name: (typeof CAST)[number]['name']): void {
    const character = CAST.find((one) => one.name === name);
    if (character) this.session.become(character);
  }

  /** Types a line and waits for its effect. @throws StoryFailed where it is not possible */
  async type(line: string): Promise<void> {
    this.session.voice.say(`${this.session.prompt}${line}`);
    if ((await runLine(this.session, line)) !== 'done')
      throw new StoryFailed(`not possible: ${line}`);
  }

  /** @throws StoryFailed where it is not so; `found` tells what is instead */
  check(what: string, isSo: boolean, found: () => unknown = () => undefined): void {
    if (!isSo) {
      const instead = JSON.stringify(found(), null, 2);
      throw new StoryFailed(instead === undefined ? what : `${what}\n  found: ${instead}`);
    }
    this.#checks += 1;
    this.session.voice.say(`✔ ${what}`);
  }

  /** The modal before whoever acts, as text. @throws StoryFailed where there is none */
  async modal(): Promise<{ readonly text: string; readonly canSubmit: boolean }> {
    const { person, name } = this.session;
    if (!person.hasModal) throw new StoryFailed(`${name} has a modal open`);
    const modal = await person.modal();
    return { text: modal.text(), canSubmit: modal.view.submit !== undefined };
  }

  /** What only whoever acts was told since they acted. */
  told(): string {
    const { person, sandbox } = this.session;
    return this.session
      .appeared()
      .filter(({ ephemeralTo }) => ephemeralTo === person.id)
      .map((message) => sandbox.slack.asText(message))
      .join('\n');
  }
}
