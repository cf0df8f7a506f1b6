import { expect } from '@open-wc/testing';
import { createClient, type Room } from '@support-chat/client';
import { createTestPage, createTestServer, createTestStorage, type TestServer } from '@support-chat/client/testing';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, change, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import type { ShareDialog } from '../dist/parts/share-dialog.js';
import '../dist/parts/share-dialog.js';

async function enter(server: TestServer): Promise<Room> {
  const seams = { wire: server.wire, storage: createTestStorage(), page: createTestPage(), locks: null, tabs: null };
  const room = createClient({ url: 'test:', getToken: () => 'mia', ...seams }).join('rollout');
  while (room.view.state !== 'ready') await drawn();
  return room;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('a link to a room', () => {
  afterEach(() => clearScreen());

  const button = (dialog: ShareDialog, words: string): HTMLButtonElement | undefined =>
    all<HTMLButtonElement>(dialog, 'button').find((one) => textOf(one) === words);

  it('asks for the page once, keeps it with the room, and gives the link of the room and of a message', async () => {
    const server = createTestServer();
    const room = await enter(server);
    const dialog = await show<ShareDialog>('support-desk-share', { lang: 'en' });
    await dialog.ask(room, null, () => 'This was not done.');
    const field = one<HTMLInputElement>(dialog, 'input');
    field.value = 'javascript:alert(1)';
    button(dialog, 'Show link')?.click();
    await drawn();
    expect(textOf(one(dialog, '[role=alert]'))).to.contain('no address of a page');
    field.value = 'intranet.example/mail';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await drawn();
    expect(all(dialog, '[role=alert]')).to.deep.equal([]);
    server.refuseNext('forbidden', { request: 'room.describe' });
    button(dialog, 'Show link')?.click();
    await until(() => all(dialog, '[role=alert]').length > 0);
    expect(textOf(one(dialog, '[role=alert]'))).to.equal('This was not done.');
    button(dialog, 'Show link')?.click();
    await until(() => all(dialog, 'output').length > 0);
    expect(textOf(one(dialog, 'output'))).to.equal('https://intranet.example/mail#support-chat=rollout');
    expect(one(dialog, 'svg').getAttribute('aria-label')).to.equal(
      'QR code of https://intranet.example/mail#support-chat=rollout',
    );
    const [, title] = ['rollout', room.view.room?.title];
    expect(server.log('rollout').at(-1)?.data).to.deep.include({ title, page: 'https://intranet.example/mail' });
    // What is typed from here on is not written over by what was kept.
    field.value = 'https://other.example/';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await change(dialog, {});
    expect([field.value, all(dialog, 'output').length]).to.deep.equal(['https://other.example/', 0]);
    one<HTMLDialogElement>(dialog, 'dialog').close();
    await dialog.ask(room, 12, String);
    expect(textOf(one(dialog, 'output'))).to.equal('https://intranet.example/mail#support-chat=rollout/12');
    expect(field.value).to.equal('https://intranet.example/mail');
  });

  it('draws what a reader of codes reads: squares of one size, dark on white, with a margin', async () => {
    const server = createTestServer();
    const room = await enter(server);
    await room.describe({ title: 'New mail', purpose: '', page: 'https://i.example/' });
    const dialog = await show<ShareDialog>('support-desk-share', { lang: 'en' });
    await until(() => room.view.room?.page !== undefined);
    await dialog.ask(room, null, String);
    const [, size] = /^0 0 (\d+) \1$/.exec(one(dialog, 'svg').getAttribute('viewBox') ?? '') ?? [];
    const squares = [...(one(dialog, 'path').getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g)];
    const dark = new Set(squares.map(([, x, y]) => `${x} ${y}`));
    const modules = Number(size) - 8;
    expect((modules - 17) % 4, 'a size of ISO/IEC 18004').to.equal(0);
    // The three finders, and nothing in the margin.
    for (const [x, y] of [
      [0, 0],
      [modules - 7, 0],
      [0, modules - 7],
    ] as const)
      for (const at of [0, 1, 2, 3, 4, 5, 6]) {
        expect(dark.has(`${4 + x + at} ${4 + y}`)).to.equal(true);
        expect(dark.has(`${4 + x} ${4 + y + at}`)).to.equal(true);
      }
    expect(
      [...dark].every((place) => place.split(' ').every((at) => Number(at) >= 4 && Number(at) < 4 + modules)),
    ).to.equal(true);
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme}, in ${language}, on a phone`, async () => {
        const server = createTestServer();
        const room = await enter(server);
        const dialog = await show<ShareDialog>('support-desk-share', { lang: language }, { theme, language });
        await dialog.ask(room, null, String);
        await expectAccessible(dialog);
        await room.describe({ title: 'W'.repeat(120), purpose: '', page: `https://i.example/${'x'.repeat(400)}` });
        await until(() => room.view.room?.page !== undefined);
        one<HTMLDialogElement>(dialog, 'dialog').close();
        await dialog.ask(room, 3, String);
        await expectAccessible(dialog);
        const { scrollWidth, clientWidth } = one(dialog, 'dialog');
        expect(scrollWidth).to.be.at.most(clientWidth);
      });
});
