/** What an agent can do with a question beside what the line below it offers to everybody. Templates. */
import type { Typist } from '@support-chat/client';
import type { Body, GuestLinkState, Look, MessageDoc, Person, RoomDoc } from '@support-chat/protocol';
import { safeName } from '@support-chat/widget/parts';
import { icon } from '@support-chat/widget/parts';
import { pinIcon } from '@support-chat/widget/pins';
import { html, nothing, type TemplateResult } from 'lit';
import { readersOf } from './readers.js';
import type { DeskStrings } from './strings.js';

export type QuestionActs = {
  readonly room: RoomDoc | null;
  readonly strings: DeskStrings;
  /** Others who write just now. */
  readonly typing: readonly Typist[];
  /** Which questions colleagues have open now. */
  readonly looks: readonly Look[];
  /** Answer it in the lane of whoever asks. */
  talkInPrivate(message: MessageDoc): void;
  /** Let somebody else look into it. */
  handOver(message: MessageDoc): void;
  /** Whether the reader may hand over what is somebody's. */
  mayHand(owner: Person): boolean;
  /** Say until when it is answered. */
  promise(message: MessageDoc): void;
  /** Make a link for a guest who helps with it. */
  makeLink(message: MessageDoc): void;
  /** Whether it is the reader's. */
  isMine(owner: Person): boolean;
  /** Say that another question is the same. */
  merge(message: MessageDoc): void;
  /** Say that it is not the same as `into`. */
  split(question: number, into: number): void;
  /** Open a room for the incident that it tells of. */
  incident(message: MessageDoc): void;
  /** Let it go on in another room. */
  move(message: MessageDoc): void;
  /** Give the link that leads to it. */
  share(message: MessageDoc): void;
  /** Pin it for everybody, or take the pin away. */
  pin(message: MessageDoc, isPinned: boolean): void;
  /** Whether the reader runs the room. */
  readonly canPin: boolean;
  /** End a link for guests by which these came. */
  revoke(link: number, guests: readonly string[]): void;
};

/** Below the note that a link was made: how many came by it, and its end. */
function linkLine(
  seq: number,
  { maxUses, expiresAt, forQuestion }: Extract<Body, { kind: 'link' }>,
  { guests, isRevoked }: GuestLinkState = { guests: [], isRevoked: false },
  acts: QuestionActs,
): TemplateResult {
  const { strings } = acts;
  const isOver = expiresAt <= Date.now();
  return html`<div class="question">
    <span class="question-state">${strings.linkUses(guests.length, maxUses)}</span>
    ${forQuestion && !isRevoked && !isOver ? html`<span>${strings.endsWhenSolved}</span>` : nothing}
    ${
      isRevoked || isOver
        ? html`<span>${isRevoked ? (forQuestion ? strings.linkEnded : strings.revoked) : strings.linkOver}</span>`
        : html`<span class="acts"
            ><button
              class="text-button"
              @click=${() =>
                acts.revoke(
                  seq,
                  guests.map(({ id }) => id),
                )}
            >
              ${strings.revoke}
            </button></span
          >`
    }
  </div>`;
}

export function questionActs(message: MessageDoc, acts: QuestionActs): TemplateResult | typeof nothing {
  const { question, body } = message;
  const { strings, room } = acts;
  if (body.kind === 'link') return linkLine(message.seq, body, message.link, acts);
  if (room?.state !== 'open') return nothing;
  const pin =
    acts.canPin && message.audience === 'everyone' && !message.retracted ? pinButton(message, room, acts) : nothing;
  if (!question) return html`${pin}`;
  const { merged, moved, state } = question;
  if (moved) return html`${pin}`;
  const button = (words: string, act: () => void): TemplateResult =>
    html`<button
      class="text-button"
      @click=${({ currentTarget }: Event) => {
        // What was chosen is done; the rest is out of the way again.
        const more = currentTarget instanceof Element ? currentTarget.closest('details') : null;
        if (more) more.open = false;
        act();
      }}
    >
      ${words}
    </button>`;
  if (merged) return html`${button(strings.split, () => acts.split(message.seq, merged.into))}${pin}`;
  const canHand = state === 'open' || (state === 'claimed' && question.owner !== null && acts.mayHand(question.owner));
  const canPromise =
    state === 'open' || (state === 'claimed' && question.owner !== null && acts.isMine(question.owner));
  const writers = acts.typing.filter(({ re }) => re === message.seq).map(({ name }) => safeName(name));
  const readers = writers.length > 0 ? [] : readersOf(acts.looks, room.name, message.seq);
  const colleagues =
    writers.length > 0 ? strings.answersNow(writers) : readers.length > 0 ? strings.openNow(readers) : '';
  return html`${colleagues ? html`<span class="writes" role="status">${colleagues}</span>` : nothing}
    ${canHand ? button(strings.handOver, () => acts.handOver(message)) : nothing}
    ${state === 'resolved' ? nothing : button(strings.sameAs, () => acts.merge(message))}
    <details class="more" @toggle=${showWhole}>
      <summary class="text-button">${strings.more}</summary>
      ${canPromise ? button(strings.promise, () => acts.promise(message)) : nothing}
      ${
        room.kind === 'rollout' || room.kind === 'outage'
          ? button(strings.talkInPrivate, () => acts.talkInPrivate(message))
          : nothing
      }
      ${state === 'resolved' || message.retracted ? nothing : button(strings.moveTo, () => acts.move(message))}
      ${state === 'resolved' || room.lane || message.retracted ? nothing : button(strings.incident, () => acts.incident(message))}
      ${state === 'resolved' || room.lane || message.retracted ? nothing : button(strings.guestForThis, () => acts.makeLink(message))}
      ${button(strings.linkTo, () => acts.share(message))}
    </details>
    ${isLetOut(message, room) ? html`<span class="affected">${strings.letOut}</span>` : nothing} ${pin}`;
}

/** It goes on, and those who were let in for it went when it was solved. */
function isLetOut({ question }: MessageDoc, { visitors = [] }: RoomDoc): boolean {
  const isHere = (id: string): boolean => visitors.some(({ person }) => person.id === id);
  return question?.state !== 'resolved' && question?.visits?.every(({ person }) => !isHere(person.id)) === true;
}

/** What was opened at the lower edge of the list is brought into view. */
function showWhole({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLDetailsElement && currentTarget.open)
    currentTarget.scrollIntoView({ block: 'nearest' });
}

/** At the end of every message's line; pressed while the message is pinned. */
function pinButton(message: MessageDoc, { pins }: RoomDoc, acts: QuestionActs): TemplateResult {
  const { strings } = acts;
  const isPinned = pins?.some(({ seq }) => seq === message.seq) === true;
  return html`<button
    class="icon-button pin"
    aria-label=${strings.pin}
    title=${isPinned ? strings.unpin : strings.pin}
    aria-pressed=${isPinned}
    @click=${() => acts.pin(message, isPinned)}
  >
    ${icon(pinIcon, 16)}
  </button>`;
}
