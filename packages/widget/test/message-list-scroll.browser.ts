import { expect } from '@open-wc/testing';
import type { MessageDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { MessageList } from '../dist/parts.js';
import { windowSizes } from '../dist/list-window.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  english,
  hear,
  history,
  message,
  one,
  outgoing,
  show,
  textOf,
  withHiddenDocument,
} from './screen.js';

const showList = (messages: readonly MessageDoc[], values: object = {}): Promise<MessageList> =>
  show<MessageList>('support-chat-message-list', { strings: english, me: cast.ana, messages, ...values });

const scrollerOf = (list: MessageList): HTMLElement => one(list, '.scroller');

const distanceToEnd = (list: MessageList): number => {
  const { scrollHeight, clientHeight, scrollTop } = scrollerOf(list);
  return scrollHeight - clientHeight - scrollTop;
};

async function scroll(list: MessageList, top: number): Promise<void> {
  const scroller = scrollerOf(list);
  const before = scroller.scrollTop;
  const isMoved = new Promise((resolve) => scroller.addEventListener('scroll', resolve, { once: true }));
  scroller.scrollTop = top;
  if (scroller.scrollTop !== before) await isMoved;
  await drawn();
}

const rowOf = (list: MessageList, seq: number): HTMLElement => one(list, `[data-seq="${seq}"]`);

/** The first message in view and where it is. */
function firstInView(list: MessageList): { seq: number; top: number } {
  const edge = scrollerOf(list).getBoundingClientRect().top;
  const row = all(list, '[data-seq]').find((element) => element.getBoundingClientRect().bottom > edge + 1);
  return { seq: Number(row?.dataset['seq']), top: row?.getBoundingClientRect().top ?? Number.NaN };
}

