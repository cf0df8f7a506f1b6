/** Runs in the page of bench/queue.mjs: shows made-up questions and says how long the main thread was at it. */
/* global document, requestAnimationFrame, InputEvent */
import { loadStrings } from '@support-chat/widget/parts';
import '../packages/agent/dist/index.js';
import { makeSpanWords } from '../packages/agent/dist/span-words.js';
import { loadDeskStrings } from '../packages/agent/dist/strings.js';

const [strings, widgetStrings] = await Promise.all([loadDeskStrings('en'), loadStrings('en')]);
const people = ['ana', 'ben', 'kenji'].map((id) => ({ id, name: id, role: 'employee' }));
const me = { id: 'mia', name: 'Mia', role: 'agent' };
const rooms = Array.from({ length: 20 }, (_, index) => ({
  room: { name: `room-${index}`, title: `Rollout ${index}` },
  standing: { marker: 0, unread: 0, head: 0 },
}));

function question(index) {
  const isClaimed = index % 4 === 0;
  return Object.freeze({
    room: `room-${index % 20}`,
    seq: index + 2,
    rev: index + 2,
    at: 1_750_000_000_000 + ((index * 7_919) % 5_000) * 1_000,
    by: people[index % 3],
    excerpt: `Question ${index}: the mail client asks for my password again. / ${'パスワード'.repeat(1 + (index % 5))}`,
    state: isClaimed ? 'claimed' : 'open',
    owner: isClaimed ? me : null,
    affected: 1 + (index % 9),
    escalations: index % 7 === 0 ? 1 : 0,
  });
}

const afterFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

globalThis.measureQueue = async (count) => {
  const queue = document.createElement('support-desk-queue');
  const rows = Array.from({ length: count }, (_, index) => question(index));
  /** Milliseconds until the element is up to date and laid out. */
  const ms = async (change) => {
    // What was made before is collected before the clock starts.
    await afterFrame();
    const startedAt = performance.now();
    change();
    await queue.updateComplete;
    queue.renderRoot.querySelector('ul').getBoundingClientRect();
    return performance.now() - startedAt;
  };
  const shown = await ms(() => {
    Object.assign(queue, { strings, widgetStrings, spanWords: makeSpanWords('en'), rows, rooms, me });
    document.querySelector('main').append(queue);
  });
  const [, , all] = queue.renderRoot.querySelectorAll('.filters button');
  const filtered = await ms(() => all.click());
  const searched = await ms(() => {
    const box = queue.renderRoot.querySelector('input');
    box.value = 'password 12';
    box.dispatchEvent(new InputEvent('input'));
  });
  const changed = await ms(() => (queue.rows = rows.map((row) => (row.seq === 128 ? { ...row, affected: 50 } : row))));
  if (!queue.renderRoot.textContent.includes('50 people have this')) throw new Error('the news is not shown');
  return { shown, filtered, searched, changed };
};
