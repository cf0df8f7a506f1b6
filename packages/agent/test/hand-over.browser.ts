import { expect } from '@open-wc/testing';
import type { Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import type { Handed, HandOver } from '../dist/parts/hand-over.js';
import '../dist/parts/hand-over.js';
import { loadDeskStrings } from '../dist/strings.js';

const strings = await loadDeskStrings('en');
const two: readonly Handed[] = [
  { room: 'mail', seq: 2 },
  { room: 'vpn', seq: 9 },
];
const colleagues = [
  { person: cast.tom, isHere: true },
  { person: { ...cast.sato, name: '<i>佐藤</i>' }, isHere: false },
];

async function ask(hand: (question: Handed, to: Person) => Promise<unknown>, whom = colleagues): Promise<HandOver> {
  const dialog = await show<HandOver>('support-desk-hand-over', { strings });
  await dialog.ask(two, whom, hand, () => 'Somebody has it already.');
  return dialog;
}
const isOpen = (dialog: HandOver): boolean => one<HTMLDialogElement>(dialog, 'dialog').open;
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('handing questions over', () => {
  afterEach(() => clearScreen());

  it('asks to whom, hands one after the other, and closes', async () => {
    const handed: string[] = [];
    const dialog = await ask((question, to) =>
      Promise.resolve(handed.push(`${question.room}/${question.seq} ${to.id}`)),
    );
    expect(textOf(one(dialog, 'h2'))).to.equal('Who looks into these 2 from now on?');
    expect(all(dialog, '.row bdi').map(textOf)).to.deep.equal(['Tom Okafor', '<i>佐藤</i>']);
    await expectAccessible(dialog);
    all<HTMLButtonElement>(dialog, '.row')[0]?.click();
    await until(() => !isOpen(dialog));
    expect(handed).to.deep.equal(['mail/2 tom', 'vpn/9 tom']);
  });

  it('keeps what was handed over when the next is refused, and goes on with the rest', async () => {
    const handed: number[] = [];
    let refusals = 1;
    const dialog = await ask(({ seq }) => {
      if (seq === 9 && refusals-- > 0) return Promise.reject(new Error('changed'));
      handed.push(seq);
      return Promise.resolve();
    });
    all<HTMLButtonElement>(dialog, '.row')[0]?.click();
    await until(() => all(dialog, '.wrong').length > 0);
    expect([textOf(one(dialog, '.wrong')), textOf(one(dialog, 'h2'))]).to.deep.equal([
      'Somebody has it already.',
      'Who looks into it from now on?',
    ]);
    all<HTMLButtonElement>(dialog, '.row')[1]?.click();
    await until(() => !isOpen(dialog));
    expect(handed).to.deep.equal([2, 9]);
  });

  it('says what to do when there is nobody', async () => {
    const dialog = await ask(() => Promise.resolve(), []);
    expect(textOf(one(dialog, 'p'))).to.contain('Give it back');
    await expectAccessible(dialog);
  });
});
