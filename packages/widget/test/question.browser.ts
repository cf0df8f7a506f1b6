import { expect } from '@open-wc/testing';
import type { MessageDoc, Person, QuestionDoc, QuestionState } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { Composer, Conversation, MessageList } from '../dist/parts.js';
import type { ReplyLine } from '../dist/late/reply-line.js';
import '../dist/late/reply-line.js';
import { expectAccessible } from './accessible.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  english,
  hear,
  japanese,
  message,
  one,
  show,
  stringsOf,
  textOf,
  viewOf,
} from './screen.js';

const { ana, ben, mia, tom } = cast;

/** Message 2: Ana asks. */
function asked(question: Partial<QuestionDoc> = {}): MessageDoc {
  const open: QuestionDoc = {
    state: 'open',
    since: 0,
    owner: null,
    affected: ['ana'],
    answer: null,
    dueAt: null,
    escalations: 0,
  };
  return { ...message(2, ana, { text: 'Why is the calendar empty?' }), question: { ...open, ...question } };
}

const inState = (state: QuestionState, more: Partial<QuestionDoc> = {}): MessageDoc =>
  asked({ state, owner: state === 'open' ? null : mia, ...more });

const showTo = (me: Person, ...messages: MessageDoc[]): Promise<MessageList> =>
  show<MessageList>('support-chat-message-list', { strings: english, me, messages });

const actsIn = (list: MessageList): string[] => all(list, '.acts button').map(textOf);

describe('the line below a question', () => {
  afterEach(() => clearScreen());

  const offered: [state: QuestionState, to: Person, acts: string[]][] = [
    ['open', ana, ['Solved', 'Reply']],
    ['open', ben, ['Same here', 'Reply']],
    ['open', mia, ['Take it', 'Solved', 'Reply']],
    ['claimed', ana, ['Solved', 'Reply']],
    ['claimed', mia, ['Give back', 'Solved', 'Reply']],
    ['claimed', tom, ['Take over', 'Solved', 'Reply']],
    ['answered', ana, ['That solved it', 'Not yet', 'Reply']],
    ['answered', ben, ['Same here', 'Reply']],
    ['answered', mia, ['Solved', 'Reopen', 'Reply']],
    ['resolved', ana, ['Reopen']],
    ['resolved', ben, []],
    ['resolved', mia, ['Reopen']],
  ];
  for (const [state, to, acts] of offered)
    it(`offers ${to.id} what can be done with one that is ${state}`, async () => {
      expect(actsIn(await showTo(to, inState(state)))).to.deep.equal(acts);
    });

  it('offers whom it concerns, too, to say so and to take it back', async () => {
    expect(actsIn(await showTo(ben, asked({ affected: ['ana', 'ben'] })))).to.deep.equal(['Not me', 'Reply']);
    const answered = await showTo(ben, inState('answered', { affected: ['ana', 'ben'] }));
    expect(actsIn(answered)).to.deep.equal(['Not yet', 'Not me', 'Reply']);
  });

  it('says where it is in words, and how many it concerns', async () => {
    const list = await showTo(ben, inState('claimed', { affected: ['ana', 'tom', 'eve'] }));
    expect(textOf(one(list, '.question-state'))).to.equal('Mia Lindqvist is looking at this');
    expect(textOf(one(list, '.affected'))).to.equal('3 people have this');
    await change(list, { strings: japanese, locale: 'ja', messages: [inState('resolved')] });
    expect(textOf(one(list, '.question-state'))).to.equal('解決済み');
    expect(all(list, '.affected')).to.have.length(0);
  });

  it('tells staff that it is late, and everybody else that it is not forgotten', async () => {
    const late = asked({ escalations: 2 });
    expect(textOf(one(await showTo(mia, late), '.question.late .question-state'))).to.equal('Overdue');
    const seen = await showTo(ana, late);
    expect(textOf(one(seen, '.question-state'))).to.equal('Still waiting – support was reminded');
    expect(all(seen, '.late')).to.have.length(0);
    expect(textOf(one(await showTo(mia, inState('claimed', { escalations: 2 })), '.question-state'))).to.contain('Mia');
  });

  it('is not there below a message that asks nothing', async () => {
    expect(all(await showTo(ana, message(1, mia)), '.question')).to.have.length(0);
  });

  it('tells what was pressed, with the owner it is taken over from', async () => {
    const list = await showTo(tom, inState('claimed'));
    const [acts, replies] = [hear(list, 'support-chat-act'), hear(list, 'support-chat-reply')];
    for (const button of all<HTMLButtonElement>(list, '.acts button')) button.click();
    expect(acts).to.deep.equal([
      { name: 'question.claim', input: { question: 2, from: 'mia' } },
      { name: 'question.resolve', input: { question: 2 } },
    ]);
    expect(replies).to.deep.equal([{ seq: 2 }]);
  });

  it('says which reply is the answer, and lets staff and the asker say it of another', async () => {
    const replies = [
      { ...message(3, mia), re: 2 },
      { ...message(4, ben), re: 2 },
      { ...message(5, ana), re: 2 },
      { ...message(6, tom), re: 2, audience: 'staff' as const },
    ];
    const question = inState('answered', { answer: 3 });
    const offersTo = async (me: Person): Promise<string[]> => {
      const list = await showTo(me, question, ...replies);
      expect(all(list, '.answer').map((mark) => mark.closest('li')?.dataset['seq'])).to.deep.equal(['3']);
      const buttons = all<HTMLButtonElement>(list, '.acts button').filter(
        (one) => textOf(one) === 'This is the answer',
      );
      return buttons.map((button) => button.closest('li')?.dataset['seq'] ?? '');
    };
    expect(await offersTo(ana)).to.deep.equal(['4']);
    expect(await offersTo(tom)).to.deep.equal(['4']);
    expect(await offersTo(ben)).to.deep.equal([]);
    const list = await showTo(ana, question, ...replies);
    const acts = hear(list, 'support-chat-act');
    all<HTMLButtonElement>(list, '.acts button')
      .find((one) => textOf(one) === 'This is the answer')
      ?.click();
    expect(acts).to.deep.equal([{ name: 'question.answer', input: { question: 2, answer: 4 } }]);
    expect(textOf(one(await showTo(ana, inState('resolved', { answer: 4 }), ...replies), '.answer'))).to.equal(
      'The answer',
    );
  });

  it('says above a reply what it replies to, unless that is right before it', async () => {
    const reply = (seq: number, re: number): MessageDoc => ({ ...message(seq, mia), re });
    const list = await showTo(ana, asked(), reply(3, 2), message(4, ben), reply(5, 2), reply(6, 1));
    expect(all(list, '.replied').map(textOf)).to.deep.equal([
      'Ana Silva: Why is the calendar empty?',
      'An earlier message',
    ]);
  });

  for (const lang of ['en', 'ja'] as const)
    for (const density of ['bubbles', 'feed'])
      it(`is accessible: ${lang}, ${density}`, async () => {
        const messages = [inState('claimed'), { ...message(3, ben), re: 2 }, inState('answered')];
        const list = await show<MessageList>('support-chat-message-list', {
          ...{ strings: stringsOf[lang], me: ana, density, messages },
        });
        await expectAccessible(list);
      });
});

