import { expect } from '@open-wc/testing';
import { availableNow, cast } from '@support-chat/protocol/samples';
import type { RoomView } from '@support-chat/client';
import type { Composer, Conversation, MessageList, Panel } from '../dist/parts.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  english,
  history,
  japanese,
  message,
  one,
  room,
  show,
  textOf,
  viewOf,
  withTurnedTimers,
} from './screen.js';

const showConversation = (view: Partial<RoomView>): Promise<Conversation> =>
  show<Conversation>('support-chat-conversation', { strings: english, view: viewOf(view) });

const listOf = (conversation: Conversation): MessageList => one<MessageList>(conversation, 'support-chat-message-list');
const composerOf = (conversation: Conversation): Composer => one<Composer>(conversation, 'support-chat-composer');

async function heardSeen(act: () => Promise<void>): Promise<unknown[]> {
  const seqs: unknown[] = [];
  const listen = (event: Event): void => void seqs.push((event as CustomEvent<{ seq: number }>).detail.seq);
  document.addEventListener('support-chat-seen', listen);
  await act();
  document.removeEventListener('support-chat-seen', listen);
  return seqs;
}

describe('the conversation', () => {
  afterEach(() => clearScreen());

  it('shows who types and takes text while the room is open', async () => {
    const conversation = await showConversation({ typing: [cast.mia] });
    expect(textOf(one(conversation, 'support-chat-typing-line'))).to.equal('Mia Lindqvist is typing');
    await change(conversation, { draft: 'half a question' });
    expect(composerOf(conversation).text).to.equal('half a question');
    expect(conversation.draft).to.equal('half a question');
  });

  it('puts words in place of the composer when the room is closed, and back when it is reopened, with its text', async () => {
    const conversation = await showConversation({ messages: history(3) });
    const isShown = (): boolean => one(conversation, 'support-chat-composer').offsetHeight > 0;
    conversation.draft = 'half a question';
    await drawn();
    await change(conversation, { view: viewOf({ messages: history(3), room: { ...room, state: 'closed' } }) });
    expect(isShown()).to.equal(false);
    expect(textOf(one(conversation, '.closed'))).to.match(/^This room is closed/u);
    expect(all(listOf(conversation), '.message'), 'it can be read').to.have.length(3);
    await change(conversation, { view: viewOf({ messages: history(3) }) });
    expect(isShown()).to.equal(true);
    expect(conversation.draft).to.equal('half a question');
  });

  it('shows nothing but the reason when one may not enter', async () => {
    const refusal = { code: 'forbidden', message: '' } as const;
    const conversation = await showConversation({ state: 'refused', refusal, room: null });
    expect(textOf(one(conversation, 'support-chat-notice'))).to.contain('You may read here');
    expect(all(conversation, 'support-chat-message-list')).to.have.length(0);
    expect(one(conversation, 'support-chat-composer').offsetHeight).to.equal(0);
  });

  it('opens at the first unread message of others, not at own ones', async () => {
    const messages = [message(2, cast.ana), message(3, cast.ana), message(4, cast.mia), message(5, cast.mia)];
    const conversation = await showConversation({ messages, marker: 2, unread: 2 });
    const line = one(listOf(conversation), '.divider.new');
    expect((line.nextElementSibling as HTMLElement).dataset['seq']).to.equal('4');
  });

  it('draws no line for somebody who was never here', async () => {
    const conversation = await showConversation({ messages: history(9), marker: 0, unread: 9 });
    expect(all(listOf(conversation), '.divider.new')).to.have.length(0);
  });

  it('keeps the line where it was while messages are read', async () => {
    const conversation = await showConversation({ messages: history(9), marker: 5, unread: 4 });
    await change(conversation, { view: viewOf({ messages: history(10), marker: 9, unread: 0 }) });
    const line = one(listOf(conversation), '.divider.new');
    expect((line.nextElementSibling as HTMLElement).dataset['seq']).to.equal('6');
  });

  it('draws the line anew when it is opened again, and none when all was read', async () => {
    const conversation = await showConversation({ messages: history(9), marker: 5, unread: 4 });
    await change(conversation, { view: viewOf({ messages: history(12), marker: 9, unread: 3 }) });
    conversation.reopen();
    await drawn();
    const line = one(listOf(conversation), '.divider.new');
    expect((line.nextElementSibling as HTMLElement).dataset['seq']).to.equal('10');
    await change(conversation, { view: viewOf({ messages: history(12), marker: 12, unread: 0 }) });
    conversation.reopen();
    await drawn();
    expect(all(listOf(conversation), '.divider.new')).to.have.length(0);
  });
});