describe('the message list and its end', () => {
  afterEach(() => clearScreen());

  it('opens at the newest message', async () => {
    const list = await showList(history(200));
    expect(distanceToEnd(list)).to.be.at.most(1);
    expect(rowOf(list, 200).getBoundingClientRect().bottom).to.be.at.most(600);
  });

  it('opens at the first unread message when there is one', async () => {
    const list = await showList(history(200), { firstUnread: 150 });
    const line = one(list, '.divider.new').getBoundingClientRect();
    expect(line.top).to.be.within(0, 120);
    expect(firstInView(list).seq).to.be.within(146, 150);
  });

  it('stays at the end when a row grows by what comes into it later, whichever is heard first', async () => {
    const list = await showList(history(60));
    for (const isScrolled of [true, false]) {
      const late = document.createElement('p');
      late.className = 'late-part';
      late.textContent = 'a\nb\nc\nd\ne\nf';
      rowOf(list, 60).append(...Array.from({ length: 6 }, () => late.cloneNode(true)));
      // The browser tells of the scrolling to the end before it tells that the list has grown.
      if (isScrolled) scrollerOf(list).dispatchEvent(new Event('scroll'));
      await drawn();
      expect(distanceToEnd(list)).to.be.at.most(1);
      expect(all(list, '.jump')).to.have.length(0);
    }
    await scroll(list, 100);
    const place = firstInView(list);
    rowOf(list, 60).append(document.createElement('p'));
    await drawn();
    expect(firstInView(list), 'who reads further up stays there').to.deep.equal(place);
  });

  it('stays at the end when a message arrives and it was there', async () => {
    const messages = history(200);
    const list = await showList(messages);
    await change(list, { messages: [...messages, message(201, cast.mia, { text: 'a\nb\nc\nd' })] });
    expect(distanceToEnd(list)).to.be.at.most(1);
    expect(all(list, '.jump')).to.have.length(0);
  });

  it('stays at the end when it gets smaller, as under a keyboard', async () => {
    const list = await showList(history(200));
    (list.parentElement as HTMLElement).style.blockSize = '300px';
    await drawn();
    expect(distanceToEnd(list)).to.be.at.most(1);
  });

  it('stays at the end when the browser scrolls on its own because it got smaller', async () => {
    const list = await showList(history(200));
    (list.parentElement as HTMLElement).style.blockSize = '500px';
    // As from a phone to a panel: the event of that scrolling comes before resize observers are called.
    scrollerOf(list).dispatchEvent(new Event('scroll'));
    await drawn();
    expect(distanceToEnd(list)).to.be.at.most(1);
    expect(all(list, '.jump')).to.have.length(0);
  });

  it('does not move when a message arrives and it was not at the end', async () => {
    const messages = history(200);
    const list = await showList(messages);
    await scroll(list, scrollerOf(list).scrollTop - 700);
    const before = firstInView(list);
    await change(list, { messages: [...messages, message(201, cast.mia)] });
    expect(rowOf(list, before.seq).getBoundingClientRect().top).to.be.closeTo(before.top, 1);
  });

  it('does not move while 300 messages arrive, and keeps its window', async () => {
    const messages = history(200);
    const list = await showList(messages);
    await scroll(list, scrollerOf(list).scrollTop - 700);
    const before = firstInView(list);
    for (let count = 210; count <= 500; count += 10) await change(list, { messages: history(count) });
    expect(rowOf(list, before.seq).getBoundingClientRect().top).to.be.closeTo(before.top, 1);
    expect(all(list, '[data-seq]').length).to.be.at.most(windowSizes.most);
  });

  it('offers a way back that counts what arrived, not what the reader wrote elsewhere', async () => {
    const messages = history(200);
    const list = await showList(messages);
    await scroll(list, scrollerOf(list).scrollTop - 700);
    expect(textOf(one(list, '.jump'))).to.equal('Newest messages');
    const arrived = [message(201, cast.mia), message(202, cast.ana), message(203, cast.ben)];
    await change(list, { messages: [...messages, ...arrived] });
    expect(textOf(one(list, '.jump'))).to.equal('2 messages below');
  });

  it('goes to the newest message by the button, and keeps the keyboard’s place', async () => {
    const messages = history(400);
    const list = await showList(messages);
    await scroll(list, 0);
    await change(list, { messages: [...messages, message(401, cast.mia)] });
    const jump = one<HTMLButtonElement>(list, '.jump');
    jump.focus();
    jump.click();
    await drawn();
    expect(distanceToEnd(list)).to.be.at.most(1);
    expect(rowOf(list, 401).getBoundingClientRect().bottom).to.be.at.most(600);
    expect(all(list, '.jump')).to.have.length(0);
    expect(list.shadowRoot?.activeElement?.className).to.equal('scroller');
  });

  it('goes to the newest message by the End key from wherever it is, at once, and leaves the key to what is in a row', async () => {
    const list = await showList(history(1_000));
    await scroll(list, 0);
    await scroll(list, 0);
    const press = (target: Element): boolean =>
      target.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true, cancelable: true }));
    expect(press(rowOf(list, firstInView(list).seq)), 'in a row').to.equal(true);
    await list.updateComplete;
    expect(distanceToEnd(list)).to.be.above(100);
    expect(press(scrollerOf(list))).to.equal(false);
    await list.updateComplete;
    expect(distanceToEnd(list)).to.be.at.most(1);
    expect(rowOf(list, 1_000).getBoundingClientRect().bottom).to.be.at.most(600);
  });

  it('puts a line before what arrived while the reader was further up', async () => {
    const messages = history(200);
    const list = await showList(messages);
    await scroll(list, scrollerOf(list).scrollTop - 700);
    await change(list, { messages: [...messages, message(201, cast.mia), message(202, cast.mia)] });
    const line = one(list, '.divider.new');
    expect((line.nextElementSibling as HTMLElement).dataset['seq']).to.equal('201');
  });

  it('goes to the end when the reader sends something', async () => {
    const list = await showList(history(300));
    await scroll(list, 0);
    await change(list, { outgoing: [outgoing('My question')] });
    expect(distanceToEnd(list)).to.be.at.most(1);
    expect(all(list, '.pending .bubble').map(textOf)).to.deep.equal(['My question']);
  });

  it('does not jump when a message of another device of the reader is sent or fails', async () => {
    const list = await showList(history(300), { outgoing: [outgoing('kept from yesterday')] });
    await scroll(list, scrollerOf(list).scrollTop - 700);
    const before = firstInView(list);
    await change(list, { outgoing: [outgoing('kept from yesterday', { state: 'failed' })] });
    await change(list, { outgoing: [] });
    expect(rowOf(list, before.seq).getBoundingClientRect().top).to.be.closeTo(before.top, 1);
  });
});

