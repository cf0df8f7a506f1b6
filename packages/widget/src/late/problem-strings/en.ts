/** English. */
import type { ProblemStrings } from '../problem-strings.js';

const people = (n: number): string => (n === 1 ? '1 person' : `${n.toLocaleString('en')} people`);
const broken = { down: 'Down', degraded: 'Degraded' };
const planned = { down: 'Planned work', degraded: 'Planned work' };
const working = { down: 'Work in progress', degraded: 'Work in progress' };

export const strings: ProblemStrings = {
  board: 'Known problems',
  names: {
    outage: { planned: broken, ongoing: broken, overdue: broken },
    maintenance: { planned, ongoing: working, overdue: working },
  },
  changes: { announced: '', updated: 'Update: ' },
  over: { outage: 'Working again', maintenance: 'Work finished' },
  meanwhile: { down: 'not available meanwhile', degraded: 'slow or in part meanwhile' },
  since: (at) => `since ${at}`,
  fromTo: (from, to) => (to === null ? `from ${from}` : `${from} – ${to}`),
  expected: { outage: (at) => `expected back ${at}`, maintenance: (at) => `until ${at}` },
  unknownEnd: { outage: 'end not known yet', maintenance: 'end not known yet' },
  overdue: { outage: 'taking longer than expected', maintenance: 'taking longer than planned' },
  updatedNow: 'updated just now',
  updated: (ago) => `updated ${ago}`,
  between: ' · ',
  affected: (n) => `${people(n)} affected`,
  wasAffected: (n) => `${people(n)} ${n === 1 ? 'was' : 'were'} affected`,
  meToo: 'Affects me too',
  more: (n) => `${n} more`,
  fewer: 'Show fewer',
  notDone: 'That was not counted. Try again.',
  announce: (name, title, when) => `${name}: ${title}. ${when}`.trim(),
};
