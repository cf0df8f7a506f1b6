/** Runs in the page of bench/list.mjs: shows made-up histories and says how long the main thread was at it. */
/* global document, requestAnimationFrame */
import { defineParts, loadStrings } from '@support-chat/widget/parts';

const strings = await loadStrings('en');
const people = ['ana', 'ben', 'kenji', 'mia'].map((id) => ({
  id,
  name: id,
  role: id === 'mia' ? 'agent' : 'employee',
}));
defineParts();

function message(index) {
  return Object.freeze({
    seq: index + 1,
    rev: index + 1,
    at: 1_750_000_000_000 + index * 90_000,
    by: people[Math.floor(index / 3) % people.length],
    cid: String(index).padStart(32, '0'),
    audience: 'everyone',
    body: {
      kind: 'text',
      text: `Message ${index}: the mail client asks for my password again. / ${'パスワード'.repeat(1 + (index % 5))}`,
    },
  });
}

/** Milliseconds until the element is up to date and laid out. */
async function laidOutMs(list, change) {
  const startedAt = performance.now();
  change();
  await list.updateComplete;
  list.renderRoot.querySelector('.scroller').getBoundingClientRect();
  return performance.now() - startedAt;
}

const afterFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** Shows a history of this length, then adds messages one by one. */
globalThis.measureList = async (length, appends) => {
  const list = document.createElement('support-chat-message-list');
  let messages = Array.from({ length }, (_, index) => message(index));
  // What was made for the history itself is collected before the clock starts.
  await afterFrame();
  const shownMs = await laidOutMs(list, () => {
    Object.assign(list, { strings, messages, me: people[0], roomTitle: 'New mail' });
    document.querySelector('main').append(list);
  });
  await afterFrame();
  const appendMs = [];
  for (let added = 0; added < appends; added += 1) {
    messages = [...messages, message(messages.length)];
    appendMs.push(await laidOutMs(list, () => (list.messages = messages)));
    await afterFrame();
  }
  const newest = list.renderRoot.querySelector(`[data-seq="${messages.length}"]`);
  const shown = list.renderRoot.querySelectorAll('[data-seq]').length;
  list.remove();
  if (!newest || shown < 50) throw new Error(`expected the newest of ${messages.length} messages, found ${shown} rows`);
  return { shownMs, appendMs };
};
