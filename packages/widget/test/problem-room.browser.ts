import { expect } from '@open-wc/testing';
import { createClient, type Client, type Room } from '@support-chat/client';
import { createTestPage, createTestServer, createTestStorage, type TestClock } from '@support-chat/client/testing';
import type { ProblemFacts } from '@support-chat/protocol';
import type { ProblemBoard } from '../dist/late/problems.js';
import { attach } from '../dist/late/problems.js';
import type { Panel } from '../dist/parts.js';
import { all, clearScreen, drawn, english, one, show, textOf, withTurnedTimers } from './screen.js';

const down: ProblemFacts = { what: 'outage', severity: 'down', title: 'Mail is down', startsAt: 5, endsAt: null };

/** A room of the server in memory, and people in it. */
async function setUp(clock: TestClock) {
  const server = createTestServer({ clock, rooms: [{ name: 'rollout' }] });
  const settled = async (ms = 0): Promise<void> => {
    await clock.advance(ms);
    await drawn();
    await clock.advance(0);
    await drawn();
  };
  const enter = async (person: string): Promise<{ client: Client; room: Room }> => {
    const parts = { wire: server.wire, storage: createTestStorage(), clock, page: createTestPage() };
    const client = createClient({ url: 'test:', getToken: () => person, ...parts, locks: null, tabs: null });
    const room = client.join('rollout');
    await settled();
    return { client, room };
  };
  const open = async (room: Room): Promise<{ panel: Panel; board: ProblemBoard; me: () => HTMLButtonElement }> => {
    const panel = await show<Panel>('support-chat-panel', { strings: english, lang: 'en' });
    room.subscribe((view) => (panel.view = panel.home = view));
    await attach(panel, room);
    await settled();
    const board = panel.querySelector('support-chat-problems') as ProblemBoard;
    return { panel, board, me: () => one<HTMLButtonElement>(board, '.me') };
  };
  const mia = await enter('mia');
  return { server, settled, enter, open, mia: mia.room };
}
type World = Awaited<ReturnType<typeof setUp>>;

const inRoom = (act: (world: World) => Promise<void>) => (): Promise<void> =>
  withTurnedTimers(async (clock) => act(await setUp(clock)));

describe('the board of a room', () => {
  afterEach(() => clearScreen());

  it(
    'follows the room from the first problem to the last, and goes with it',
    inRoom(async ({ mia, enter, open, settled }) => {
      const { room } = await enter('ana');
      const { board } = await open(room);
      expect(board.checkVisibility()).to.equal(false);
      const { seq: problem } = await mia.act('problem.announce', down);
      await settled();
      expect([board.checkVisibility(), board.arrives, textOf(one(board, 'bdi'))]).to.deep.equal([
        true,
        true,
        down.title,
      ]);
      await mia.act('problem.update', { ...down, problem, rev: problem, title: 'Mail is slow', severity: 'degraded' });
      await settled();
      expect(textOf(one(board, '.title'))).to.match(/^Degraded ?Mail is slow$/);
      await mia.act('problem.end', { problem });
      await settled();
      expect(board.checkVisibility()).to.equal(false);
    }),
  );

  it(
    'leaves the conversation its place: where there is little, only what is broken, until when, and the button',
    inRoom(async ({ mia, enter, open, settled }) => {
      const { panel, board } = await open((await enter('ana')).room);
      for (const title of ['Mail is down', 'Calendars are down']) {
        await mia.act('problem.announce', { ...down, title, remark: 'Use the web page meanwhile. '.repeat(4) });
        await settled();
      }
      const screen = panel.parentElement as HTMLElement;
      const at = async (height: number): Promise<[brief: boolean, list: number]> => {
        screen.style.blockSize = `${height}px`;
        for (let frames = 0; frames < 6; frames += 1) await settled();
        const list = one(panel.conversation, 'support-chat-message-list');
        return [board.isBrief, list.getBoundingClientRect().height];
      };
      expect((await at(900))[0]).to.equal(false);
      const [isBrief, height] = await at(560);
      expect([isBrief, height > 180]).to.deep.equal([true, true], `${height} px`);
      expect(all(board, '.remark, .aside').filter((each) => each.checkVisibility())).to.deep.equal([]);
      expect(all(board, '.me').every((each) => each.checkVisibility())).to.equal(true);
      expect((await at(900))[0], 'with place again, all of it').to.equal(false);
    }),
  );

  it(
    'counts the reader once, knows it when they come back, and takes it back',
    inRoom(async ({ mia, enter, open, settled }) => {
      const { seq: problem } = await mia.act('problem.announce', down);
      const first = await open((await enter('ana')).room);
      expect(first.me().ariaPressed).to.equal('false');
      first.me().click();
      await settled();
      expect([first.me().ariaPressed, textOf(one(first.board, '.foot span'))]).to.deep.equal([
        'true',
        '1 person affected',
      ]);
      expect(mia.view.room?.problems?.[0]?.affected).to.equal(1);

      const second = await open((await enter('ana')).room);
      expect(second.me().ariaPressed).to.equal('true', 'on another device');
      second.me().click();
      await settled();
      expect([second.me().ariaPressed, all(second.board, '.foot span')]).to.deep.equal(['false', []]);
      await mia.act('problem.join', { problem });
      await settled();
      expect([second.me().ariaPressed, textOf(one(second.board, '.foot span'))]).to.deep.equal([
        'false',
        '1 person affected',
      ]);
    }),
  );

  it(
    'shows what is true when it was done on another device meanwhile, and says nothing of it',
    inRoom(async ({ mia, enter, open, settled }) => {
      const { seq: problem } = await mia.act('problem.announce', down);
      const { board, me } = await open((await enter('ana')).room);
      await (await enter('ana')).room.act('problem.join', { problem });
      await settled();
      expect(me().ariaPressed).to.equal('false');
      me().click();
      await settled();
      expect([me().ariaPressed, board.isRefused]).to.deep.equal(['true', false]);
    }),
  );

  it(
    'takes back what could not be told, and says so',
    inRoom(async ({ mia, enter, open, settled, server }) => {
      await mia.act('problem.announce', down);
      const { board, me } = await open((await enter('ana')).room);
      const deliver = server.delayAnswers();
      me().click();
      await settled();
      expect([me().ariaPressed, board.isRefused]).to.deep.equal(['true', false]);
      await settled(21_000);
      expect([me().ariaPressed, textOf(one(board, '[role=alert]'))]).to.deep.equal([
        'false',
        'That was not counted. Try again.',
      ]);
      deliver();
    }),
  );

  it(
    'shows nothing of a closed room: nobody mends it there any more',
    inRoom(async ({ mia, enter, open, settled }) => {
      await mia.act('problem.announce', down);
      const { board } = await open((await enter('ana')).room);
      await mia.close('done');
      await settled();
      expect(board.checkVisibility()).to.equal(false);
    }),
  );

  it(
    'speaks the language of the panel',
    inRoom(async ({ mia, enter, open, settled }) => {
      await mia.act('problem.announce', down);
      const { panel, me } = await open((await enter('ana')).room);
      panel.lang = 'ja';
      await settled();
      expect(textOf(me())).to.equal('私にも影響があります');
    }),
  );
});
