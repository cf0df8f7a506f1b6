/** What stands below a question: where it is, whom it concerns, and what the reader can do about it. Templates. */
import type { QuestionAct } from '@support-chat/client';
import { erasedBody, excerptOf, type LetIn, type MessageDoc, type Moved, type Person } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { checkIcon, clockIcon, eyeIcon, icon, replyIcon } from '../icons.js';
import type { Strings } from '../strings.js';
import { safeName } from '../text-language.js';
import { saidWordsOf } from './said-strings.js';
import { questionLineStrings, type QuestionLineStrings } from './question-line-strings.js';

/** Who reads, and what they want done. */
export type QuestionContext = {
  readonly strings: Strings;
  readonly me: Person | null;
  readonly locale: string;
  /** Whether the reader looks into questions. */
  readonly canAnswer: boolean;
  act(name: QuestionAct, input: { question: number; from?: string; answer?: number }): void;
  reply(seq: number): void;
  /** What else can be done with a question, from whoever shows the list. */
  readonly moreActs: ((message: MessageDoc) => unknown) | null;
  /** The message of this number, if it is loaded. */
  readonly find: (seq: number) => MessageDoc | undefined;
  /** Brings the message into view. */
  readonly show: (seq: number) => void;
};

type Act = readonly [words: string, name: QuestionAct, more?: { from?: string }];

/** By state. */
export const questionIcons = {
  open: clockIcon,
  claimed: eyeIcon,
  answered: replyIcon,
  resolved: checkIcon,
  merged: replyIcon,
  moved: replyIcon,
};

/** The line below a message that asks; nothing below one that does not. */
export function renderQuestion(message: MessageDoc, context: QuestionContext): TemplateResult | typeof nothing {
  const { question } = message;
  if (!question) return html`${context.moreActs?.(message)}`;
  const { from } = message;
  const { canAnswer } = context;
  const words = wordsOf(context);
  const { state, owner, affected, escalations, merged, moved, visits } = question;
  // It is over, and so is what could be read of it.
  if (message.retracted && state === 'resolved') return nothing;
  const isReminded = state === 'open' && escalations > 0;
  const promised = state === 'claimed' ? question.promised : undefined;
  const isLate = isReminded || (promised !== undefined && promised <= Date.now());
  const stateWords =
    state === 'claimed' && owner ? words.questionClaimed(safeName(owner.name)) : words.questionStates[state];
  const now = isReminded ? (canAnswer ? words.overdue : words.reminded) : stateWords;
  return html`<div class="question ${state} ${isLate && canAnswer ? 'late' : ''}" part="question">
    <span class="question-state">${icon(questionIcons[state], 14)}${now}</span>
    ${promised === undefined ? nothing : html`<span class="affected">${words.promised(momentIn(context.locale, promised))}</span>`}
    ${merged ? renderReplied(merged.into, context) : nothing} ${moved ? renderMoved(moved, context) : nothing}
    ${from ? html`<span class="affected">${words.from} <bdi>${safeName(from.title)}</bdi></span>` : nothing}
    ${visits ? html`<span class="affected">${words.letIn(visits.map(visitorIn(context)), state === 'resolved')}</span>` : nothing}
    ${affected.length > 1 ? html`<span class="affected">${words.affected(affected.length)}</span>` : nothing}
    <span class="acts">
      ${actsOf(message, context).map(
        ([label, name, more]) =>
          html`<button class="text-button" @click=${once(() => context.act(name, { question: message.seq, ...more }))}>
            ${label}
          </button>`,
      )}
      ${
        state === 'resolved' || merged || moved
          ? nothing
          : html`<button class="text-button" @click=${() => context.reply(message.seq)}>
              ${saidWordsOf(context).reply}
            </button>`
      }
      ${context.moreActs?.(message)}
    </span>
    ${renderRating(message, context)}
  </div>`;
}

function wordsOf({ locale }: QuestionContext): QuestionLineStrings {
  return questionLineStrings[locale === 'ja' ? 'ja' : 'en'];
}

/** `Carla Diaz (guest)` */
function visitorIn({ strings }: QuestionContext): (visit: LetIn) => string {
  return ({ person, as }) => safeName(person.name) + (as === 'guest' ? ` (${strings.guest})` : '');
}

