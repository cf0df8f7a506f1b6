import { expect } from '@open-wc/testing';
import { cast } from '@support-chat/protocol/samples';
import type { MessageList } from '../dist/parts.js';
import { all, change, clearScreen, english, hear, message, noon, one, outgoing, show, textOf } from './screen.js';

const showList = (values: object, width?: number): Promise<MessageList> =>
  show<MessageList>(
    'support-chat-message-list',
    { strings: english, me: cast.ana, ...values },
    width === undefined ? {} : { width },
  );

const dayMs = 86_400_000;

describe('the message list', () => {
  afterEach(() => clearScreen());

  it('shows a face and a name once for a run of one author', async () => {
    const list = await showList({
      messages: [message(1, cast.ben), message(2, cast.ben), message(3, cast.mia), message(4, cast.ben)],
    });
    expect(all(list, '.face').map(textOf)).to.deep.equal(['BC', 'ML', 'BC']);
    expect(all(list, '.meta:not(.visually-hidden) .name').map(textOf)).to.deep.equal([
      'Ben Carter',
      'Mia Lindqvist',
      'Ben Carter',
    ]);
    expect(all(list, '.name'), 'readers hear every author').to.have.length(4);
  });

  it('begins a run anew after five minutes', async () => {
    const list = await showList({
      messages: [message(1, cast.ben, { at: noon }), message(2, cast.ben, { at: noon + 5 * 60_000 })],
    });
    expect(all(list, '.message.starts')).to.have.length(2);
  });

  it('puts a divider before the first message of each day', async () => {
    const now = Date.now();
    const list = await showList({
      messages: [
        message(1, cast.ben, { at: now - 2 * dayMs }),
        message(2, cast.mia, { at: now - dayMs }),
        message(3, cast.ben, { at: now }),
        message(4, cast.mia, { at: now }),
      ],
    });
    const days = all(list, '[part=day]').map(textOf);
    expect(days.slice(1)).to.deep.equal(['Yesterday', 'Today']);
    expect(days[0]).to.match(/^\w+day, \w+ \d+$/u);
  });

  it('tells own messages from those of others by side, part and name', async () => {
    const list = await showList({ messages: [message(1, cast.ana), message(2, cast.kenji)] });
    const [own, other] = all(list, '.message');
    expect(own?.part.contains('message-own')).to.equal(true);
    expect(other?.part.contains('message-own')).to.equal(false);
    expect(all(list, '.name').map(textOf)).to.deep.equal(['You', '田中 健司']);
    const [ownBubble, otherBubble] = all(list, '.bubble').map((bubble) => bubble.getBoundingClientRect());
    expect(ownBubble?.right).to.be.greaterThan(300);
    expect(otherBubble?.left).to.be.lessThan(80);
  });

  it('marks staff and bots by a word, employees not', async () => {
    const bot = { id: 'hubot', name: 'Hubot', role: 'bot' } as const;
    const list = await showList({
      messages: [cast.ben, cast.mia, cast.sato, bot].map((person, index) => message(index + 1, person)),
    });
    expect(all(list, '.mark').map(textOf)).to.deep.equal(['Support', 'Manager', 'Bot']);
  });

  it('marks a note for staff with the word', async () => {
    const list = await showList({ messages: [{ ...message(1, cast.mia), audience: 'staff' }] });
    expect(textOf(one(list, '.note .note-mark'))).to.equal('Note');
  });

  it('puts the line "New messages" before the first unread one', async () => {
    const messages = [1, 2, 3, 4].map((seq) => message(seq, cast.mia));
    const list = await showList({ messages, firstUnread: 3 });
    const order = all(list, '.divider.new, .message').map((row) => row.dataset['seq'] ?? textOf(row));
    expect(order).to.deep.equal(['1', '2', 'New messages', '3', '4']);
  });

  it('says that older messages are being loaded, and where the room begins', async () => {
    const list = await showList({
      messages: [message(9)],
      hasOlder: true,
      isLoadingOlder: true,
      roomTitle: 'New mail',
    });
    expect(textOf(one(list, '.older'))).to.equal('Loading older messages');
    expect(all(list, '.opening')).to.have.length(0);
    await change(list, { hasOlder: false, isLoadingOlder: false });
    expect(textOf(one(list, '.opening'))).to.contain('This is where “New mail” begins.');
  });

  it('welcomes in an empty room', async () => {
    const list = await showList({ roomTitle: 'New mail' });
    expect(textOf(one(list, '.opening'))).to.contain('Ask your question here.');
    expect(all(list, '.message, .jump')).to.have.length(0);
  });

  it('invites to the first question in an empty feed', async () => {
    const strings = { ...english, empty: 'No messages yet.' };
    const list = await showList({ roomTitle: 'New mail', density: 'feed', strings });
    expect(textOf(one(list, '.opening'))).to.contain('No messages yet.');
    await change(list, { messages: [message(1)] });
    expect(textOf(one(list, '.opening'))).to.not.contain('No messages yet.');
  });

  it('holds places while it loads and says so to readers', async () => {
    const list = await showList({ isLoading: true });
    expect(one(list, '[role=log]').ariaBusy).to.equal('true');
    expect(all(list, '.skeleton')).to.have.length(3);
    expect(one(list, '.skeletons').ariaHidden).to.equal('true');
    await change(list, { isLoading: false, messages: [message(1)] });
    expect(one(list, '[role=log]').ariaBusy).to.equal('false');
    expect(all(list, '.skeleton')).to.have.length(0);
  });
});

