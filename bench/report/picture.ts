import type { Figure } from '../shape.js';
import { verdictOn } from '../verdict.js';
import type { Result } from './result.js';
import { inDigits, inWords, standing } from './words.js';

/** Pixels. */
const WIDTH = 990;
const LEFT = 430;
const LONGEST = 330;
const BAR = 12;
const GAP = 4;
const BETWEEN = 16;
const HEADING = 34;

/** Read on white and on black alike: the colours follow what the reader's screen prefers. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .heading { font-weight: 600; font-size: 14px }
  .quiet { fill: #59636e }
  .bot { fill: #1f7a4d } .missed { fill: #bc4c00 } .beside { fill: #afb8c1 }
  .limit { stroke: #1f2328; stroke-width: 2; stroke-dasharray: 3 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .quiet { fill: #9198a1 }
    .bot { fill: #3fb950 } .missed { fill: #db6d28 } .beside { fill: #59636e }
    .limit { stroke: #f0f6fc }
  }`;

/**
 * The figures that have something to reach, as an SVG: a bar for the bot, one for each that it is
 * held against, and a dashed line at what is to be reached. Each figure has a scale of its own.
 */
export function asPicture(results: readonly Result[], caption: string): string {
  const parts: string[] = [];
  let y = 24;
  parts.push(text(0, y, 'quiet', caption));
  for (const { name, figures } of results) {
    const bounded = figures.filter(({ bound }) => bound);
    if (bounded.length === 0) continue;
    y += HEADING;
    parts.push(text(0, y, 'heading', name));
    y += GAP * 2;
    for (const figure of bounded) {
      const drawn = drawFigure(figure, y);
      parts.push(...drawn.parts);
      y += drawn.height + BETWEEN;
    }
  }
  const height = y + BETWEEN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escaped(caption)}</title><style>${STYLE}</style>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function drawFigure(figure: Figure, top: number) {
  const { what, unit, bot, beside = {}, bound } = figure;
  const limit = (bound?.limit ?? 0) * (bound?.times ? (beside[bound.times] ?? 0) : 1);
  const others = Object.entries(beside);
  const most = Math.max(bot, limit, ...others.map(([, value]) => value)) || 1;
  const long = (value: number) => Math.round((Math.max(0, value) / most) * LONGEST);
  const color = verdictOn(figure)?.reached ? 'bot' : 'missed';
  const bars = [
    ['the bot', bot, color] as const,
    ...others.map((one) => [...one, 'beside'] as const),
  ];
  const parts = bars.flatMap(([name, value, kind], place) => {
    const y = top + place * (BAR + GAP);
    const said = `${name} ${inDigits(value)} ${place === 0 ? unit : ''}`.trim();
    return [
      `<rect class="${kind}" x="${LEFT}" y="${y}" width="${long(value)}" height="${BAR}" rx="2"/>`,
      text(LEFT + LONGEST + 12, y + BAR - 2, place === 0 ? '' : 'quiet', said),
    ];
  });
  const height = bars.length * (BAR + GAP);
  const at = LEFT + long(limit);
  const line = `<line class="limit" x1="${at}" y1="${top - 2}" x2="${at}" y2="${top + height}"/>`;
  const reach = bound ? `${inWords(bound)}: ${standing(figure)}` : '';
  return {
    parts: [
      text(0, top + BAR - 2, '', what),
      text(0, top + BAR + GAP + BAR - 2, 'quiet', reach),
      ...parts,
      line,
    ],
    height: Math.max(height, 2 * (BAR + GAP)),
  };
}

function text(x: number, y: number, kind: string, words: string): string {
  return `<text x="${x}" y="${y}"${kind && ` class="${kind}"`}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
