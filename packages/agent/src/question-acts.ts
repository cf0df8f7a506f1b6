/** What an agent can do with a question beside what the line below it offers to everybody. Templates. */
import type { MessageDoc, RoomDoc } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskStrings } from './strings.js';

export type QuestionActs = {
  readonly room: RoomDoc | null;
  readonly strings: DeskStrings;
  /** Answer it in the lane of whoever asks. */
  talkInPrivate(message: MessageDoc): void;
  /** Say that another question is the same. */
  merge(message: MessageDoc): void;
  /** Say that it is not the same as `into`. */
  split(question: number, into: number): void;
};

export function questionActs(message: MessageDoc, acts: QuestionActs): TemplateResult | typeof nothing {
  const { question } = message;
  const { strings, room } = acts;
  if (!question || room?.state !== 'open') return nothing;
  const { merged, state } = question;
  const button = (words: string, act: () => void): TemplateResult =>
    html`<button class="text-button" @click=${act}>${words}</button>`;
  if (merged) return button(strings.split, () => acts.split(message.seq, merged.into));
  return html`${state === 'resolved' ? nothing : button(strings.sameAs, () => acts.merge(message))}
  ${
    room.kind === 'rollout' || room.kind === 'outage'
      ? button(strings.talkInPrivate, () => acts.talkInPrivate(message))
      : nothing
  }`;
}
