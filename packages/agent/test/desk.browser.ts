import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { expect, oneEvent } from '@open-wc/testing';
import type { LobbyView } from '@support-chat/client';
import type { LobbyRow } from '@support-chat/protocol';
import { availableNow, cast } from '@support-chat/protocol/samples';
import '../dist/index.js';
import type { SupportDesk } from '../dist/desk.js';
import type { NewRoom } from '../dist/parts/new-room.js';
import type { Queue } from '../dist/parts/queue.js';
import type { RoomFacts } from '../dist/parts/room-facts.js';
import type { RoomList } from '../dist/parts/room-list.js';
import type { SignIn } from '../dist/parts/sign-in.js';
import { loadDeskStrings } from '../dist/strings.js';
import { expectAccessible } from '../../widget/test/accessible.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  hear,
  history,
  message,
  noon,
  one,
  outgoing,
  pressKey,
  room,
  show,
  textOf,
  viewOf,
  withTurnedTimers,
} from '../../widget/test/screen.js';

const sizes = {
  phone: { width: 360, height: 740 },
  tablet: { width: 900, height: 700 },
  desk: { width: 1_440, height: 900 },
} as const;

const row = (name: string, rest: Partial<LobbyRow['room']> = {}, unread = 0): LobbyRow => ({
  room: { ...room, name, title: `Room ${name}`, last: { seq: 9, at: noon, by: cast.mia, excerpt: 'Try now' }, ...rest },
  standing: { marker: 9, unread, head: 9 },
});
const rows = [
  row('rollout', { waiting: { seq: 8, since: noon, by: cast.ana, count: 2 } }, 3),
  row('vpn', {}, 100),
  row('print', { state: 'closed' }),
];
const lobby: LobbyView = {
  state: 'ready',
  refusal: null,
  connection: { state: 'online', retryAt: null, refusal: null },
  me: cast.mia,
  rows,
  isBusy: false,
  calls: [],
  looks: [],
  questions: [
    {
      ...{ room: 'vpn', seq: 4, rev: 4, at: noon, by: cast.ana, excerpt: 'Why?', state: 'open', owner: null },
      ...{ affected: 1, escalations: 0 },
    },
  ],
};
const view = viewOf({
  me: cast.mia,
  messages: [...history(5), { ...message(6, cast.tom), audience: 'staff' }, message(7, cast.mia)],
  outgoing: [outgoing('on its way'), outgoing('refused', { state: 'failed' })],
  helpers: availableNow(cast.mia, cast.tom),
  people: 12,
  typing: [cast.ana],
});

/** A desk without a server; what the server would tell is put into it. */
async function showDesk(hash: string, look: Parameters<typeof show>[2] = sizes.desk): Promise<SupportDesk> {
  location.hash = hash;
  await setViewport({ width: look.width ?? 1_440, height: look.height ?? 900 });
  await emulateMedia({ reducedMotion: 'reduce' });
  const desk = await show<SupportDesk>(
    'support-desk',
    { lang: look.language ?? 'en', theme: look.theme ?? 'light', getToken: () => new Promise(() => undefined) },
    look,
  );
  while (all(desk, '.desk').length === 0) await drawn();
  await change(desk, { lobby, view: hash === '#/' ? null : view });
  return desk;
}

function cleanUp(): void {
  clearScreen();
  window.history.replaceState(null, '', '#/');
}

describe('the desk for everybody', () => {
  afterEach(cleanUp);

  for (const theme of ['light', 'dark'] as const) {
    for (const language of ['en', 'ja'] as const) {
      for (const [device, size] of Object.entries(sizes)) {
        const look = { ...size, theme, language };

        it(`has no violation without a room: ${theme}, ${language}, ${device}`, async () => {
          await expectAccessible(await showDesk('#/', look));
        });

        it(`has no violation in a room: ${theme}, ${language}, ${device}`, async () => {
          const desk = await showDesk('#/rooms/rollout', look);
          await change(desk, { hasFacts: device !== 'phone' });
          await expectAccessible(desk);
        });
      }

      it(`has no violation in its dialogs and forms: ${theme}, ${language}`, async () => {
        const desk = await showDesk('#/rooms/rollout', { ...sizes.desk, theme, language });
        pressKey(desk, { key: '?' });
        const keys = one(desk, 'support-desk-keys');
        await expectAccessible(keys);
        one<HTMLDialogElement>(keys, 'dialog').close();
        const form = one<NewRoom>(desk, 'support-desk-new-room');
        form.show();
        form.refuse('A room with this name exists already.');
        one<HTMLButtonElement>(form, '.primary').click();
        await form.updateComplete;
        await expectAccessible(form);
        form.close();
        const facts = one<RoomFacts>(desk, 'support-desk-room-facts');
        one<HTMLButtonElement>(facts, 'h3 button').click();
        await facts.updateComplete;
        await expectAccessible(facts);
        one<HTMLButtonElement>(facts, '.end > .danger').click();
        await expectAccessible(one(facts, 'dialog'));
      });

      it(`has no violation where one signs in: ${theme}, ${language}`, async () => {
        const strings = await loadDeskStrings(language);
        const look = { ...sizes.phone, theme, language };
        const page = await show<SignIn>('support-desk-sign-in', { strings, refusal: strings.staffOnly }, look);
        page.style.colorScheme = theme;
        await expectAccessible(page);
        await change(page, { offered: [cast.mia, cast.sato] });
        await expectAccessible(page);
      });
    }
  }
});

