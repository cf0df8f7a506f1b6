/** What people did with a message once it was there, and the tools to do more. Templates. */
import type { Room } from '@support-chat/client';
import { limits, Refusal, type MessageDoc, type Reaction } from '@support-chat/protocol';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { icon, replyIcon } from '../icons.js';
import type { RowContext } from '../parts/message-row.js';
import { safeName } from '../text-language.js';
import { moreIcon, smileIcon } from './said-icons.js';
import { saidWordsOf } from './said-strings.js';

/** What the reader wants of each message and emoji, until the log says it: shown at once. By list. */
const wishes = new WeakMap<LitElement, Map<string, boolean>>();

/** In place of the words of a message that was taken back. */
export function renderGone(message: MessageDoc | undefined, context: RowContext): TemplateResult {
  return html`<div class="bubble gone" part="bubble">${goneWords(message, context)}</div>`;
}

/** The words for it: who took it back, and why. */
function goneWords(message: MessageDoc | undefined, context: RowContext): string {
  const words = saidWordsOf(context);
  const { retracted, by } = message ?? {};
  if (!retracted || !by) return words.gone;
  if (retracted.by.id !== by.id)
    return words.goneBy(
      safeName(retracted.by.name),
      retracted.reason && safeName(retracted.reason, limits.maxReasonChars),
    );
  return by.id === context.me?.id ? words.goneMine : words.gone;
}

/** Below the words: that they were edited, reactions, and the tools. */
export function renderSaid(message: MessageDoc, context: RowContext): unknown {
  if (message.retracted || message.body.kind === 'erased') return nothing;
  const reactions = wished(message, context);
  const { edited } = message;
  const line =
    edited || reactions.length > 0
      ? html`<div class="said">
          ${edited ? renderEdited(message, edited.at, context) : nothing}
          ${reactions.map((reaction) => renderReaction(message, reaction, context))}
        </div>`
      : nothing;
  return [line, renderTools(message, context)];
}

function renderEdited({ seq }: MessageDoc, at: number, context: RowContext): TemplateResult {
  const words = saidWordsOf(context);
  const when = context.words.full(at);
  // The desk shows what it said before.
  if (!context.moreActs || !context.canAnswer) return html`<span class="edited" title=${when}>${words.edited}</span>`;
  return html`<button
    class="edited"
    title="${words.versions} · ${when}"
    @click=${() => tell(context.list, 'support-chat-versions', { seq })}
  >
    ${words.edited}
  </button>`;
}

function renderReaction(message: MessageDoc, { emoji, people }: Reaction, context: RowContext): TemplateResult {
  const { me } = context;
  const isMine = people.some(({ id }) => id === me?.id);
  const names = people.filter(({ id }) => id !== me?.id).map(({ name }) => safeName(name));
  const label = saidWordsOf(context).reacted(emoji, names, isMine);
  return html`<button
    class="reaction"
    aria-pressed=${isMine}
    aria-label=${label}
    title=${label}
    @click=${() => react(context.list, message, emoji, !isMine)}
  >
    <span aria-hidden="true">${emoji}</span>${people.length}
  </button>`;
}

/** Only one of them is on the way of the tab key; the arrow keys lead from message to message. */
function renderTools(message: MessageDoc, context: RowContext): TemplateResult | typeof nothing {
  const { list, me } = context;
  const room = roomAt(context)?.view.room;
  if (!me || !room || room.archived || message.body.kind !== 'text') return nothing;
  const words = saidWordsOf(context);
  const { seq, by } = message;
  const open = (event: Event, wanted?: Wanted): void => {
    const { currentTarget: anchor } = event;
    if (anchor instanceof HTMLElement) void openMenu({ list, message, anchor, locale: context.locale, wanted });
  };
  const toReply = (): void => context.reply(message.re ?? seq);
  return html`<div class="tools">
    ${
      room.state === 'closed'
        ? nothing
        : html`<button class="icon-button" tabindex="-1" aria-label=${words.react} title=${words.react} @click=${open}>
              ${icon(smileIcon, 18)}
            </button>
            ${
              offersReply(message)
                ? nothing
                : html`<button
                    class="icon-button"
                    tabindex="-1"
                    aria-label=${words.reply}
                    title=${words.reply}
                    @click=${toReply}
                  >
                    ${icon(replyIcon, 18)}
                  </button>`
            }`
    }
    <button
      class="icon-button more-acts"
      tabindex="-1"
      aria-haspopup="dialog"
      aria-expanded="false"
      aria-keyshortcuts="R E Delete"
      aria-label=${words.acts(safeName(by.name))}
      @click=${open}
      @keydown=${(event: KeyboardEvent) => onKey(event, open, toReply)}
    >
      ${icon(moreIcon, 18)}
    </button>
  </div>`;
}

