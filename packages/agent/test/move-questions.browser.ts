import { expect } from '@open-wc/testing';
import type { LobbyRow, RoomDoc } from '@support-chat/protocol';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import { placeIn, roomsToMoveTo, type MoveQuestions } from '../dist/parts/move-questions.js';

const row = (name: string, more: Partial<RoomDoc> = {}): LobbyRow => ({
  room: {
    ...{ name, kind: 'rollout', state: 'open', title: `Room ${name}`, purpose: '', createdAt: 1 },
    ...{ messages: 0, last: null, waiting: null, ...more },
  },
  standing: { marker: 0, unread: 0, head: 1 },
});
const rows = [row('mail'), row('vpn', { purpose: 'Help with the VPN' }), row('printers')];
const questions = [
  { room: 'mail', seq: 2 },
  { room: 'mail', seq: 5 },
];

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('moving questions', () => {
  afterEach(() => clearScreen());

  it('offers other open rooms in which people ask', () => {
    const others = [
      row('old', { state: 'closed' }),
      row('soon', { state: 'planned' }),
      row('team', { kind: 'team' }),
      row('vpn~ana', { kind: 'lane' }),
      row('experts', { kind: 'expert' }),
    ];
    const names = roomsToMoveTo([...rows, ...others], 'mail').map(({ room }) => room.name);
    expect(names).to.deep.equal(['vpn', 'printers', 'experts']);
  });

  it('offers, for what was asked in private, the rooms beside which it stays private, and says so', async () => {
    const others = [row('experts', { kind: 'expert' }), row('osaka', { boundTo: ['office=osaka'] })];
    const offered = roomsToMoveTo([...rows, ...others], 'mail~ana.40corp');
    expect(offered.map(({ room }) => room.name)).to.deep.equal(['vpn', 'printers']);
    expect([placeIn('vpn', 'mail~ana.40corp'), placeIn('vpn', 'mail')]).to.deep.equal(['vpn~ana.40corp', 'vpn']);
    for (const lang of ['en', 'ja']) {
      const dialog = await show<MoveQuestions>('support-desk-move-questions', { lang }, { width: 360, height: 740 });
      await dialog.ask([{ room: 'mail~ana.40corp', seq: 2 }], offered, () => Promise.resolve(), String);
      expect(textOf(one(dialog, '.help'))).to.contain(lang === 'en' ? 'in private' : '非公開');
      await expectAccessible(dialog);
      clearScreen();
    }
  });

  it('moves them one after the other, stops at what is refused, and goes on from there', async () => {
    const dialog = await show<MoveQuestions>('support-desk-move-questions', { lang: 'en' });
    const moved: string[] = [];
    let isDown = true;
    const move = ({ seq }: { seq: number }, room: string): Promise<void> => {
      if (isDown && seq === 5) return Promise.reject(new Error('down'));
      moved.push(`${seq} to ${room}`);
      return Promise.resolve();
    };
    await dialog.ask(questions, roomsToMoveTo(rows, 'mail'), move, () => 'This was not done.');
    const search = one<HTMLInputElement>(dialog, 'input');
    search.value = 'help vpn';
    search.dispatchEvent(new InputEvent('input'));
    await until(() => all(dialog, '.row').length === 1);
    one<HTMLButtonElement>(dialog, '.row').click();
    await until(() => all(dialog, '[role=alert]').length > 0);
    expect(moved).to.deep.equal(['2 to vpn']);
    expect(textOf(one(dialog, 'h2'))).to.equal('Move this question to', 'the one that is left');
    isDown = false;
    one<HTMLButtonElement>(dialog, '.row').click();
    await until(() => !one<HTMLDialogElement>(dialog, 'dialog').open);
    expect(moved).to.deep.equal(['2 to vpn', '5 to vpn']);
  });

  it('says when there is no room to move to', async () => {
    const dialog = await show<MoveQuestions>('support-desk-move-questions', { lang: 'en' });
    await dialog.ask(questions, [], () => Promise.resolve(), String);
    expect(dialog.renderRoot.textContent).to.contain('There is no other open room');
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme}, in ${language}, on a phone`, async () => {
        const dialog = await show<MoveQuestions>(
          'support-desk-move-questions',
          { lang: language },
          { theme, language },
        );
        const long = row('long', { title: 'W'.repeat(120), purpose: 'x'.repeat(300) });
        await dialog.ask(questions, [...rows, long], () => Promise.resolve(), String);
        await expectAccessible(dialog);
        const { scrollWidth, clientWidth } = one(dialog, 'dialog');
        expect(scrollWidth).to.be.at.most(clientWidth);
      });
});
