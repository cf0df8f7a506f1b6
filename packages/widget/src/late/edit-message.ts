/** An own message in the text box of its conversation, until it is saved or left. Loaded when somebody edits. */
import type { Room } from '@support-chat/client';
import { Refusal, type Mention, type MessageDoc } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { closeIcon, icon } from '../icons.js';
import { ImeGuard } from '../ime-guard.js';
import type { Conversation } from '../parts/conversation.js';
import { loadRefusals } from '../strings.js';
import { base } from '../styles/tokens.js';
import { editIcon, saidStrings } from './around-message.js';
import type { SaidStrings } from './said-strings.js';

export type Editing = {
  readonly conversation: Conversation;
  readonly room: Room;
  readonly message: MessageDoc;
  readonly locale: string;
};

type Sent = CustomEvent<{ readonly text: string; readonly mentions?: readonly Mention[]; readonly isConfirmed?: true }>;

/** What belongs to what would be sent has no place while something is edited. */
const hidesOthers = new CSSStyleSheet();
hidesOthers.replaceSync('support-chat-reply-line, support-chat-suggestions { display: none !important; }');

/**
 * @summary The line above the text box that says what is being edited. While it is there, what is sent is saved instead.
 *
 * It stands in a conversation and hears its events before whoever shows it does.
 */
