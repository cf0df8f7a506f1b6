import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { Refusal, type RoomNumbers } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import type { RoomNumbersDialog } from '../dist/parts/numbers.js';
import '../dist/parts/numbers.js';

const numbers: RoomNumbers = {
  ...{ asked: 42, merged: 3, answered: 37, resolved: 30, waiting: 2, affected: 211, messages: 160, people: 61 },
  ...{ byDesk: 25, byColleagues: 12, helped: 17, didNotHelp: 3, firstAnswerMs: 7 * 60_000, solutionMs: 3 * 3_600_000 },
  helpers: [
    { person: cast.mia, answers: 20 },
    { person: { ...cast.kenji, name: '<b>田中</b>' }, answers: 1 },
  ],
  days: Array.from({ length: 60 }, (_, place) => ({
    ...{ day: `2026-${place < 30 ? '09' : '10'}-${String((place % 30) + 1).padStart(2, '0')}` },
    ...{ asked: (place * 7) % 11, resolved: (place * 5) % 9, waiting: (place * 3) % 13 },
  })),
};
const room = { name: 'rollout', title: 'New mail' };

async function showNumbers(
  read: () => Promise<RoomNumbers>,
  look: Parameters<typeof show>[2] = {},
): Promise<RoomNumbersDialog> {
  await setViewport({ width: look.width ?? 360, height: look.height ?? 740 });
  const dialog = await show<RoomNumbersDialog>('support-desk-numbers', { lang: look.language ?? 'en' }, look);
  await dialog.ask(room, read, () => 'This is not for you.');
  await drawn();
  return dialog;
}

describe('the numbers of a room', () => {
  afterEach(() => clearScreen());

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be read by everybody: ${theme}, ${language}`, async () => {
        const dialog = await showNumbers(() => Promise.resolve(numbers), { theme, language });
        one<HTMLDetailsElement>(dialog, 'details').open = true;
        await expectAccessible(dialog);
        expect(document.documentElement.scrollWidth).to.be.at.most(360);
      });

  it('has the counts, the times in words, every day in the drawing and in the table, and who helped', async () => {
    const dialog = await showNumbers(() => Promise.resolve(numbers));
    const counts = all(dialog, '.counts > div').map(textOf);
    expect(counts).to.include.members(['Asked 42', 'To the first answer 7m', 'To the solution 3h', 'By colleagues 12']);
    expect([all(dialog, 'rect').length, all(dialog, 'tbody tr').length]).to.deep.equal([60, 60]);
    expect(all(dialog, 'ol li').map(textOf)).to.deep.equal(['Mia Lindqvist · 20 answers', '<b>田中</b> · 1 answer']);
    const heights = all<SVGRectElement & HTMLElement>(dialog, 'rect').map((bar) => Number(bar.getAttribute('height')));
    expect(Math.min(...heights)).to.equal(0);
    expect(Math.max(...heights)).to.be.above(100);
  });

  it('says what will be here when nothing was asked, and why there is nothing to see', async () => {
    const none = { ...numbers, asked: 0, days: [], helpers: [] };
    const empty = await showNumbers(() => Promise.resolve(none));
    expect(textOf(one(empty, '.loading'))).to.contain('Nothing was asked here yet');
    expect(all(empty, '.button').map(textOf)).to.deep.equal(['Close']);
    const refused = await showNumbers(() => Promise.reject(new Refusal('forbidden', 'no')));
    expect(textOf(one(refused, '.wrong'))).to.equal('This is not for you.');
    await expectAccessible(refused);
  });
});
