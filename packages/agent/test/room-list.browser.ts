import { expect } from '@open-wc/testing';
import type { LobbyRow, RoomDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import '../dist/index.js';
import type { RoomList } from '../dist/parts/room-list.js';
import { makeSpanWords } from '../dist/span-words.js';
import { loadDeskStrings } from '../dist/strings.js';
import {
  all,
  change,
  clearScreen,
  hear,
  one,
  pressKey,
  room,
  show,
  textOf,
  type KeyPress,
} from '../../widget/test/screen.js';

const strings = await loadDeskStrings('en');
const now = Date.now();
const minuteMs = 60_000;

function row(name: string, doc: Partial<RoomDoc> = {}, unread = 0): LobbyRow {
  const last = { seq: 9, at: now - 5 * minuteMs, by: cast.mia, excerpt: `about ${name}` };
  return { room: { ...room, name, title: `Room ${name}`, last, ...doc }, standing: { marker: 9, unread, head: 9 } };
}

const waitingFor = (minutes: number): Partial<RoomDoc> => ({
  waiting: { seq: 8, since: now - minutes * minuteMs, by: cast.ana, count: 2 },
});

const rows = [row('quiet'), row('waits', waitingFor(12)), row('closed', { state: 'closed' }), row('unread', {}, 3)];

const showList = (values: object = {}): Promise<RoomList> =>
  show<RoomList>('support-desk-room-list', { strings, spanWords: makeSpanWords('en'), rows, ...values });

const namesIn = (list: RoomList): string[] => all(list, '.title').map((title) => textOf(title).replace('Room ', ''));

async function search(list: RoomList, query: string): Promise<void> {
  const input = one<HTMLInputElement>(list, 'input');
  input.value = query;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await list.updateComplete;
}

const press = (list: RoomList, key: KeyPress): KeyboardEvent => pressKey(one(list, 'input'), key);

describe('the list of rooms', () => {
  afterEach(() => clearScreen());

  it('puts first who waits, then what is unread, and closed rooms last', async () => {
    expect(namesIn(await showList())).to.deep.equal(['waits', 'unread', 'quiet', 'closed']);
  });

  it('says for each room what was said last, how long ago, and how it stands', async () => {
    const list = await showList();
    expect(all(list, '.excerpt').map(textOf)[0]).to.equal('Mia Lindqvist: about waits');
    expect(all(list, '.age').map(textOf)[0]).to.equal('5m');
    expect(all(list, '.state').map(textOf)).to.deep.equal([
      'Waiting 12m, 2 questions',
      'Answered',
      'Answered',
      'Closed',
    ]);
  });

  it('says how many are unread, to eyes and to readers', async () => {
    const list = await showList({ rows: [row('few', {}, 3), row('many', {}, 100)] });
    expect(all(list, '.count [aria-hidden]').map(textOf)).to.deep.equal(['3', '99+']);
    expect(all(list, '.count .visually-hidden').map(textOf)).to.deep.equal(['3 unread', '99+ unread']);
  });

  it('tells which room was chosen and marks the one that is open', async () => {
    const list = await showList();
    const chosen = hear(list, 'support-desk-choose');
    all<HTMLButtonElement>(list, '.row')[1]?.click();
    expect(chosen).to.deep.equal([{ name: 'unread' }]);
    await change(list, { current: 'unread' });
    expect(all(list, '.row[aria-current=true] .title').map(textOf)).to.deep.equal(['Room unread']);
  });

  it('asks for a new room', async () => {
    const list = await showList();
    const asked = hear(list, 'support-desk-new');
    one<HTMLButtonElement>(list, '[aria-label="New room"]').click();
    expect(asked).to.have.length(1);
  });

  it('does not move what one is about to click, and sorts when the hand is gone', async () => {
    const list = await showList();
    const rooms = one(list, 'ul');
    rooms.dispatchEvent(new PointerEvent('pointerenter'));
    await change(list, { rows: [row('quiet', waitingFor(90)), ...rows.slice(1), row('new', waitingFor(1))] });
    expect(namesIn(list)).to.deep.equal(['waits', 'unread', 'quiet', 'closed', 'new']);
    rooms.dispatchEvent(new PointerEvent('pointerleave'));
    await list.updateComplete;
    expect(namesIn(list)).to.deep.equal(['quiet', 'waits', 'new', 'unread', 'closed']);
  });

  it('finds rooms by words, in any case and width', async () => {
    const list = await showList({ rows: [row('mail', { title: 'ＶＰＮ と Mail' }), row('print')] });
    await search(list, 'vpn MAIL');
    expect(all(list, '.row')).to.have.length(1);
    await search(list, 'nothing like it');
    expect([all(list, '.row').length, textOf(one(list, '.nothing'))]).to.deep.equal([0, 'No room matches.']);
    await search(list, '');
    expect(all(list, '.row')).to.have.length(2);
  });

  it('opens the first room that was found with Enter, but not with one of an input method', async () => {
    const list = await showList();
    const chosen = hear(list, 'support-desk-choose');
    await search(list, 'quiet');
    press(list, { key: 'Enter', isComposing: true });
    press(list, { key: 'Enter', number: 229 });
    expect(chosen).to.deep.equal([]);
    press(list, { key: 'Enter' });
    expect(chosen).to.deep.equal([{ name: 'quiet' }]);
  });

  it('ends the search with Escape, and that is all the key does', async () => {
    const list = await showList();
    list.find();
    await search(list, 'quiet');
    const escape = press(list, { key: 'Escape' });
    await list.updateComplete;
    expect(namesIn(list)).to.have.length(4);
    expect(list.shadowRoot?.activeElement?.localName).to.equal(undefined);
    expect(escape.defaultPrevented, 'the desk goes back with it otherwise').to.equal(true);
  });

  it('knows the neighbours in the order that is shown', async () => {
    const list = await showList({ current: 'unread' });
    expect([list.neighbour(1), list.neighbour(-1), list.nameAt(3), list.nameAt(4)]).to.deep.equal([
      'quiet',
      'waits',
      'closed',
      null,
    ]);
    await change(list, { current: 'closed' });
    expect(list.neighbour(1), 'the last one stays').to.equal('closed');
    await change(list, { current: null });
    expect(list.neighbour(1)).to.equal('waits');
  });

  it('says what will be here when there is none, and nothing while it is loading', async () => {
    const list = await showList({ rows: [], isLoading: true });
    expect(all(list, '.nothing')).to.have.length(0);
    expect(one(list, 'ul').ariaBusy).to.equal('true');
    await change(list, { isLoading: false });
    expect(textOf(one(list, '.nothing'))).to.match(/^No rooms yet\./u);
  });

  it('stays within its width with titles and words of any length', async () => {
    const long = 'W'.repeat(300);
    const last = { seq: 9, at: now, by: { ...cast.ben, name: long }, excerpt: long };
    const list = await showList({ rows: [row('long', { title: long, last }, 100)] });
    for (const element of all(list, '.row, .row > *')) {
      expect(element.getBoundingClientRect().right, element.className).to.be.at.most(360);
    }
  });

  it('shows hostile titles and words as text', async () => {
    const text = '<img src=x onerror="window.isHacked = true">';
    const last = { seq: 9, at: now, by: { ...cast.ben, name: text }, excerpt: text };
    const list = await showList({ rows: [row('bad', { title: text, last })] });
    expect(all(list, 'img')).to.have.length(0);
    expect(textOf(one(list, '.title'))).to.equal(text);
    expect(window).to.not.have.property('isHacked');
  });
});
