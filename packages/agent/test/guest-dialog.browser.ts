import { expect } from '@open-wc/testing';
import { createClient, type Room } from '@support-chat/client';
import { createTestPage, createTestServer, createTestStorage, type TestServer } from '@support-chat/client/testing';
import type { MessageDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { html, render } from 'lit';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, message, one, show, textOf } from '../../widget/test/screen.js';
import type { GuestDialog } from '../dist/parts/guest-dialog.js';
import '../dist/parts/guest-dialog.js';
import { questionActs, type QuestionActs } from '../dist/question-acts.js';
import { loadDeskStrings } from '../dist/strings.js';

const strings = await loadDeskStrings('en');

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
    const none = (): void => undefined;
    const acts: QuestionActs = {
      room: {
        name: 'x',
        kind: 'rollout',
        state: 'open',
        title: '',
        purpose: '',
        createdAt: 0,
        messages: 0,
        last: null,
        waiting: null,
      },
      ...{
        strings,
        ...{ typing: [], looks: [] },
        share: none,
        talkInPrivate: none,
        merge: none,
        split: none,
        move: none,
        incident: none,
      },
      ...{
        handOver: none,
        mayHand: () => false,
        isMine: () => false,
        promise: () => undefined,
        pin: none,
        canPin: false,
      },
      revoke: (...args) => done.push(args),
    };
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
  });
});
