/** All emoji, by group and by what they are called. Its data are fetched with it, from where this script came from. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { base } from '../styles/tokens.js';
import { isImeKey } from '../ime-guard.js';

/** Group, emoji, name, further words; the build writes them. */
type Row = readonly [group: number, emoji: string, name: string, words: string];

const groups = [
  [0, '😀'],
  [1, '👋'],
  [3, '🐶'],
  [4, '🍎'],
  [5, '🚗'],
  [6, '⚽'],
  [7, '💡'],
  [8, '❤️'],
  [9, '🏁'],
] as const;

const strings = {
  en: {
    title: 'Emoji',
    search: 'Search emoji',
    none: 'No emoji of this name',
    failed: 'The emoji could not be loaded. Try again.',
    found: (count: number) => (count === 1 ? '1 emoji' : `${count} emoji`),
    groups: ['Smileys', 'People', '', 'Animals and nature', 'Food', 'Travel', 'Activities', 'Things', 'Signs', 'Flags'],
  },
  ja: {
    title: '絵文字',
    search: '絵文字を検索',
    none: '該当する絵文字がありません',
    failed: '絵文字を読み込めませんでした。もう一度試してください。',
    found: (count: number) => `${count}件の絵文字`,
    groups: ['顔', '人', '', '動物と自然', '食べ物', '旅行', '活動', '物', '記号', '旗'],
  },
} as const;

const mostFound = 96;
const gapPx = 8;

const loaded = new Map<string, Promise<readonly Row[]>>();

function load(language: string): Promise<readonly Row[]> {
  const known = loaded.get(language);
  if (known) return known;
  const asked = fetch(new URL(`../../emoji-${language}.json`, import.meta.url)).then(async (response) => {
    if (!response.ok) throw new Error(`expected the emoji, got HTTP ${response.status}`);
    return (await response.json()) as readonly Row[]; // Our own build wrote it.
  });
  loaded.set(language, asked);
  asked.catch(() => loaded.delete(language));
  return asked;
}

