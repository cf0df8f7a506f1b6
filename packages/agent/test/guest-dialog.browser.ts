import { expect } from '@open-wc/testing';
import { createClient, type Room } from '@support-chat/client';
import { createTestPage, createTestServer, createTestStorage, type TestServer } from '@support-chat/client/testing';
import type { EventDraft, MessageDoc, QuestionDoc, RoomDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { html, render } from 'lit';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, message, one, show, textOf } from '../../widget/test/screen.js';
import type { GuestDialog } from '../dist/parts/guest-dialog.js';
import '../dist/parts/guest-dialog.js';
import { questionActs, type QuestionActs } from '../dist/question-acts.js';
import { loadDeskStrings } from '../dist/strings.js';

const strings = await loadDeskStrings('en');
const none = (): void => undefined;
const open: RoomDoc = {
  ...{ name: 'x', kind: 'rollout', state: 'open', title: '', purpose: '', createdAt: 0 },
  ...{ messages: 0, last: null, waiting: null },
};
const noActs: QuestionActs = {
  ...{ room: open, strings, typing: [], looks: [], canPin: false },
  ...{ share: none, talkInPrivate: none, merge: none, split: none, move: none, incident: none, handOver: none },
  ...{ promise: none, makeLink: none, pin: none, revoke: none },
  ...{ mayHand: () => false, isMine: () => false },
};
const openQuestion: QuestionDoc = {
  ...{ state: 'open', since: 0, owner: null, affected: ['ana'], answer: null, dueAt: null, escalations: 0 },
};
const draftAsking: EventDraft = {
  ...{ type: 'message.posted', audience: 'everyone' },
  data: { body: { kind: 'text', text: 'The gateway refuses my mail' }, asks: { dueAt: 0 } },
};

