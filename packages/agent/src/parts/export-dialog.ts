/** Writing a room down as a file. Loaded when somebody asks for it. */
import { Refusal, type RefusalShape } from '@support-chat/protocol';
import { base } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { exportStrings, type ExportStrings } from '../export-strings.js';
import { saveFile } from '../save-file.js';
import { forms } from '../styles.js';

type Format = keyof ExportStrings['formats'];

const extensions: { readonly [F in Format]: string } = { html: 'html', markdown: 'md', csv: 'csv', jsonl: 'jsonl' };

/** Where the room is, and who asks. */
export type ExportSource = {
  readonly room: string;
  readonly title: string;
  readonly server: string;
  readonly getToken: () => Promise<string> | string;
};

/** @summary A dialog that offers the formats of a file with everything in a room, and saves it. */
export class ExportDialog extends LitElement {
  static override properties = {
    lang: {},
    source: { state: true },
    state: { state: true },
    bytes: { state: true },
    refusal: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      ul {
        display: grid;
        gap: 8px;
        margin: 0 0 16px;
        padding: 0;
        list-style: none;
      }
      .format {
        inline-size: 100%;
        padding: 10px 12px;
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-s);
        text-align: start;
      }
      .format:hover {
        background: var(--_surface-3);
      }
      .format b,
      .format span {
        display: block;
      }
    `,
  ];

  override lang = 'en';

  private source: ExportSource | null = null;
  private state: 'asking' | 'working' | 'done' = 'asking';
  private refusal = '';
  /** What of the file has come so far. */
  private bytes = 0;

  #stop = new AbortController();

  #refusalWords: (error: unknown) => string = String;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** Offers the room as a file. */
  async ask(source: ExportSource, refusalWords: (error: unknown) => string): Promise<void> {
    this.source = source;
    this.state = 'asking';
    this.refusal = '';
    this.#refusalWords = refusalWords;
    await this.updateComplete;
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    const words = exportStrings[this.lang === 'ja' ? 'ja' : 'en'];
    const size = new Intl.NumberFormat(this.lang, { style: 'unit', unit: 'kilobyte' }).format(
      Math.ceil(this.bytes / 1_000),
    );
    const status = { asking: '', working: words.working(size), done: words.done }[this.state];
    return html`<dialog aria-labelledby="heading" @close=${() => this.#stop.abort()}>
      <h2 id="heading">${words.heading} – <bdi>${this.source?.title}</bdi></h2>
      <p class="help">${words.help}</p>
      <ul>
        ${(Object.keys(extensions) as Format[]).map(
          (format) =>
            html`<li>
              <button class="format" ?disabled=${this.state === 'working'} @click=${() => void this.#save(format)}>
                <b>${words.formats[format]}</b>
                <span class="help">${words.helps[format]}</span>
              </button>
            </li>`,
        )}
      </ul>
      <p role="status" class="help">${status}</p>
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
      <div class="buttons">
        ${
          this.state === 'working'
            ? html`<button class="button" @click=${() => this.#stop.abort()}>${words.cancel}</button>`
            : nothing
        }
        <button class="button" @click=${() => this.dialog.close()}>${words.close}</button>
      </div>
    </dialog>`;
  }

  async #save(format: Format): Promise<void> {
    const { source } = this;
    if (!source) return;
    this.state = 'working';
    this.refusal = '';
    this.bytes = 0;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const file = await fileOf(source, format, { signal, came: (bytes) => (this.bytes += bytes) });
      saveFile(file, `${source.room}.${extensions[format]}`);
      this.state = 'done';
    } catch (error) {
      if (!signal.aborted) this.refusal = this.#refusalWords(error);
      this.state = 'asking';
    }
  }
}

/** Throws the server's Refusal, `unavailable` when nobody answers or the file ends too early. `came` hears of each part. */
async function fileOf(
  { server, room, getToken }: ExportSource,
  format: Format,
  { signal, came }: { readonly signal: AbortSignal; readonly came: (bytes: number) => void },
): Promise<Blob> {
  const path = `${server.replace(/\/+$/, '')}/api/rooms/${encodeURIComponent(room)}/export?format=${format}`;
  const headers = { authorization: `Bearer ${await getToken()}` };
  const response = await fetch(path, { headers, signal }).catch(() => null);
  if (!response?.ok || !response.body) throw await refusalIn(response);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      came(part.value.byteLength);
    }
  } catch {
    throw await refusalIn(null);
  }
  return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
}

async function refusalIn(response: Response | null): Promise<Refusal> {
  const answer = (await response?.json().catch(() => null)) as { refusal?: RefusalShape } | null;
  const { code = 'unavailable', message = 'the server did not answer' } = answer?.refusal ?? {};
  return new Refusal(code, message);
}

if (!customElements.get('support-desk-export')) customElements.define('support-desk-export', ExportDialog);
