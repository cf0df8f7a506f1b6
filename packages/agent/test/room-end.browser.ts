import { expect } from '@open-wc/testing';
import { Refusal, type RoomDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import type { RoomEnd, RoomEndSource } from '../dist/parts/room-end.js';
import '../dist/parts/room-end.js';

const room: RoomDoc = {
  ...{ name: 'vpn', kind: 'rollout', state: 'closed', title: 'New VPN client', purpose: '', createdAt: 1 },
  ...{ messages: 2, last: null, waiting: null },
};
const at = new Date(2026, 10, 23, 12).getTime();
const deleted = { at, by: cast.sato, reason: 'Was a rehearsal', until: at + 30 * 86_400_000 };

/** A server in which rooms are deleted and taken back. */
function sourceOf(rooms: RoomDoc[] = []) {
  const calls: string[] = [];
  const source: RoomEndSource = {
    delete: (name, typed, reason) => {
      calls.push(`delete ${name} ${typed} ${reason}`);
      rooms.unshift({ ...room, deleted });
      return Promise.resolve();
    },
    recover: (name) => {
      calls.push(`recover ${name}`);
      rooms.splice(0);
      return Promise.resolve();
    },
    deleted: () => Promise.resolve([...rooms]),
    words: () => 'This was not done.',
  };
  return { source, calls };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('the end of a room', () => {
  afterEach(() => clearScreen());

  const button = (dialog: RoomEnd, words: string): HTMLButtonElement | undefined =>
    all<HTMLButtonElement>(dialog, 'button').find((each) => textOf(each).startsWith(words));

  it('deletes only what is named once more, says until when it can be taken back, and takes it back', async () => {
    const { source, calls } = sourceOf();
    const dialog = await show<RoomEnd>('support-desk-room-end', { lang: 'en' });
    await dialog.ask(room, source);
    const [name, reason] = all<HTMLInputElement>(dialog, 'input');
    if (!name || !reason) throw new Error('expected two fields');
    button(dialog, 'Delete room')?.click();
    await until(() => all(dialog, '[role=alert]').length > 0);
    expect(textOf(one(dialog, '[role=alert]'))).to.equal('This is not the name of the room.');
    expect(calls).to.deep.equal([]);
    name.value = ' vpn ';
    reason.value = 'Was a rehearsal';
    button(dialog, 'Delete room')?.click();
    await until(() => all(dialog, 'li').length > 0);
    await until(() => textOf(one(dialog, '[role=status]')) !== '');
    expect(calls).to.deep.equal(['delete vpn vpn Was a rehearsal']);
    expect(textOf(one(dialog, '[role=status]'))).to.contain('until December 22, 2026');
    expect(textOf(one(dialog, 'li'))).to.contain('Was a rehearsal');
    button(dialog, 'Take back')?.click();
    await until(() => calls.length === 2 && textOf(one(dialog, '[role=status]')) === 'It is there again.');
    expect(all(dialog, 'li')).to.deep.equal([]);
    expect(dialog.renderRoot.textContent).to.contain('No room is deleted.');
  });

  it('says what was not done, and keeps what was typed', async () => {
    const { source } = sourceOf();
    const dialog = await show<RoomEnd>('support-desk-room-end', { lang: 'en' });
    await dialog.ask(room, { ...source, delete: () => Promise.reject(new Refusal('forbidden', '')) });
    one<HTMLInputElement>(dialog, 'input').value = 'vpn';
    button(dialog, 'Delete room')?.click();
    await until(() => all(dialog, '[role=alert]').length > 0);
    expect(textOf(one(dialog, '[role=alert]'))).to.equal('This was not done.');
    expect(one<HTMLInputElement>(dialog, 'input').value).to.equal('vpn');
  });

  it('says when the list could not be loaded, and loads it again', async () => {
    const { source } = sourceOf([{ ...room, deleted }]);
    let isDown = true;
    const dialog = await show<RoomEnd>('support-desk-room-end', { lang: 'ja' });
    await dialog.list({ ...source, deleted: () => (isDown ? Promise.reject(new Error('down')) : source.deleted()) });
    await until(() => all(dialog, '[role=alert]').length > 0);
    isDown = false;
    button(dialog, 'もう一度試す')?.click();
    await until(() => all(dialog, 'li').length > 0);
    expect(textOf(one(dialog, 'li'))).to.contain('2026年12月22日まで元に戻せます');
  });

  it('shows what was erased without a way back', async () => {
    const tombstone = { ...room, title: '', messages: 1, deleted, erasedAt: deleted.until };
    const dialog = await show<RoomEnd>('support-desk-room-end', { lang: 'en' });
    await dialog.list(sourceOf([tombstone]).source);
    expect(textOf(one(dialog, 'li'))).to.contain('Erased on December 23, 2026; it had 1 message');
    expect(button(dialog, 'Take back')).to.equal(undefined);
  });

  for (const theme of ['light', 'dark'] as const)
    for (const lang of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme} and in ${lang}, on a phone`, async () => {
        const dialog = await show<RoomEnd>('support-desk-room-end', { lang }, { theme, language: lang, height: 700 });
        const { source } = sourceOf([{ ...room, deleted }]);
        await dialog.ask(room, source);
        await expectAccessible(dialog);
        one<HTMLDialogElement>(dialog, 'dialog').close();
        await dialog.list(source);
        await expectAccessible(dialog);
      });
});
