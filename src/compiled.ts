import { readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/**
 * How V8 takes PGlite's nine megabytes of WebAssembly, of which a start runs a small part:
 *
 * - At once, on the thread that waits for it anyway: beside it, what is left at the end holds that thread
 *   for a tenth of a second more.
 * - A function is checked when it is first called, as it is compiled then.
 * - What runs long is compiled once more, and better. PGlite's start alone crosses V8's own threshold in
 *   hundreds of functions, and compiling those took more of a start than all else. What really is hot
 *   crosses this one, too. In bytes executed, roughly.
 */
const WEBASSEMBLY = [
  '--no-wasm-async-compilation',
  '--wasm-lazy-validation',
  '--wasm-tiering-budget=200000000',
];

// Before any script: what was compiled under other flags than it is run with is refused.
for (const flag of WEBASSEMBLY) setFlagsFromString(flag);

/**
 * Runs a CommonJS script, whose code is in ASCII, from what V8 made of it earlier (`compileAhead`). Where that is not there,
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
  // Read as it stands, and held with a byte for each character. A comment may be misread.
  return new Script(Module.wrap(readFileSync(file, 'latin1')), {
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
