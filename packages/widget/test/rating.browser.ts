import { expect } from '@open-wc/testing';
import type { TestServer } from '@support-chat/client/testing';
import { cast } from '@support-chat/protocol/samples';
import type { Panel } from '../dist/parts.js';
import '../dist/late/rating.js';
import { expectAccessible } from './accessible.js';
import { enter, inRoom } from './in-room.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  english,
  japanese,
  message,
  one,
  room,
  show,
  textOf,
  viewOf,
} from './screen.js';

/** A question of Ana's that concerns Ben, too, and is solved. Its number. */
function solved(server: TestServer): number {
  const { seq: question } = server.append('ana', 'rollout', {
    ...{ type: 'message.posted', audience: 'everyone' },
    data: { body: { kind: 'text', text: 'Why?' }, asks: { dueAt: 9e15 } },
  });
  const about = { question, was: 'open', now: 'open' } as const;
  server.append('ben', 'rollout', { type: 'question.joined', audience: 'everyone', data: about });
  const data = { ...about, now: 'resolved', dueAt: null } as const;
  server.append('mia', 'rollout', { type: 'question.resolved', audience: 'everyone', data });
  return question;
}

describe('rating an answer', () => {
  afterEach(() => clearScreen());

  const lines = (list: Element): string[] =>
    all(list, 'support-chat-rating')
      .map((line) => textOf(line))
      .filter((words) => words !== '');

  it(
    'takes one press, shows what one said, and can be changed',
    inRoom(async (server, clock) => {
      const question = solved(server);
      const ana = await enter(server, clock);
      await ana.settled();
      expect(lines(ana.list())).to.deep.equal(['Did this help? Yes No']);
      const press = async (words: string): Promise<void> => {
        all<HTMLButtonElement>(one(ana.list(), 'support-chat-rating'), 'button')
          .find((b) => textOf(b) === words)
          ?.click();
        await ana.settled();
        await ana.settled();
      };
      await press('No');
      expect(server.log('rollout').at(-1)).to.deep.include({ type: 'rating.given', audience: 'staff' });
      expect(server.log('rollout').at(-1)?.data).to.deep.include({ question, rating: 'did_not_help' });
      expect(lines(ana.list())).to.deep.equal(['You said: it did not help Change']);
      await press('Change');
      server.refuseNext('forbidden', { request: 'question.rate' });
      await press('Yes');
      expect(lines(ana.list())[0]).to.contain('That did not work.');
      await press('Yes');
      expect(lines(ana.list())).to.deep.equal(['You said: it helped Change']);
    }),
  );

  it(
    'is asked of whom it concerns, about one question at a time, and of nobody else',
    inRoom(async (server, clock) => {
      solved(server);
      solved(server);
      const [kenji, mia] = [
        await enter(server, clock, { person: 'kenji' }),
        await enter(server, clock, { person: 'mia' }),
      ];
      await mia.settled();
      for (const other of [kenji, mia]) expect(all(other.list(), 'support-chat-rating')).to.deep.equal([]);
      const again = await enter(server, clock, { person: 'ben' });
      await again.settled();
      expect(lines(again.list())).to.deep.equal(['Did this help? Yes No']);
    }),
  );

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme}, in ${language}`, async () => {
        const base = { owner: null, affected: ['ana'], answer: null, dueAt: null, escalations: 0, since: 0 } as const;
        const asked = { ...message(2, cast.ana), question: { ...base, state: 'resolved' as const } };
        const view = viewOf({ room, messages: [asked] });
        const strings = language === 'en' ? english : japanese;
        const panel = await show<Panel>('support-chat-panel', { strings, lang: language, view }, { theme, language });
        const line = one(one(panel.conversation, 'support-chat-message-list'), 'support-chat-rating');
        await change(line as never, { mine: { ratings: [], offer: 2 } });
        await expectAccessible(panel);
        await change(line as never, { mine: { ratings: [{ question: 2, rating: 'helped' }], offer: null } });
        await drawn();
        await expectAccessible(panel);
      });
});