describe('the conversation, from one room to another', () => {
  afterEach(() => clearScreen());

  const busy = viewOf({ name: 'busy', messages: history(300) });
  const loading = viewOf({ name: 'quiet', state: 'loading', room: null });
  const quiet = viewOf({ name: 'quiet', messages: history(20), marker: 15, unread: 5 });

  it('tells what is seen there, although it has lower numbers', async () => {
    const conversation = await showConversation(busy);
    const seqs = await heardSeen(async () => {
      await change(conversation, { view: loading });
      await change(conversation, { view: { ...quiet, unread: 0 } });
    });
    expect(seqs.at(-1)).to.equal(20);
  });

  it('opens there at its own first unread message', async () => {
    const conversation = await showConversation(busy);
    await change(conversation, { view: loading });
    await change(conversation, { view: quiet });
    const line = one(listOf(conversation), '.divider.new');
    expect((line.nextElementSibling as HTMLElement).dataset['seq']).to.equal('16');
  });

  it('reads out what arrives there, and nothing that was there', () =>
    withTurnedTimers(async (clock) => {
      const conversation = await showConversation(quiet);
      const said = async (): Promise<string> => {
        await clock.advance(1_000);
        await drawn();
        return textOf(one(conversation, 'support-chat-announcer'));
      };
      await change(conversation, { view: { ...loading, name: 'busy' } });
      await change(conversation, { view: busy });
      expect(await said()).to.equal('');
      await change(conversation, { view: loading });
      await change(conversation, { view: quiet });
      expect(await said()).to.equal('');
      await change(conversation, { view: { ...quiet, messages: [...history(20), message(21, cast.mia)] } });
      expect(await said()).to.equal('Mia Lindqvist: text 21');
    }));

  it('keeps the box and what is in it', async () => {
    const conversation = await showConversation(busy);
    await change(conversation, { draft: 'not sent yet' });
    const box = one(composerOf(conversation), 'textarea');
    await change(conversation, { view: loading });
    await change(conversation, { view: quiet });
    expect(one(composerOf(conversation), 'textarea') === box).to.equal(true);
    expect(conversation.draft).to.equal('not sent yet');
  });
});

describe('the panel', () => {
  afterEach(() => clearScreen());

  it('holds places while the room is loading', async () => {
    const panel = await show<Panel>('support-chat-panel', { strings: english, view: null });
    await change(panel, { view: viewOf({ state: 'loading', room: null }) });
    expect(all(listOf(panel.conversation), '.skeleton')).to.have.length(3);
    expect(textOf(one(panel, 'support-chat-room-header'))).to.equal('');
    await change(panel, { view: viewOf({ messages: history(2), helpers: availableNow(cast.mia) }) });
    expect(textOf(one(panel, 'support-chat-room-header'))).to.contain('1 person can help now');
  });

  it('changes its language while it is open and keeps what is typed', async () => {
    const panel = await show<Panel>('support-chat-panel', { strings: english, view: viewOf({ messages: history(2) }) });
    await change(panel.conversation, { draft: 'Outlook が' });
    await change(panel, { strings: japanese, lang: 'ja' });
    expect(textOf(one(listOf(panel.conversation), '.mark'))).to.equal('サポート');
    expect(textOf(one(listOf(panel.conversation), '[part=day]'))).to.match(/月\d+日/u);
    expect(panel.conversation.draft).to.equal('Outlook が');
  });

  it('gives the focus to the text box', async () => {
    const panel = await show<Panel>('support-chat-panel', { strings: english, view: viewOf() });
    panel.focus();
    await drawn();
    const composer = composerOf(panel.conversation);
    expect(composer.shadowRoot?.activeElement?.localName).to.equal('textarea');
  });

  it('gives the focus to the messages where nobody may write', async () => {
    const view = viewOf({ messages: history(3), room: { ...room, state: 'closed' } });
    const panel = await show<Panel>('support-chat-panel', { strings: english, view });
    panel.focus();
    await drawn();
    expect(listOf(panel.conversation).shadowRoot?.activeElement?.role).to.equal('log');
  });

  it('fits into 320 pixels with its composer in view', async () => {
    const panel = await show<Panel>(
      'support-chat-panel',
      { strings: english, canClose: true, view: viewOf({ messages: history(100), helpers: availableNow(cast.mia) }) },
      { width: 320, height: 480 },
    );
    const composer = composerOf(panel.conversation).getBoundingClientRect();
    expect(composer.bottom).to.be.at.most(480);
    expect(composer.right).to.be.at.most(320);
    expect(listOf(panel.conversation).clientHeight).to.be.greaterThan(150);
  });
});