/** `Fri, Nov 27, 14:00` */
function momentIn(locale: string, at: number): string {
  const day = { weekday: 'short', month: 'short', day: 'numeric' } as const;
  return new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** Where it goes on, and the way there. */
function renderMoved({ title, room, seq }: Moved, context: QuestionContext): TemplateResult {
  const words = wordsOf(context);
  return html`<span class="affected">${words.to} <bdi>${safeName(title)}</bdi></span> ${
      seq === null
        ? nothing
        : html`<button class="text-button" @click=${({ target }: Event) => goElsewhere(target, room, seq)}>
            ${words.go}
          </button>`
    }`;
}

/** Whoever shows the room goes to the other one; the widget by itself, unless its page does it. `from`: what asks for it. */
export function goElsewhere(from: EventTarget | null, room: string, seq: number): void {
  const asked = new CustomEvent('support-chat-go', {
    ...{ detail: { room, seq }, bubbles: true, composed: true, cancelable: true },
  });
  let widget: Element | undefined;
  const note = (event: Event): void => {
    const path = event.composedPath();
    widget = path.find((each): each is Element => each instanceof Element && each.localName === 'support-chat');
  };
  from?.addEventListener('support-chat-go', note, { once: true });
  if (!from?.dispatchEvent(asked) || !widget) return;
  // Of a lane: the room that it is beside; whoever shows that opens the lane.
  const [home = room] = room.split('~');
  widget.setAttribute('room', home);
  location.hash = `#support-chat=${room}/${seq}`;
}

/** Whom it concerns says whether it helped. It is not asked of whoever answers. */
function renderRating({ seq, question }: MessageDoc, { me, canAnswer, locale }: QuestionContext): unknown {
  if (!me || canAnswer || question?.state !== 'resolved' || !question.affected.includes(me.id)) return nothing;
  void import('./rating.js').catch(() => undefined);
  return html`<support-chat-rating lang=${locale} question=${seq}></support-chat-rating>`;
}

/** The first click of several: after it the button may mean the opposite. */
function once(act: () => void): (event: MouseEvent) => void {
  return ({ detail: clicks }) => {
    if (clicks < 2) act();
  };
}

/** The message a reply is to, in a line above it. */
export function renderReplied(seq: number, context: QuestionContext): TemplateResult {
  const root = context.find(seq);
  const words = wordsOf(context);
  const excerpt = root?.retracted ? saidWordsOf(context).gone : excerptOf(root?.body ?? erasedBody, 60);
  const line = root ? words.replied(safeName(root.by.name), excerpt) : words.repliedEarlier;
  return html`<button class="replied" title=${line} @click=${() => context.show(seq)}>
    ${icon(replyIcon, 12)}<span>${line}</span>
  </button>`;
}

/** Below a reply: that it is the answer, or the button that says so. */
export function renderAnswer(message: MessageDoc, context: QuestionContext): TemplateResult | typeof nothing {
  const { me, canAnswer, find } = context;
  const words = wordsOf(context);
  const { re, seq: answer, by, audience, retracted } = message;
  const root = re === undefined ? undefined : find(re);
  if (!root?.question || retracted) return nothing;
  const { state, answer: known } = root.question;
  if (known === answer)
    return html`<div class="question answer">
      <span class="question-state">${icon(checkIcon, 14)}${words.theAnswer}</span>
    </div>`;
  const maySay = canAnswer || root.by.id === me?.id;
  if (!maySay || by.id === root.by.id || audience === 'staff' || state === 'resolved') return nothing;
  return html`<div class="question">
    <span class="acts">
      <button class="text-button" @click=${once(() => context.act('question.answer', { question: root.seq, answer }))}>
        ${words.isTheAnswer}
      </button>
    </span>
  </div>`;
}

/** What the reader can do about a question, the likeliest first. The server decides; this only saves refusals. */
function actsOf({ by, question, retracted }: MessageDoc, context: QuestionContext): readonly Act[] {
  const { me, canAnswer } = context;
  const words = wordsOf(context);
  if (!question || !me || question.merged || question.moved) return [];
  const { state, owner, affected } = question;
  const isMine = by.id === me.id;
  const concernsMe = affected.includes(me.id);
  const isOver = state === 'answered' || state === 'resolved';
  const acts: Act[] = [];
  if (canAnswer && state === 'open') acts.push([words.take, 'question.claim']);
  if (canAnswer && state === 'claimed' && owner?.id === me.id) acts.push([words.release, 'question.release']);
  if (canAnswer && state === 'claimed' && owner && owner.id !== me.id)
    acts.push([words.takeOver, 'question.claim', { from: owner.id }]);
  if (!canAnswer && !concernsMe && state !== 'resolved' && !retracted) acts.push([words.sameHere, 'question.join']);
  if (isMine && state === 'answered') acts.push([words.solvedForMe, 'question.resolve']);
  else if ((isMine || canAnswer) && state !== 'resolved') acts.push([words.solved, 'question.resolve']);
  // Nobody can read any more what was asked.
  if (isOver && (concernsMe || canAnswer) && !(retracted && state === 'resolved'))
    acts.push([concernsMe && state === 'answered' ? words.notYet : words.reopen, 'question.reopen']);
  if (concernsMe && !isMine && state !== 'resolved') acts.push([words.notMe, 'question.leave']);
  return acts;
}
