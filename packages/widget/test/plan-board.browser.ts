import { expect } from '@open-wc/testing';
import type { RoomDoc } from '@support-chat/protocol';
import { hasPlan, type PlanBoard } from '../dist/late/plan-board.js';
import '../dist/late/plan-board.js';
import { attach } from '../dist/late/plan.js';
import { expectAccessible } from './accessible.js';
import { enter, inRoom } from './in-room.js';
import { all, clearScreen, one, show, textOf } from './screen.js';

const hourMs = 3_600_000;
const room: RoomDoc = {
  ...{ name: 'wave', kind: 'rollout', state: 'open', title: 'Second wave', purpose: '', createdAt: 1 },
  ...{ messages: 0, last: null, waiting: null },
};
const at = (days: number): number => Date.now() + days * 24 * hourMs;
const waves = [
  { title: 'Kobe', startsAt: at(-9) },
  { title: 'Osaka / 大阪', startsAt: at(-1) },
  { title: 'Tokyo', startsAt: at(6) },
];

describe('the plan of a room', () => {
  afterEach(() => clearScreen());

  it('is there while there is something to say, and not for a room that is over', () => {
    const now = Date.now();
    expect(hasPlan(room, now)).to.equal(false);
    expect(hasPlan({ ...room, closesAt: at(90) }, now), 'in months').to.equal(false);
    expect(hasPlan({ ...room, closesAt: at(5) }, now)).to.equal(true);
    expect(hasPlan({ ...room, state: 'planned' }, now)).to.equal(true);
    expect(hasPlan({ ...room, waves }, now)).to.equal(true);
    expect(hasPlan({ ...room, waves, state: 'closed' }, now)).to.equal(false);
  });

  it('says when it opens and closes, in the zone of who reads', async () => {
    const opensAt = new Date(new Date().getFullYear() + 1, 0, 7, 9, 5).getTime();
    const planned = { ...room, state: 'planned', opensAt, closesAt: opensAt + 9 * hourMs } as const;
    const board = await show<PlanBoard>('support-chat-plan', { lang: 'en', room: planned });
    const words = textOf(one(board, 'p'));
    expect(words).to.contain('January 7').and.to.contain('09:05').and.to.contain('Closes').and.to.contain('18:05');
    expect(words).to.contain(String(new Date(opensAt).getFullYear()), 'the year when it is another');
    board.room = { ...planned, opensAt: null, closesAt: null };
    await board.updateComplete;
    expect(textOf(one(board, 'p'))).to.equal('Opens soon');
  });

  it('names the wave whose turn it is, and has all of them by time', async () => {
    const board = await show<PlanBoard>('support-chat-plan', { lang: 'en', room: { ...room, waves } });
    expect(textOf(one(board, 'summary'))).to.equal('Who gets it when – Osaka / 大阪 (now)');
    const rows = all(board, 'li').map((row) => [row.getAttribute('aria-current'), textOf(row)]);
    expect(rows.map(([current]) => current)).to.deep.equal([null, 'step', null]);
    expect(rows[1]?.[1]).to.contain('now');
  });

  it('says first which of them is the reader’s own, in words of their language', async () => {
    const next = new Date(new Date().getFullYear() + 1, 2, 8, 9).getTime();
    const board = await show<PlanBoard>('support-chat-plan', { lang: 'en', room: { ...room, waves } });
    expect(all(board, '.mine')).to.have.length(0);
    const mine = { title: 'Osaka', startsAt: next, isForSome: true } as const;
    Object.assign(board, { mine });
    await board.updateComplete;
    const words = textOf(one(board, '.mine'));
    expect(words).to.match(/^You get it on \w+day, March 8$/);
    expect(one(board, '.mine').compareDocumentPosition(one(board, 'details'))).to.equal(
      Node.DOCUMENT_POSITION_FOLLOWING,
    );
    board.lang = 'ja';
    await board.updateComplete;
    expect(textOf(one(board, '.mine'))).to.match(/^あなたの部署は3月8日\(.\)からです$/);
    Object.assign(board, { lang: 'en', mine: { ...mine, startsAt: at(-1) } });
    await board.updateComplete;
    expect(textOf(one(board, '.mine'))).to.contain('You have it since');
  });

  it(
    'is asked for where a wave is somebody’s, and not where none is',
    inRoom(async (server, clock) => {
      const planned = (isForSome: boolean): void =>
        void server.append('mia', 'rollout', {
          ...{ type: 'room.planned', audience: 'everyone' },
          data: { waves: waves.map((wave) => (isForSome ? { ...wave, isForSome } : wave)) },
        });
      planned(false);
      const own = await enter(server, clock);
      const ready = attach(own.panel, own.binding.room);
      await own.settled();
      await ready;
      const asked = (): number => server.requests.filter(({ name }) => name === 'wave.mine').length;
      expect(asked()).to.equal(0);
      planned(true);
      await own.settled();
      await own.settled(5_000);
      expect(asked()).to.equal(1);
      await own.settled(60_000);
      expect(asked()).to.equal(1);
    }),
  );

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme} and in ${language}`, async () => {
        const overfull = [...waves, { title: 'W'.repeat(60), startsAt: at(7) }];
        const mine = overfull.at(-1);
        const values = { lang: language, room: { ...room, state: 'planned', opensAt: at(1), waves: overfull }, mine };
        const board = await show<PlanBoard>('support-chat-plan', values, { theme, language });
        one<HTMLDetailsElement>(board, 'details').open = true;
        await expectAccessible(board);
        expect(board.scrollWidth).to.be.at.most(board.clientWidth);
      });
});
