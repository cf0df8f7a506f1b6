import { expect } from '@open-wc/testing';
import type { TestClock, TestServer } from '@support-chat/client/testing';
import type { Suggestion } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { Panel } from '../dist/parts.js';
import type { Suggestions } from '../dist/late/suggestions.js';
import '../dist/late/suggestions.js';
import { isEnough } from '../dist/late/typed-enough.js';
import { expectAccessible } from './accessible.js';
import { focused } from './chat.js';
import { enter, inRoom } from './in-room.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  english,
  japanese,
  noon,
  one,
  pressKey,
  room,
  show,
  textOf,
  viewOf,
} from './screen.js';

const ask = (server: TestServer, by: string, text: string, room = 'rollout'): number =>
  server.append(by, room, {
    ...{ type: 'message.posted', audience: 'everyone' },
    data: { body: { kind: 'text', text }, asks: { dueAt: 9e15 } },
  }).seq;

/** Ben in the room, and what is suggested to him. */
async function enterAs(server: TestServer, clock: TestClock, options: Parameters<typeof enter>[2] = { person: 'ben' }) {
  const ben = await enter(server, clock, options);
  const part = (): Suggestions => one<Suggestions>(ben.panel.conversation, 'support-chat-suggestions');
  const type = async (text: string): Promise<void> => {
    ben.type(text);
    await ben.settled();
  };
  const rows = (): string[] => all(part(), 'li').map(textOf);
  const press = async (words: string): Promise<void> => {
    const isIt = (button: Element): boolean => textOf(button) === words || button.getAttribute('aria-label') === words;
    all<HTMLButtonElement>(part(), 'button').find(isIt)?.click();
    await ben.settled();
  };
  const asked = (): string[] =>
    server.requests.flatMap(({ name, input }) =>
      name === 'question.suggest' ? [(input as { text: string }).text] : [],
    );
  return { ...ben, part, type, rows, press, asked };
}

