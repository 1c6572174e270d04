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

  #ask(asked: Buffer, done: (error?: Error) => void): void {
    try {
      if (this.#lite.closed) throw new Error('PGlite is closed');
      const { buffer, byteOffset, length } = this.#lite.execProtocolRawSync(asked);
      if (length > 0) this.push(Buffer.from(buffer, byteOffset, length));
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