/** @summary A small dialog beside what opened it; on a narrow screen at its lower edge. */
export class EmojiPicker extends LitElement {
  static override properties = {
    lang: {},
    rows: { state: true },
    group: { state: true },
    query: { state: true },
    hasFailed: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        inset: auto;
        box-sizing: border-box;
        inline-size: 328px;
        max-inline-size: calc(100vw - 16px);
        block-size: min(340px, calc(100dvh - 16px));
        margin: 0;
        padding: 8px;
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-m);
        color: var(--_text);
        background: var(--_surface);
        box-shadow: var(--_shadow);
      }
      :host(:popover-open) {
        display: flex;
        flex-direction: column;
        gap: 6px;
      }
      input {
        flex: none;
        min-block-size: 36px;
        padding-inline: 10px;
        border: 1px solid var(--_control);
        border-radius: var(--_radius-s);
        font: inherit;
        font-size: 16px;
        color: inherit;
        background: var(--_surface);
      }
      input::placeholder {
        color: var(--_text-2);
        opacity: 1;
      }
      .groups {
        display: flex;
        flex: none;
      }
      .groups button {
        flex: 1;
        min-inline-size: 0;
        min-block-size: 34px;
        border-radius: var(--_radius-s);
        font-size: 17px;
        line-height: 1;
        filter: grayscale(0.9);
      }
      .groups [aria-pressed='true'] {
        filter: none;
        background: var(--_accent-tint);
        box-shadow: inset 0 -2px var(--_accent-text);
      }
      .all {
        display: grid;
        flex: 1;
        grid-template-columns: repeat(8, minmax(0, 1fr));
        grid-auto-rows: 38px;
        align-content: start;
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
      }
      .all button {
        border-radius: var(--_radius-s);
        font-size: 22px;
        line-height: 1;
      }
      button:hover {
        background: var(--_surface-3);
      }
      p {
        grid-column: 1 / -1;
        margin: 12px 4px;
        color: var(--_text-2);
      }
      :focus-visible {
        outline-offset: -2px;
      }
      @media (hover: none), (max-width: 480px) {
        :host {
          inset: auto 0 0;
          inline-size: 100%;
          max-inline-size: 100%;
          padding: 12px 12px calc(12px + env(safe-area-inset-bottom));
          border-width: 1px 0 0;
          border-radius: var(--_radius-m) var(--_radius-m) 0 0;
        }
        .all {
          grid-auto-rows: 46px;
        }
        .groups button {
          min-block-size: 44px;
        }
      }
    `,
  ];

  override lang: 'en' | 'ja' = 'en';
  anchor: HTMLElement | null = null;
  choose: (emoji: string | null) => void = () => undefined;

  private rows: readonly Row[] | null = null;
  private group = 0;
  private query = '';
  private hasFailed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = 'auto';
    this.role = 'dialog';
    this.ariaLabel = strings[this.lang].title;
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('toggle', this.#onToggle);
    load(this.lang).then(
      (rows) => (this.rows = rows),
      () => (this.hasFailed = true),
    );
  }

  protected override firstUpdated(): void {
    this.showPopover();
    this.#moveBeside();
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('group') || changed.has('query')) this.renderRoot.querySelector('.all')?.scrollTo(0, 0);
  }

  protected override render(): TemplateResult {
    const words = strings[this.lang];
    const shown = this.#shown();
    return html`<input
        type="search"
        aria-label=${words.search}
        placeholder=${words.search}
        autocomplete="off"
        @input=${(event: Event) => (this.query = (event.target as HTMLInputElement).value)}
      />
      <div class="groups" role="group" aria-label=${words.title}>
        ${groups.map(
          ([group, emoji]) =>
            html`<button
              aria-pressed=${this.query === '' && this.group === group}
              aria-label=${words.groups[group]}
              title=${words.groups[group]}
              @click=${() => this.#showGroup(group)}
            >
              ${emoji}
            </button>`,
        )}
      </div>
      <div class="all" role="group" aria-label=${this.query ? words.search : words.groups[this.group]}>
        ${shown.map(
          ([, emoji, name], index) =>
            html`<button
              tabindex=${index === 0 ? 0 : -1}
              aria-label=${name}
              title=${name}
              @click=${() => this.#end(emoji)}
            >
              ${emoji}
            </button>`,
        )}
        ${this.hasFailed ? html`<p role="alert">${words.failed}</p>` : nothing}
        ${this.rows && shown.length === 0 ? html`<p>${words.none}</p>` : nothing}
      </div>
      <div class="visually-hidden" role="status">
        ${this.query && shown.length > 0 ? words.found(shown.length) : nothing}
      </div>`;
  }

  #shown(): readonly Row[] {
    const query = fold(this.query.trim());
    const rows = this.rows ?? [];
    if (query === '') return rows.filter(([group]) => group === this.group);
    const rank = ([, emoji, name, words]: Row): number => {
      const folded = fold(name);
      if (emoji === this.query.trim() || folded.startsWith(query)) return 0;
      if (` ${folded} ${fold(words)}`.includes(` ${query}`)) return 1;
      return `${folded} ${fold(words)}`.includes(query) ? 2 : 3;
    };
    const ranked = rows.map((row) => [rank(row), row] as const).filter(([place]) => place < 3);
    return ranked
      .sort(([a], [b]) => a - b)
      .slice(0, mostFound)
      .map(([, row]) => row);
  }

  #showGroup(group: number): void {
    this.query = '';
    const input = this.renderRoot.querySelector('input');
    if (input) input.value = '';
    this.group = group;
  }

  #end(emoji: string | null): void {
    this.choose(emoji);
    this.choose = () => undefined;
    this.hidePopover();
  }

  #moveBeside(): void {
    if (!this.anchor || matchMedia('(hover: none), (max-width: 480px)').matches) return;
    const { left, top, bottom } = this.anchor.getBoundingClientRect();
    const { width, height } = this.getBoundingClientRect();
    const y = top - height - gapPx > 0 ? top - height - gapPx : Math.min(bottom + gapPx, innerHeight - height - gapPx);
    const x = Math.max(gapPx, Math.min(left, innerWidth - width - gapPx));
    this.style.setProperty('inset', `${Math.max(gapPx, y)}px auto auto ${x}px`);
  }

  readonly #onToggle = (event: Event): void => {
    if ((event as ToggleEvent).newState !== 'closed') return;
    this.choose(null);
    this.remove();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation(); // The panel and the desk have keys of their own.
    if (isImeKey(event)) return;
    const { key } = event;
    const origin = event.composedPath()[0] as HTMLElement;
    if (key === 'Escape') {
      event.preventDefault();
      return this.#end(null);
    }
    const all = [...this.renderRoot.querySelectorAll<HTMLElement>('.all button')];
    const isInput = origin.localName === 'input';
    if (isInput && key === 'Enter') {
      event.preventDefault(); // It would write a line where the focus goes.
      return all[0]?.click();
    }
    if (isInput && key !== 'ArrowDown') return;
    const at = all.indexOf(origin);
    const columns = getComputedStyle(this.renderRoot.querySelector('.all') as Element).gridTemplateColumns.split(
      ' ',
    ).length;
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key];
    if (by === undefined || (at < 0 && !isInput)) return;
    event.preventDefault();
    if (at < columns && by === -columns) return this.renderRoot.querySelector('input')?.focus();
    const next = all[isInput ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next?.focus();
  };
}

/** Small letters, narrow signs, and katakana as hiragana: people type what comes first. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

if (!customElements.get('support-chat-emoji-picker')) customElements.define('support-chat-emoji-picker', EmojiPicker);

/** Opens it in `root` beside `anchor`. Resolves to what was chosen; null for nothing. */
export function pickEmoji(root: ParentNode, anchor: HTMLElement, lang: 'en' | 'ja'): Promise<string | null> {
  return new Promise((choose) => {
    const picker = document.createElement('support-chat-emoji-picker') as EmojiPicker;
    Object.assign(picker, { anchor, choose, lang });
    root.append(picker);
  });
}
