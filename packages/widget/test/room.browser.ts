import { expect } from '@open-wc/testing';
import { createTestStorage } from '@support-chat/client/testing';
import type { RoomBinding } from '../dist/room-binding.js';
import { enter, inRoom, logOf } from './in-room.js';
import { change, clearScreen, japanese, one, textOf } from './screen.js';

describe('a panel in a room', () => {
  afterEach(() => clearScreen());

  it(
    'shows the room, who can help, and what was said',
    inRoom(async (server, clock) => {
      server.seed('rollout', [{ by: 'ben', text: 'Where is my mail?' }]);
      server.present('mia');
      const ana = await enter(server, clock);
      expect(textOf(one(ana.panel, 'support-chat-room-header'))).to.equal(
        'New mail Help with moving to the new mail ML 1 person can help now',
      );
      expect(ana.bubbles()).to.deep.equal(['Where is my mail?']);
    }),
  );

  it(
    'shows what is sent as sending, then once as sent',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      server.dropFrames(true);
      const deliver = server.delayAnswers();
      await ana.send('Outlook asks for my password');
      expect([ana.bubbles(), ana.states()]).to.deep.equal([['Outlook asks for my password'], ['Sending']]);
      expect(ana.box().value).to.equal('');
      server.dropFrames(false);
      deliver();
      await ana.settled(5_000);
      expect([ana.bubbles(), ana.states()]).to.deep.equal([['Outlook asks for my password'], ['Sent']]);
      expect(logOf(server)).to.deep.equal(['ana: Outlook asks for my password']);
    }),
  );

  it(
    'shows an answer as it comes and tells the server that it was seen',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      await ana.send('Where is my mail?');
      const { seq } = server.post('mia', 'rollout', 'It is moving tonight');
      await ana.settled(2_000);
      expect(ana.bubbles()).to.deep.equal(['Where is my mail?', 'It is moving tonight']);
      const moves = server.requests.filter(({ name }) => name === 'marker.move').map(({ input }) => input);
      expect(moves.at(-1)).to.deep.equal({ room: 'rollout', seq });
    }),
  );

  it(
    'keeps what is sent without a network, says so, and sends it once when it is back',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      server.cut();
      await ana.settled();
      await ana.send('first');
      await ana.send('second');
      expect(ana.notice(), 'within the first moment').to.equal('');
      await ana.settled(1_200);
      expect(ana.notice()).to.equal('Reconnecting – your 2 messages are kept. Try now');
      expect(ana.states()).to.deep.equal(['Sending', 'Sending']);
      server.restore();
      await ana.settled(60_000);
      expect(ana.notice()).to.equal('');
      expect(logOf(server)).to.deep.equal(['ana: first', 'ana: second']);
      expect(ana.bubbles()).to.deep.equal(['first', 'second']);
    }),
  );

  it(
    'connects at once when one asks for it',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      server.cut();
      await ana.settled(20_000);
      server.restore();
      const tryNow = one<HTMLButtonElement>(one(ana.panel.conversation, 'support-chat-notice'), 'button');
      tryNow.focus();
      tryNow.click();
      await ana.settled();
      expect(server.connected).to.deep.equal(['ana']);
      expect(ana.notice()).to.equal('');
      expect(ana.box().matches(':focus'), 'the button is gone, the person can write').to.equal(true);
    }),
  );

  it(
    'shows a message once whose answer was lost',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      server.loseNextAnswer();
      await ana.send('once');
      await ana.settled(60_000);
      expect(logOf(server)).to.deep.equal(['ana: once']);
      expect([ana.bubbles(), ana.states()]).to.deep.equal([['once'], ['Sent']]);
    }),
  );

  it(
    'loads older messages while one scrolls up, and shows where the room begins',
    inRoom(async (server, clock) => {
      server.seed(
        'rollout',
        Array.from({ length: 130 }, (_, index) => ({ by: 'ben', text: `old ${index + 1}` })),
      );
      const ana = await enter(server, clock);
      const scroller = one(ana.list(), '.scroller');
      expect(ana.bubbles()).to.have.length(50);
      expect(ana.bubbles().at(-1)).to.equal('old 130');
      for (let page = 0; page < 4 && ana.bubbles()[0] !== 'old 1'; page += 1) {
        scroller.scrollTop = 0;
        await ana.settled();
      }
      scroller.scrollTop = 0;
      await ana.settled();
      expect(ana.bubbles()).to.deep.equal(Array.from({ length: 130 }, (_, index) => `old ${index + 1}`));
      expect(textOf(one(ana.list(), '.opening'))).to.contain('This is where “New mail” begins.');
    }),
  );

  it(
    'tells others that one types, and shows who does',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      ana.type('W');
      server.typing('mia', 'rollout');
      await ana.settled();
      expect(textOf(one(ana.panel.conversation, 'support-chat-typing-line'))).to.equal('Mia Lindqvist is typing');
      const told = server.requests.filter(({ name }) => name === 'typing.tell').map(({ input }) => input);
      expect(told).to.deep.equal([{ room: 'rollout', isTyping: true }]);
    }),
  );

  it(
    'ends writing when the room is closed under one',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      server.append('mia', 'rollout', { type: 'room.closed', audience: 'everyone', data: { reason: 'done' } });
      await ana.settled();
      expect(textOf(one(ana.panel.conversation, '.closed'))).to.match(/^This room is closed/u);
    }),
  );

  it(
    'says why one may not enter',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock, { room: 'nowhere' });
      expect(ana.notice()).to.equal('There is no such room, or you may not enter it.');
    }),
  );

  it(
    'changes its language with a message on its way',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      server.cut();
      await ana.settled();
      await ana.send('移行の件です');
      ana.type('もうひとつ');
      await ana.settled(1_200);
      await change(ana.panel, { strings: japanese, lang: 'ja' });
      expect(ana.notice()).to.equal('再接続しています。未送信の1件は保存されています。 今すぐ接続');
      expect(ana.states()).to.deep.equal(['送信中']);
      expect(ana.box().value).to.equal('もうひとつ');
      server.restore();
      await ana.settled(60_000);
      expect(logOf(server)).to.deep.equal(['ana: 移行の件です']);
    }),
  );
});