describe('the desk', () => {
  afterEach(cleanUp);

  const titleOf = (desk: SupportDesk): string => textOf(one(desk, 'h2'));
  const listOf = (desk: SupportDesk): RoomList => one<RoomList>(desk, 'support-desk-room-list');
  const goneTo = async (act: () => void): Promise<string> => {
    const changed = oneEvent(window, 'hashchange');
    act();
    await changed;
    await drawn();
    return location.hash;
  };

  it('shows the questions of all rooms before one is chosen, and goes to them and from them', async () => {
    const desk = await showDesk('#/');
    expect(titleOf(desk)).to.equal('Questions');
    const queue = one<Queue>(desk, 'support-desk-queue');
    expect(all(queue, '.row')).to.have.length(1);
    expect(textOf(one(desk, '.queue'))).to.equal('Questions 1');
    expect(await goneTo(() => one<HTMLButtonElement>(queue, '.row').click())).to.equal('#/rooms/vpn/4');
    expect(all(desk, 'support-desk-queue')).to.have.length(0);
    expect(await goneTo(() => pressKey(document.body, { key: 'q' }))).to.equal('#/questions');
    expect(all(desk, 'support-desk-queue')).to.have.length(1);
  });

  it('shows the room of its address, as lines', async () => {
    const desk = await showDesk('#/rooms/rollout');
    expect(titleOf(desk)).to.equal(room.title);
    const list = one(one(desk, 'support-chat-conversation'), 'support-chat-message-list');
    expect(list.getAttribute('density')).to.equal('feed');
    const own = all(list, '.message.own .bubble')[0]?.getBoundingClientRect();
    const other = all(list, '.message.other .bubble')[0]?.getBoundingClientRect();
    expect(own?.left).to.equal(other?.left);
  });

  it('says at a question who is answering it, and no longer when they stop', async () => {
    const desk = await showDesk('#/rooms/rollout');
    const base = { owner: null, affected: ['ana'], answer: null, dueAt: null, escalations: 0, since: 0 } as const;
    const asked = { ...message(8, cast.ana), question: { ...base, state: 'open' as const } };
    const messages = [...view.messages, asked];
    await change(desk, { view: { ...view, messages, typing: [cast.ben, { ...cast.tom, re: 8 }] } });
    const list = (): HTMLElement => one(one(desk, 'support-chat-conversation'), 'support-chat-message-list');
    const words = (): string[] => all(list(), '.writes').map(textOf);
    expect(words()).to.deep.equal(['Tom Okafor is answering']);
    await expectAccessible(desk);
    await change(desk, { view: { ...view, messages, typing: [cast.ben, { ...cast.tom, re: 7 }] } });
    expect(words()).to.deep.equal([]);
  });

  it('goes through rooms with j, k and digits, and back with Escape', async () => {
    const desk = await showDesk('#/rooms/rollout');
    expect(await goneTo(() => pressKey(desk, { key: 'j' }))).to.equal('#/rooms/vpn');
    expect(await goneTo(() => pressKey(desk, { key: 'k' }))).to.equal('#/rooms/rollout');
    expect(await goneTo(() => pressKey(desk, { key: '3' }))).to.equal('#/rooms/print');
    (document.activeElement as HTMLElement | null)?.blur();
    expect(await goneTo(() => pressKey(desk, { key: 'Escape' }))).to.equal('#/');
  });

  it('leaves its keys to text boxes and input methods', async () => {
    const desk = await showDesk('#/rooms/rollout');
    const composer = one(one(desk, 'support-chat-conversation'), 'support-chat-composer');
    const box = one<HTMLTextAreaElement>(composer, 'textarea');
    for (const key of ['j', '1', 'n', '?', '/', 'r']) pressKey(box, { key });
    pressKey(desk, { key: 'j', isComposing: true });
    expect(location.hash).to.equal('#/rooms/rollout');
    expect(one<NewRoom>(desk, 'support-desk-new-room').isOpen).to.equal(false);
    expect(one<HTMLDialogElement>(one(desk, 'support-desk-keys'), 'dialog').open).to.equal(false);
  });

  it('finds, answers and makes rooms by key', async () => {
    const desk = await showDesk('#/rooms/rollout');
    pressKey(desk, { key: '/' });
    expect(listOf(desk).shadowRoot?.activeElement?.localName).to.equal('input');
    pressKey(document.body, { key: 'r' });
    await drawn();
    const composer = one(one(desk, 'support-chat-conversation'), 'support-chat-composer');
    expect(composer.shadowRoot?.activeElement?.localName).to.equal('textarea');
    pressKey(document.body, { key: 'k', ctrlKey: true });
    expect(listOf(desk).shadowRoot?.activeElement?.localName).to.equal('input');
    pressKey(document.body, { key: 'n' });
    expect(one<NewRoom>(desk, 'support-desk-new-room').isOpen).to.equal(true);
  });

  it('ends a search with Escape and stays in the room', async () => {
    const desk = await showDesk('#/rooms/rollout');
    pressKey(desk, { key: '/' });
    pressKey(one(listOf(desk), 'input'), { key: 'Escape' });
    await drawn();
    expect(location.hash).to.equal('#/rooms/rollout');
    expect(titleOf(desk)).to.equal(room.title);
  });

  it('shows one pane at a time on a phone, with a way back', async () => {
    const desk = await showDesk('#/rooms/rollout', sizes.phone);
    expect(listOf(desk).checkVisibility()).to.equal(false);
    expect(one(desk, 'support-chat-conversation').getBoundingClientRect().width).to.equal(360);
    await goneTo(() => one<HTMLButtonElement>(desk, '.back').click());
    expect(listOf(desk).checkVisibility()).to.equal(true);
    expect(one(desk, '.pane').checkVisibility()).to.equal(false);
  });

  for (const [device, size] of Object.entries(sizes)) {
    it(`does not get wider than its screen with texts of any length: ${device}`, async () => {
      const long = 'W'.repeat(300);
      const desk = await showDesk('#/rooms/rollout', size);
      const longRoom = { ...room, title: long, purpose: long };
      const helpers = availableNow({ ...cast.mia, name: long });
      await change(desk, {
        lobby: { ...lobby, rows: [row('rollout', { title: long })] },
        view: { ...view, room: longRoom, helpers },
        hasFacts: true,
      });
      expect(one(desk, '.desk').scrollWidth).to.be.at.most(size.width);
      const facts = one(desk, 'support-desk-room-facts');
      expect(facts.scrollWidth).to.be.at.most(facts.clientWidth);
    });
  }

  it('puts the focus into the list when the button to connect is gone', async () => {
    const desk = await showDesk('#/');
    await withTurnedTimers(async (clock) => {
      await change(desk, { lobby: { ...lobby, connection: { state: 'waiting', retryAt: 1, refusal: null } } });
      await clock.advance(1_200);
      await drawn();
      one(one(desk, 'support-chat-notice'), 'button').focus();
      await change(desk, { lobby });
    });
    expect(desk.shadowRoot?.activeElement?.localName).to.equal('support-desk-room-list');
  });

  it('tells that one wants to sign out', async () => {
    const desk = await showDesk('#/');
    const told = hear(desk, 'support-desk-sign-out');
    [...all<HTMLButtonElement>(desk, '.bar button')].at(-1)?.click();
    while (told.length === 0) await drawn();
    expect(told).to.have.length(1);
  });

  it('changes its language while it is open', async () => {
    const desk = await showDesk('#/rooms/rollout');
    await change(desk, { lang: 'ja' });
    while (textOf(one(desk, 'h1')) === 'Desk') await drawn();
    expect(one(listOf(desk), 'input').ariaLabel).to.equal((await loadDeskStrings('ja')).findRoom);
    const list = one(one(desk, 'support-chat-conversation'), 'support-chat-message-list');
    expect(textOf(one(list, '[part=day]'))).to.match(/月\d+日/u);
  });
});
