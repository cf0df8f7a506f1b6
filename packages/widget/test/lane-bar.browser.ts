import { expect, waitUntil as until } from '@open-wc/testing';
import type { RoomView } from '@support-chat/client';
import type { Suggestion } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { LaneBar } from '../dist/late/lane-bar.js';
import type { MyQuestions } from '../dist/late/my-questions.js';
import type { Panel } from '../dist/parts.js';
import { expectAccessible } from './accessible.js';
import { all, change, clearScreen, english, one, room, show, textOf, viewOf } from './screen.js';

const { ana, mia } = cast;
const lane = (unread: number) => ({ marker: 0, unread, head: unread });
const showBar = (home: RoomView, rest: Partial<LaneBar> = {}): Promise<LaneBar> =>
  show<LaneBar>('support-chat-lane-bar', { lang: 'en', home, ...rest });
const wordsOf = (bar: LaneBar): string[] => all(bar, 'button').map(textOf);

describe('the choice of who reads it', () => {
  afterEach(() => clearScreen());

  it('names both places, and what came unseen where one is not', async () => {
    const bar = await showBar(viewOf({ unread: 4, lane: lane(2) }));
    expect(wordsOf(bar)).to.deep.equal(['Everybody', 'Only support 22 unread', '']);
    await change(bar, { isLane: true });
    expect(wordsOf(bar)).to.deep.equal(['Everybody 44 unread', 'Only support', '']);
    await change(bar, { lang: 'ja', home: viewOf({ unread: 100, lane: lane(0) }) });
    expect(wordsOf(bar)).to.deep.equal(['全員 99+未読99+件', 'サポートのみ', '']);
    await expectAccessible(bar);
  });

  it('asks for the other place, and for nothing where one is', async () => {
    const bar = await showBar(viewOf({ lane: lane(0) }));
    const asked: boolean[] = [];
    bar.addEventListener('support-chat-lane', (event) =>
      asked.push((event as CustomEvent<{ isLane: boolean }>).detail.isLane),
    );
    const [everybody, support] = all(bar, 'button');
    everybody?.click();
    support?.click();
    await change(bar, { isLane: true });
    everybody?.click();
    expect(asked).to.deep.equal([true, false]);
    expect([everybody, support].map((button) => button?.getAttribute('aria-pressed'))).to.deep.equal(['false', 'true']);
  });

  it('is in the panel of a room that has lanes, and in no other', async () => {
    const strings = english;
    const home = viewOf({ lane: lane(0) });
    const panel = await show<Panel>('support-chat-panel', { strings, lang: 'en', view: home, home });
    expect(one(panel, 'support-chat-lane-bar')).to.be.instanceOf(LaneBar);
    const empty = viewOf({ name: 'rollout~ana', room: null });
    await change(panel, { view: empty, isLane: true });
    const composer = one(panel.conversation, 'support-chat-composer');
    expect(one<HTMLTextAreaElement>(composer, 'textarea').placeholder).to.equal(english.lanePlaceholder);
    expect(textOf(one(one(panel.conversation, 'support-chat-message-list'), '.opening'))).to.equal(english.laneWelcome);
    await expectAccessible(panel);
    await change(panel, { home: viewOf(), view: viewOf(), isLane: false });
    expect(all(panel, 'support-chat-lane-bar')).to.deep.equal([]);
  });

  it('keeps its height before it is there', async () => {
    const panel = await show<Panel>('support-chat-panel', {
      ...{ strings: english, lang: 'en', view: viewOf({ lane: lane(0), room }), home: viewOf({ lane: lane(0), room }) },
    });
    expect(one(panel, 'support-chat-lane-bar').getBoundingClientRect().height).to.equal(41);
  });
});

describe('one’s own questions', () => {
  afterEach(() => clearScreen());

  const mine = (seq: number, state: Suggestion['state'], answer: Suggestion['answer'] = null): Suggestion => ({
    ...{
      seq,
      at: Date.UTC(2026, 2, 2),
      by: ana,
      excerpt: `question ${seq}`,
      state,
      affected: 1,
      concernsMe: true,
      answer,
    },
  });
  /** A bar in a place that has a room which answers with these, and the list it opens. */
  async function openList(answers: ({ rows: Suggestion[] } | null)[]): Promise<{ bar: LaneBar; list: MyQuestions }> {
    const bar = await showBar(viewOf({ lane: lane(0) }));
    const asked = { ask: () => Promise.resolve(answers.length > 1 ? answers.shift() : answers[0]) };
    bar.addEventListener('support-chat-room-wanted', (event) => {
      (event as CustomEvent<{ room: unknown }>).detail.room = asked;
    });
    one(bar, '.mine').click();
    await until(() => all(bar, 'support-chat-my-questions').length > 0);
    const list = one<MyQuestions>(bar, 'support-chat-my-questions');
    await until(() => all(list, 'li, p').length > 0);
    return { bar, list };
  }

  it('are shown with state and answer', async () => {
    const { bar, list } = await openList([
      { rows: [mine(4, 'answered', { by: mia, excerpt: 'Restart it' }), mine(7, 'open')] },
    ]);
    expect(all(list, '.question-state').map(textOf)).to.deep.equal(['Answered', 'Waiting for help']);
    expect(all(list, '.words').map(textOf)).to.deep.equal(['question 4', 'Mia Lindqvist: Restart it', 'question 7']);
    await expectAccessible(bar);
  });

  it('say that there are none, and that they could not be loaded, and try again', async () => {
    const { list } = await openList([null, { rows: [] }]);
    expect(textOf(one(list, 'p'))).to.contain('could not be loaded');
    one(list, '.text-button').click();
    await until(() => textOf(one(list, 'p')).includes('stands in this list'));
  });

  it('are read anew when the room goes on, walked with arrows, and closed with Escape', async () => {
    const { bar, list } = await openList([
      { rows: [mine(4, 'open'), mine(3, 'open')] },
      { rows: [mine(4, 'answered')] },
    ]);
    const [first, second] = all(list, '.row');
    first?.focus();
    const press = (key: string): void => {
      const target = list.shadowRoot?.activeElement ?? list;
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    };
    press('ArrowDown');
    expect(list.shadowRoot?.activeElement).to.equal(second);
    press('ArrowUp');
    await change(bar, { home: viewOf({ lane: lane(0), messages: [] }) });
    await until(() => all(list, '.row').length === 1);
    expect(list.shadowRoot?.activeElement).to.equal(first);
    press('Escape');
    await until(() => all(bar, 'support-chat-my-questions').length === 0);
    expect(bar.shadowRoot?.activeElement).to.equal(one(bar, '.mine'));
  });
});
