import { expect } from '@open-wc/testing';
import { createTestClock, createTestServer } from '@support-chat/client/testing';
import type { MessageDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { EditLine } from '../dist/late/edit-message.js';
import type { MessageMenu } from '../dist/late/message-menu.js';
import '../dist/late/edit-message.js';
import '../dist/late/mentions.js';
import '../dist/late/message-menu.js';
import type { Composer, MessageList } from '../dist/parts.js';
import { expectAccessible } from './accessible.js';
import { enter, inRoom } from './in-room.js';
import { all, clearScreen, drawn, english, message, one, pressKey, show, stringsOf, textOf } from './screen.js';

const { ana, ben, mia } = cast;
type Entered = Awaited<ReturnType<typeof enter>>;

const rowOf = (list: MessageList, seq: number): HTMLElement => one(list, `[data-seq="${seq}"]`);
const within = (element: Element, selector: string): HTMLElement => {
  const found = element.querySelector<HTMLElement>(selector);
  expect(found, selector).to.not.equal(null);
  return found as HTMLElement;
};
const menuOf = (list: MessageList): MessageMenu | null => list.renderRoot.querySelector('support-chat-message-menu');
const reactionsOf = (list: MessageList, seq: number): string[] =>
  [...rowOf(list, seq).querySelectorAll('.reaction')].map(
    (button) => `${textOf(button)} ${button.getAttribute('aria-pressed')} ${button.getAttribute('aria-label')}`,
  );

/** Opens the menu of a message. */
async function open({ list, settled }: Entered, seq: number): Promise<MessageMenu> {
  within(rowOf(list(), seq), '.more-acts').click();
  await settled();
  await drawn();
  const menu = menuOf(list());
  expect(menu?.matches(':popover-open')).to.equal(true);
  return menu as MessageMenu;
}
const press = async ({ settled }: Entered, menu: MessageMenu, words: string): Promise<void> => {
  const button = all<HTMLButtonElement>(menu, 'button').find((each) => textOf(each) === words);
  expect(button, words).to.not.equal(undefined);
  button?.click();
  await settled();
  await drawn();
};
const editLine = ({ panel }: Entered): EditLine | null =>
  panel.conversation.renderRoot.querySelector('support-chat-edit-line');
const startEdit = async (entered: Entered, seq: number): Promise<void> => {
  await press(entered, await open(entered, seq), 'Edit');
  await entered.settled();
  expect(editLine(entered)).to.not.equal(null);
};

describe('what was done with a message', () => {
  afterEach(() => clearScreen());

  const said: MessageDoc[] = [
    {
      ...message(2, ana, { text: 'Fixed' }),
      edited: { at: 9, revs: [4] },
      reactions: [{ emoji: '🎉', people: [ben, ana] }],
    },
    {
      ...message(3, ben),
      body: { kind: 'erased', text: '' },
      retracted: { at: 9, by: mia, reason: 'It had a password in it' },
    },
    { ...message(5, mia, { text: 'Press here' }), reactions: [{ emoji: '👍', people: [ben] }] },
  ];
  for (const theme of ['light', 'dark'] as const)
    for (const density of ['bubbles', 'feed'] as const)
      it(`has no violation: ${theme}, ${density}`, async () => {
        const values = { strings: english, me: ana, messages: said, density };
        await expectAccessible(await show<MessageList>('support-chat-message-list', values, { theme }));
      });

  it('is said in words, with who reacted and who took it back', async () => {
    const list = await show<MessageList>('support-chat-message-list', { strings: english, me: ana, messages: said });
    expect(textOf(within(rowOf(list, 2), '.edited'))).to.equal('edited');
    expect(reactionsOf(list, 2)).to.deep.equal(['🎉2 true 🎉 2: You, Ben Carter']);
    expect(reactionsOf(list, 5)).to.deep.equal(['👍1 false 👍 1: Ben Carter']);
    expect(textOf(within(rowOf(list, 3), '.gone'))).to.equal(
      'Mia Lindqvist took this message back: It had a password in it',
    );
    const ja = { strings: stringsOf.ja, locale: 'ja', me: ana, messages: said };
    const japanese = await show<MessageList>('support-chat-message-list', ja);
    expect(textOf(within(rowOf(japanese, 2), '.edited'))).to.equal('編集済み');
    expect(textOf(within(rowOf(japanese, 3), '.gone'))).to.equal(
      'Mia Lindqvistさんがこのメッセージを取り消しました（理由：It had a password in it）',
    );
  });
});

describe('the menu of a message', () => {
  afterEach(() => clearScreen());

  it(
    'offers an author everything, and others what they may',
    inRoom(async (server, clock) => {
      server.seed('rollout', [
        { by: 'ana', text: 'Mine' },
        { by: 'ben', text: 'Not mine' },
      ]);
      const entered = await enter(server, clock);
      const items = (menu: MessageMenu): string[] => all(menu, '.item').map(textOf);
      const own = await open(entered, 2);
      expect(items(own)).to.deep.equal(['Reply', 'Edit', 'Take back']);
      await press(entered, own, 'Take back');
      await press(entered, own, 'Keep it');
      expect(menuOf(entered.list())).to.equal(null);
      expect(items(await open(entered, 3))).to.deep.equal(['Reply']);
    }),
  );

  it(
    'asks support for the reason, and keeps it when it was refused',
    inRoom(async (server, clock) => {
      server.seed('rollout', [{ by: 'ana', text: 'canary' }]);
      const entered = await enter(server, clock, { person: 'mia' });
      const menu = await open(entered, 2);
      await press(entered, menu, 'Take back');
      await press(entered, menu, 'Take back');
      expect(server.log('rollout').at(-1)?.type, 'not without a reason').to.equal('message.posted');
      const reason = one<HTMLInputElement>(menu, 'input');
      reason.value = 'A password';
      server.refuseNext('forbidden', { request: 'message.retract' });
      await press(entered, menu, 'Take back');
      expect(textOf(one(menu, '.failure'))).to.equal('That did not work. Try again.');
      expect(reason.value).to.equal('A password');
      await press(entered, menu, 'Take back');
      expect(entered.bubbles()).to.deep.equal([
        'You took this message back'.replace('You', 'Mia Lindqvist') + ': A password',
      ]);
    }),
  );

  it(
    'shows a reaction at once, and takes it away when it is refused',
    inRoom(async (server, clock) => {
      server.seed('rollout', [{ by: 'ben', text: 'It works' }]);
      const entered = await enter(server, clock);
      const release = server.delayAnswers();
      await press(entered, await open(entered, 2), '🎉');
      expect(reactionsOf(entered.list(), 2)).to.deep.equal(['🎉1 true 🎉 1: You']);
      release();
      await entered.settled();
      expect(reactionsOf(entered.list(), 2)).to.deep.equal(['🎉1 true 🎉 1: You']);
      server.refuseNext('room_closed', { request: 'message.react' });
      within(rowOf(entered.list(), 2), '.reaction').click();
      await entered.settled();
      expect(reactionsOf(entered.list(), 2)).to.deep.equal(['🎉1 true 🎉 1: You']);
      const composer = one<Composer>(entered.panel.conversation, 'support-chat-composer');
      expect(composer.refusal).to.not.equal('');
    }),
  );
});

describe('the menu and the line above what is edited', () => {
  afterEach(() => clearScreen());

  // The rules are checked with timers of the page, which stand still in other tests.
  it('have no violation', async () => {
    const clock = createTestClock();
    const server = createTestServer({ clock });
    server.seed('rollout', [{ by: 'ana', text: 'Mine' }]);
    const entered = await enter(server, clock);
    const menu = await open(entered, 2);
    await expectAccessible(entered.panel);
    await press(entered, menu, 'Take back');
    await expectAccessible(entered.panel);
    await press(entered, menu, 'Keep it');
    await startEdit(entered, 2);
    await expectAccessible(entered.panel);
  });
});

describe('editing', () => {
  afterEach(() => clearScreen());

  it(
    'saves with Enter, not with one that belongs to an input method, and gives the draft back',
    inRoom(async (server, clock) => {
      server.seed('rollout', [{ by: 'ana', text: 'one' }]);
      const entered = await enter(server, clock);
      entered.type('half a thought');
      await startEdit(entered, 2);
      expect(entered.box().value).to.equal('one');
      entered.type('二');
      pressKey(entered.box(), { key: 'Enter', isComposing: true, number: 229 });
      await entered.settled();
      expect(server.log('rollout').at(-1)?.type).to.equal('message.posted');
      pressKey(entered.box(), { key: 'Enter' });
      await entered.settled();
      expect(entered.bubbles()).to.deep.equal(['二']);
      expect(entered.box().value).to.equal('half a thought');
      expect(editLine(entered)).to.equal(null);
      expect(server.log('rollout').map(({ type }) => type)).to.deep.equal([
        ...['room.created', 'message.posted', 'message.edited'],
      ]);
    }),
  );

  it(
    'is left with Escape, but not with one that ends a composition',
    inRoom(async (server, clock) => {
      server.seed('rollout', [{ by: 'ana', text: 'one' }]);
      const entered = await enter(server, clock);
      await startEdit(entered, 2);
      entered.type('two');
      pressKey(entered.box(), { key: 'Escape', isComposing: true, number: 229 });
      expect(editLine(entered)).to.not.equal(null);
      const event = pressKey(entered.box(), { key: 'Escape' });
      expect([event.defaultPrevented, editLine(entered), entered.box().value]).to.deep.equal([true, null, '']);
      expect(await entered.binding.room.draft(), 'no draft of what was edited').to.equal('');
    }),
  );

  it(
    'keeps its text when it is refused, shows what the message says now, and saves over that next',
    inRoom(async (server, clock) => {
      server.seed('rollout', [{ by: 'ana', text: 'one' }]);
      const entered = await enter(server, clock);
      await startEdit(entered, 2);
      server.append('ana', 'rollout', {
        ...{ type: 'message.edited', audience: 'everyone', data: { message: 2, body: { kind: 'text', text: 'two' } } },
      });
      await entered.settled();
      const line = editLine(entered) as EditLine;
      expect(textOf(one(line, 'blockquote'))).to.equal('two');
      await entered.send('three');
      await drawn();
      await entered.settled();
      expect([entered.box().value, entered.bubbles()]).to.deep.equal(['three', ['two']]);
      expect(textOf(one(line, '[role=status]'))).to.match(/changed on another device/);
      await entered.send('three');
      await entered.settled();
      expect(entered.bubbles()).to.deep.equal(['three']);
    }),
  );

  it(
    'keeps its text when the message was taken back meanwhile',
    inRoom(async (server, clock) => {
      server.seed('rollout', [{ by: 'ana', text: 'canary' }]);
      const entered = await enter(server, clock);
      await startEdit(entered, 2);
      entered.type('my words');
      server.append('mia', 'rollout', {
        ...{ type: 'message.retracted', audience: 'everyone', data: { message: 2, reason: 'x', edits: [] } },
      });
      await entered.settled();
      const line = editLine(entered) as EditLine;
      expect(textOf(one(line, '[role=status]'))).to.match(/taken back meanwhile/);
      expect(entered.box().value).to.equal('my words');
      expect(entered.panel.conversation.renderRoot.textContent).to.not.contain('canary');
    }),
  );

  it(
    'keeps whom the message calls',
    inRoom(async (server, clock) => {
      const mentions = [{ at: 0, chars: 14, person: 'mia' }];
      server.append('ana', 'rollout', {
        ...{ type: 'message.posted', audience: 'everyone' },
        data: { body: { kind: 'text', text: '@Mia Lindqvist look', mentions } },
      });
      const entered = await enter(server, clock);
      await startEdit(entered, 2);
      await entered.send('please @Mia Lindqvist look');
      await entered.settled();
      const event = server.log('rollout').at(-1);
      expect(event?.type === 'message.edited' && event.data.body).to.deep.equal({
        ...{ kind: 'text', text: 'please @Mia Lindqvist look', mentions: [{ at: 7, chars: 14, person: 'mia' }] },
      });
    }),
  );
});