async function enter(server: TestServer): Promise<Room> {
  const seams = { wire: server.wire, storage: createTestStorage(), page: createTestPage(), locks: null, tabs: null };
  const room = createClient({ url: 'test:', getToken: () => 'mia', ...seams }).join('rollout');
  while (room.view.state !== 'ready') await drawn();
  return room;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('a link for a guest', () => {
  afterEach(() => clearScreen());

  it('is asked for, made with the digest of a secret, shown once, and gone with the dialog', async () => {
    const server = createTestServer({ people: Object.values(cast) });
    const room = await enter(server);
    const dialog = await show<GuestDialog>('support-desk-guest-dialog', { lang: 'en' });
    await dialog.ask(room, 'https://chat.example/', () => 'This was not done.');
    await expectAccessible(dialog);
    const button = (words: string): HTMLButtonElement | undefined =>
      all<HTMLButtonElement>(dialog, 'button').find((one) => textOf(one) === words);
    button('Make link')?.click();
    await drawn();
    expect(server.log('rollout').length, 'it needs to be for somebody').to.equal(1);
    one<HTMLInputElement>(dialog, '[name=label]').value = ' Contoso ';
    server.refuseNext('forbidden', { request: 'link.make' });
    button('Make link')?.click();
    await until(() => all(dialog, '.wrong').length > 0);
    one<HTMLInputElement>(dialog, '[name=uses][value="5"]').checked = true;
    button('Make link')?.click();
    await until(() => all(dialog, 'output').length > 0);
    await expectAccessible(dialog);
    const [, seq, secret = ''] =
      /^https:\/\/chat\.example\/guest#rollout\/(\d+)\/([0-9a-f]{32})$/.exec(textOf(one(dialog, 'output'))) ?? [];
    const made = server.log('rollout').at(-1);
    if (made?.type !== 'message.posted' || made.data.body.kind !== 'link') throw new Error('expected a link');
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const { text, maxUses, expiresAt } = made.data.body;
    expect([made.seq, made.audience, made.data.body.hash, text, maxUses]).to.deep.equal([
      ...[Number(seq), 'staff', hash, 'Contoso', 5],
    ]);
    expect(expiresAt - Date.now()).to.be.within(3.9 * 3_600_000, 4 * 3_600_000);
    button('Done')?.click();
    await until(() => all(dialog, 'output').length === 0);
    expect(JSON.stringify(server.log('rollout'))).not.to.contain(secret);
  });

  it('says in the room how many came, and ends by a press with those one saw', () => {
    const done: unknown[] = [];
    const acts: QuestionActs = { ...noActs, revoke: (...args) => done.push(args) };
    const body = { kind: 'link', text: 'Contoso', hash: '', maxUses: 3, expiresAt: Date.now() + 60_000 } as const;
    const link: MessageDoc = { ...message(7), audience: 'staff', body };
    const place = document.createElement('div');
    const shown = (doc: MessageDoc): string => {
      render(html`${questionActs(doc, acts)}`, place);
      place.querySelector('button')?.click();
      return textOf(place);
    };
    expect(shown(link)).to.equal('Guest link, 0 of 3 used Revoke');
    const guests = [{ id: 'guest-1', name: 'Carla', role: 'guest' }] as const;
    expect(shown({ ...link, link: { guests, isRevoked: false } })).to.equal('Guest link, 1 of 3 used Revoke');
    expect(done).to.deep.equal([
      [7, []],
      [7, ['guest-1']],
    ]);
    expect(shown({ ...link, link: { guests, isRevoked: true } })).to.equal('Guest link, 1 of 3 used Revoked');
    expect(shown({ ...link, body: { ...body, expiresAt: 1 } })).to.equal('Guest link, 0 of 3 used ended');
    expect(done.length).to.equal(2);
    const forOne = { ...link, body: { ...body, forQuestion: 2 } };
    expect(shown(forOne)).to.equal('Guest link, 0 of 3 used ends when the question is solved Revoke');
    expect(shown({ ...forOne, link: { guests, isRevoked: true } })).to.equal('Guest link, 1 of 3 used Ended');
  });

  it('ends with the question from which it was asked for, unless one wants another end', async () => {
    const server = createTestServer({ people: Object.values(cast) });
    const room = await enter(server);
    const asked = server.append('ana', 'rollout', draftAsking);
    const dialog = await show<GuestDialog>('support-desk-guest-dialog', { lang: 'ja' }, { width: 360, height: 740 });
    const made = async (question: MessageDoc | null, ends = true): Promise<unknown> => {
      await dialog.ask(room, 'https://chat.example/', String, question);
      await expectAccessible(dialog);
      one<HTMLInputElement>(dialog, '[name=label]').value = 'Contoso';
      const box = dialog.renderRoot.querySelector<HTMLInputElement>('[name=ends]');
      expect(box !== null).to.equal(question !== null);
      if (box) box.checked = ends;
      const before = server.log('rollout').length;
      one<HTMLButtonElement>(dialog, '.primary').click();
      await until(() => server.log('rollout').length > before);
      await until(() => all(dialog, 'output').length > 0);
      one<HTMLButtonElement>(dialog, '.primary').click();
      await until(() => all(dialog, 'output').length === 0);
      const last = server.log('rollout').at(-1);
      return last?.type === 'message.posted' && last.data.body.kind === 'link' ? last.data.body.forQuestion : 'no link';
    };
    const question = { ...message(asked.seq), question: openQuestion };
    expect(await made(question)).to.equal(asked.seq);
    expect(await made(question, false)).to.equal(undefined);
    expect(await made(null)).to.equal(undefined);
  });

  it('needs another one when its question is reopened, and the desk says so', () => {
    const place = document.createElement('div');
    const wordsFor = (isHere: boolean): string => {
      const visits = [{ person: cast.ben, as: 'expert' }] as const;
      const visitors = isHere ? [{ ...visits[0], questions: [2] }] : [];
      const acts = { ...noActs, room: { ...open, visitors } };
      render(html`${questionActs({ ...message(2), question: { ...openQuestion, visits } }, acts)}`, place);
      return textOf(place);
    };
    expect(wordsFor(false)).to.contain('Whoever was let in for this is out');
    expect(wordsFor(true)).not.to.contain('let in for this is out');
  });
});