export class EditLine extends LitElement {
  static override properties = {
    lang: {},
    message: { attribute: false },
    now: { state: true },
    words: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        padding: 4px 8px 4px 16px;
        font-size: 12px;
        color: var(--_text-2);
        border-block-start: 1px solid var(--_hairline);
      }
      .line {
        display: flex;
        align-items: center;
        gap: 6px;
        min-block-size: 28px;
      }
      svg {
        flex: none;
      }
      .line > span {
        flex: 1;
        font-weight: 600;
        color: var(--_accent-text);
      }
      p {
        margin: 0 8px 4px 0;
        color: var(--_danger);
      }
      blockquote {
        margin: 0 8px 6px 0;
        padding-inline-start: 8px;
        max-block-size: 6em;
        overflow: auto;
        color: var(--_text);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        border-inline-start: 2px solid var(--_control);
      }
      @media (hover: none) {
        .icon-button {
          inline-size: 44px;
          block-size: 44px;
        }
      }
    `,
  ];

  override lang = 'en';
  editing!: Editing;

  /** What the message says now, when that is not what is being edited. */
  private now: string | null = null;
  /** What is to be said of it: saving, or why it was not saved. */
  private words = '';

  /** The event that says what the author sees. */
  #rev = 0;
  #isSaving = false;
  /** What was in the text box before. */
  #draft = '';
  readonly #ime = new ImeGuard();
  #end: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const { conversation, room, message } = this.editing;
    const root = conversation.renderRoot as ShadowRoot;
    this.#rev = revOf(message);
    this.#draft = conversation.draft;
    conversation.draft = message.body.text;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, hidesOthers];
    const on = (target: EventTarget, type: string, listener: (event: never) => void): void => {
      target.addEventListener(type, listener as (event: Event) => void);
      this.#end.push(() => target.removeEventListener(type, listener as (event: Event) => void));
    };
    on(conversation, 'support-chat-send', this.#save);
    // Neither kept as a draft nor told as typing.
    on(conversation, 'support-chat-draft', (event: Event) => event.stopPropagation());
    on(conversation, 'support-chat-reply', this.leave);
    on(root, 'compositionstart', () => this.#ime.begin());
    on(root, 'compositionend', (event: CompositionEvent) => this.#ime.end(event));
    on(root, 'keydown', this.#onKey);
    this.#end.push(
      room.subscribe(({ messages, name, me }) => {
        if (conversation.view?.name !== name || me?.id !== message.by.id) return this.leave();
        this.#follow(messages.find(({ seq }) => seq === message.seq));
      }),
      () => (root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== hidesOthers)),
    );
    conversation.focus();
  }

  /** Ends it, and puts back what was in the text box before. */
  readonly leave = (): void => {
    if (!this.isConnected) return;
    this.remove();
    for (const step of this.#end.splice(0)) step();
    const { conversation } = this.editing;
    conversation.draft = this.#draft;
    conversation.focus();
  };

  protected override render(): TemplateResult {
    const strings = this.#strings;
    return html`<div class="line">
        ${icon(editIcon, 14)}<span>${strings.editing}</span>
        <button class="icon-button" aria-label=${strings.cancel} title=${strings.cancel} @click=${this.leave}>
          ${icon(closeIcon, 16)}
        </button>
      </div>
      <div role="status">${this.words ? html`<p>${this.words}</p>` : nothing}</div>
      ${
        this.now === null
          ? nothing
          : html`${strings.saysNow}
              <blockquote dir="auto">${this.now}</blockquote>`
      }`;
  }

  get #strings(): SaidStrings {
    return saidStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  /** It may be changed on another device, or taken back by support. */
  #follow(message: MessageDoc | undefined): void {
    if (!message) return;
    if (message.retracted) {
      this.now = null;
      this.words = this.#strings.takenBackMeanwhile;
      return;
    }
    if (revOf(message) === this.#rev || this.#isSaving) return;
    this.now = message.body.text;
  }

  readonly #save = (event: Sent): void => {
    // What is sent here is no new message, and stays in the box until it is saved.
    event.preventDefault();
    event.stopPropagation();
    if (!this.#isSaving) void this.#saveText(event.detail);
  };

  async #saveText({ text, mentions = [], isConfirmed }: Sent['detail']): Promise<void> {
    const { room, message } = this.editing;
    if (text === message.body.text && this.now === null) return this.leave();
    this.#isSaving = true;
    this.words = this.#strings.saving;
    try {
      const called = await withKept(text, mentions, message);
      await room.edit({
        ...{ message: message.seq, rev: this.#rev, text },
        ...(called.length > 0 && { mentions: called }),
        ...(isConfirmed && { isConfirmed }),
      });
      this.#isSaving = false;
      this.leave();
    } catch (error) {
      this.#isSaving = false;
      const code = error instanceof Refusal ? error.code : 'internal';
      const refusals = await loadRefusals(this.lang === 'ja' ? 'ja' : 'en').catch(() => null);
      this.words = refusals?.[code] ?? this.#strings.failed;
      const current = room.view.messages.find(({ seq }) => seq === message.seq);
      if (code !== 'rev_conflict' || !current) return this.#follow(current);
      // Seen now: saved once more it takes the place of this.
      this.now = current.body.text;
      this.#rev = revOf(current);
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || this.#ime.owns(event)) return;
    // The panel stays.
    event.preventDefault();
    event.stopPropagation();
    this.leave();
  };
}

/** Puts the message into the text box. Whatever is edited there already is left first. */
export function editMessage(editing: Editing): void {
  const { conversation, locale } = editing;
  const composer = conversation.renderRoot.querySelector('support-chat-composer');
  conversation.renderRoot.querySelector<EditLine>('support-chat-edit-line')?.leave();
  const line = document.createElement('support-chat-edit-line') as EditLine;
  line.editing = editing;
  line.lang = locale;
  composer?.before(line);
}

function revOf({ seq, edited }: MessageDoc): number {
  return edited?.revs.at(-1) ?? seq;
}

/** Whom the text calls: those found in it, and those it called before whose names still stand in it. */
async function withKept(text: string, mentions: readonly Mention[], { body }: MessageDoc): Promise<readonly Mention[]> {
  if (body.kind !== 'text' || !body.mentions) return mentions;
  const { mentionsIn } = await import('./mentions.js');
  const known = body.mentions.flatMap(({ at, chars, person }) =>
    person === undefined ? [] : [{ id: person, name: body.text.slice(at + 1, at + chars) }],
  );
  const groups = body.mentions.flatMap(({ group }) => group ?? []);
  const kept = mentionsIn(text, known).filter(
    ({ at, chars, group }) =>
      (group === undefined || groups.includes(group)) &&
      !mentions.some((one) => at < one.at + one.chars && one.at < at + chars),
  );
  return [...mentions, ...kept].sort((a, b) => a.at - b.at);
}

if (!customElements.get('support-chat-edit-line')) customElements.define('support-chat-edit-line', EditLine);