describe('suggestions while typing', () => {
  afterEach(() => clearScreen());

  it(
    'show what was asked before, what became of it and whom it concerns, until nothing is typed',
    inRoom(async (server, clock) => {
      const question = ask(server, 'ana', 'Outlook asks for my password');
      const answer = server.post('mia', 'rollout', 'Type it once more').seq;
      const ben = await enterAs(server, clock);
      expect(ben.rows()).to.deep.equal([]);
      await ben.type('passw');
      expect(ben.rows()).to.deep.equal(['Outlook asks for my password Waiting for help Same here']);
      const about = { question, was: 'open', dueAt: null } as const;
      server.append('mia', 'rollout', {
        ...{ type: 'question.answered', audience: 'everyone' },
        data: { ...about, now: 'answered', answer },
      });
      await ben.type('password');
      const answered = 'Outlook asks for my password Mia Lindqvist: Type it once more Answered Same here';
      expect(ben.rows()).to.deep.equal([answered]);
      await change(ben.panel, { strings: japanese, lang: 'ja' });
      await ben.type('passwor');
      expect(ben.rows()).to.deep.equal([
        'Outlook asks for my password Mia Lindqvist: Type it once more 回答あり 私も同じです',
      ]);
      await ben.type('');
      expect(ben.rows()).to.deep.equal([]);
    }),
  );

  it(
    'count one in with a tap, keep what is written, and can take it away',
    inRoom(async (server, clock) => {
      const question = ask(server, 'ana', 'Outlook asks for my password');
      const ben = await enterAs(server, clock);
      await ben.type('password');
      await ben.press('Same here');
      const last = server.log('rollout').at(-1);
      expect([last?.type, last?.type !== undefined && last.by.id]).to.deep.equal(['question.joined', 'ben']);
      expect(textOf(one(ben.part(), '.told'))).to.equal(
        'You are counted. You will see the answer here. Discard what I wrote',
      );
      expect([ben.box().value, focused()]).to.deep.equal(['password', 'textarea']);
      await ben.type('password again');
      expect(textOf(one(ben.part(), '.told'))).to.contain('You are counted');
      await ben.press('Discard what I wrote');
      expect([ben.box().value, all(ben.part(), 'section').length]).to.deep.equal(['', 0]);
      expect(await ben.binding.room.draft()).to.equal('');
      await ben.type('password');
      expect(ben.rows()).to.deep.equal([
        'Outlook asks for my password Waiting for help 2 people have this You are counted',
      ]);
      expect(server.log('rollout').filter(({ type }) => type === 'question.joined').length).to.equal(1);
      expect(question).to.equal(2);
    }),
  );

  it(
    'say so when that could not be done, and leave it to be tried again',
    inRoom(async (server, clock) => {
      ask(server, 'ana', 'Outlook asks for my password');
      const ben = await enterAs(server, clock);
      await ben.type('password');
      server.refuseNext('forbidden', { request: 'question.join' });
      await ben.press('Same here');
      expect(textOf(one(ben.part(), '.failed'))).to.equal('That did not work. Try it once more.');
      await ben.press('Same here');
      expect(textOf(one(ben.part(), '.told'))).to.contain('You are counted');
    }),
  );

  it(
    'ask for the last of what was typed, one at a time, and drop what is out of date',
    inRoom(async (server, clock) => {
      ask(server, 'ana', 'The printer is slow');
      const ben = await enterAs(server, clock);
      const answer = server.delayAnswers();
      for (const text of ['pri', 'prin', 'printe', 'printer']) await ben.type(text);
      expect(ben.asked()).to.deep.equal(['pri']);
      answer();
      await ben.settled();
      expect(ben.asked()).to.deep.equal(['pri', 'printer']);
      const late = server.delayAnswers();
      await ben.type('printer s');
      await ben.send('printer slow');
      late();
      await ben.settled();
      expect(ben.rows()).to.deep.equal([]);
    }),
  );

  it(
    'keep quiet when they are not wanted, until something else is written',
    inRoom(async (server, clock) => {
      ask(server, 'ana', 'The printer is slow');
      const ben = await enterAs(server, clock);
      await ben.type('printer');
      await ben.press('None of these');
      await ben.type('printer on floor 7');
      expect([ben.rows(), ben.asked()]).to.deep.equal([[], ['printer']]);
      await ben.type('');
      await ben.type('printer');
      expect(ben.rows().length).to.equal(1);
    }),
  );

  it(
    'are not asked for by support, in a lane, for a reply, in a closed room, or for two letters',
    inRoom(async (server, clock) => {
      ask(server, 'ana', 'The printer is slow');
      const agent = await enterAs(server, clock, { person: 'mia' });
      await agent.type('printer');
      expect(agent.asked()).to.deep.equal([]);
      agent.binding.end();
      const ana = await enterAs(server, clock, { person: 'ana' });
      await ana.type('printer');
      expect(ana.asked(), 'her question goes on').to.deep.equal([]);
      ana.binding.end();
      const lane = await enterAs(server, clock, { person: 'ben', room: 'rollout~ben' });
      await lane.type('printer');
      expect(lane.asked()).to.deep.equal([]);
      lane.binding.end();
      const ben = await enterAs(server, clock);
      await ben.type('pr');
      expect(ben.asked()).to.deep.equal([]);
      const texts = ['VPN', '印刷', 'ｶﾅ', 'a b c', '印', 'ab', '  ', '!!!!', '😀😀😀'];
      expect(texts.map(isEnough)).to.deep.equal([true, true, true, true, false, false, false, false, false]);
      server.append('mia', 'rollout', { type: 'room.closed', audience: 'everyone', data: { reason: '' } });
      await ben.settled();
      await ben.type('printer');
      expect(ben.asked()).to.deep.equal([]);
    }),
  );

  it(
    'are reached by the arrow, and Escape closes them alone',
    inRoom(async (server, clock) => {
      ask(server, 'ana', 'The printer is slow');
      ask(server, 'kenji', 'The printer is loud');
      const ben = await enterAs(server, clock);
      await ben.type('printer is');
      const row = (): string => textOf(ben.part().shadowRoot?.activeElement);
      ben.box().focus();
      ben.box().setSelectionRange(4, 4);
      expect(pressKey(ben.box(), { key: 'ArrowUp' }).defaultPrevented).to.equal(false);
      ben.box().setSelectionRange(0, 0);
      expect(pressKey(ben.box(), { key: 'ArrowUp', isComposing: true }).defaultPrevented).to.equal(false);
      pressKey(ben.box(), { key: 'ArrowUp' });
      expect(row()).to.equal('The printer is loud');
      pressKey(ben.part().shadowRoot?.activeElement as Element, { key: 'ArrowUp' });
      expect(row()).to.equal('The printer is slow');
      pressKey(ben.part().shadowRoot?.activeElement as Element, { key: 'ArrowDown' });
      pressKey(ben.part().shadowRoot?.activeElement as Element, { key: 'ArrowDown' });
      await drawn();
      expect(focused()).to.equal('textarea');
      pressKey(ben.box(), { key: 'ArrowUp' });
      let escapes = 0;
      ben.panel.addEventListener('keydown', ({ key }) => (escapes += key === 'Escape' ? 1 : 0));
      pressKey(ben.part().shadowRoot?.activeElement as Element, { key: 'Escape' });
      await ben.settled();
      expect([ben.rows(), focused(), escapes]).to.deep.equal([[], 'textarea', 0]);
    }),
  );

  it(
    'are told once to who does not see them',
    inRoom(async (server, clock) => {
      ask(server, 'ana', 'The printer is slow');
      const ben = await enterAs(server, clock);
      const status = one(ben.part(), '[role=status]');
      expect(textOf(status)).to.equal('');
      const told: string[] = [];
      const watcher = new MutationObserver(() => told.push(textOf(status)));
      watcher.observe(status, { childList: true, subtree: true, characterData: true });
      for (const text of ['print', 'printe', 'printer']) await ben.type(text);
      watcher.disconnect();
      expect(told).to.deep.equal(['A question like this was asked before. Shift and Tab to read.']);
    }),
  );

  it(
    'show the question in the conversation, however far back it is, and leave the newest line in sight',
    inRoom(async (server, clock) => {
      const first = ask(server, 'ana', 'The printer is slow');
      server.seed(
        'rollout',
        Array.from({ length: 130 }, (_, place) => ({ by: 'kenji', text: `line ${place}` })),
      );
      const ben = await enterAs(server, clock);
      await ben.type('printer');
      const bottomOf = (element: Element | undefined): number => element?.getBoundingClientRect().bottom ?? 0;
      const [newest] = all(ben.list(), '.bubble').slice(-1);
      expect(bottomOf(newest)).to.be.at.most(bottomOf(ben.list()));
      await ben.press('The printer is slow');
      for (let page = 0; page < 3; page += 1) await ben.settled();
      const row = one(ben.list(), `[data-seq="${first}"]`);
      expect(row.checkVisibility()).to.equal(true);
      expect(ben.box().value).to.equal('printer');
    }),
  );

  for (const theme of ['light', 'dark'] as const)
    it(`can be used by everybody, also in a narrow panel that is ${theme}`, async () => {
      const view = viewOf({ room });
      const panel = await show<Panel>('support-chat-panel', { strings: english, lang: 'en', view }, { theme });
      const part = one<Suggestions>(panel.conversation, 'support-chat-suggestions');
      const about = {
        seq: 2,
        at: noon,
        by: cast.ana,
        excerpt: 'W'.repeat(140),
        affected: 12,
        concernsMe: false,
      } as const;
      const answer = { by: cast.kenji, excerpt: '会議室は移行後に一度だけ追加し直す必要があります。' };
      const rows: Suggestion[] = [
        { ...about, state: 'resolved', answer },
        { ...about, seq: 3, state: 'claimed', answer: null },
        { ...about, seq: 4, state: 'answered', answer, concernsMe: true },
      ];
      await change(part, { rows });
      expect(all(part, 'li').length).to.equal(3);
      await expectAccessible(panel);
      const { right } = one(part, 'section').getBoundingClientRect();
      for (const element of all(part, 'li, .foot, button'))
        expect(element.getBoundingClientRect().right).to.be.at.most(right);
      const list = one(panel.conversation, 'support-chat-message-list').getBoundingClientRect();
      expect(list.height).to.be.at.least(100);
      await change(part, { joined: 3 });
      await expectAccessible(panel);
    });
});
