/** A room as one sees it: notice, messages, who is writing, composer. The widget puts a header on it, the desk a title bar. */
import type { RoomView } from '@support-chat/client';
import { isStaff, type MessageDoc, type Person, type QuestionDoc } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon, lockIcon } from '../icons.js';
import type { Strings } from '../strings.js';
import { base } from '../styles/tokens.js';
import type { Composer } from './composer.js';
import type { MessageList } from './message-list.js';

/**
 * @summary Everything below the header of a room. Knows no socket: it shows a view and asks by events.
 *
 * @fires support-chat-send - The person sends `detail.text`, as a reply to message `detail.re` if there is one.
 * @fires support-chat-draft - The draft became `detail.text`, as a reply to message `detail.re` if there is one.
 * @fires support-chat-older - Older messages are wanted.
 * @fires support-chat-seen - Everything up to `detail.seq` was seen.
 * @fires support-chat-retry - Send the failed message `detail.cid` again.
 * @fires support-chat-edit - Take the failed message `detail.cid` back into the composer.
 * @fires support-chat-act - Do `detail.name` with the question of `detail.input`.
 * @fires support-chat-reconnect - Connect now.
 */
export class Conversation extends LitElement {
  static override properties = {
    strings: { attribute: false },
    locale: {},
    view: { attribute: false },
    density: { reflect: true },
    sendRefusal: {},
    moreActs: { attribute: false },
    firstUnread: { state: true },
    replyChoice: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
        background: var(--_surface);
      }
      support-chat-message-list {
        flex: 1;
      }
      .closed {
        display: flex;
        align-items: center;
        gap: 8px;
        margin: 0;
        padding: 14px 16px;
        color: var(--_text-2);
        border-block-start: 1px solid var(--_hairline);
      }
      .closed svg {
        flex: none;
      }
      .refused {
        flex: 1;
      }
    `,
  ];

  strings!: Strings;
  locale = 'en';
  view: RoomView | null = null;
  density: 'bubbles' | 'feed' = 'bubbles';
  /** Why the last send was refused before it left, in the reader's words. */
  sendRefusal = '';

  /** What else can be done with a question, beside what everybody can; null for nothing. */
  moreActs: MessageList['moreActs'] = null;

  private firstUnread: number | null = null;
  /** What the reader chose to reply to, null to ask something new; undefined while nothing was chosen. */
  private replyChoice: number | null | undefined = undefined;

  private get composer(): Composer | null {
    return this.renderRoot.querySelector('support-chat-composer');
  }

  private get list(): MessageList | null {
    return this.renderRoot.querySelector('support-chat-message-list');
  }

  #hasOpened = false;

  /** The text in the composer. */
  get draft(): string {
    return this.composer?.text ?? '';
  }

  set draft(text: string) {
    // At once where it can be: who sets it and reads it back must find it.
    if (this.composer) this.composer.text = text;
    else
      void this.updateComplete.then(() => {
        if (this.composer) this.composer.text = text;
      });
  }

  /** Tells that the reader comes back to it: what is unread now gets the line before it. */
  reopen(): void {
    this.#hasOpened = false;
    this.firstUnread = null;
    this.requestUpdate();
  }

  /** Brings a message into view, once it is loaded. */
  showMessage(seq: number): void {
    // After the list has opened at what is new to the reader.
    void this.updateComplete.then(() => this.list?.updateComplete).then(() => this.list?.showMessage(seq));
  }

  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      // Where nobody may write, there is something to read.
      const { composer } = this;
      (composer?.checkVisibility() ? composer : this.list)?.focus(options);
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    if (changed.has('view') && before && before.name !== this.view?.name) {
      this.#hasOpened = false;
      this.replyChoice = undefined;
    }
    if (!this.#hasOpened && this.view?.state === 'ready') {
      this.#hasOpened = true;
      this.firstUnread = firstUnreadOf(this.view);
    }
  }

  protected override render(): TemplateResult {
    const { strings, view } = this;
    const isRefused = view?.state === 'refused';
    return html`<support-chat-notice
        .strings=${strings}
        .view=${view}
        @support-chat-focus-lost=${() => this.focus()}
      ></support-chat-notice>
      ${repeat(
        [view?.name], // Another room gets elements of its own.
        (name) => name,
        () => [isRefused ? html`<div class="refused"></div>` : this.#renderList(), this.#renderAnnouncer()],
      )}
      ${this.#renderFoot(isRefused)}`;
  }

  #renderList(): TemplateResult {
    const { view } = this;
    return html`<support-chat-message-list
      exportparts="message, message-own, bubble, question, day, new-line, jump, scroller"
      @support-chat-reply=${(event: CustomEvent<{ seq: number }>) => this.#choose(event.detail.seq)}
      .strings=${this.strings}
      .locale=${this.locale}
      .density=${this.density}
      .messages=${view?.messages ?? []}
      .outgoing=${view?.outgoing ?? []}
      .me=${view?.me ?? null}
      .firstUnread=${this.firstUnread}
      .roomTitle=${view?.room?.lane ? '' : (view?.room?.title ?? '')}
      .isPlanned=${this.#isPlanned}
      .moreActs=${this.moreActs}
      ?hasOlder=${view?.hasOlder ?? false}
      ?isLoadingOlder=${view?.isLoadingOlder ?? false}
      ?isLoading=${view?.state !== 'ready' && (view?.messages.length ?? 0) === 0 && (view?.outgoing.length ?? 0) === 0}
    ></support-chat-message-list>`;
  }

