/** What an agent can do with a question beside what the line below it offers to everybody. Templates. */
import type { Body, GuestLinkState, MessageDoc, Person, RoomDoc } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskStrings } from './strings.js';

export type QuestionActs = {
  readonly room: RoomDoc | null;
  readonly strings: DeskStrings;
  /** Answer it in the lane of whoever asks. */
  talkInPrivate(message: MessageDoc): void;
  /** Let somebody else look into it. */
  handOver(message: MessageDoc): void;
  /** Whether the reader may hand over what is somebody's. */
  mayHand(owner: Person): boolean;
  /** Say that another question is the same. */
  merge(message: MessageDoc): void;
  /** Say that it is not the same as `into`. */
  split(question: number, into: number): void;
  /** End a link for guests by which these came. */
  revoke(link: number, guests: readonly string[]): void;
};

/** Below the note that a link was made: how many came by it, and its end. */
function linkLine(
  seq: number,
  { maxUses, expiresAt }: Extract<Body, { kind: 'link' }>,
  { guests, isRevoked }: GuestLinkState = { guests: [], isRevoked: false },
  acts: QuestionActs,
): TemplateResult {
  const { strings } = acts;
  const isOver = expiresAt <= Date.now();
  return html`<div class="question">
    <span class="question-state">${strings.linkUses(guests.length, maxUses)}</span>
    ${
      isRevoked || isOver
        ? html`<span>${isRevoked ? strings.revoked : strings.linkOver}</span>`
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
  if (!question || room?.state !== 'open') return nothing;
  const { merged, state } = question;
  const button = (words: string, act: () => void): TemplateResult =>
    html`<button class="text-button" @click=${act}>${words}</button>`;
  if (merged) return button(strings.split, () => acts.split(message.seq, merged.into));
  const canHand = state === 'open' || (state === 'claimed' && question.owner !== null && acts.mayHand(question.owner));
  return html`${canHand ? button(strings.handOver, () => acts.handOver(message)) : nothing}
  ${state === 'resolved' ? nothing : button(strings.sameAs, () => acts.merge(message))}
  ${
    room.kind === 'rollout' || room.kind === 'outage'
      ? button(strings.talkInPrivate, () => acts.talkInPrivate(message))
      : nothing
  }`;
}
