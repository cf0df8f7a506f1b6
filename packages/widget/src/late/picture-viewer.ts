/** Pictures of a room, large, one after the other. Loaded when somebody opens one. */
import { filesOf, type AttachedFile } from '@support-chat/protocol';
import { css, html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { backIcon, closeIcon, icon, plusIcon } from '../icons.js';
import type { MessageList } from '../parts/message-list.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';
import { messageFilesStrings, type MessageFilesStrings } from './message-files-strings.js';
import { keepMovesAlways, move, movesAlways } from './moving-picture.js';
import { save, type RoomFiles } from './room-files.js';

const forthIcon = svg`<path d="M9 5l7 7-7 7"></path>`;
const minusIcon = svg`<path d="M5 12h14"></path>`;
const saveIcon = svg`<path d="M12 4v11M7 10.5L12 15.5l5-5M5 19.5h14"></path>`;
const steps = [1, 1.5, 2, 3, 4, 6, 8] as const;

export type Shown = {
  readonly files: RoomFiles;
  readonly list: MessageList;
  readonly shown: AttachedFile;
  readonly lang: string;
};

/** @summary A dialog over everything with one picture of those that the list has loaded. */
export class PictureViewer extends LitElement {
  static override properties = {
    lang: {},
    at: { state: true },
    zoom: { state: true },
    state: { state: true },
    doMove: { state: true },
  };
  static override styles = [
    base,
    css`
      dialog {
        position: fixed;
        inset: 0;
        display: flex;
        flex-direction: column;
        inline-size: 100%;
        block-size: 100dvh;
        max-inline-size: none;
        max-block-size: none;
        margin: 0;
        padding: 0;
        border: 0;
        color: #fff;
        background: oklch(0.18 0.008 260);
        --_focus: #fff;
      }
      .bar {
        display: flex;
        flex: none;
        align-items: center;
        gap: 4px;
        padding: 8px 8px 8px 16px;
      }
      h2 {
        flex: 1;
        min-inline-size: 0;
        margin: 0;
        overflow: hidden;
        font-size: 14px;
        font-weight: 600;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      .count {
        font-size: 12px;
        color: oklch(0.82 0.006 260);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .icon-button {
        flex: none;
        inline-size: 40px;
        block-size: 40px;
        color: #fff;
      }
      .icon-button:hover {
        color: #fff;
        background: oklch(0.34 0.012 260);
      }
      .icon-button[aria-disabled='true'] {
        opacity: 0.4;
        cursor: default;
      }
      @media (max-width: 480px) {
        .bar {
          flex-wrap: wrap;
        }
        h2 {
          flex: 1 1 calc(100% - 48px);
        }
        .close {
          order: 1;
        }
        .count,
        .icon-button:not(.close) {
          order: 2;
        }
        .count {
          flex: 1;
        }
      }
      .stage {
        flex: 1;
        display: grid;
        min-block-size: 0;
        overflow: auto;
        padding: 0 8px 8px;
      }
      canvas {
        place-self: center;
        display: block;
        background: oklch(0.97 0.002 260);
      }
      .words {
        place-self: center;
        grid-area: 1 / 1;
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 8px 16px calc(12px + env(safe-area-inset-bottom));
        font-size: 13px;
      }
      input {
        inline-size: 18px;
        block-size: 18px;
        accent-color: oklch(0.72 0.12 255);
      }
    `,
  ];

  override lang = 'en';
  pictures: readonly AttachedFile[] = [];
  files!: RoomFiles;
  at = 0;

  private zoom = 0;
  private state: 'loading' | 'there' | 'lost' = 'loading';
  private doMove = false;

  #picture: ImageBitmap | null = null;
  #blob: Blob | null = null;
  #loading = new AbortController();
  #moving = new AbortController();
  #from: Element | null = null;
  #opened: string | undefined;
  readonly #resize = new ResizeObserver(() => this.#fit());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#from = (this.getRootNode() as ShadowRoot).activeElement;
    this.#opened = this.#file?.id;
    this.doMove = movesAlways(this.files.me);
    this.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#loading.abort();
    this.#moving.abort();
    this.#picture?.close();
    // The element that was pressed has the picture in a shadow of its own.
    const opener = this.#from?.shadowRoot?.querySelector<HTMLElement>(`[data-id="${this.#opened}"]`)?.closest('button');
    opener?.focus();
  }

  protected override firstUpdated(): void {
    (this.renderRoot.querySelector('dialog') as HTMLDialogElement).showModal();
    this.#resize.observe(this.renderRoot.querySelector('.stage') as Element);
    this.renderRoot.querySelector<HTMLElement>('.close')?.focus();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('at')) void this.#load();
    else this.#fit();
    if (changed.has('doMove') && !changed.has('at')) this.#moveOrNot();
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    const file = this.#file;
    const name = safeName(file?.name ?? '', 120);
    const of = this.pictures.length;
    const button = (drawing: Parameters<typeof icon>[0], label: string, act: () => void, isOff = false, kind = '') =>
      html`<button
        class="icon-button ${kind}"
        aria-label=${label}
        title=${label}
        aria-disabled=${isOff}
        @click=${() => (isOff ? undefined : act())}
      >
        ${icon(drawing)}
      </button>`;
    return html`<dialog aria-label=${name} @close=${() => this.remove()}>
      <div class="bar">
        <h2><bdi>${name}</bdi></h2>
        ${of > 1 ? html`<span class="count" role="status">${words.place(this.at + 1, of)}</span>` : nothing}
        ${
          of > 1
            ? [
                button(backIcon, words.previous, () => this.#go(-1), this.at === 0),
                button(forthIcon, words.next, () => this.#go(1), this.at === of - 1),
              ]
            : nothing
        }
        ${button(minusIcon, words.smaller, () => this.#zoomBy(-1), this.zoom === 0)}
        ${button(plusIcon, words.larger, () => this.#zoomBy(1), this.zoom === steps.length - 1)}
        ${button(saveIcon, words.download, () => void this.#save())}
        ${button(closeIcon, words.close, () => this.remove(), false, 'close')}
      </div>
      <div class="stage" tabindex=${this.zoom > 0 ? 0 : nothing} @dblclick=${() => (this.zoom = this.zoom > 0 ? 0 : 2)}>
        <canvas role="img" aria-label=${name} ?hidden=${this.state !== 'there'}></canvas>
        ${
          this.state === 'there'
            ? nothing
            : html`<p class="words" role="status">
                ${
                  this.state === 'loading'
                    ? words.loading
                    : html`<button class="text-button" @click=${() => void this.#load()}>${words.notThere}</button>`
                }
              </p>`
        }
      </div>
      ${
        file?.animated
          ? html`<label
              ><input
                type="checkbox"
                .checked=${this.doMove}
                @change=${(event: Event) => this.#switchMoving((event.target as HTMLInputElement).checked)}
              />${words.alwaysPlay}</label
            >`
          : nothing
      }
    </dialog>`;
  }

  get #words(): MessageFilesStrings {
    return messageFilesStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  get #file(): AttachedFile | undefined {
    return this.pictures[this.at];
  }

  async #load(): Promise<void> {
    this.#loading.abort();
    const { signal } = (this.#loading = new AbortController());
    const file = this.#file;
    if (!file) return;
    this.state = 'loading';
    this.zoom = 0;
    this.#moving.abort();
    try {
      const blob = await this.files.file(file.id, { signal });
      const picture = await createImageBitmap(blob);
      if (signal.aborted) return picture.close();
      this.#picture?.close();
      [this.#picture, this.#blob] = [picture, blob];
      this.state = 'there';
      await this.updateComplete;
      this.#moveOrNot();
    } catch {
      if (!signal.aborted) this.state = 'lost';
    }
  }

  #fit(): void {
    const picture = this.#picture;
    const canvas = this.renderRoot.querySelector('canvas');
    const stage = this.renderRoot.querySelector('.stage');
    if (!picture || !canvas || !stage || this.state !== 'there') return;
    const [wide, high] = [stage.clientWidth - 16, stage.clientHeight - 8];
    const fits = Math.min(1, wide / picture.width, high / picture.height);
    const scale = fits * (steps[this.zoom] ?? 1);
    canvas.style.setProperty('inline-size', `${picture.width * scale}px`);
    canvas.style.setProperty('block-size', `${picture.height * scale}px`);
    if (canvas.width === picture.width && canvas.height === picture.height && canvas.dataset['id'] === this.#file?.id)
      return;
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.dataset['id'] = this.#file?.id;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
  }

  #moveOrNot(): void {
    this.#moving.abort();
    const canvas = this.renderRoot.querySelector('canvas');
    if (!this.doMove || !this.#file?.animated || !canvas || !this.#blob) return;
    this.#moving = new AbortController();
    void move(canvas, this.#blob, this.#moving.signal).catch(() => undefined); // It stands still.
  }

  #switchMoving(isOn: boolean): void {
    keepMovesAlways(this.files.me, isOn);
    this.doMove = isOn;
  }

  #go(by: number): void {
    this.at = Math.max(0, Math.min(this.pictures.length - 1, this.at + by));
  }

  #zoomBy(by: number): void {
    this.zoom = Math.max(0, Math.min(steps.length - 1, this.zoom + by));
  }

  async #save(): Promise<void> {
    if (this.#file) await save(this.files, this.#file).catch(() => (this.state = 'lost'));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const { key } = event;
    const isScrolling = this.zoom > 0 && (event.composedPath()[0] as Element).matches('.stage');
    if (key === 'Escape') this.remove();
    else if (key === '+' || key === '=') this.#zoomBy(1);
    else if (key === '-') this.#zoomBy(-1);
    else if (key === '0') this.zoom = 0;
    else if (key === 'ArrowRight' && !isScrolling) this.#go(1);
    else if (key === 'ArrowLeft' && !isScrolling) this.#go(-1);
    else return;
    event.preventDefault();
  };
}

if (!customElements.get('support-chat-picture-viewer'))
  customElements.define('support-chat-picture-viewer', PictureViewer);

/** Shows the picture, and the way to those before and after it in what the list has loaded. */
export function showPictures(root: ShadowRoot, { files, list, shown, lang }: Shown): void {
  const pictures = list.messages
    .flatMap(({ body }) => filesOf(body))
    .filter(({ kind, state }) => kind === 'image' && state === 'ready');
  const at = pictures.findIndex(({ id }) => id === shown.id);
  const viewer = document.createElement('support-chat-picture-viewer') as PictureViewer;
  // A message that is not in the log yet has its picture alone.
  Object.assign(viewer, { files, lang, pictures: at < 0 ? [shown] : pictures, at: Math.max(0, at) });
  root.append(viewer);
}
