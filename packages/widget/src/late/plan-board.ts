/** When a room opens and closes, and who gets it when. */
import type { RoomDoc, Wave } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { clockIcon, icon } from '../icons.js';
import type { Language } from '../launcher-strings.js';
import { base } from '../styles/tokens.js';
import { planStrings } from './plan-strings.js';

/** Nobody needs to know earlier that a room will close. */
const closesSoonMs = 14 * 86_400_000;

/** Whether there is something about the room's times to show now. */
export function hasPlan({ state, waves, closesAt }: RoomDoc, now: number): boolean {
  if (state === 'closed') return false;
  return state === 'planned' || (waves?.length ?? 0) > 0 || (closesAt != null && closesAt - now < closesSoonMs);
}

/** @summary The times of a room in the reader's zone, and its waves, the one whose turn it is marked. */
export class PlanBoard extends LitElement {
  static override properties = {
    lang: {},
    room: { attribute: false },
    mine: { attribute: false },
    now: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        flex: none;
        max-block-size: 30%;
        overflow-y: auto;
        padding: 8px 16px;
        font-size: 13px;
        scrollbar-width: thin;
        scrollbar-color: var(--_control) transparent;
        background: var(--_surface-2);
        border-block-end: 1px solid var(--_hairline);
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        margin: 0;
        font-weight: 600;
      }
      p svg {
        flex: none;
        color: var(--_accent-text);
      }
      details {
        margin-block-start: 4px;
      }
      summary {
        inline-size: fit-content;
        min-block-size: 24px;
        color: var(--_accent-text);
        font-weight: 600;
        cursor: pointer;
      }
      ol {
        margin: 4px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
        padding-block: 3px;
      }
      li b {
        min-inline-size: 0;
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      li span {
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
      }
      li[aria-current] b {
        font-weight: 700;
      }
      li[aria-current] span {
        color: var(--_ok, var(--_text));
        font-weight: 600;
      }
    `,
  ];

  override lang: Language = 'en';
  room: RoomDoc | null = null;
  /** The reader's own wave, as the server knows it. */
  mine: Wave | null = null;

  private now = Date.now();
  #clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => (this.now = Date.now()), 30_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room, now } = this;
    if (!room) return nothing;
    const words = planStrings[this.lang];
    const { state, opensAt, closesAt, waves = [] } = room;
    const opens = state === 'planned' ? (opensAt != null ? words.opens(this.#when(opensAt)) : words.opensSoon) : '';
    const closes =
      closesAt != null && (opens || closesAt - now < closesSoonMs) ? words.closes(this.#when(closesAt)) : '';
    return html`${opens || closes ? html`<p>${icon(clockIcon, 16)}<span>${[opens, closes].filter(Boolean).join(' · ')}</span></p>` : nothing}
    ${waves.length > 0 ? [this.#renderMine(), this.#renderWaves(waves)] : nothing}`;
  }

  /** Before the list of all: it is what most readers want to know. */
  #renderMine(): TemplateResult | typeof nothing {
    const { mine, now } = this;
    if (!mine) return nothing;
    const words = planStrings[this.lang];
    const day = this.#day(mine.startsAt, this.lang === 'en' ? 'long' : 'short');
    return html`<p class="mine">
      ${icon(clockIcon, 16)}<span>${mine.startsAt > now ? words.mine(day) : words.mineSince(day)}</span>
    </p>`;
  }

  #renderWaves(waves: NonNullable<RoomDoc['waves']>): TemplateResult {
    const words = planStrings[this.lang];
    const current = waves.findLastIndex(({ startsAt }) => startsAt <= this.now);
    const wave = waves[current];
    return html`<details>
      <summary>${words.waves}${wave ? [' – ', html`<bdi>${wave.title}</bdi>`, ` (${words.now})`] : nothing}</summary>
      <ol>
        ${waves.map(
          ({ title, startsAt }, index) =>
            html`<li aria-current=${index === current ? 'step' : nothing}>
              <b dir="auto">${title}</b>
              <span>${index === current ? words.now : words.from(this.#day(startsAt))}</span>
            </li>`,
        )}
      </ol>
    </details>`;
  }

  /** Day and time, with the year when it is another. */
  #when(at: number): string {
    const year = new Date(at).getFullYear() === new Date(this.now).getFullYear() ? {} : ({ year: 'numeric' } as const);
    return new Intl.DateTimeFormat(this.lang, {
      ...{ weekday: 'short', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      ...year,
    }).format(at);
  }

  #day(at: number, weekday: 'short' | 'long' = 'short'): string {
    return new Intl.DateTimeFormat(this.lang, { weekday, month: 'long', day: 'numeric' }).format(at);
  }
}

if (!customElements.get('support-chat-plan')) customElements.define('support-chat-plan', PlanBoard);