/** Whether the line below a question offers it already. */
function offersReply({ question }: MessageDoc): boolean {
  return question !== undefined && question.state !== 'resolved' && !question.merged && !question.moved;
}

export type Wanted = 'edit' | 'retract';

function onKey(event: KeyboardEvent, open: (event: Event, wanted?: Wanted) => void, reply: () => void): void {
  const { key, currentTarget, ctrlKey, metaKey, altKey, isComposing } = event;
  if (ctrlKey || metaKey || altKey || isComposing || !(currentTarget instanceof HTMLElement)) return;
  const all = [...(currentTarget.closest('ol')?.querySelectorAll<HTMLElement>('.more-acts') ?? [])];
  const at = all.indexOf(currentTarget);
  const place = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[key];
  if (place !== undefined) all[place]?.focus();
  else if (key === 'r') reply();
  else if (key === 'e') open(event, 'edit');
  else if (key === 'Delete') open(event, 'retract');
  else return;
  event.preventDefault();
  // The desk has keys of its own.
  event.stopPropagation();
}

export type MenuPlace = {
  readonly list: LitElement;
  readonly message: MessageDoc;
  /** The button beside which it opens. */
  readonly anchor: HTMLElement;
  readonly locale: string;
  readonly wanted?: Wanted | undefined;
};

async function openMenu(place: MenuPlace): Promise<void> {
  const menu = await import('./message-menu.js').catch(() => null);
  menu?.showMenu(place);
}

/** The room of the rows that are rendered with this context. */
const rooms = new WeakMap<RowContext, Room | null>();

function roomAt(context: RowContext): Room | null {
  const known = rooms.get(context);
  if (known !== undefined) return known;
  const { list } = context;
  const room = roomOf(list);
  rooms.set(context, room);
  void list.updateComplete.then(() => keepTabStop(list));
  return room;
}

/** One button is on the way of the tab key: that of the last message that has one. */
function keepTabStop({ renderRoot }: LitElement): void {
  const all = renderRoot.querySelectorAll<HTMLElement>('.more-acts');
  const last = all[all.length - 1];
  for (const button of renderRoot.querySelectorAll<HTMLElement>('.more-acts[tabindex="0"]'))
    if (button !== last) button.tabIndex = -1;
  if (last) last.tabIndex = 0;
}

/** The room that the list shows, if somebody has it. */
export function roomOf(list: LitElement): Room | null {
  const detail: { room?: Room } = {};
  tell(list, 'support-chat-room-wanted', detail);
  return detail.room ?? null;
}

/** Shows the reaction at once, and takes it away again when it is refused. */
export function react(list: LitElement, { seq }: MessageDoc, emoji: string, isOn: boolean): void {
  const wished = wishes.get(list) ?? new Map<string, boolean>();
  wishes.set(list, wished);
  const key = `${seq} ${emoji}`;
  wished.set(key, isOn);
  list.requestUpdate();
  roomOf(list)
    ?.react(seq, emoji, isOn)
    .catch((error: unknown) => {
      wished.delete(key);
      list.requestUpdate();
      // It is as the reader wants it.
      if (error instanceof Refusal && error.code === 'changed') return;
      tell(list, 'support-chat-refused', { error });
    });
}

/** The reactions as the reader wants them. */
function wished({ seq, reactions = [] }: MessageDoc, { list, me }: RowContext): readonly Reaction[] {
  const all = wishes.get(list);
  if (!all?.size || !me) return reactions;
  let now = reactions;
  for (const [key, isOn] of all) {
    const [number, emoji = ''] = key.split(' ');
    if (Number(number) !== seq) continue;
    const known = now.find((reaction) => reaction.emoji === emoji);
    if ((known?.people.some(({ id }) => id === me.id) ?? false) === isOn) {
      all.delete(key);
      continue;
    }
    const others = known?.people.filter(({ id }) => id !== me.id) ?? [];
    const mine = { emoji, people: isOn ? [...others, me] : others };
    now = known ? now.map((one) => (one === known ? mine : one)) : [...now, mine];
  }
  return now.filter(({ people }) => people.length > 0);
}

export function tell(from: EventTarget, name: string, detail: object): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
