import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { LOG_CODES } from '../src/logging/codes.js';
import { createMetrics } from '../src/metrics.js';

const ruleSchema = z.object({
  alert: z.string(),
  expr: z.string(),
  labels: z.object({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.object({ summary: z.string(), runbook: z.string() }),
});
const rulesSchema = z.object({ groups: z.array(z.object({ rules: z.array(ruleSchema) })) });
const registeredSchema = z.object({
  name: z.string(),
  type: z.string(),
  labelNames: z.array(z.string()).default([]),
});

let text = '';
let registered: readonly z.infer<typeof registeredSchema>[] = [];
beforeAll(async () => {
  text = await readFile(new URL('../docs/operations.md', import.meta.url), 'utf8');
  const metrics = createMetrics();
  metrics.ofProcess('1.2.3', () => true);
  registered = metrics.registry
    .getMetricsAsArray()
    .map((metric) => registeredSchema.parse(metric))
    .filter(({ name }) => !/^(process|nodejs)_/.test(name));
});

/** Each row of the table of metrics: name, type and labels. */
function documented() {
  const rows = text.matchAll(/^\| `(opsguide_\w+)`\s*\| (\w+)\s*\| ([^|]*)\|/gm);
  return [...rows].map(([, name = '', type = '', labels = '']) => ({
    ...{ name, type },
    labelNames: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
  }));
}

const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);

describe('docs/operations.md', () => {
  it('has each metric that is registered, with its type and its labels, and no other', () => {
    expect(registered.length).toBeGreaterThan(20);
    const wanted = registered.map(({ name, type, labelNames }) => ({ name, type, labelNames }));
    expect(documented().toSorted(byName)).toStrictEqual(wanted.toSorted(byName));
  });

  it('wakes nobody by a metric or a label that does not exist, and says for each alert what to do', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const rules = rulesSchema.parse(parse(yaml)).groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(10);
    const headings = [...text.matchAll(/^### (.+)$/gm)].map(([, title = '']) => anchorOf(title));
    for (const { alert, expr, annotations } of rules) {
      const uses = [...expr.matchAll(/(opsguide_\w+)(?:\{([^}]*)\})?/g)];
      expect(uses.length, alert).toBeGreaterThan(0);
      for (const [, used = '', selector = ''] of uses) {
        const metric = registered.find(({ name, type }) => seriesOf(name, type).includes(used));
        expect(metric, `${alert}: ${used}`).toBeDefined();
        const labels = [...selector.matchAll(/(\w+)\s*=/g)].map(([, label = '']) => label);
        expect(metric?.labelNames, `${alert}: ${used}`).toEqual(expect.arrayContaining(labels));
      }
      expect(headings, alert).toContain(annotations.runbook);
    }
  });

  it('says of each code of the log what to do', () => {
    for (const code of LOG_CODES) expect(text).toContain(`\`${code}\``);
  });
});

/** As the page names them. */
function seriesOf(name: string, type: string): readonly string[] {
  const parts = ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`);
  return type === 'histogram' ? parts : [name];
}

function anchorOf(title: string): string {
  return `#${title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-')}`;
}
