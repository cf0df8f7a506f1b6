import { expect } from '@open-wc/testing';
import { availableNow, cast } from '@support-chat/protocol/samples';
import type { RoomView } from '@support-chat/client';
import type { Announcer } from '../dist/late/announcer.js';
import '../dist/late/announcer.js';
import type { Notice, RoomHeader, TypingLine } from '../dist/parts.js';
import {
  all,
  change,
  clearScreen,
  english,
  hear,
  japanese,
  message,
  one,
  outgoing,
  room,
  show,
  textOf,
  viewOf,
  withTurnedTimers,
} from './screen.js';

describe('the header', () => {
  afterEach(() => clearScreen());

  const showHeader = (values: object = {}): Promise<RoomHeader> =>
    show<RoomHeader>('support-chat-room-header', { strings: english, room, className: '', ...values });

  it('says where one is and what for', async () => {
    const header = await showHeader();
    expect([textOf(one(header, 'h2')), textOf(one(header, '.purpose'))]).to.deep.equal([room.title, room.purpose]);
  });

  it('counts who can help now, names them in a hint and shows three faces at most', async () => {
    const header = await showHeader({ helpers: availableNow(cast.mia, cast.tom) });
    expect(textOf(one(header, '.helpers > span:not(.stack)'))).to.equal('2 people can help now');
    expect(one(header, '.helpers').title).to.equal('Can help now: Mia Lindqvist and Tom Okafor');
    await change(header, {
      helpers: availableNow(cast.mia, cast.tom, cast.sato, { ...cast.mia, id: 'mia2' }),
      strings: japanese,
    });
    expect(all(header, '.face')).to.have.length(3);
    expect(textOf(one(header, '.helpers > span:not(.stack)'))).to.equal('現在4名が対応できます');
  });

  it('says when nobody is there, by a word and not by a colour alone', async () => {
    const header = await showHeader({ helpers: [] });
    expect(textOf(one(header, '.helpers'))).to.equal('Nobody is at the desk right now');
  });

  it('says who will see it later when nobody can help now, and counts only who can', async () => {
    const mia = { ...cast.mia, presence: 'away' } as const;
    const header = await showHeader({ helpers: [mia, { ...cast.tom, presence: 'busy' }] });
    expect(textOf(one(header, '.helpers'))).to.equal('Mia Lindqvist and Tom Okafor will see it later');
    expect(all(header, '.face').length).to.equal(0);
    await change(header, { strings: japanese });
    expect(textOf(one(header, '.helpers'))).to.equal('Mia Lindqvistさん、Tom Okaforさんが後で確認します');
    await change(header, { strings: english, helpers: [mia, { ...cast.tom, presence: 'available' }] });
    expect(textOf(one(header, '.helpers > span:not(.stack)'))).to.equal('1 person can help now');
  });

  it('says nothing about helpers until it knows', async () => {
    const header = await showHeader({ isLoading: true });
    expect(textOf(one(header, '.helpers'))).to.equal('');
    const before = header.offsetHeight;
    await change(header, { isLoading: false, helpers: availableNow(cast.mia) });
    expect(header.offsetHeight, 'nothing moves').to.equal(before);
  });

  it('says nothing of who is here where the server tells nobody', async () => {
    const header = await showHeader({ helpers: null });
    expect(all(header, '.helpers')).to.have.length(0);
  });

  it('tells how many are here to those who may know', async () => {
    const header = await showHeader({ helpers: [], people: 12 });
    expect(textOf(one(header, '.people'))).to.equal('12 people here');
    await change(header, { people: null });
    expect(all(header, '.people')).to.have.length(0);
  });

  it('asks to be closed where it can be', async () => {
    const header = await showHeader();
    expect(all(header, 'button')).to.have.length(0);
    await change(header, { canClose: true });
    const asked = hear(header, 'support-chat-close-asked');
    const close = one<HTMLButtonElement>(header, 'button');
    expect(close.ariaLabel).to.equal('Close');
    close.click();
    expect(asked).to.have.length(1);
  });

  it('cuts a title and a purpose of any length', async () => {
    const [title, purpose] = ['T'.repeat(300), 'P'.repeat(500)];
    const header = await showHeader({ room: { ...room, title, purpose }, canClose: true });
    expect(header.scrollWidth).to.be.at.most(360);
    expect(one(header, 'button').getBoundingClientRect().right).to.be.at.most(360);
    expect(header.offsetHeight).to.be.below(150);
  });
});

