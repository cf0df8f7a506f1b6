import { expect } from '@open-wc/testing';
import type { TestClock, TestServer } from '@support-chat/client/testing';
import type { Mention, Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { Composer, Panel } from '../dist/parts.js';
import '../dist/late/mentions.js';
import { expectAccessible } from './accessible.js';
import { enter, inRoom } from './in-room.js';
import {
  all,
  change,
  clearScreen,
  english,
  japanese,
  message,
  one,
  pressKey,
  room,
  show,
  textOf,
  viewOf,
} from './screen.js';

async function enterAs(server: TestServer, clock: TestClock, person = 'mia') {
  const own = await enter(server, clock, { person });
  const composer = (): Composer => one<Composer>(own.panel.conversation, 'support-chat-composer');
  const type = async (text: string): Promise<void> => {
    own.type(text);
    await own.settled();
  };
  const press = async (key: string, init: Partial<Parameters<typeof pressKey>[1]> = {}): Promise<void> => {
    pressKey(own.box(), { key, ...init });
    await own.settled();
  };
  const options = (): string[] => all(composer(), '[role=option]').map(textOf);
  const active = (): string =>
    textOf(composer().renderRoot.querySelector(`#${own.box().getAttribute('aria-activedescendant')}`));
  const button = async (words: string): Promise<void> => {
    all<HTMLButtonElement>(composer(), 'button')
      .find((one) => textOf(one) === words)
      ?.click();
    await own.settled();
  };
  /** Waits for nothing. */
  const keepTyping = own.type;
  return { ...own, composer, type, keepTyping, press, options, active, button };
}

/** What the last message of the log calls, and who was let in by it. */
const lastOf = (server: TestServer) => {
  const posts = server.requests.filter(({ name }) => name === 'message.post');
  const input = posts.at(-1)?.input as {
    body: { text: string; mentions?: Mention[] };
    invites?: Person[];
    isConfirmed?: true;
  };
  return {
    ...input.body,
    mentions: input.body.mentions,
    invites: input.invites?.map(({ id }) => id),
    isConfirmed: input.isConfirmed,
  };
};

describe('calling people', () => {
  afterEach(() => clearScreen());

  it(
    'lists people at the sign, takes one with Enter and says with the message whom it calls',
    inRoom(async (server, clock) => {
      server.post('ben', 'rollout', 'hello');
      const mia = await enterAs(server, clock);
      await mia.type('ask ＠');
      expect(mia.options()[0]).to.contain('Ben Carter');
      expect(mia.options().slice(-2)).to.deep.equal([
        '@ @all Everybody in the room now',
        '@ @here Who is active in the room now',
      ]);
      expect(mia.box().hasAttribute('aria-activedescendant'), 'a sign alone may be meant').to.equal(false);
      await mia.type('ask ＠car');
      expect(mia.options()).to.deep.equal(['BC Ben Carter Not in the room']);
      expect(mia.active()).to.contain('Ben Carter');
      await mia.press('Enter');
      expect(mia.box().value).to.equal('ask ＠Ben Carter ');
      expect(mia.options()).to.deep.equal([]);
      await mia.send(`${mia.box().value}about it`);
      expect(lastOf(server)).to.deep.include({
        text: 'ask ＠Ben Carter about it',
        mentions: [{ at: 4, chars: 11, person: 'ben' }],
      });
      expect(all(mia.list(), '.called').map(textOf)).to.deep.equal(['＠Ben Carter']);
    }),
  );

  it(
    'stays closed after a name of one word was chosen, so that the next Enter sends',
    inRoom(async (server, clock) => {
      server.setPerson({ id: 'yuki', name: 'Yuki', role: 'employee' });
      const ana = await enterAs(server, clock, 'ana');
      await ana.type('@yu');
      await ana.press('Enter');
      expect([ana.box().value, ana.options()]).to.deep.equal(['@Yuki ', []]);
      await ana.type('@Yuk');
      expect(ana.options().length, 'it is being changed').to.equal(1);
      await ana.press('Enter');
      await ana.press('Enter');
      expect(lastOf(server)).to.deep.include({ text: '@Yuki ', mentions: [{ at: 0, chars: 5, person: 'yuki' }] });
      await ana.type('@yu');
      expect(ana.options().length, 'another message, another sign').to.equal(1);
    }),
  );

  it(
    'goes by arrows, around, and closes with Escape for this sign alone',
    inRoom(async (server, clock) => {
      for (const by of ['ana', 'ben']) server.post(by, 'rollout', 'hello');
      const mia = await enterAs(server, clock);
      await mia.type('@');
      const names = mia.options();
      await mia.press('ArrowDown');
      expect(mia.active()).to.equal(names[0]);
      await mia.press('ArrowUp');
      expect(mia.active()).to.equal(names.at(-1));
      await mia.press('Escape');
      expect(mia.options()).to.deep.equal([]);
      await mia.type('@b');
      expect(mia.options(), 'still the same sign').to.deep.equal([]);
      await mia.type('@b @a');
      expect(mia.options().length).to.be.at.least(1);
      await mia.press('Tab');
      expect(mia.box().value).to.match(/^@b @A/);
    }),
  );

  it(
    'keeps up with who types faster than the server answers',
    inRoom(async (server, clock) => {
      server.post('ben', 'rollout', 'hello');
      const mia = await enterAs(server, clock);
      await mia.type('@');
      for (const text of ['@b', '@be']) mia.keepTyping(text);
      await mia.press('Enter');
      expect(mia.box().value).to.equal('@Ben Carter ');
      await mia.type('@');
      await mia.press('ArrowDown');
      mia.keepTyping('@nobody');
      await mia.press('Enter');
      expect(lastOf(server)).to.deep.include({ text: '@nobody', mentions: undefined });
    }),
  );

  it(
    'leaves every key to an input method, and sends when nobody fits',
    inRoom(async (server, clock) => {
      server.setPerson({ id: 'ota', name: 'おおた けん', role: 'employee' });
      const mia = await enterAs(server, clock);
      mia.box().dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, composed: true }));
      await mia.type('＠おお');
      expect(mia.options().length, 'it is looked for while it is being written').to.equal(1);
      await mia.press('Enter', { isComposing: true, number: 229 });
      await mia.press('ArrowDown', { isComposing: true, number: 229 });
      expect(mia.box().value).to.equal('＠おお');
      const end = new CompositionEvent('compositionend', { bubbles: true, composed: true });
      mia.box().dispatchEvent(end);
      // Safari ends the composition before the key that ended it.
      await mia.press('Enter', { at: end.timeStamp + 5 });
      expect(mia.box().value).to.equal('＠おお');
      await mia.press('Enter', { at: end.timeStamp + 500 });
      expect(mia.box().value).to.equal('＠おおた けん ');
      await mia.type('@nobodyatall');
      expect(textOf(one(mia.composer(), '.callable'))).to.equal('Nobody of this name');
      await mia.press('Enter');
      expect(lastOf(server)).to.deep.include({ text: '@nobodyatall', mentions: undefined });
    }),
  );

  it(
    'lets somebody from outside in with the message of staff, unless they only call',
    inRoom(async (server, clock) => {
      const mia = await enterAs(server, clock);
      const choose = async (): Promise<void> => {
        await mia.type('@kenj');
        await mia.press('Enter');
        await mia.type('@田中');
      };
      await mia.type('@田中');
      expect(mia.options()).to.deep.equal(['田 田中 健司 Not in the room – let in with your message']);
      await mia.press('Enter');
      expect(textOf(one(mia.composer(), '.consequence'))).to.contain('田中 健司 is let in as an expert');
      await mia.send(`${mia.box().value}please`);
      expect(lastOf(server).invites).to.deep.equal(['kenji']);
      await choose();
      await mia.press('Enter');
      await mia.button('Only call');
      await mia.send(mia.box().value);
      expect(lastOf(server)).to.deep.include({ invites: undefined, mentions: [{ at: 0, chars: 6, person: 'kenji' }] });
      await mia.type('@田中');
      await mia.press('Enter');
      await mia.type('never mind');
      expect(all(mia.composer(), '.consequence')).to.deep.equal([]);
    }),
  );

  it(
    'asks before it calls many at once, and keeps the text when the author thinks better of it',
    inRoom(async (server, clock) => {
      for (let i = 0; i < 30; i += 1) {
        server.setPerson({ id: `p${i}`, name: `P ${i}`, role: 'employee' });
        server.present(`p${i}`);
      }
      const mia = await enterAs(server, clock);
      await mia.send('@here the mail is back');
      expect(lastOf.bind(null, server)).to.throw();
      expect(textOf(one(mia.composer(), '.asks span'))).to.equal('This calls 30 people at once.');
      await mia.button('Back to the text');
      expect(mia.box().value).to.equal('@here the mail is back');
      expect(all(mia.composer(), '.asks')).to.deep.equal([]);
      await mia.press('Enter');
      await mia.button('Call all 30');
      expect(lastOf(server)).to.deep.include({ isConfirmed: true, mentions: [{ at: 0, chars: 5, group: 'here' }] });
      expect(mia.box().value).to.equal('');
    }),
  );

  it(
    'calls few at once without asking, and everybody not at all from a lane',
    inRoom(async (server, clock) => {
      const mia = await enterAs(server, clock);
      await mia.send('@here hello');
      expect(lastOf(server)).to.deep.include({ mentions: [{ at: 0, chars: 5, group: 'here' }] });
      const ana = await enter(server, clock, { person: 'ana', room: 'rollout~ana' });
      await ana.send('@all my password');
      expect(lastOf(server)).to.deep.include({ text: '@all my password', mentions: undefined });
    }),
  );

  it(
    'has whom the page knows before the server answers, and keeps what was chosen meanwhile',
    inRoom(async (server, clock) => {
      for (const by of ['ana', 'tom']) server.post(by, 'rollout', 'hello');
      server.setPerson({ id: 'anton', name: 'Anton Berg', role: 'employee' });
      const mia = await enterAs(server, clock);
      const release = server.delayAnswers();
      await mia.type('@an');
      expect(mia.options()).to.deep.equal(['AS Ana Silva']);
      await mia.press('ArrowDown');
      release();
      await mia.settled();
      expect(mia.options().map((words) => words.slice(0, 8))).to.deep.equal(['AS Ana S', 'AB Anton']);
      expect(mia.active()).to.contain('Ana Silva');
      await mia.press('Enter');
      expect(mia.box().value).to.equal('@Ana Silva ');
    }),
  );

  it(
    'leaves alone what others have put into the composer: their styles, and what the text box points at',
    inRoom(async (server, clock) => {
      const mia = await enterAs(server, clock);
      const root = mia.composer().renderRoot as ShadowRoot;
      const theirs = new CSSStyleSheet();
      root.adoptedStyleSheets.push(theirs);
      const part = one(mia.panel.conversation, 'support-chat-mentions');
      const { nextSibling: next, parentNode: place } = part;
      part.remove();
      place?.insertBefore(part, next);
      await mia.settled();
      expect(root.adoptedStyleSheets).to.include(theirs);
      mia.box().setAttribute('aria-controls', 'theirs');
      mia.box().setAttribute('aria-activedescendant', 'theirs-1');
      await mia.type('/greet');
      expect(mia.box().getAttribute('aria-controls')).to.equal('theirs');
      expect(mia.box().getAttribute('aria-activedescendant')).to.equal('theirs-1');
    }),
  );

  it(
    'knows a name that was typed by hand, of whom wrote in the room',
    inRoom(async (server, clock) => {
      server.post('ben', 'rollout', 'hello');
      const ana = await enterAs(server, clock, 'ana');
      await ana.send('thanks @ben carter!');
      expect(lastOf(server)).to.deep.include({ mentions: [{ at: 7, chars: 11, person: 'ben' }], invites: undefined });
    }),
  );

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, in a narrow panel that is ${theme}, in ${language}`, async () => {
        const strings = language === 'en' ? english : japanese;
        const long: Person = {
          id: 'long',
          name: 'Maximiliana Wolfeschlegelsteinhausenbergerdorff '.repeat(2).slice(0, 80),
          role: 'agent',
        };
        const rtl: Person = { id: 'rtl', name: 'فاطمة الزهراء', role: 'employee' };
        const crowd = Array.from({ length: 9 }, (_, i): Person => ({
          id: `p${i}`,
          name: `Person ${i}`,
          role: 'employee',
        }));
        const messages = [...crowd, rtl, long, cast.kenji].map((by, i) => message(i + 2, by));
        const view = viewOf({ room, messages });
        const panel = await show<Panel>('support-chat-panel', { strings, lang: language, view }, { theme, language });
        const composer = one<Composer>(panel.conversation, 'support-chat-composer');
        const box = one<HTMLTextAreaElement>(composer, 'textarea');
        box.value = '@';
        box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        await change(panel, {});
        await change(panel, {});
        expect(all(composer, '[role=option]').length).to.equal(10);
        pressKey(box, { key: 'ArrowDown' });
        await change(panel, {});
        await expectAccessible(panel);
        const list = one(composer, '.callable').getBoundingClientRect();
        expect([list.left >= 0, list.right <= 360, list.top >= 0]).to.deep.equal([true, true, true]);
        for (const element of all(composer, '[role=option]'))
          expect(element.scrollWidth).to.be.at.most(element.clientWidth);
      });
});
