import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/**
 * PGlite as the socket that pg takes for its server: what pg writes in one go PGlite is asked at once, and
 * its answer is there when it returns.
 */
export class LiteSocket extends Duplex {
  readonly #lite: PGlite;

  constructor(lite: PGlite) {
    super();
    this.#lite = lite;
  }

  /** pg's word for what a real socket does. */
  connect(): void {
    process.nextTick(() => this.emit('connect'));
  }

  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {}
  unref(): void {}

  override _read(): void {
    // The answer is pushed when PGlite has given it.
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#ask(chunk, done);
  }

  override _writev(
    chunks: readonly { readonly chunk: Buffer }[],
    done: (error?: Error) => void,
  ): void {
    this.#ask(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  /**
   * PGlite's other ways to be asked read the answer for themselves too, a fifth of a statement's time, and
   * the synchronous one keeps all that it has ever read.
   */
  #ask(asked: Buffer, done: (error?: Error) => void): void {
    const answer: Buffer[] = [];
    this.#asked(asked, (bytes) => answer.push(Buffer.from(bytes))).then(
      () => {
        if (answer.length > 0) this.push(Buffer.concat(answer));
        done();
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  async #asked(asked: Buffer, onRawData: (bytes: Uint8Array) => void): Promise<void> {
    if (this.#lite.closed) throw new Error('PGlite is closed');
    // There is nothing to be written back: the folder is the file system's own.
    await this.#lite.execProtocolRawStream(asked, { syncToFs: false, onRawData });
  }
}
