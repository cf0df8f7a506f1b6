/** How long the longest text that is accepted takes to be understood, whatever somebody makes of it. */
import { performance } from 'node:perf_hooks';
import { limits } from '@support-chat/protocol';
import { parseText } from '@support-chat/protocol/text';
import { report } from './report.mjs';

const units = [
  '*a',
  '**',
  '***a',
  '*a **b ~~c ',
  '_a',
  '`',
  '`a``b',
  '[',
  '[a](',
  '[a](x',
  '[a](https://',
  '> ',
  '>>',
  '- ',
  '  - a\n',
];
units.push(
  '1. ',
  '```\n',
  '```\na\n```\n',
  'a@',
  '@',
  '(',
  'http://',
  'http://a)',
  '*a*\n',
  '> *a\n',
  '[aaaa',
  'https://a/[',
  '\n',
  '・\n',
);

/** The best of some runs: what else the machine does is not the text's. */
function bestMs(text) {
  let best = Infinity;
  for (let run = 0; run < 7; run += 1) {
    const began = performance.now();
    parseText(text);
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

const timed = units.map((unit) => [unit, bestMs(unit.repeat(Math.floor(limits.maxTextBytes / unit.length)))]);
timed.sort(([, a], [, b]) => b - a);
const prose = '**Outlook** asks for my `password`, see https://intranet.example/mail and:\n- one\n- two\n\n'.repeat(
  180,
);
report('text: 16 KiB as a tree, best of 7', [
  {
    figure: `the slowest of ${units.length} made to be slow: ${JSON.stringify(timed[0][0])}`,
    value: timed[0][1],
    unit: 'ms',
    atMost: 50,
  },
  { figure: `the next: ${JSON.stringify(timed[1][0])}`, value: timed[1][1], unit: 'ms' },
  { figure: 'what people write', value: bestMs(prose.slice(0, limits.maxTextBytes)), unit: 'ms' },
]);
