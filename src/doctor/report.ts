import Table from 'cli-table3';
import type { Finding } from './finding.js';

/** How many characters fit beside each other; undefined where nobody looks on. */
type Width = number | undefined;

/** The findings for a person: a table on a terminal, plain lines elsewhere. */
export function report(findings: readonly Finding[], width: Width): string {
  return `${width ? table(findings, width) : lines(findings)}\n\n${summary(findings)}\n`;
}

/** The same for a program. */
export function reportAsJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ ok: !hasFailed(findings), findings }, null, 2)}\n`;
}

export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'fail');
}

function lines(findings: readonly Finding[]): string {
  return findings
    .map(({ level, about, found, advice }) => {
      const line = `${level.padEnd(4)}  ${about}: ${found}`;
      return advice ? `${line}\n      → ${advice}` : line;
    })
    .join('\n');
}

function table(findings: readonly Finding[], width: number): string {
  const [first, second] = [6, 22];
  // Four borders.
  const rest = Math.max(30, Math.min(width, 140) - first - second - 4);
  const drawn = new Table({
    colWidths: [first, second, rest],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  drawn.push(
    ...findings.map(({ level, about, found, advice }) => [
      ...[level, about],
      advice ? `${found}\n→ ${advice}` : found,
    ]),
  );
  return drawn.toString();
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length;
  const [failed, warned] = [count('fail'), count('warn')];
  if (failed > 0) return `${failed} to mend, ${warned} to know of.`;
  return warned > 0 ? `Good to start; ${warned} to know of.` : 'All is well.';
}