describe('the message list and a long history', () => {
  afterEach(() => clearScreen());

  it('never shows more than 160 of 10,000 messages, whichever way one goes', async () => {
    const list = await showList(history(10_000));
    const counts = new Set<number>();
    const seen = { oldest: 10_000, newest: 0 };
    for (let step = 0; step < 60; step += 1) {
      await scroll(list, step < 30 ? 0 : scrollerOf(list).scrollHeight);
      const rows = all(list, '[data-seq]');
      counts.add(rows.length);
      seen.oldest = Math.min(seen.oldest, Number(rows[0]?.dataset['seq']));
      if (step >= 30) seen.newest = Math.max(seen.newest, Number(rows.at(-1)?.dataset['seq']));
    }
    expect(Math.max(...counts)).to.be.at.most(160);
    expect(seen.oldest).to.be.lessThan(9_000);
    expect(seen.newest).to.equal(10_000);
    expect(distanceToEnd(list)).to.be.at.most(1);
  });

  it('shows older rows above without moving what is read', async () => {
    const list = await showList(history(1_000));
    const top = 350;
    const scroller = scrollerOf(list);
    const before = [...all(list, '[data-seq]')].find((row) => row.offsetTop >= top) as HTMLElement;
    const { seq } = before.dataset;
    const offset = before.offsetTop;
    await scroll(list, top);
    expect(Number(all(list, '[data-seq]')[0]?.dataset['seq']), 'it grew').to.be.lessThan(941);
    const now = rowOf(list, Number(seq)).getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    expect(now).to.be.closeTo(offset - top, 1);
  });

  it('keeps the first message in view where it was when older ones are put before', async () => {
    const list = await showList(history(60, 41), { hasOlder: true });
    await scroll(list, 120);
    const before = firstInView(list);
    await change(list, { messages: history(100), hasOlder: false });
    expect(rowOf(list, before.seq).getBoundingClientRect().top).to.be.closeTo(before.top, 1);
    expect(firstInView(list).seq).to.equal(before.seq);
  });

  it('shows older ones above also to who waits for them at the very top', async () => {
    const list = await showList(history(60, 41), { hasOlder: true });
    await scroll(list, 0);
    const before = rowOf(list, 41).getBoundingClientRect().top;
    await change(list, { messages: history(100), hasOlder: false });
    expect(Number(all(list, '[data-seq]')[0]?.dataset['seq'])).to.be.lessThan(41);
    expect(rowOf(list, 41).getBoundingClientRect().top).to.be.closeTo(before, 1);
  });

  it('asks for older ones near the top, once while they are loading', async () => {
    const list = await showList(history(60, 41), { hasOlder: true });
    const asked = hear(list, 'support-chat-older');
    expect(asked).to.have.length(0);
    list.addEventListener('support-chat-older', () => (list.isLoadingOlder = true));
    await scroll(list, 300);
    await scroll(list, 200);
    await scroll(list, 0);
    expect(asked).to.have.length(1);
    await change(list, { messages: history(100), hasOlder: true, isLoadingOlder: false });
    await scroll(list, 10);
    expect(asked).to.have.length(2);
  });

  it('does not ask again and again while older ones cannot be had', async () => {
    const list = await showList(history(60, 41), { hasOlder: true });
    const asked = hear(list, 'support-chat-older');
    list.addEventListener('support-chat-older', () => {
      list.isLoadingOlder = true;
      queueMicrotask(() => (list.isLoadingOlder = false));
    });
    await scroll(list, 0);
    await drawn();
    expect(asked).to.have.length(1);
  });

  it('asks for older ones when those it has do not fill it', async () => {
    const asks: number[] = [];
    const count = (): void => void asks.push(1);
    document.addEventListener('support-chat-older', count);
    await showList(history(3, 41), { hasOlder: true });
    document.removeEventListener('support-chat-older', count);
    expect(asks).to.have.length(1);
  });

  it('asks for nothing while it has no place on the screen', async () => {
    const list = await showList(history(40, 141), { hasOlder: true });
    const asked = hear(list, 'support-chat-older');
    (list.parentElement as HTMLElement).style.display = 'none';
    await change(list, { messages: history(41, 141) });
    await change(list, { messages: history(42, 141) });
    (list.parentElement as HTMLElement).style.display = '';
    await drawn();
    expect(asked).to.have.length(0);
    expect(distanceToEnd(list)).to.be.at.most(1);
  });

  it('asks for nothing when the room begins here', async () => {
    const list = await showList(history(60));
    const asked = hear(list, 'support-chat-older');
    await scroll(list, 0);
    expect(asked).to.have.length(0);
  });
});