  #renderAnnouncer(): TemplateResult {
    const { view } = this;
    // What is there on opening is not read out: it is there in time for what comes.
    void import('../late/around-conversation.js').catch(() => undefined);
    return html`<support-chat-announcer
      lang=${this.locale}
      .messages=${view?.state === 'ready' ? view.messages : null}
      .meId=${view?.me?.id ?? null}
    ></support-chat-announcer>`;
  }

  /** The message that what is written now replies to. */
  get replyTo(): MessageDoc | undefined {
    if (!this.view) return undefined;
    const seq = this.replyChoice === undefined ? ongoingQuestion(this.view) : this.replyChoice;
    return this.view.messages.find((message) => message.seq === seq);
  }

  #renderReplyTo(): TemplateResult | typeof nothing {
    const root = this.replyTo;
    if (!root) return nothing;
    void import('../late/reply-line.js').catch(() => undefined);
    return html`<support-chat-reply-line
      lang=${this.locale}
      .message=${root}
      ?isMine=${root.by.id === this.view?.me?.id}
      @support-chat-no-reply=${() => this.#choose(null)}
    ></support-chat-reply-line>`;
  }

  /** Support prepares a room before it opens; others wait. */
  get #isPlanned(): boolean {
    const { room, me } = this.view ?? {};
    return room?.state === 'planned' && !isStaff(me?.role ?? 'employee');
  }

  #choose(seq: number | null): void {
    this.replyChoice = seq;
    this.focus();
  }

  /** Whoever hears of a text hears what it replies to. */
  readonly #addReplyTo = ({ detail }: CustomEvent<Written>): void => {
    const root = this.replyTo;
    if (root) detail.re = root.seq;
  };

  readonly #onSend = (event: CustomEvent<Written>): void => {
    this.#addReplyTo(event);
    this.replyChoice = undefined;
  };

  readonly #onDraft = (event: CustomEvent<Written>): void => {
    this.#addReplyTo(event);
    // Whoever calls people writes their names after a sign.
    // Writing goes on without help.
    void import('../late/writing.js').then((it) => it.attend(this.composer, event.detail.text)).catch(() => undefined);
    if (/[@＠]/.test(event.detail.text)) void import('../late/mentions.js').catch(() => undefined);
  };

  /** The composer stays while nobody may write: what is in it must be there when the room opens again. */
  #renderFoot(isRefused: boolean): TemplateResult {
    const { strings, view } = this;
    const state = view?.room?.state;
    const isPlanned = this.#isPlanned;
    const isClosed = state === 'closed' || isPlanned;
    const words = strings.refusals[isPlanned ? 'planned' : 'over'];
    return html`${isClosed ? html`<p class="closed">${icon(lockIcon, 18)}${words}</p>` : nothing}
      <div ?hidden=${isClosed || isRefused}>
        <support-chat-typing-line .strings=${strings} .people=${view?.typing ?? []}></support-chat-typing-line>
        <support-chat-suggestions .view=${view} ?hidden=${this.replyTo}></support-chat-suggestions>
        <support-chat-mentions .view=${view}></support-chat-mentions>
        ${this.#renderReplyTo()}
        <support-chat-files .view=${view}></support-chat-files>
        <support-chat-composer
          exportparts="textbox, send"
          .strings=${strings}
          .refusal=${this.sendRefusal}
          @support-chat-draft=${this.#onDraft}
          @support-chat-send=${this.#onSend}
        ></support-chat-composer>
      </div>`;
  }
}

type Written = { readonly text: string; re?: number };

/** The question the reader is in the middle of: their own, or the one they look into. The newest of several. */
function ongoingQuestion({ messages, me }: RoomView): number | null {
  const isOngoing = ({ by, question }: MessageDoc): boolean =>
    question !== undefined &&
    !question.moved &&
    (by.id === me?.id ? question.state !== 'resolved' : isClaimedBy(question, me));
  const ongoing = messages.findLast(isOngoing);
  return ongoing?.question?.merged?.into ?? ongoing?.seq ?? null;
}

function isClaimedBy({ state, owner }: QuestionDoc, me: Person | null): boolean {
  return state === 'claimed' && owner?.id === me?.id;
}

/** The first message of somebody else past the marker; null when all is read or nothing ever was. */
function firstUnreadOf(view: RoomView): number | null {
  if (view.unread === 0 || view.marker === 0) return null;
  return view.messages.find((message) => message.seq > view.marker && message.by.id !== view.me?.id)?.seq ?? null;
}
