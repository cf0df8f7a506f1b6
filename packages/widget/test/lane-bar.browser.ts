import { expect } from '@open-wc/testing';
import type { RoomView } from '@support-chat/client';
import { LaneBar } from '../dist/late/lane-bar.js';
import type { Panel } from '../dist/parts.js';
import { expectAccessible } from './accessible.js';
import { all, change, clearScreen, english, one, room, show, textOf, viewOf } from './screen.js';

const lane = (unread: number) => ({ marker: 0, unread, head: unread });
const showBar = (home: RoomView, rest: Partial<LaneBar> = {}): Promise<LaneBar> =>
  show<LaneBar>('support-chat-lane-bar', { lang: 'en', home, ...rest });
const wordsOf = (bar: LaneBar): string[] => all(bar, 'button').map(textOf);

describe('the choice of who reads it', () => {
  afterEach(() => clearScreen());

  it('names both places, and what came unseen where one is not', async () => {
    const bar = await showBar(viewOf({ unread: 4, lane: lane(2) }));
    expect(wordsOf(bar)).to.deep.equal(['Everybody', 'Only support 22 unread']);
    await change(bar, { isLane: true });
    expect(wordsOf(bar)).to.deep.equal(['Everybody 44 unread', 'Only support']);
    await change(bar, { lang: 'ja', home: viewOf({ unread: 100, lane: lane(0) }) });
    expect(wordsOf(bar)).to.deep.equal(['全員 99+未読99+件', 'サポートのみ']);
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
