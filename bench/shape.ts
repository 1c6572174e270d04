/** What a figure of the bot is held against. The names stand in the table and the picture. */
export type Beside =
  | 'baseline'
  | 'bare Bolt'
  | 'bare DBOS'
  | 'one call'
  | 'one replica'
  | 'empty bot'
  | 'fewest runs'
  | 'no history';

export type Unit = 'ms' | 's' | 'a second' | 'calls' | 'kB' | 'MB' | '% of a core' | 'ms of CPU';

/** What is to be reached: of the figure itself or, with `times`, of its ratio to another one. */
export interface Bound {
  readonly kind: 'at_most' | 'at_least';
  readonly limit: number;
  readonly times?: Beside;
}

/** One thing that was measured. */
export interface Figure {
  /** In words: «Socket Mode, 20 a second, p99». */
  readonly what: string;
  readonly unit: Unit;
  readonly bot: number;
  readonly beside?: Readonly<Partial<Record<Beside, number>>>;
  readonly bound?: Bound;
}

/** What a row of the table is measured with. */
export interface Options {
  /** Small sizes, to see that it works: no figure of such a run means anything. */
  readonly quick: boolean;
  /** A PostgreSQL on which databases can be made, started when it is first asked for. */
  readonly serverUrl: () => Promise<string>;
  /** A copy of its own of a data folder as the bot left it after its first start. */
  readonly dataDir: () => Promise<string>;
  readonly emptyFolder: () => Promise<string>;
  /** Tells how far it is. */
  readonly say: (line: string) => void;
}

/** One row of the table. */
export interface Benchmark {
  readonly name: string;
  /** What is to be reached, in words. */
  readonly target: string;
  measure(options: Options): Promise<readonly Figure[]>;
}
