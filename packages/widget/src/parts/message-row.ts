/** One row of the message list. Templates, not elements: a list of 160 elements would be a list of 160 shadow trees. */
import type { OutgoingMessage } from '@support-chat/client';
import type { Body, MessageDoc, Person } from '@support-chat/protocol';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { ClockWords } from '../clock-words.js';
import { alertIcon, checkIcon, clockIcon, icon } from '../icons.js';
import type { Row } from '../list-rows.js';
import type { Strings } from '../strings.js';
import { hueOf, initialsOf, languageOf, safeName } from '../text-language.js';
import type { QuestionContext } from '../late/question-line.js';

/** What is loaded for the rows while the room is being opened. */
export type AroundMessage = typeof import('../late/around-message.js') & typeof import('../late/words.js');

export type RowContext = QuestionContext & {
  /** Null when it could not be loaded: messages are plain words then. */
  readonly around: AroundMessage | null;
  readonly words: ClockWords;
  /** The list that shows the rows. */
  readonly list: LitElement;
  readonly now: number;
  /** The newest message, if it is the reader's own: it says that it was sent. */
  readonly sentSeq: number | null;
  retry(cid: string): void;
  edit(cid: string): void;
};

export function renderRow(row: Row, context: RowContext): TemplateResult {
  const { strings, words } = context;
  if (row.kind === 'day') {
    const date = new Date(row.at).toISOString();
    return html`<li class="divider" part="day">
      <time datetime=${date}>${words.day(row.at, context.now)}</time>
    </li>`;
  }
  if (row.kind === 'new') return html`<li class="divider new" part="new-line"><span>${strings.newMessages}</span></li>`;
  return renderMessage(row, context);
}

function renderMessage(row: Extract<Row, { kind: 'message' }>, context: RowContext): TemplateResult {
  const { strings, words, sentSeq, around } = context;
  const { message, isOwn, startsRun, showsReplied } = row;
  const isNote = message.audience === 'staff';
  const classes = `message ${isOwn ? 'own' : 'other'} ${startsRun ? 'starts' : 'follows'} ${isNote ? 'note' : ''}`;
  return html`<li class=${classes} part=${isOwn ? 'message message-own' : 'message'} data-seq=${message.seq}>
    ${startsRun ? face(message.by) : nothing}
    <div class="content">
      <p class=${startsRun ? 'meta' : 'meta visually-hidden'}>
        <bdi class="name">${isOwn ? strings.you : safeName(message.by.name)}</bdi>
        ${roleMark(message.by, strings)} ${isNote ? html`<span class="mark note-mark">${strings.note}</span>` : nothing}
        <time class="time" datetime=${new Date(message.at).toISOString()} title=${words.full(message.at)}
          >${words.time(message.at)}</time
        >
      </p>
      ${showsReplied && message.re ? around?.renderReplied(message.re, context) : nothing}
      ${bubble(message.body, context, message)} ${startsRun ? nothing : hoverTime(message, words)}
      ${around?.renderBelow(message, context)}
      ${message.seq === sentSeq && !message.retracted ? html`<div class="state"><span>${icon(checkIcon, 14)}${strings.sent}</span></div>` : nothing}
    </div>
  </li>`;
}

/** A message that is not in the log yet. */
export function renderOutgoing(message: OutgoingMessage, context: RowContext): TemplateResult {
  const { strings } = context;
  const isFailed = message.state === 'failed';
  return html`<li class="message own follows ${isFailed ? 'failed' : 'pending'}" part="message message-own">
    <div class="content">
      ${bubble(message.body, context)} ${context.around?.renderSent(message.files, context)}
      <div class="state">
        ${
          isFailed
            ? html`<span class="reason"
                  >${icon(alertIcon, 14)}${strings.failed}.
                  ${message.refusal ? strings.refusals[message.refusal.code] : ''}</span
                >
                <button class="text-button" @click=${() => context.retry(message.cid)}>${strings.retry}</button>
                <button class="text-button" @click=${() => context.edit(message.cid)}>${strings.edit}</button>
                <button
                  class="text-button"
                  @click=${(event: Event) => context.around?.copyOrSelect(message.body.text, event)}
                >
                  ${strings.copy}
                </button>`
            : html`<span class="sending">${icon(clockIcon, 14)}<span>${strings.sending}</span></span>`
        }
      </div>
    </div>
  </li>`;
}

/** The round with initials that stands for a person; hidden from readers, the name is beside it. */
export function face(person: Person): TemplateResult {
  return html`<span class="face hue-${hueOf(person.id)}" aria-hidden="true">${initialsOf(person.name)}</span>`;
}

const plain = (body: Extract<Body, { readonly kind: 'text' | 'link' }>, { around, me, locale }: RowContext): unknown =>
  // There may be files alone.
  body.text &&
  html`<div class="bubble" part="bubble" dir="auto" lang=${languageOf(body.text) ?? nothing}>
    ${around ? around.renderWords(body, me, locale) : body.text}
  </div>`;

const bodies: {
  readonly [K in Body['kind']]: (
    body: Extract<Body, { kind: K }>,
    context: RowContext,
    message?: MessageDoc,
  ) => unknown;
} = {
  erased: (_body, context, message) => context.around?.renderGone(message, context),
  text: plain,
  link: plain,
  // Who shows the room loads the part; until it is there the text is.
  problem: (body, { locale }, message) =>
    html`<support-chat-problem-line lang=${locale} .at=${message?.at} .body=${body}
      >${body.text}</support-chat-problem-line
    >`,
};

function bubble(body: Body, context: RowContext, message?: MessageDoc): unknown {
  // The table ties each kind to its body; indexing it with a union loses the tie.
  return (bodies[body.kind] as (body: Body, ...rest: [RowContext, MessageDoc?]) => unknown)(body, context, message);
}

function roleMark(person: Person, strings: Strings): TemplateResult | typeof nothing {
  if (person.role === 'employee') return nothing;
  const words = { agent: strings.support, manager: strings.manager, guest: strings.guest, bot: strings.bot }[
    person.role
  ];
  return html`<span class="mark">${words}</span>`;
}

/** Messages that follow in a run show their time only on hover; readers have it in the hidden line above. */
function hoverTime(message: MessageDoc, words: ClockWords): TemplateResult {
  return html`<span class="hover-time" aria-hidden="true">${words.time(message.at)}</span>`;
}
