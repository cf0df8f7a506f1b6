/** Runs in the page of bench/scroll.mjs: a room of 10,000 messages of all kinds, scrolled from its end to its beginning. */
/* global document, requestAnimationFrame */
import { defineParts, loadStrings } from '@support-chat/widget/parts';

const strings = await loadStrings('en');
const people = ['ana', 'ben', 'kenji', 'mia'].map((id) => ({
  id,
  name: id,
  role: id === 'mia' ? 'agent' : 'employee',
}));
const texts = [
  'The mail client asks for my password **again**. See https://intranet.example/mail',
  '移行後にパスワードをまた聞かれます。どうすればよいでしょうか。',
  '```\n2026-11-30 10:00:00 ERROR connect\n2026-11-30 10:00:01 ERROR connect\n```',
  'Short one',
  'A longer answer that takes several lines in a narrow panel, with a list:\n- sign out\n- restart\n- sign in again',
];
defineParts();

function message(index) {
  return Object.freeze({
    seq: index + 1,
    rev: index + 1,
    at: 1_750_000_000_000 + index * 90_000,
    by: people[Math.floor(index / 3) % people.length],
    cid: String(index).padStart(32, '0'),
    audience: 'everyone',
    body: { kind: 'text', text: `${index}: ${texts[index % texts.length]}` },
  });
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Scrolls by this many pixels a frame, from the end to the beginning. Resolves to the time between frames. */
globalThis.scrollThrough = async (length, step) => {
  const list = document.createElement('support-chat-message-list');
  const messages = Array.from({ length }, (_, index) => message(index));
  Object.assign(list, { strings, messages, me: people[0], roomTitle: 'New mail' });
  document.querySelector('main').append(list);
  await list.updateComplete;
  const scroller = list.renderRoot.querySelector('.scroller');
  for (let frames = 0; frames < 30; frames += 1) await frame();
  const gaps = [];
  let before = await frame();
  for (let still = 0; still < 20;) {
    const top = scroller.scrollTop;
    scroller.scrollTop = top - step;
    const now = await frame();
    gaps.push(now - before);
    before = now;
    still = scroller.scrollTop === top ? still + 1 : 0;
  }
  const isAtBeginning = list.renderRoot.querySelector('[data-seq="1"]') !== null;
  const rows = list.renderRoot.querySelectorAll('[data-seq]').length;
  list.remove();
  return { gaps, isAtBeginning, rows };
};