describe('what a message replies to', () => {
  afterEach(() => clearScreen());

  const showRoom = (me: Person, ...messages: MessageDoc[]): Promise<Conversation> =>
    show<Conversation>('support-chat-conversation', { strings: english, view: viewOf({ me, messages }) });
  const chipOf = async (conversation: Conversation): Promise<string | null> => {
    await conversation.updateComplete;
    const line = conversation.renderRoot.querySelector<ReplyLine>('support-chat-reply-line');
    await line?.updateComplete;
    return line && textOf(one(line, '.reply-to > span'));
  };
  const sentBy = async (conversation: Conversation, text: string): Promise<unknown> => {
    const heard = hear(conversation, 'support-chat-send');
    conversation.draft = text;
    const composer = one<Composer>(conversation, 'support-chat-composer');
    one<HTMLButtonElement>(composer, '.send').click();
    await conversation.updateComplete;
    return heard.at(-1);
  };

  it('is the asker’s own question until it is solved, and none when something else is asked', async () => {
    const conversation = await showRoom(ana, asked(), message(3, ben));
    expect(await chipOf(conversation)).to.equal('About your question: Why is the calendar empty?');
    expect(await sentBy(conversation, 'It was full yesterday')).to.deep.equal({ text: 'It was full yesterday', re: 2 });
    one<HTMLButtonElement>(one<ReplyLine>(conversation, 'support-chat-reply-line'), '.reply-to button').click();
    await conversation.updateComplete;
    expect(await chipOf(conversation)).to.equal(null);
    expect(await sentBy(conversation, 'And the mail?')).to.deep.equal({ text: 'And the mail?' });
    expect(await chipOf(conversation), 'only for one message').to.equal(
      'About your question: Why is the calendar empty?',
    );
    await change(conversation, { view: viewOf({ me: ana, messages: [inState('resolved')] }) });
    expect(await chipOf(conversation)).to.equal(null);
  });

  it('is the question an agent looks into, not one of a colleague', async () => {
    expect(await chipOf(await showRoom(mia, inState('claimed')))).to.equal(
      'Reply to Ana Silva: Why is the calendar empty?',
    );
    expect(await chipOf(await showRoom(tom, inState('claimed')))).to.equal(null);
  });

  it('is what was chosen with its button', async () => {
    const conversation = await showRoom(ben, asked());
    expect(await chipOf(conversation)).to.equal(null);
    const list = one<MessageList>(conversation, 'support-chat-message-list');
    all<HTMLButtonElement>(list, '.acts button').at(-1)?.click();
    await conversation.updateComplete;
    expect(await chipOf(conversation)).to.equal('Reply to Ana Silva: Why is the calendar empty?');
    expect(await sentBy(conversation, 'Look under “Shared”')).to.deep.equal({ text: 'Look under “Shared”', re: 2 });
  });
});

describe('a question that is the same as another', () => {
  afterEach(() => clearScreen());

  it('says so, leads to the one that goes on, and offers nothing else', async () => {
    const merged = { ...asked(), seq: 3, ...{ question: inState('open').question } };
    const list = await showTo(ana, inState('answered'), {
      ...merged,
      question: { ...(merged.question as QuestionDoc), state: 'merged', merged: { into: 2, was: 'open' } },
    });
    const line = all(list, '.question').at(-1);
    expect(textOf(line)).to.equal('Asked before Ana Silva: Why is the calendar empty?');
    line?.querySelector<HTMLButtonElement>('.replied')?.click();
    await drawn();
    expect(all(list, '[data-seq="2"]')).to.have.length(1);
    await expectAccessible(list);
  });

  it('has what is written next go to the one that goes on', async () => {
    const own = { ...asked({ state: 'merged', merged: { into: 2, was: 'open' } }), seq: 4 };
    const other = { ...inState('claimed'), by: ben };
    const view = viewOf({ me: ana, messages: [other, own] });
    const conversation = await show<Conversation>('support-chat-conversation', { strings: english, view });
    const line = one<ReplyLine>(conversation, 'support-chat-reply-line');
    await line.updateComplete;
    expect(textOf(one(line, '.reply-to span'))).to.contain('Reply to Ben Carter');
  });
});