describe('what the message list tells as seen', () => {
  afterEach(() => clearScreen());

  const hearSeen = (): { readonly seqs: unknown[]; end(): void } => {
    const seqs: unknown[] = [];
    const listen = (event: Event): void => void seqs.push((event as CustomEvent<{ seq: number }>).detail.seq);
    document.addEventListener('support-chat-seen', listen);
    return { seqs, end: () => document.removeEventListener('support-chat-seen', listen) };
  };

  it('is the newest message, once, when one is at the end', async () => {
    const { seqs, end } = hearSeen();
    const list = await showList(history(100));
    await change(list, { messages: history(101) });
    await change(list, { locale: 'ja' });
    end();
    expect(seqs).to.deep.equal([100, 101]);
  });

  it('is the last one in view when one is further up, and never goes back', async () => {
    const { seqs, end } = hearSeen();
    const list = await showList(history(200), { firstUnread: 100 });
    const last = Number(seqs.at(-1));
    expect(last).to.be.within(100, 125);
    expect(rowOf(list, last).getBoundingClientRect().bottom).to.be.at.most(600 + 32);
    await scroll(list, scrollerOf(list).scrollTop + 300);
    const later = Number(seqs.at(-1));
    expect(later).to.be.greaterThan(last);
    await scroll(list, scrollerOf(list).scrollTop - 400);
    end();
    expect(seqs.at(-1)).to.equal(later);
  });

  it('is nothing while the document is hidden, and told when it is visible again', async () => {
    const { seqs, end } = hearSeen();
    const list = await showList(history(100));
    await withHiddenDocument(async () => {
      await change(list, { messages: history(105) });
      expect(seqs).to.deep.equal([100]);
    });
    end();
    expect(seqs).to.deep.equal([100, 105]);
  });

  it('is nothing while the list has no room on the screen', async () => {
    const { seqs, end } = hearSeen();
    const list = await showList(history(100));
    (list.parentElement as HTMLElement).style.display = 'none';
    await change(list, { messages: history(105) });
    expect(seqs).to.deep.equal([100]);
    (list.parentElement as HTMLElement).style.display = '';
    await drawn();
    end();
    expect(seqs).to.deep.equal([100, 105]);
  });

  it('puts a line before what arrived in a hidden document, even at the end', async () => {
    const list = await showList(history(100));
    await withHiddenDocument(() => change(list, { messages: history(102) }));
    await drawn();
    expect((one(list, '.divider.new').nextElementSibling as HTMLElement).dataset['seq']).to.equal('101');
  });
});