describe('the notice', () => {
  afterEach(() => clearScreen());

  const showNotice = (view: Partial<RoomView>): Promise<Notice> =>
    show<Notice>('support-chat-notice', { strings: english, view: viewOf(view), className: '' });
  const waiting = { state: 'waiting', retryAt: 1, refusal: null } as const;
  const online = { state: 'online', retryAt: null, refusal: null } as const;

  it('is nothing while all is well', async () => {
    const notice = await showNotice({});
    expect({ words: textOf(notice), height: notice.offsetHeight }).to.deep.equal({ words: '', height: 0 });
  });

  it('is read out politely by readers', async () => {
    const notice = await showNotice({});
    expect(one(notice, '[role=status]').childElementCount).to.equal(0);
  });

  it('says that it reconnects and what is kept, once it takes longer than a moment', () =>
    withTurnedTimers(async (clock) => {
      const kept = [outgoing('a'), outgoing('b'), outgoing('c'), outgoing('no', { state: 'failed' })];
      const notice = await showNotice({ connection: waiting, outgoing: kept });
      await clock.advance(1_199);
      expect(textOf(notice)).to.equal('');
      await clock.advance(1);
      await notice.updateComplete;
      expect(textOf(one(notice, 'span'))).to.equal('Reconnecting – your 3 messages are kept.');
      await change(notice, { strings: japanese });
      expect(textOf(one(notice, 'span'))).to.equal('再接続しています。未送信の3件は保存されています。');
    }));

  it('says that it connects while there was no connection yet', () =>
    withTurnedTimers(async (clock) => {
      const notice = await showNotice({ connection: waiting, me: null, outgoing: [outgoing('a')] });
      await clock.advance(1_200);
      await notice.updateComplete;
      expect(textOf(one(notice, 'span'))).to.equal('Connecting – your message is kept.');
      await change(notice, { strings: japanese });
      expect(textOf(one(notice, 'span'))).to.equal('接続しています。未送信の1件は保存されています。');
    }));

  it('counts one kept message as one, and none not at all', () =>
    withTurnedTimers(async (clock) => {
      const notice = await showNotice({ connection: waiting, outgoing: [outgoing('a')] });
      await clock.advance(1_200);
      await notice.updateComplete;
      expect(textOf(one(notice, 'span'))).to.equal('Reconnecting – your message is kept.');
      await change(notice, { view: viewOf({ connection: waiting }) });
      expect(textOf(one(notice, 'span'))).to.equal('Reconnecting');
    }));

  it('is silent about a connection that is back within a moment', () =>
    withTurnedTimers(async (clock) => {
      const notice = await showNotice({ connection: waiting });
      await clock.advance(1_000);
      await change(notice, { view: viewOf({ connection: online }) });
      await clock.advance(5_000);
      await notice.updateComplete;
      expect(textOf(notice)).to.equal('');
      expect(clock.pending).to.equal(0);
    }));

  it('waits once however many attempts there are, and goes when one succeeds', () =>
    withTurnedTimers(async (clock) => {
      const notice = await showNotice({ connection: waiting });
      await clock.advance(700);
      await change(notice, { view: viewOf({ connection: { ...waiting, state: 'connecting' } }) });
      await clock.advance(500);
      await notice.updateComplete;
      expect(textOf(one(notice, 'span'))).to.equal('Reconnecting');
      await change(notice, { view: viewOf({ connection: online }) });
      expect(textOf(notice)).to.equal('');
    }));

  it('still speaks after the page moved it meanwhile', () =>
    withTurnedTimers(async (clock) => {
      const notice = await showNotice({ connection: waiting });
      notice.parentElement?.append(notice);
      await clock.advance(1_200);
      await notice.updateComplete;
      expect(textOf(one(notice, 'span'))).to.equal('Reconnecting');
    }));

  it('lets one try now', () =>
    withTurnedTimers(async (clock) => {
      const notice = await showNotice({ connection: waiting });
      await clock.advance(1_200);
      await notice.updateComplete;
      const asked = hear(notice, 'support-chat-reconnect');
      one<HTMLButtonElement>(notice, 'button').click();
      expect(asked).to.have.length(1);
    }));

  it('asks for another place for the focus when its button goes, and only if the focus was there', () =>
    withTurnedTimers(async (clock) => {
      const lost: string[] = [];
      for (const isFocused of [false, true]) {
        const notice = await showNotice({ connection: waiting });
        notice.addEventListener('support-chat-focus-lost', () => lost.push(String(isFocused)));
        await clock.advance(1_200);
        await notice.updateComplete;
        if (isFocused) one(notice, 'button').focus();
        await change(notice, { view: viewOf({ connection: { ...waiting, state: 'connecting' } }) });
        expect(notice.shadowRoot?.activeElement !== null, 'it is kept while the button is there').to.equal(isFocused);
        await change(notice, { view: viewOf({ connection: online }) });
      }
      expect(lost).to.deep.equal(['true']);
    }));

  it('says at once, in the reader’s words, why one may not enter', async () => {
    const refusal = { code: 'not_found', message: 'developers only' } as const;
    const notice = await showNotice({ state: 'refused', refusal });
    expect(textOf(notice)).to.equal('There is no such room, or you may not enter it.');
    expect(all(notice, 'p.danger')).to.have.length(1);
  });

  it('says at once that a sign-in was refused', async () => {
    const refused = { state: 'refused', retryAt: null } as const;
    const refusal = { code: 'token_invalid', message: 'developers only' } as const;
    const notice = await showNotice({ connection: { ...refused, refusal } });
    expect(textOf(notice)).to.match(/^We could not confirm who you are/u);
  });

  it('says that a browser without storage forgets', async () => {
    const notice = await showNotice({ outboxKeptIn: 'memory' });
    expect(textOf(notice)).to.match(/^This browser does not let us store anything/u);
  });
});