describe('a text that was not sent', () => {
  afterEach(() => clearScreen());

  it(
    'is there again after a reload',
    inRoom(async (server, clock) => {
      const storage = createTestStorage();
      const before = await enter(server, clock, { storage });
      before.type('half a question');
      await before.settled(300);
      before.binding.end();
      await before.client.close();
      const after = await enter(server, clock, { storage });
      await after.settled();
      expect(after.box().value).to.equal('half a question');
    }),
  );

  it(
    'does not come back once it was sent',
    inRoom(async (server, clock) => {
      const storage = createTestStorage();
      const before = await enter(server, clock, { storage });
      before.type('a question');
      await before.settled(300);
      await before.send('a question');
      await before.settled(5_000);
      before.binding.end();
      await before.client.close();
      const after = await enter(server, clock, { storage });
      await after.settled();
      expect(after.box().value).to.equal('');
      expect(after.bubbles()).to.deep.equal(['a question']);
    }),
  );

  it(
    'stays in its own room',
    inRoom(
      async (server, clock) => {
        const mia = await enter(server, clock, { person: 'mia', room: 'mail' });
        mia.type('for mail');
        await mia.settled();
        const go = async (from: RoomBinding, to: string): Promise<RoomBinding> => {
          from.end();
          mia.panel.conversation.draft = '';
          const binding = mia.bind(to);
          await mia.settled();
          return binding;
        };
        const vpn = await go(mia.binding, 'vpn');
        expect(mia.box().value).to.equal('');
        mia.type('for vpn');
        const mail = await go(vpn, 'mail');
        expect(mia.box().value).to.equal('for mail');
        await go(mail, 'vpn');
        expect(mia.box().value).to.equal('for vpn');
      },
      ['mail', 'vpn'],
    ),
  );

  it(
    'is kept with the reason and can be sent again',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      server.refuseNext('internal');
      await ana.send('Where is my mail?');
      expect(ana.states()).to.deep.equal([
        'Not sent. Something went wrong on the server. Try again, or copy your text. Try again Edit Copy',
      ]);
      await ana.press('Try again');
      await ana.settled(5_000);
      expect(logOf(server)).to.deep.equal(['ana: Where is my mail?']);
      expect(ana.states()).to.deep.equal(['Sent']);
    }),
  );

  it(
    'goes back into the box after what is there, and is a draft again',
    inRoom(async (server, clock) => {
      const storage = createTestStorage();
      const ana = await enter(server, clock, { storage });
      server.refuseNext('internal');
      await ana.send('Where is my mail?');
      ana.type('Hello.');
      await ana.press('Edit');
      expect(ana.box().value).to.equal('Hello.\nWhere is my mail?');
      expect(ana.bubbles()).to.deep.equal([]);
      await ana.settled(300);
      ana.binding.end();
      await ana.client.close();
      const after = await enter(server, clock, { storage });
      await after.settled();
      expect(after.box().value).to.equal('Hello.\nWhere is my mail?');
    }),
  );

  it(
    'is given back, with words, when it is nothing that can be sent',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      await ana.send('broken \0 text');
      expect(ana.box().value).to.equal('broken \0 text');
      expect(textOf(one(one(ana.panel.conversation, 'support-chat-composer'), '#below'))).to.match(
        /^The server did not understand this/u,
      );
      expect(await ana.binding.room.draft()).to.equal('broken \0 text');
      ana.type('text');
      await ana.settled();
      expect(textOf(one(one(ana.panel.conversation, 'support-chat-composer'), '#below'))).to.equal('');
      expect(logOf(server)).to.deep.equal([]);
    }),
  );

  it(
    'is nothing to the page around, nor to a room that one has left',
    inRoom(async (server, clock) => {
      const ana = await enter(server, clock);
      const heard: string[] = [];
      const listen = (event: Event): void => void heard.push(event.type);
      const names = ['support-chat-send', 'support-chat-draft', 'support-chat-seen', 'support-chat-older'];
      names.forEach((name) => document.addEventListener(name, listen));
      await ana.send('a secret');
      names.forEach((name) => document.removeEventListener(name, listen));
      expect(heard).to.deep.equal([]);
      ana.binding.end();
      await ana.send('to nobody');
      expect(logOf(server)).to.deep.equal(['ana: a secret']);
    }),
  );
});
