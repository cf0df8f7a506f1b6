/** Files that go with what is written: picked, pasted, dropped or taken from the screen. Loaded while the room is being opened. */
import type { RoomView } from '@support-chat/client';
import { adoptStyles, html, LitElement, nothing, render, svg, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { closeIcon, icon } from '../icons.js';
import type { Composer } from '../parts/composer.js';
import type { Conversation } from '../parts/conversation.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';
import { editIcon, smileIcon, undoIcon } from './around-message.js';
import { drawPicture } from './draw-picture.js';
import { roomFilesOf, sizeWords } from './room-files.js';
import { composerToolStyles, groundStyles, trayStyles } from './tray-styles.js';
import { trayStrings, type TrayStrings } from './tray-strings.js';
import { Uploads, type Item } from './uploads.js';
import { knownFiles, rememberFile } from './words.js';

const clipIcon = svg`<path d="M20 11.5l-7.8 7.8a5 5 0 01-7-7L13 4.5a3.3 3.3 0 014.7 4.7l-7.8 7.8a1.7 1.7 0 01-2.4-2.4l7.1-7.1"></path>`;
const shotIcon = svg`<path d="M4 9V6a2 2 0 012-2h3M15 4h3a2 2 0 012 2v3M20 15v3a2 2 0 01-2 2h-3M9 20H6a2 2 0 01-2-2v-3"></path><circle cx="12" cy="12" r="3"></circle>`;
const fileIcon = svg`<path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4"></path>`;

/** What the editor of pictures reads. */
const isPicture = (blob: Blob | null): blob is Blob => /^image\/(?:png|jpeg|webp|gif|avif|bmp)$/.test(blob?.type ?? '');

type Sending = CustomEvent<{ readonly text: string; files?: readonly string[] }>;

/**
 * @summary Stands in a conversation above its composer, and puts its buttons into it.
 *
 * @fires support-chat-room-wanted - Whoever has the room puts it and its client into `detail`.
 */
export class FilesTray extends LitElement {
  static override properties = { view: { attribute: false }, note: { state: true }, isDropping: { state: true } };
  static override styles = [base, trayStyles];

  view: RoomView | null = null;

  private note: { readonly words: string; readonly isBad: boolean } | null = null;
  private isDropping = false;

  /** What is written in one room stays there while another one is looked at. */
  readonly #rooms = new Map<string, Uploads>();
  readonly #tools = document.createElement('span');
  readonly #drawn = new WeakSet<HTMLCanvasElement>();
  #listening = new AbortController();
  #isWaiting = false;
  #hasFailed = false;
  #shownAs = '';

  override connectedCallback(): void {
    super.connectedCallback();
    const { signal } = (this.#listening = new AbortController());
    const root = this.getRootNode() as ShadowRoot;
    root.addEventListener('support-chat-send', this.#onSend as EventListener, { capture: true, signal });
    root.addEventListener('support-chat-edit', this.#onTakenBack, { capture: true, signal });
    const ground = groundStyles.styleSheet;
    if (ground && !root.adoptedStyleSheets.includes(ground))
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, ground];
    const { host } = root;
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'])
      host.addEventListener(type, this.#onDrag as EventListener, { signal });
    void this.#composer?.updateComplete.then(() => this.#enter(signal));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
    this.#tools.remove();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What is written elsewhere is another message.
    const before = changed.get('view');
    if (before && before.name !== this.view?.name) this.#waitNoMore();
  }

  protected override updated(): void {
    const { items } = this.#uploads;
    const composer = this.#composer;
    if (composer) composer.hasFiles = items.length > 0;
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const item = items.find(({ key }) => String(key) === canvas.dataset['key']);
      if (!item?.blob || this.#drawn.has(canvas)) continue;
      this.#drawn.add(canvas);
      void drawPicture(canvas, item.blob, true).catch(() => canvas.remove()); // Not every picture can be read.
    }
    for (const bar of this.renderRoot.querySelectorAll<HTMLElement>('.bar i'))
      bar.style.setProperty('transform', `scaleX(${bar.dataset['share'] ?? 0})`);
    const shownAs = `${this.#language} ${this.#uploads.items.length}`;
    if (shownAs !== this.#shownAs) this.#renderTools();
    this.#shownAs = shownAs;
    this.#showFailed();
    if (this.#isWaiting && !this.#uploads.isBusy) this.#goOn();
  }

  /** A refusal is not missed below others. Not `scrollIntoView`: that would scroll the host page, too. */
  #showFailed(): void {
    const row = this.renderRoot.querySelector<HTMLElement>('li.failed');
    const list = row?.parentElement;
    if (row && list && !this.#hasFailed)
      list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top;
    this.#hasFailed = row !== null;
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    const { items } = this.#uploads;
    return html`${
        items.length > 0
          ? html`<ul aria-label=${words.attached}>
              ${repeat(
                items,
                ({ key }) => key,
                (item) => this.#renderItem(item),
              )}
            </ul>`
          : nothing
      }
      <p class="visually-hidden" role="status">${items.length > 0 ? this.#told(items) : nothing}</p>
      <div role="alert">
        ${this.note ? html`<p class=${this.note.isBad ? 'note bad' : 'note'}>${this.note.words}</p>` : nothing}
      </div>
      <div class="drop" ?hidden=${!this.isDropping}>${words.drop}</div>
      <div class="of-menu">
        <div class="menu" popover="auto" role="menu" aria-label=${words.attach} @keydown=${this.#onMenuKey}>
          <button role="menuitem" @click=${this.#pick}>${icon(fileIcon, 18)}${words.pick}</button>
          <button role="menuitem" @click=${() => void this.#shoot()}>${icon(shotIcon, 18)}${words.shot}</button>
          <button class="emoji" role="menuitem" @click=${this.#openEmoji}>${icon(smileIcon, 18)}${words.emoji}</button>
        </div>
      </div>
      <input type="file" multiple hidden aria-label=${words.pick} @change=${this.#onPicked} />`;
  }

  /** For who does not see the list: how many there are, and what became of those that were refused. */
  #told(items: readonly Item[]): string {
    const failed = items.filter(({ state }) => state === 'failed');
    return [
      this.#words.count(items.length),
      ...failed.map((item) => `${safeName(item.name, 120)}: ${this.#reasonOf(item)}`),
    ].join('. ');
  }

  #reasonOf({ refusal }: Item): string {
    return (refusal && this.#words.refusals[refusal]) ?? this.#words.failed;
  }

  #renderItem(item: Item): TemplateResult {
    const words = this.#words;
    const { key, state, size, sentBytes } = item;
    const name = safeName(item.name, 120);
    const done = state === 'there';
    const share = size === 0 ? 1 : sentBytes / size;
    return html`<li class=${state}>
      <span class="thumb" aria-hidden="true">
        ${isPicture(item.blob) ? html`<canvas data-key=${key}></canvas>` : icon(fileIcon)}
      </span>
      <span>
        <bdi class="name" title=${name}>${name}</bdi>
        ${
          state === 'sending'
            ? html`<span
                class="bar"
                role="progressbar"
                aria-label=${words.progress(name)}
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=${Math.round(share * 100)}
                ><i data-share=${share}></i
              ></span>`
            : nothing
        }
        <span class="state">
          ${
            state === 'failed'
              ? this.#reasonOf(item)
              : `${sizeWords(size, this.#language)} · ${state === 'sending' ? `${Math.round(share * 100)} %` : done ? words.there : words.waiting}`
          }
        </span>
      </span>
      <span class="acts">
        ${state === 'failed' ? this.#renderAct(words.retry, name, undoIcon, () => this.#retry(key)) : nothing}
        ${isPicture(item.blob) ? this.#renderAct(words.edit, name, editIcon, () => void this.#edit(item)) : nothing}
        ${this.#renderAct(done ? words.remove : words.cancel, name, closeIcon, () => this.#remove(key))}
      </span>
    </li>`;
  }

  #renderAct(words: string, name: string, drawing: Parameters<typeof icon>[0], act: () => void): TemplateResult {
    return html`<button class="icon-button" aria-label="${words}: ${name}" title=${words} @click=${act}>
      ${icon(drawing, 18)}
    </button>`;
  }

  #renderTools(): void {
    const words = this.#words;
    const box = this.#composer?.renderRoot.querySelector('textarea');
    if (box) box.title = words.keys;
    render(
      html`<button
          class="icon-button clip"
          aria-label=${words.attach}
          aria-haspopup="menu"
          title=${words.attach}
          @click=${this.#openMenu}
        >
          ${icon(clipIcon)}
        </button>
        <button
          class="icon-button emoji"
          aria-label=${words.emoji}
          aria-haspopup="dialog"
          title=${words.emoji}
          @click=${this.#openEmoji}
        >
          ${icon(smileIcon)}
        </button>`,
      this.#tools,
    );
  }

  get #conversation(): Conversation {
    return (this.getRootNode() as ShadowRoot).host as Conversation;
  }

  get #composer(): Composer | null {
    return (this.getRootNode() as ParentNode).querySelector('support-chat-composer');
  }

  get #language(): 'en' | 'ja' {
    return this.#conversation.locale === 'ja' ? 'ja' : 'en';
  }

  get #words(): TrayStrings {
    return trayStrings[this.#language];
  }

  get #uploads(): Uploads {
    const name = this.view?.name ?? '';
    const known = this.#rooms.get(name);
    if (known) return known;
    const made: Uploads = new Uploads(
      name,
      () => roomFilesOf(this),
      () => {
        for (const { file } of made.items) if (file) rememberFile(file);
        if (made.items.length === 0) this.note = null;
        this.requestUpdate();
      },
    );
    this.#rooms.set(name, made);
    return made;
  }

  #enter(signal: AbortSignal): void {
    const root = this.#composer?.renderRoot as ShadowRoot | undefined;
    const box = root?.querySelector('textarea');
    if (!root || !box || signal.aborted) return;
    this.#tools.className = 'tools';
    box.before(this.#tools);
    adoptStyles(root, [...root.adoptedStyleSheets, composerToolStyles]);
    box.addEventListener('paste', this.#onPaste, { signal, capture: true });
    this.#renderTools();
  }

  #add(blobs: readonly (Blob & { readonly name?: string })[]): void {
    if (blobs.length === 0) return;
    const left = this.#uploads.add(blobs, this.#words.shotName);
    this.note = left > 0 ? { words: this.#words.tooMany, isBad: true } : null;
  }

  #retry(key: number): void {
    this.#uploads.retry(key);
    this.note = null;
    this.#composer?.focus(); // The button is gone.
  }

  #remove(key: number): void {
    this.#uploads.remove(key);
    this.#isWaiting &&= this.#uploads.isBusy;
    this.#composer?.focus();
  }

  readonly #onPaste = (event: ClipboardEvent): void => {
    const { files } = event.clipboardData ?? {};
    // A table that is copied brings a picture of itself, too: its words are wanted.
    if (!files?.length || event.clipboardData?.getData('text/plain')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#add([...files]);
  };

  readonly #onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files') || this.#composer?.checkVisibility() !== true) return;
    event.preventDefault();
    const { host } = this.getRootNode() as ShadowRoot;
    const to = event.relatedTarget;
    if (event.type === 'dragleave') this.isDropping = to instanceof Node && host.contains(to);
    else this.isDropping = event.type !== 'drop';
    if (event.type === 'drop') this.#add([...event.dataTransfer.files]);
  };

  readonly #openMenu = async (event: Event): Promise<void> => {
    const anchor = event.currentTarget as HTMLElement;
    const { canCapture } = await import('./shot/capture.js');
    if (!canCapture()) return this.#pick();
    const menu = this.renderRoot.querySelector('.menu') as HTMLElement;
    menu.showPopover();
    const { left, top } = anchor.getBoundingClientRect();
    menu.style.setProperty('left', `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`);
    menu.style.setProperty('top', `${Math.max(8, top - menu.offsetHeight - 8)}px`);
    menu.querySelector('button')?.focus();
  };

  readonly #onMenuKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const menu = event.currentTarget as HTMLElement;
    const buttons = [...menu.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#closeMenu();
      this.#tools.querySelector('button')?.focus();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    buttons[(at + (event.key === 'ArrowDown' ? 1 : -1) + buttons.length) % buttons.length]?.focus();
  };

  #closeMenu(): void {
    this.renderRoot.querySelector<HTMLElement>('.menu')?.hidePopover();
  }

  readonly #pick = (): void => {
    this.#closeMenu();
    this.renderRoot.querySelector('input')?.click();
  };

  readonly #onPicked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.#add([...(input.files ?? [])]);
    input.value = '';
    this.#composer?.focus();
  };

  #waitNoMore(): void {
    if (this.#isWaiting) this.note = null;
    this.#isWaiting = false;
  }

  async #shoot(): Promise<void> {
    this.#closeMenu();
    this.#waitNoMore();
    try {
      const { takeShot } = await import('./shot/capture.js');
      const shot = await takeShot(this.#ground, this.#language);
      const ending = shot?.type.replace('image/', '');
      if (shot) this.#add([new File([shot], `${this.#words.shotName}.${ending}`, { type: shot.type })]);
    } catch {
      this.note = { words: this.#words.noShot, isBad: true };
    }
    this.#composer?.focus();
  }

  async #edit({ key, blob }: Item): Promise<void> {
    if (!blob) return;
    // What is about to be covered does not go meanwhile.
    this.#waitNoMore();
    try {
      const [{ editPicture }, picture] = await Promise.all([import('./shot/edit-picture.js'), createImageBitmap(blob)]);
      const edited = await editPicture(this.#ground, { picture, lang: this.#language });
      if (edited) this.#uploads.replace(key, edited);
    } catch {
      this.note = { words: this.#words.failed, isBad: true };
    }
    this.#composer?.focus();
  }

  /** Where dialogs find the colours of the room, and are not hidden with its foot. */
  get #ground(): ShadowRoot {
    return this.#conversation.renderRoot as ShadowRoot;
  }

  readonly #openEmoji = (event: Event): void => {
    const pressed = event.currentTarget as HTMLElement;
    this.#closeMenu();
    const anchor = pressed.matches('.menu *') ? this.#tools : pressed;
    const box = this.#composer?.renderRoot.querySelector('textarea');
    void import('./emoji-picker.js')
      .then(({ pickEmoji }) => pickEmoji(this.renderRoot, anchor, this.#language))
      .then((emoji) => {
        if (!emoji || !box) return box?.focus();
        box.focus();
        box.setRangeText(emoji, box.selectionStart, box.selectionEnd, 'end');
        box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      })
      .catch(() => box?.focus()); // The text goes on without it.
  };

  /** The message waits for its files; what is written stays in the text box until then. */
  readonly #onSend = (event: Sending): void => {
    const uploads = this.#uploads;
    const isEditing = this.#ground.querySelector('support-chat-edit-line') !== null;
    if (uploads.items.length === 0 || isEditing) return;
    if (uploads.isBusy || uploads.hasFailed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#isWaiting = !uploads.hasFailed;
      this.note = this.#isWaiting
        ? { words: this.#words.waits, isBad: false }
        : { words: this.#words.mendFirst, isBad: true };
      return;
    }
    event.detail.files = uploads.ids;
    // Others may still ask something first.
    queueMicrotask(() => {
      if (!event.defaultPrevented) uploads.clear();
    });
  };

  #goOn(): void {
    this.#isWaiting = false;
    this.note = this.#uploads.hasFailed ? { words: this.#words.mendFirst, isBad: true } : null;
    if (!this.#uploads.hasFailed) this.#composer?.renderRoot.querySelector<HTMLElement>('.send')?.click();
  }

  /** A message that was not sent comes back with its files. */
  readonly #onTakenBack = (event: Event): void => {
    const { cid } = (event as CustomEvent<{ cid: string }>).detail;
    const message = this.view?.outgoing.find((outgoing) => outgoing.cid === cid);
    for (const file of knownFiles(message?.files ?? [])) this.#uploads.addKnown(file);
  };
}

if (!customElements.get('support-chat-files')) customElements.define('support-chat-files', FilesTray);
