import type { Registry } from 'prom-client';

/** The series of a metric as the page shows them, by their labels: `{end="cancelled"}` → 1. */
export async function seriesOf(
  registry: Pick<Registry, 'metrics'>,
  name: string,
): Promise<Readonly<Record<string, number>>> {
  const lines = (await registry.metrics()).split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, found, labels = '', value] = /^(\w+)(\{.*\})? (\S+)$/.exec(line) ?? [];
      return found === name ? [[labels, Number(value)]] : [];
    }),
  );
}
