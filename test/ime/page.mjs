/**
 * The page of the suite: the widget's own panel in a room that lives in this page, every sequence with its verdict, and a
 * record of what one's own input method does to the box.
 */
/* global document, KeyboardEvent */
import { createClient } from '@support-chat/client';
import { createTestPage, createTestServer, createTestStorage } from '@support-chat/client/testing';
import { bindRoom, defineParts, loadStrings, tokens } from '@support-chat/widget/parts';
import { dress } from '../../packages/widget/dist/late/around-room.js';
import { play } from './play.mjs';
import { sequences } from './sequences.mjs';

defineParts();
const strings = await loadStrings('en');
document.adoptedStyleSheets = [tokens.styleSheet];

/** A fresh panel in a fresh room. */
async function open() {
  const server = createTestServer({ rooms: [{ name: 'rollout' }] });
  server.post('kenji', 'rollout', 'Good morning');
  const panel = Object.assign(document.createElement('support-chat-panel'), { strings, lang: 'en' });
  room.replaceChildren(panel);
  await panel.updateComplete;
  const client = createClient({
    ...{ url: 'test:', getToken: () => 'mia', wire: server.wire, storage: createTestStorage(), page: createTestPage() },
    ...{ locks: null, tabs: null },
  });
  bindRoom(client, 'rollout', {
    element: panel.renderRoot,
    conversation: () => panel.conversation,
    strings: () => panel.strings,
    show: (view) => (panel.view = view),
    showRefusal: (words) => (panel.sendRefusal = words),
  });
  dress(panel, client, client.join('rollout'));
  panel.renderRoot.addEventListener('support-chat-close-asked', () => (panel.wasClosed = true));
  await until(() => panel.view?.state === 'ready');
  await panel.conversation.updateComplete;
  return { server, panel, client };
}

const room = document.querySelector('#room');

const composerIn = ({ conversation }) => conversation.renderRoot.querySelector('support-chat-composer');

const places = {
  message: ({ panel }) => until(() => composerIn(panel).renderRoot.querySelector('textarea')),
  async search({ panel }) {
    const button = await until(() => panel.renderRoot.querySelector('support-chat-room-header [slot=actions]'));
    button.click();
    return until(() => inside(room, 'input[type=search]'));
  },
  async edit({ panel, client }) {
    await client.join('rollout').post({ text: '下書き' });
    const list = panel.conversation.renderRoot.querySelector('support-chat-message-list');
    const tools = await until(() => list.renderRoot.querySelector('[data-seq].own .more-acts'));
    tools.focus();
    tools.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true, composed: true, cancelable: true }));
    // It is written in the box of the messages.
    const box = composerIn(panel).renderRoot.querySelector('textarea');
    await until(() => inside(room, 'support-chat-edit-line') && box.value === '下書き');
    box.setSelectionRange(box.value.length, box.value.length);
    return box;
  },
};

let current = null;

/** Plays one sequence in a room of its own. Resolves to what was sent, what stands in the box, and the verdict. */
async function run({ place = 'message', steps, sent: mustSend, text: mustStand }) {
  current?.client.close();
  current = await open();
  const box = await places[place](current);
  box.focus();
  const at = {
    ...{ box, marked: '' },
    press: () => composerIn(current.panel).renderRoot.querySelector('.send').click(),
    arrive: (text) => current.server.post('kenji', 'rollout', text),
  };
  for (const step of steps) await play(step, at);
  await new Promise((resolve) => setTimeout(resolve, 40));
  const isThere = box.isConnected && (place !== 'edit' || inside(room, 'support-chat-edit-line') !== null);
  const result = { sent: sent(), text: box.value, isClosed: Boolean(current.panel.wasClosed) || !isThere };
  const holds =
    JSON.stringify(result.sent) === JSON.stringify(mustSend) && result.text === mustStand && !result.isClosed;
  return { ...result, holds };
}

/** What the room got, but its first message. */
function sent() {
  return current.server
    .log('rollout')
    .flatMap((event) => (event.type === 'message.posted' ? [event.data.body.text] : []))
    .slice(1);
}

/** The first element like this inside, through all shadow roots. */
function inside(element, selector) {
  for (const each of (element.shadowRoot ?? element).querySelectorAll('*')) {
    if (each.matches(selector)) return each;
    const found = each.shadowRoot ? inside(each, selector) : null;
    if (found) return found;
  }
  return null;
}

async function until(find) {
  for (let times = 0; times < 250; times += 1) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited five seconds for ${find}`);
}

async function runAll() {
  const rows = document.querySelector('tbody');
  const results = [];
  for (const sequence of sequences) {
    const row = rows.querySelector(`[data-id="${sequence.id}"]`);
    const verdict = row.querySelector('output');
    verdict.value = '…';
    const result = await run(sequence).catch((error) => ({ holds: false, sent: [], text: String(error) }));
    verdict.value = result.holds ? 'holds' : `sent ${JSON.stringify(result.sent)}, left "${result.text}"`;
    verdict.className = result.holds ? 'holds' : 'fails';
    results.push({ id: sequence.id, title: sequence.title, ...result });
  }
  const failed = results.filter(({ holds }) => !holds).length;
  document.querySelector('#sum').value = failed ? `${failed} of ${results.length} fail` : `all ${results.length} hold`;
  await begin();
  return results;
}

function list() {
  for (const { id, title, from } of sequences) {
    const row = document.querySelector('#row').content.cloneNode(true).firstElementChild;
    row.dataset.id = id;
    for (const [cell, words] of Object.entries({ title, from })) row.querySelector(`.${cell}`).textContent = words;
    document.querySelector('tbody').append(row);
  }
}

/** What reached the box. Shown only when asked for: a page that changes between two keys makes undo's steps smaller. */
const notes = [];

function record(box) {
  const note = (event) => {
    const { type, key, keyCode, isComposing, data, inputType } = event;
    const facts = Object.entries({ key, keyCode, isComposing, data, inputType }).filter(([, value]) => value != null);
    notes.push(`${type} ${facts.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ')}\n`);
    if (document.querySelector('#recording').checked) showNotes();
  };
  for (const type of ['keydown', 'keyup', 'compositionstart', 'compositionupdate', 'compositionend', 'input'])
    box.addEventListener(type, note, true);
}

function showNotes() {
  const shown = document.querySelector('#record');
  shown.textContent = notes.join('');
  shown.scrollTop = shown.scrollHeight;
}

function clearNotes() {
  notes.length = 0;
  showNotes();
}

/** A room for hands, and for drivers that have a real input method. */
async function begin() {
  current?.client.close();
  current = await open();
  const box = await places.message(current);
  record(box);
  return box;
}

list();
document.querySelector('#run').addEventListener('click', () => void runAll());
document.querySelector('#clear').addEventListener('click', clearNotes);
document.querySelector('#recording').addEventListener('change', showNotes);
const box = await begin();
box.focus();

globalThis.ime = {
  runAll,
  sent,
  /** An empty box with the focus, in a fresh room. */
  restart: async () => (await begin()).focus(),
  text: () => composerIn(current.panel).renderRoot.querySelector('textarea').value,
  names: () =>
    [...composerIn(current.panel).renderRoot.querySelectorAll('[role=option]')].map((each) => each.textContent),
  arrive: (text) => current.server.post('kenji', 'rollout', text),
  record: () => notes.join(''),
};
