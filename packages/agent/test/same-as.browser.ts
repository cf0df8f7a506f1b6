import { expect } from '@open-wc/testing';
import { createClient, type Room } from '@support-chat/client';
import { createTestPage, createTestServer, createTestStorage, type TestServer } from '@support-chat/client/testing';
import { html, render } from 'lit';
import { all, clearScreen, drawn, english, message, one, show, textOf } from '../../widget/test/screen.js';
import { expectAccessible } from '../../widget/test/accessible.js';
import { questionActs, type QuestionActs } from '../dist/question-acts.js';
import '../dist/index.js';
import type { SameAs } from '../dist/parts/same-as.js';
import { loadDeskStrings } from '../dist/strings.js';
import { cast } from '@support-chat/protocol/samples';

const strings = await loadDeskStrings('en');

/** Mia in a room of the server in memory. */
async function enter(server: TestServer): Promise<Room> {
  const seams = { wire: server.wire, storage: createTestStorage(), page: createTestPage(), locks: null, tabs: null };
  const room = createClient({ url: 'test:', getToken: () => 'mia', ...seams }).join('rollout');
  await new Promise<void>((resolve) => {
    const end = room.subscribe((view) => {
      if (view.state !== 'ready') return;
      queueMicrotask(() => end());
      resolve();
    });
  });
  return room;
}

const ask = (server: TestServer, by: string, text: string): number =>
  server.append(by, 'rollout', {
    ...{ type: 'message.posted', audience: 'everyone' },
    data: { body: { kind: 'text', text }, asks: { dueAt: 9e15 } },
  }).seq;

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('saying that a question is the same as another', () => {
  afterEach(() => clearScreen());

  it('offers those that are like it, looks for others, and merges by a press', async () => {
    const server = createTestServer({ people: Object.values(cast) });
    const first = ask(server, 'ana', 'The printer is slow');
    ask(server, 'kenji', 'Where is the VPN?');
    const second = ask(server, 'ben', 'printer');
    const room = await enter(server);
    const dialog = await show<SameAs>('support-desk-same-as', { strings, widgetStrings: english });
    const rows = (): string[] => all(dialog, '.row').map(textOf);
    const asked = room.view.messages.find(({ seq }) => seq === second);
    if (!asked) throw new Error('expected the question in the room');
    dialog.ask(asked, room, String);
    await until(() => rows().length > 0);
    expect(rows()).to.deep.equal(['The printer is slow Ana Silva Waiting for help']);
    await expectAccessible(dialog);
    const input = one<HTMLInputElement>(dialog, 'input');
    input.value = 'vpn';
    input.dispatchEvent(new InputEvent('input'));
    await until(() => rows()[0]?.startsWith('Where') ?? false);
    input.value = 'nothing of the kind';
    input.dispatchEvent(new InputEvent('input'));
    await until(() => rows().length === 0);
    expect(textOf(one(dialog, '.none'))).to.equal('No question matches.');
    input.value = '';
    input.dispatchEvent(new InputEvent('input'));
    await until(() => rows().length > 0);
    server.refuseNext('changed', { request: 'question.merge' });
    one<HTMLButtonElement>(dialog, '.row').click();
    await until(() => all(dialog, '.wrong').length > 0);
    const merged = new Promise<unknown>((resolve) =>
      dialog.addEventListener('support-desk-merged', (event) => resolve((event as CustomEvent<unknown>).detail)),
    );
    one<HTMLButtonElement>(dialog, '.row').click();
    expect(await merged).to.deep.equal({ question: second, into: first });
    expect(one<HTMLDialogElement>(dialog, 'dialog').open).to.equal(false);
  });

  it('is offered with what can be merged, and taken back from what was', () => {
    const base = { owner: null, affected: [], answer: null, dueAt: null, escalations: 0, since: 0 } as const;
    const done: string[] = [];
    const acts = (kind: 'rollout' | 'expert', state: 'open' | 'closed' = 'open'): QuestionActs => ({
      room: { name: 'x', kind, state, title: '', purpose: '', createdAt: 0, messages: 0, last: null, waiting: null },
      strings,
      talkInPrivate: ({ by }) => done.push(`private ${by.id}`),
      merge: ({ seq }) => done.push(`merge ${seq}`),
      split: (question, into) => done.push(`split ${question} ${into}`),
      revoke: (link, guests) => done.push(`revoke ${link} ${guests.join()}`),
      handOver: ({ seq }) => done.push(`hand ${seq}`),
      mayHand: () => false,
      isMine: () => false,
      promise: () => undefined,
      makeLink: ({ seq }) => done.push(`guest ${seq}`),
      ...{ pin: () => undefined, canPin: false },
      ...{ typing: [], looks: [] },
      share: ({ seq }) => done.push(`share ${seq}`),
      move: ({ seq }) => done.push(`move ${seq}`),
      incident: ({ seq }) => done.push(`incident ${seq}`),
    });
    const place = document.createElement('div');
    const offered = (...args: Parameters<typeof questionActs>): string[] => {
      render(html`${questionActs(...args)}`, place);
      place.querySelectorAll('button').forEach((button) => button.click());
      return [...place.querySelectorAll('button')].map((button) => button.textContent.trim());
    };
    const open = { ...message(2), question: { ...base, state: 'open' } } as const;
    expect(offered(open, acts('rollout'))).to.deep.equal([
      'Hand over',
      'Same as …',
      'Promise an answer…',
      'In private',
      'Move…',
      'Incident…',
      'Guest for this…',
      'Link',
    ]);
    expect(offered(open, acts('expert'))).to.deep.equal([
      'Hand over',
      'Same as …',
      'Promise an answer…',
      'Move…',
      'Incident…',
      'Guest for this…',
      'Link',
    ]);
    expect(offered({ ...open, question: { ...base, state: 'resolved' } }, acts('rollout'))).to.deep.equal([
      'In private',
      'Link',
    ]);
    const merged = { into: 7, was: 'open' } as const;
    expect(offered({ ...open, question: { ...base, state: 'merged', merged } }, acts('rollout'))).to.deep.equal([
      'Separate again',
    ]);
    expect(offered(open, acts('rollout', 'closed'))).to.deep.equal([]);
    expect(offered(message(2), acts('rollout'))).to.deep.equal([]);
    expect(done).to.deep.equal([
      ...['hand 2', 'merge 2', 'private ana', 'move 2', 'incident 2', 'guest 2', 'share 2'],
      ...['hand 2', 'merge 2', 'move 2', 'incident 2', 'guest 2', 'share 2'],
      ...['private ana', 'share 2', 'split 2 7'],
    ]);
  });
});
