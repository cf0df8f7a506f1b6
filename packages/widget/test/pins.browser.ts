import { expect } from '@open-wc/testing';
import type { Pin } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { PinBoard } from '../dist/late/pin-board.js';
import '../dist/late/pin-board.js';
import { expectAccessible } from './accessible.js';
import { all, change, clearScreen, hear, noon, one, show, textOf } from './screen.js';

const pin = (seq: number, excerpt = `Fact ${seq}`): Pin => ({ seq, excerpt, rev: seq + 10, by: cast.mia, at: noon });
const wordsOf = (board: PinBoard): string[] => all(board, '.go').map(textOf);

describe('pins', () => {
  afterEach(() => clearScreen());

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`have no violation at 360 px: ${theme}, ${language}`, async () => {
        const look = { theme, language, width: 360, height: 740 };
        const board = await show<PinBoard>(
          'support-chat-pins',
          { lang: language, canUnpin: true, pins: [pin(3), pin(2)] },
          look,
        );
        await expectAccessible(board);
        one<HTMLButtonElement>(board, '.toggle').click();
        await change(board, {});
        await expectAccessible(board);
      });

  it('show the newest in one line, and all when wanted; each leads to its message', async () => {
    const board = await show<PinBoard>('support-chat-pins', { pins: [pin(3), pin(2)] });
    expect(wordsOf(board)).to.deep.equal(['Pinned: Fact 3']);
    const shown = hear(board, 'support-chat-pin-show');
    one<HTMLButtonElement>(board, '.go').click();
    const toggle = one<HTMLButtonElement>(board, '.toggle');
    expect([textOf(toggle), toggle.getAttribute('aria-expanded')]).to.deep.equal(['All 2', 'false']);
    toggle.click();
    await change(board, {});
    all<HTMLButtonElement>(board, '.go')[1]?.click();
    expect(shown).to.deep.equal([{ seq: 3 }, { seq: 2 }]);
    expect(all(board, '.unpin')).to.deep.equal([], 'only who may takes pins away');
  });

  it('are taken away by whoever may, and read out only when they come', async () => {
    const board = await show<PinBoard>('support-chat-pins', { canUnpin: true, pins: [pin(3)] });
    expect(textOf(one(board, '[role=status]'))).to.equal('');
    await change(board, { pins: [pin(4), pin(3)] });
    expect(textOf(one(board, '[role=status]'))).to.equal('Pinned: Fact 4');
    one<HTMLButtonElement>(board, '.toggle').click();
    await change(board, {});
    const gone = hear(board, 'support-chat-unpin');
    all<HTMLButtonElement>(board, '.unpin')[1]?.click();
    expect(gone).to.deep.equal([{ seq: 3 }]);
    await change(board, { pins: [] });
    expect(wordsOf(board)).to.deep.equal([]);
  });
});
