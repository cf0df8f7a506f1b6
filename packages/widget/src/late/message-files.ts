/** The files of one message. Loaded with the first message that has some. */
import type { AttachedFile } from '@support-chat/protocol';
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { alertIcon, clockIcon, icon } from '../icons.js';
import type { MessageList } from '../parts/message-list.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';
import { drawPicture } from './draw-picture.js';
import { messageFilesStyles } from './message-files-styles.js';
import { messageFilesStrings, type MessageFilesStrings } from './message-files-strings.js';
import { move, movesAlways } from './moving-picture.js';
import { roomFilesOf, save, sizeWords } from './room-files.js';
import { placeOf } from './words.js';

const drawings = {
  image: svg`<rect x="4" y="5" width="16" height="14" rx="2"></rect><path d="M4 16l4.5-4 4 3.5 3-2.5 4.5 4"></path>`,
  video: svg`<rect x="3.5" y="6" width="12" height="12" rx="2"></rect><path d="M15.5 10.5l5-3v9l-5-3"></path>`,
  audio: svg`<path d="M9 17.5V6l10-2v11.5"></path><circle cx="6.5" cy="17.5" r="2.5"></circle><circle cx="16.5" cy="15.5" r="2.5"></circle>`,
  pdf: svg`<path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4M9.5 12h5M9.5 15.5h5"></path>`,
  other: svg`<path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4"></path>`,
} as const;
const downloadIcon = svg`<path d="M12 4v11M7 10.5L12 15.5l5-5M5 19.5h14"></path>`;
const playIcon = svg`<path d="M8 5.5v13l10.5-6.5z" fill="currentColor"></path>`;
const stopIcon = svg`<path d="M8.5 6v12M15.5 6v12" stroke-width="3"></path>`;

/** How near the window a picture has to be to be fetched. */
const near = '300px';

/**
 * @summary Pictures in place, everything else as a card.
 *
 * @fires support-chat-room-wanted - Whoever has the room puts it and its client into `detail`.
 */
export class MessageFiles extends LitElement {
  static override properties = {
    lang: {},
    files: { attribute: false },
    played: { state: true },
    moving: { state: true },
    failures: { state: true },
  };
  static override styles = [base, messageFilesStyles];

  override lang = 'en';
  files: readonly AttachedFile[] = [];

  /** Addresses of what is being played, by id. */
  private played: Readonly<Record<string, string>> = {};
  /** Ids of pictures that move. */
  private moving: readonly string[] = [];
  private failures: Readonly<Record<string, string>> = {};

  readonly #drawn = new Set<string>();
  readonly #stops = new Map<string, AbortController>();
  #near: IntersectionObserver | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#near?.disconnect();
    this.#near = null;
    for (const stop of this.#stops.values()) stop.abort();
    this.#stops.clear();
    this.moving = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('files')) for (const id of this.#drawn) if (!this.#fileOf(id)) this.#drawn.delete(id);
    this.#near ??= new IntersectionObserver((entries) => this.#drawNear(entries), { rootMargin: near });
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const file = this.#fileOf(canvas.dataset['id']);
      if (!file) continue;
      const [width, height] = placeOf(file, this.#pictures);
      canvas.parentElement?.style.setProperty('inline-size', `${width}px`);
      canvas.parentElement?.style.setProperty('aspect-ratio', `${width} / ${height}`);
      if (!this.#drawn.has(file.id)) this.#near.observe(canvas);
    }
  }

  protected override render(): unknown {
    return this.files.map((file) => {
      if (file.state !== 'ready') return this.#renderUnready(file);
      if (file.kind === 'image') return this.#renderPicture(file);
      return this.#renderCard(file);
    });
  }

  #renderPicture(file: AttachedFile): TemplateResult {
    const words = this.#words;
    const name = safeName(file.name, 120);
    const isMoving = this.moving.includes(file.id);
    const failure = this.failures[file.id];
    return html`<div class="picture">
      <button
        class="open"
        aria-label=${failure ? `${name}: ${failure}` : words.open(name)}
        @click=${() => void this.#open(file)}
      >
        <canvas role="img" aria-label=${name} data-id=${file.id}></canvas>
        ${failure ? html`<span class="lost">${icon(alertIcon, 16)}${failure}</span>` : nothing}
      </button>
      ${
        file.animated
          ? html`<button
              class="play"
              aria-pressed=${isMoving}
              aria-label="${isMoving ? words.stop : words.play}: ${name}"
              @click=${() => (isMoving ? this.#stop(file.id) : void this.#move(file))}
            >
              ${icon(isMoving ? stopIcon : playIcon, 16)}<span aria-hidden="true">GIF</span>
            </button>`
          : nothing
      }
    </div>`;
  }

  #renderUnready(file: AttachedFile): TemplateResult {
    const words = this.#words;
    const isRefused = file.state === 'refused';
    return html`<div class=${isRefused ? 'card refused' : 'card'}>
      <span class="kind">${icon(isRefused ? alertIcon : clockIcon)}</span>
      <span class="about">
        <bdi class="name">${safeName(file.name, 120)}</bdi>
        <span class="more" role="status">${isRefused ? words.refused : words.checking}</span>
      </span>
    </div>`;
  }

  #renderCard(file: AttachedFile): TemplateResult {
    const words = this.#words;
    const name = safeName(file.name, 120);
    const url = this.played[file.id];
    const failure = this.failures[file.id];
    // A PDF is a program, too: it is opened by what its reader trusts with it, not here.
    const open = { video: words.watch, audio: words.listen, pdf: '', image: '', other: '' }[file.kind];
    return html`<div class=${failure ? 'card refused' : 'card'}>
      <span class="kind">${icon(drawings[file.kind])}</span>
      <span class="about">
        <bdi class="name" title=${name}>${name}</bdi>
        <span class="more" role=${failure ? 'alert' : nothing}
          >${failure ?? (file.type && sizeWords(file.size, this.lang))}</span
        >
      </span>
      ${
        open && !url
          ? html`<button
              class="icon-button"
              aria-label="${open}: ${name}"
              title=${open}
              @click=${() => void this.#play(file)}
            >
              ${icon(playIcon, 18)}
            </button>`
          : nothing
      }
      ${
        file.type
          ? html`<button
              class="icon-button"
              aria-label="${words.download}: ${name}"
              title=${words.download}
              @click=${() => void this.#save(file)}
            >
              ${icon(downloadIcon, 18)}
            </button>`
          : nothing
      }
      ${url ? this.#renderPlayer(file, url, name) : nothing}
    </div>`;
  }

  #renderPlayer(file: AttachedFile, url: string, name: string): TemplateResult {
    const lost = (): void => {
      this.played = { ...this.played, [file.id]: '' };
      this.failures = { ...this.failures, [file.id]: this.#words.cannotPlay };
    };
    return file.kind === 'video'
      ? html`<video
          src=${url}
          controls
          autoplay
          crossorigin="anonymous"
          playsinline
          aria-label=${name}
          @error=${lost}
        ></video>`
      : html`<audio src=${url} controls autoplay crossorigin="anonymous" aria-label=${name} @error=${lost}></audio>`;
  }

  get #words(): MessageFilesStrings {
    return messageFilesStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  get #pictures(): number {
    return this.files.length;
  }

  #fileOf(id: string | undefined): AttachedFile | undefined {
    return this.files.find((file) => file.id === id);
  }