describe('who is typing', () => {
  afterEach(() => clearScreen());

  it('is named, up to three; more are counted', async () => {
    const line = await show<TypingLine>('support-chat-typing-line', { strings: english, className: '' });
    const said: string[] = [textOf(line)];
    for (const people of [[cast.mia], [cast.mia, cast.ben], [cast.mia, cast.ben, cast.tom, cast.kenji], []]) {
      await change(line, { people });
      said.push(textOf(line));
    }
    expect(said).to.deep.equal([
      '',
      'Mia Lindqvist is typing',
      'Mia Lindqvist and Ben Carter are typing',
      '4 people are typing',
      '',
    ]);
  });

  it('takes a place that is always there', async () => {
    const line = await show<TypingLine>('support-chat-typing-line', { strings: japanese, className: '' });
    const before = line.offsetHeight;
    await change(line, { people: [cast.mia, { ...cast.ben, name: 'N'.repeat(300) }] });
    expect(line.offsetHeight).to.equal(before);
    expect(line.getBoundingClientRect().right).to.be.at.most(360);
  });
});

describe('the announcer', () => {
  afterEach(() => clearScreen());

  const showAnnouncer = (messages: unknown): Promise<Announcer> =>
    show<Announcer>('support-chat-announcer', { strings: english, meId: 'ana', messages });
  const older = [message(1, cast.ben), message(2, cast.mia)];

  it('reads new messages out politely, a batch at a time', () =>
    withTurnedTimers(async (clock) => {
      const announcer = await showAnnouncer(older);
      await change(announcer, { messages: [...older, message(3, cast.mia, { text: 'Try now' })] });
      await change(announcer, {
        messages: [...older, message(3, cast.mia, { text: 'Try now' }), message(4, cast.ben, { text: 'It works' })],
      });
      expect(textOf(announcer), 'before the batch is over').to.equal('');
      await clock.advance(1_000);
      await announcer.updateComplete;
      expect(textOf(announcer)).to.equal('Mia Lindqvist: Try now Ben Carter: It works');
      expect(one(announcer, '[role=status]').ariaLive).to.equal('polite');
    }));

  it('says how many when there are more than three', () =>
    withTurnedTimers(async (clock) => {
      const announcer = await showAnnouncer(older);
      await change(announcer, { messages: [...older, ...[3, 4, 5, 6].map((seq) => message(seq, cast.mia))] });
      await clock.advance(1_000);
      await announcer.updateComplete;
      expect(textOf(announcer)).to.equal('4 new messages');
    }));

  it('does not read out what was there, what is older, or what the reader wrote', () =>
    withTurnedTimers(async (clock) => {
      const announcer = await showAnnouncer([message(10, cast.ben)]);
      await change(announcer, { messages: [...older, message(10, cast.ben)] });
      await clock.advance(1_000);
      await change(announcer, { messages: [...older, message(10, cast.ben), message(11, cast.ana)] });
      await clock.advance(1_000);
      await announcer.updateComplete;
      expect(textOf(announcer)).to.equal('');
      await change(announcer, {
        messages: [...older, message(10, cast.ben), message(11, cast.ana), message(12, cast.mia)],
      });
      await clock.advance(1_000);
      await announcer.updateComplete;
      expect(textOf(announcer)).to.equal('Mia Lindqvist: text 12');
    }));

  it('reads out the first message of an empty room', () =>
    withTurnedTimers(async (clock) => {
      const announcer = await showAnnouncer(null);
      await change(announcer, { messages: [] });
      await change(announcer, { messages: [message(2, cast.mia, { text: 'Welcome' })] });
      await clock.advance(1_000);
      await announcer.updateComplete;
      expect(textOf(announcer)).to.equal('Mia Lindqvist: Welcome');
    }));

  it('reads the same words out again when they are said again', () =>
    withTurnedTimers(async (clock) => {
      const announcer = await showAnnouncer(older);
      const changes: MutationRecord[] = [];
      const observer = new MutationObserver((records) => changes.push(...records));
      observer.observe(announcer.renderRoot, { subtree: true, childList: true, characterData: true });
      const messages = [...older, message(3, cast.mia, { text: 'OK' })];
      await change(announcer, { messages });
      await clock.advance(1_000);
      await announcer.updateComplete;
      await Promise.resolve();
      const before = changes.length;
      await change(announcer, { messages: [...messages, message(4, cast.mia, { text: 'OK' })] });
      await clock.advance(1_000);
      await announcer.updateComplete;
      await Promise.resolve();
      expect(textOf(announcer)).to.equal('Mia Lindqvist: OK');
      expect(changes.length).to.be.greaterThan(before);
    }));
});