describe('a message that is not in the log yet', () => {
  afterEach(() => clearScreen());

  it('is shown as sending after all others', async () => {
    const list = await showList({ messages: [message(1, cast.mia)], outgoing: [outgoing('Thank you')] });
    expect(all(list, '.bubble').map(textOf)).to.deep.equal(['text 1', 'Thank you']);
    expect(textOf(one(list, '.pending .state'))).to.equal('Sending');
  });

  it('says why it failed and what one can do, by its id', async () => {
    const refusal = { code: 'room_closed', message: 'the room is closed' } as const;
    const list = await showList({ outgoing: [outgoing('Thank you', { cid: 'c9', state: 'failed', refusal })] });
    expect(textOf(one(list, '.reason'))).to.equal('Not sent. The room was closed before this was sent.');
    const retries = hear(list, 'support-chat-retry');
    const edits = hear(list, 'support-chat-edit');
    const [retry, edit, copy] = all<HTMLButtonElement>(list, '.failed button');
    expect([retry, edit, copy].map(textOf)).to.deep.equal(['Try again', 'Edit', 'Copy']);
    retry?.click();
    edit?.click();
    expect({ retries, edits }).to.deep.equal({ retries: [{ cid: 'c9' }], edits: [{ cid: 'c9' }] });
  });

  it('leaves the focus in the list when it is sent again', async () => {
    const failed = outgoing('Thank you', { state: 'failed' });
    const list = await showList({ outgoing: [failed] });
    const retry = one<HTMLButtonElement>(list, '.failed button');
    retry.focus();
    retry.click();
    await change(list, { outgoing: [{ ...failed, state: 'sending' }] });
    expect(retry.isConnected).to.equal(false);
    expect(list.shadowRoot?.activeElement?.role).to.equal('log');
  });

  it('gives its text to the clipboard', async () => {
    const copied: string[] = [];
    const { writeText } = navigator.clipboard;
    navigator.clipboard.writeText = async (text) => void copied.push(text);
    const list = await showList({ outgoing: [outgoing('Thank you', { state: 'failed' })] });
    all<HTMLButtonElement>(list, '.failed button').at(-1)?.click();
    navigator.clipboard.writeText = writeText;
    expect(copied).to.deep.equal(['Thank you']);
  });
});
