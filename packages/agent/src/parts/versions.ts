/** What a message said before, version by version. Loaded when somebody asks for it. */
import type { Room } from '@support-chat/client';
import type { MessageVersion } from '@support-chat/protocol';
import { base, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { momentIn } from '../local-time.js';
import { forms } from '../styles.js';
import { versionsStrings, type VersionsStrings } from '../versions-strings.js';
import { diffWords } from '../word-diff.js';

/** @summary A dialog with every version of a message, each compared with the one before it. */
export class Versions extends LitElement {
  static override properties = {
    lang: {},
    author: { state: true },
    versions: { state: true },
    hasFailed: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      ol {
        display: grid;
        gap: 14px;
        max-block-size: 60dvh;
        margin: 0 0 16px;
        padding: 0;
        overflow-y: auto;
        list-style: none;
      }
      h3 {
        display: flex;
        flex-wrap: wrap;
        gap: 0 8px;
        margin: 0 0 4px;
        font-size: 13px;
        font-weight: 600;
      }
      time {
        font-weight: 400;
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
      }
      .words {
        margin: 0;
        padding: 8px 10px;
        border-radius: var(--_radius-s);
        background: var(--_surface-2);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      ins {
        text-decoration: underline 2px;
        text-underline-offset: 3px;
        font-weight: 600;
        color: var(--_good);
      }
      del {
        text-decoration: line-through;
        color: var(--_danger);
      }
    `,
  ];

  override lang = 'en';

  private author = '';
  private versions: readonly MessageVersion[] | null = null;
  private hasFailed = false;

  #end: () => void = () => undefined;

  get #words(): VersionsStrings {
    return versionsStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  /** Shows what this message of the room said. */
  async show(room: Room, seq: number): Promise<void> {
    const message = room.view.messages.find((one) => one.seq === seq);
    this.author = safeName(message?.by.name ?? '');
    this.versions = null;
    this.hasFailed = false;
    await this.updateComplete;
    this.#dialog.showModal();
    this.#end();
    // What is taken back meanwhile is not shown any longer.
    this.#end = room.subscribe(({ messages }) => {
      if (messages.some((one) => one.seq === seq && one.retracted)) this.versions = [];
    });
    const answer = await room.ask('message.versions', { message: seq });
    if (!this.#dialog.open) return;
    this.versions = answer?.versions ?? null;
    this.hasFailed = answer === null;
  }

  protected override render(): TemplateResult {
    const [words, { versions }] = [this.#words, this];
    return html`<dialog aria-labelledby="heading" @close=${this.#forget}>
      <h2 id="heading">${words.heading(this.author)}</h2>
      <p class="help">${words.help}</p>
      ${this.hasFailed ? html`<p class="wrong" role="alert">${words.failed}</p>` : nothing}
      ${versions?.length === 0 ? html`<p>${words.none}</p>` : nothing}
      <ol role="list" tabindex="0" aria-busy=${versions === null && !this.hasFailed}>
        ${versions?.map((version, index) => this.#renderVersion(version, index, versions))}
      </ol>
      <div class="buttons"><button class="button" @click=${() => this.#dialog.close()}>${words.close}</button></div>
    </dialog>`;
  }

  #renderVersion({ at, body }: MessageVersion, index: number, all: readonly MessageVersion[]): TemplateResult {
    const words = this.#words;
    const title = index === 0 ? words.first : index === all.length - 1 ? words.now : words.nth(index);
    const before = all[index - 1]?.body.text ?? body.text;
    return html`<li>
      <h3>${title} <time datetime=${new Date(at).toISOString()}>${momentIn(this.lang, at)}</time></h3>
      <p class="words" dir="auto">
        ${diffWords(before, body.text, this.lang).map(({ kind, text }) => {
          if (kind === 'same') return text;
          const label = html`<span class="visually-hidden">${kind === 'added' ? words.added : words.gone}</span>`;
          return kind === 'added' ? html`<ins>${label}${text}</ins>` : html`<del>${label}${text}</del>`;
        })}
      </p>
    </li>`;
  }

  readonly #forget = (): void => {
    this.#end();
    this.versions = null;
  };

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }
}

if (!customElements.get('support-desk-versions')) customElements.define('support-desk-versions', Versions);