  #drawNear(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const file = this.#fileOf((target as HTMLElement).dataset['id']);
      if (!file) continue;
      if (!isIntersecting) {
        this.#stop(file.id);
        continue;
      }
      if (!file.animated) this.#near?.unobserve(target);
      void this.#draw(file, target as HTMLCanvasElement);
    }
  }

  async #draw(file: AttachedFile, canvas: HTMLCanvasElement): Promise<void> {
    const files = roomFilesOf(this);
    const goOn = (): void => {
      if (file.animated && files && movesAlways(files.me)) void this.#move(file);
    };
    if (this.#drawn.has(file.id)) return goOn();
    this.#drawn.add(file.id);
    try {
      if (!files) throw new Error('nobody has the room of the picture');
      const blob = await files.file(file.id, { thumbnail: file.hasThumbnail });
      await drawPicture(canvas, blob, this.#pictures > 1);
      goOn();
    } catch {
      this.#drawn.delete(file.id);
      this.#fail(file.id, this.#words.notThere);
    }
  }

  async #move(file: AttachedFile): Promise<void> {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>(`canvas[data-id="${CSS.escape(file.id)}"]`);
    const files = roomFilesOf(this);
    if (!canvas || !files || this.#stops.has(file.id)) return;
    const stop = new AbortController();
    this.#stops.set(file.id, stop);
    this.moving = [...this.moving, file.id];
    try {
      await move(canvas, await files.file(file.id, { signal: stop.signal }), stop.signal);
    } catch {
      if (!stop.signal.aborted) this.#fail(file.id, this.#words.cannotPlay);
    }
    if (this.#stops.get(file.id) === stop) this.#stop(file.id);
  }

  #stop(id: string): void {
    if (!this.#stops.has(id)) return;
    this.#stops.get(id)?.abort();
    this.#stops.delete(id);
    this.moving = this.moving.filter((known) => known !== id);
  }

  #fail(id: string, words: string): void {
    this.failures = { ...this.failures, [id]: words };
  }

  #forgive(id: string): void {
    this.failures = Object.fromEntries(Object.entries(this.failures).filter(([key]) => key !== id));
  }

  /** What could not be had is tried again; what is there is shown large. */
  async #open(file: AttachedFile): Promise<void> {
    if (this.failures[file.id]) {
      this.#forgive(file.id);
      const canvas = this.renderRoot.querySelector<HTMLCanvasElement>(`canvas[data-id="${CSS.escape(file.id)}"]`);
      if (canvas) return this.#draw(file, canvas);
    }
    const viewer = await import('./picture-viewer.js').catch(() => null);
    const files = roomFilesOf(this);
    const root = this.getRootNode();
    if (!viewer || !files || !(root instanceof ShadowRoot)) return this.#fail(file.id, this.#words.notThere);
    viewer.showPictures(root, { files, list: root.host as MessageList, shown: file, lang: this.lang });
  }

  /** By an address that lasts a minute: the page's policy decides whether it is played in place. */
  async #play(file: AttachedFile): Promise<void> {
    this.#forgive(file.id);
    try {
      const url = await roomFilesOf(this)?.fileLink(file.id);
      if (!url) throw new Error('nobody has the room of the file');
      this.played = { ...this.played, [file.id]: url };
    } catch {
      this.#fail(file.id, this.#words.notThere);
    }
  }

  async #save(file: AttachedFile): Promise<void> {
    this.#forgive(file.id);
    try {
      const files = roomFilesOf(this);
      if (!files) throw new Error('nobody has the room of the file');
      await save(files, file);
    } catch {
      this.#fail(file.id, this.#words.notThere);
    }
  }
}

if (!customElements.get('support-chat-message-files'))
  customElements.define('support-chat-message-files', MessageFiles);
