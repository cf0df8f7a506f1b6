/** Advertising a room: a link that opens it, as text and as a QR code. Loaded when somebody asks for it. */
import type { Room } from '@support-chat/client';
import { limits } from '@support-chat/protocol';
import { base } from '@support-chat/widget/parts';
import { correction, generate, type Bitmap2D } from 'lean-qr';
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { pageIn, roomLink } from '../room-link.js';
import { saveFile } from '../save-file.js';
import { shareStrings, type ShareStrings } from '../share-strings.js';
import { forms } from '../styles.js';

/** Modules of white around the code. ISO/IEC 18004, 5.3.8. */
const quiet = 4;
/** Pixels of a module in the PNG. */
const scale = 16;

/** @summary A dialog that asks for the page of a room once, and gives the link to the room or one of its messages. */
export class ShareDialog extends LitElement {
  static override properties = {
    lang: {},
    link: { state: true },
    objection: { state: true },
    isCopied: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      output {
        display: block;
        padding: 10px 12px;
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-s);
        overflow-wrap: anywhere;
        user-select: all;
      }
      .qr {
        display: block;
        inline-size: min(220px, 100%);
        margin: 12px auto;
        border-radius: var(--_radius-s);
        background: #fff;
      }
      .buttons {
        flex-wrap: wrap;
      }
    `,
  ];

  override lang = 'en';

  private link = '';
  private objection = '';
  private isCopied = false;

  #room: Room | null = null;
  #seq: number | null = null;
  /** What the field began with: what is typed since is not written over. */
  #page = '';
  #refusalWords: (error: unknown) => string = String;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** Gives the link of the room, or of its message `seq`; asks for the page if nobody has said which it is. */
  async ask(room: Room, seq: number | null, refusalWords: (error: unknown) => string): Promise<void> {
    this.#room = room;
    this.#seq = seq;
    this.#refusalWords = refusalWords;
    this.objection = '';
    this.isCopied = false;
    const page = room.view.room?.page ?? '';
    this.#page = page;
    const field = this.renderRoot.querySelector('input');
    if (field) field.value = page;
    this.link = page ? roomLink(page, room.view.name, seq) : '';
    this.requestUpdate();
    await this.updateComplete;
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${words.heading} – <bdi>${this.#room?.view.room?.title}</bdi></h2>
      <p class="help">${words.help}</p>
      <form id="page" @submit=${this.#make}>
        <label
          >${words.page}<input
            name="page"
            type="text"
            inputmode="url"
            autocomplete="url"
            required
            maxlength=${limits.maxPageChars}
            aria-describedby="page-help"
            aria-invalid=${this.objection !== ''}
            .value=${this.#page}
            @input=${this.#forget}
        /></label>
        <p class="help" id="page-help">${words.pageHelp}</p>
        ${this.objection ? html`<p class="wrong" role="alert">${this.objection}</p>` : nothing}
      </form>
      ${this.link ? this.#renderLink(words) : nothing}
      <div class="buttons">
        <button class="button" @click=${() => this.dialog.close()}>${words.close}</button>
        ${
          this.link
            ? html`<button class="button" @click=${this.#saveSvg}>${words.saveSvg}</button>
                <button class="button" @click=${this.#savePng}>${words.savePng}</button>
                <button class="button primary" @click=${this.#copy}>
                  ${this.isCopied ? words.copied : words.copy}
                </button>`
            : html`<button class="button primary" form="page">${words.make}</button>`
        }
      </div>
    </dialog>`;
  }

  #renderLink(words: ShareStrings): TemplateResult {
    const code = codeOf(this.link);
    const size = code.size + 2 * quiet;
    return html`<output aria-label=${words.link}>${this.link}</output>
      <svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${words.qrOf(this.link)}>
        ${svg`<path fill="#000" d=${drawingOf(code)}></path>`}
      </svg>`;
  }

  get #words(): ShareStrings {
    return shareStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  readonly #forget = (): void => {
    this.link = this.objection = '';
    this.isCopied = false;
  };

  readonly #make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const room = this.#room;
    const doc = room?.view.room;
    if (!room || !doc) return;
    const page = pageIn(this.renderRoot.querySelector('input')?.value ?? '');
    this.objection = page === null ? this.#words.wrongPage : '';
    if (page === null) return;
    try {
      // Every colleague, and later every message that goes out, finds it there.
      if (page !== doc.page) await room.describe({ title: doc.title, purpose: doc.purpose, page });
      this.link = roomLink(page, room.view.name, this.#seq);
    } catch (error) {
      this.objection = this.#refusalWords(error);
    }
  };

  readonly #copy = async (): Promise<void> => {
    const output = this.renderRoot.querySelector('output');
    try {
      await navigator.clipboard.writeText(this.link);
      this.isCopied = true;
    } catch {
      // Pages without https have no clipboard: the link is marked for Ctrl C.
      if (output) getSelection()?.selectAllChildren(output);
    }
  };

  readonly #saveSvg = (): void => {
    const code = codeOf(this.link);
    const size = code.size + 2 * quiet;
    const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${drawingOf(code)}"/></svg>`;
    saveFile(new Blob([text], { type: 'image/svg+xml' }), `${this.#fileName}.svg`);
  };

  readonly #savePng = async (): Promise<void> => {
    const code = codeOf(this.link);
    const size = (code.size + 2 * quiet) * scale;
    const canvas = new OffscreenCanvas(size, size);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, size, size);
    context.fillStyle = '#000';
    for (const [x, y] of darkIn(code)) context.fillRect((x + quiet) * scale, (y + quiet) * scale, scale, scale);
    saveFile(await canvas.convertToBlob({ type: 'image/png' }), `${this.#fileName}.png`);
  };

  get #fileName(): string {
    const name = this.#room?.view.name ?? 'room';
    return this.#seq === null ? name : `${name}-${this.#seq}`;
  }
}

/** A quarter of it may be hidden, as on posters it is. */
function codeOf(link: string): Bitmap2D {
  return generate(link, { minCorrectionLevel: correction.Q });
}

function darkIn(code: Bitmap2D): [x: number, y: number][] {
  const places = Array.from({ length: code.size }, (_, at) => at);
  return places.flatMap((y) => places.flatMap((x): [number, number][] => (code.get(x, y) ? [[x, y]] : [])));
}

/** One square for each dark module. */
function drawingOf(code: Bitmap2D): string {
  return darkIn(code)
    .map(([x, y]) => `M${x + quiet} ${y + quiet}h1v1h-1z`)
    .join('');
}

if (!customElements.get('support-desk-share')) customElements.define('support-desk-share', ShareDialog);
