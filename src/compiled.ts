import { readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/**
 * V8 compiles WebAssembly once more, and better, where it ran long. PGlite's start alone crosses V8's
 * own threshold in hundreds of its functions, and the compiling took more of a start than all else.
 * What really is hot crosses this one, too. In bytes executed, roughly.
 */
const TIERING = '--wasm-tiering-budget=200000000';

// Before any script: what was compiled under other flags than it is run with is refused.
setFlagsFromString(TIERING);

/**
 * Runs a CommonJS script from what V8 made of it earlier (`compileAhead`). Where that is not there,
 * or of another V8, of other flags or of other contents, V8 compiles it now: slower, and the same.
 * The script may `require`, but not `import()`: what was compiled earlier has lost who would load it.
 */
export function runCompiled(file: string): void {
  const module = { exports: {} };
  scriptOf(file, cachedFor(file)).runInThisContext()(
    module.exports,
    createRequire(file),
    module,
    file,
    dirname(file),
  );
}

/**
 * Compiles all of a CommonJS script and leaves the result beside it, for this V8 and its flags. Traces of
 * its errors name the path that is given here.
 */
export function compileAhead(file: string): void {
  setFlagsFromString('--no-lazy');
  const script = scriptOf(file);
  setFlagsFromString('--lazy');
  writeFileSync(placeFor(file), script.createCachedData());
}

function scriptOf(file: string, cachedData?: Buffer): Script {
  return new Script(Module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
}

function cachedFor(file: string): Buffer | undefined {
  try {
    return readFileSync(placeFor(file));
  } catch {
    return undefined;
  }
}

/** A place for each V8 and each set of its flags. */
function placeFor(file: string): string {
  return `${file}.${cachedDataVersionTag()}`;
}
