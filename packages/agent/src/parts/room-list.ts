/** The desk's left pane: every room the agent serves, what needs him first. */
import { limits, worstFirst, type LobbyRow } from '@support-chat/protocol';
import { base, icon, isImeKey, checkIcon, clockIcon, lockIcon, plusIcon, safeName } from '@support-chat/widget/parts';
import { lookOf, tones } from '@support-chat/widget/problems';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { filterRooms, keepOrder, sortRooms, withoutArchived, withoutQuietLanes } from '../room-order.js';
import { dayIn } from '../local-time.js';
import { titleOf } from '../room-words.js';
import { overdueOf } from '../room-problems.js';
import type { DeskProblemWords } from '../problem-words.js';
import type { SpanWords } from '../span-words.js';
import type { DeskStrings } from '../strings.js';

/**
 * @summary A list of rooms with unread counts, last messages and who waits. Its order holds still under the pointer.
 *
 * @fires support-desk-choose - The agent chose the room `detail.name`.
 * @fires support-desk-new - The agent wants a new room.
 * @fires support-desk-deleted - The agent wants to see the rooms that were deleted.
 */
export class RoomList extends LitElement {
  static override properties = {
    rows: { attribute: false },
    strings: { attribute: false },
    spanWords: { attribute: false },
    problemWords: { attribute: false },
    current: {},
    isLoading: { type: Boolean },
    canRecover: { type: Boolean },
    query: { state: true },
    showsArchived: { state: true },
    now: { state: true },
  };
  static override styles = [
    base,
    tones,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
        background: var(--_surface-2);
      }
      .tools {
        display: flex;
        gap: 8px;
        padding: 8px 12px;
        border-block-end: 1px solid var(--_hairline);
      }
      input {
        flex: 1;
        min-inline-size: 0;
        block-size: 36px;
        padding-inline: 10px;
        font: inherit;
        font-size: 16px;
        color: inherit;
        background: var(--_surface);
        border: 1px solid var(--_control);
        border-radius: var(--_radius-s);
      }
      input::placeholder {
        color: var(--_text-2);
        opacity: 1;
        font-size: 14px;
      }
      ul {
        flex: 1;
        margin: 0;
        padding: 6px;
        list-style: none;
        overflow-y: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--_control) transparent;
      }
      .away {
        display: flex;
        flex-wrap: wrap;
        flex: none;
        gap: 4px 16px;
        margin: 4px 10px 8px;
      }
      .archive[aria-pressed='true'] {
        background: var(--_accent-tint);
      }
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 8px;
        inline-size: 100%;
        padding: 8px 10px;
        border-radius: var(--_radius-s);
        text-align: start;
      }
      .row:hover {
        background: var(--_surface-3);
      }
      .row[aria-current='true'] {
        background: var(--_accent-tint);
      }
      .title {
        font-weight: 500;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .title svg {
        display: inline-block;
        vertical-align: -2px;
        margin-inline-end: 4px;
      }
      .unread .title {
        font-weight: 700;
      }
      .age,
      .state {
        font-size: 12px;
        line-height: 21px;
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .excerpt {
        font-size: 13px;
        color: var(--_text-2);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .count {
        justify-self: end;
        align-self: center;
        min-inline-size: 20px;
        padding-inline: 6px;
        border-radius: 999px;
        font-size: 12px;
        font-weight: 700;
        line-height: 20px;
        text-align: center;
        color: var(--_on-accent);
        background: var(--_accent);
        font-variant-numeric: tabular-nums;
      }
      .state {
        display: flex;
        align-items: center;
        gap: 4px;
        min-block-size: 21px;
      }
      .state {
        grid-column: 1 / -1;
        flex-wrap: wrap;
        gap: 0 4px;
      }
      .state > span {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }
      .state .overdue {
        margin-inline-end: 6px;
        color: var(--_danger);
        font-weight: 600;
      }
      .title .mark svg {
        margin-inline: 6px 0;
      }
      .state.waiting {
        color: var(--_attention);
        font-weight: 600;
      }
      .nothing {
        padding: 16px;
        color: var(--_text-2);
      }
    `,
  ];

  rows: readonly LobbyRow[] = [];
  strings!: DeskStrings;
  spanWords!: SpanWords;
  problemWords!: DeskProblemWords;
  current: string | null = null;
  isLoading = false;
  /** Whether there is a way to the rooms that were deleted. */
  canRecover = false;

  private showsArchived = false;
  private query = '';
  private now = Date.now();

  private get input(): HTMLInputElement {
    return this.renderRoot.querySelector('input') as HTMLInputElement;
  }

  #shown: LobbyRow[] = [];
  #isHeld = false;
  #clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#clock = setInterval(() => (this.now = Date.now()), 30_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  /** How many rooms were put away, whether they are in the list, and the way to those that were deleted. */
  #renderArchive(): TemplateResult | typeof nothing {
    const count = this.rows.filter(({ room }) => room.archived).length;
    if (count === 0 && !this.canRecover) return nothing;
    return html`<div class="away">
      ${
        count === 0
          ? nothing
          : html`<button
              class="archive text-button"
              aria-pressed=${this.showsArchived}
              @click=${() => (this.showsArchived = !this.showsArchived)}
            >
              ${this.strings.archive(count)}
            </button>`
      }
      ${
        this.canRecover
          ? html`<button
              class="text-button"
              @click=${() => this.dispatchEvent(new CustomEvent('support-desk-deleted', { bubbles: true, composed: true }))}
            >
              ${this.strings.deletedRooms}
            </button>`
          : nothing
      }
    </div>`;
  }

  /** Puts the focus into the search box. */
  find(): void {
    this.input.focus();
    this.input.select();
  }

  /** Puts the focus on a room; into the search box when it is not shown. */
  focusRoom(name: string | null): void {
    const place = this.#shown.findIndex(({ room }) => room.name === name);
    (this.renderRoot.querySelectorAll<HTMLElement>('.row')[place] ?? this.input).focus();
  }

  /** The room `step` places after the current one in the shown order, or at `place` (from 0) when nothing is current. */
  neighbour(step: number): string | null {
    const index = this.#shown.findIndex((row) => row.room.name === this.current);
    const next = index === -1 ? 0 : Math.min(Math.max(0, index + step), this.#shown.length - 1);
    return this.nameAt(next);
  }

  /** The room at a place in the shown order, from 0. */
  nameAt(place: number): string | null {
    return this.#shown[place]?.room.name ?? null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!['rows', 'query', 'current', 'showsArchived'].some((name) => changed.has(name))) return;
    const all = withoutQuietLanes(this.rows, this.current);
    // Whoever searches finds what was put away, too.
    const rows = this.showsArchived || this.query.trim() !== '' ? all : withoutArchived(all, this.current);
    const order = this.#shown.map((row) => row.room.name);
    this.#shown = filterRooms(this.#isHeld ? keepOrder(rows, order) : sortRooms(rows), this.query);
  }

  protected override render(): TemplateResult {
    const { strings } = this;
    return html`<div class="tools">
        <input
          type="search"
          aria-label=${strings.findRoom}
          placeholder=${strings.findRoom}
          @input=${(event: InputEvent) => (this.query = (event.target as HTMLInputElement).value)}
          @keydown=${this.#onKey}
        />
        <button
          class="icon-button"
          aria-label=${strings.newRoom}
          title=${strings.newRoom}
          @click=${() => this.#ask('support-desk-new', {})}
        >
          ${icon(plusIcon)}
        </button>
      </div>
      <ul
        aria-label=${strings.rooms}
        aria-busy=${this.isLoading}
        @pointerenter=${() => (this.#isHeld = true)}
        @pointerleave=${this.#letGo}
      >
        ${repeat(
          this.#shown,
          (row) => row.room.name,
          (row) => this.#renderRow(row),
        )}
      </ul>
      ${
        this.#shown.length > 0 || this.isLoading
          ? nothing
          : html`<p class="nothing">${this.rows.length === 0 ? strings.noRooms : strings.noMatch}</p>`
      }
      ${this.#renderArchive()}`;
  }

  #renderRow({ room, standing }: LobbyRow): TemplateResult {
    const { strings } = this;
    const isUnread = standing.unread > 0;
    const { last } = room;
    return html`<li>
      <button
        class=${isUnread ? 'row unread' : 'row'}
        aria-current=${room.name === this.current ? 'true' : nothing}
        @click=${() => this.#ask('support-desk-choose', { name: room.name })}
      >
        <span class="title"
          >${room.lane || room.isPrivate ? html`${icon(lockIcon, 14)}<span class="visually-hidden">${strings.inPrivate}</span>` : nothing}<bdi>${titleOf(room)}</bdi>${this.#renderProblemMark(room)}</span
        >
        <span class="age">${last ? this.spanWords(last.at, this.now) : nothing}</span>
        <span class="excerpt" dir="auto"
          >${last ? `${safeName(last.by.name)}: ${last.excerpt || strings.takenBack}` : strings.noMessages}</span
        >
        ${isUnread ? this.#renderCount(standing.unread) : html`<span></span>`} ${this.#renderState(room)}
      </button>
    </li>`;
  }

  #renderCount(count: number): TemplateResult {
    const isMore = count >= limits.maxUnreadCounted;
    return html`<span class="count"
      ><span aria-hidden="true">${isMore ? '99+' : count}</span
      ><span class="visually-hidden">${this.strings.unread(isMore ? 99 : count, isMore)}</span></span
    >`;
  }

  /** The look of the worst, for those who see; how many, for those who hear. */
  #renderProblemMark({ state, problems = [] }: LobbyRow['room']): TemplateResult | typeof nothing {
    const [worst] = worstFirst(problems, this.now);
    if (!worst || state === 'closed') return nothing;
    const { drawing, tone } = lookOf(worst, this.now);
    return html`<span class="mark tone ${tone}"
      >${icon(drawing, 14)}<span class="visually-hidden"
        >${this.problemWords.strings.known(problems.length)}, ${this.problemWords.words.name(worst, this.now)}</span
      ></span
    >`;
  }

  #renderState(room: LobbyRow['room']): TemplateResult {
    const { strings } = this;
    if (room.state === 'closed')
      return html`<span class="state">${icon(lockIcon, 14)}${room.archived ? strings.archived : strings.closed}</span>`;
    if (room.state === 'planned')
      return html`<span class="state"
        >${icon(clockIcon, 14)}${strings.planned(room.opensAt == null ? null : dayIn(strings.locale, room.opensAt))}</span
      >`;
    const overdue = overdueOf(room, this.now)
      ? html`<span class="overdue">${icon(clockIcon, 14)}${this.problemWords.strings.overdue}</span>`
      : nothing;
    if (room.waiting) {
      const span = this.spanWords(room.waiting.since, this.now);
      return html`<span class="state waiting"
        ><span>${icon(clockIcon, 14)}${strings.waiting(span, room.waiting.count)}</span>${overdue}</span
      >`;
    }
    if (overdue !== nothing) return html`<span class="state">${overdue}</span>`;
    return html`<span class="state">${room.last ? html`${icon(checkIcon, 14)}${strings.answered}` : nothing}</span>`;
  }

  readonly #letGo = (): void => {
    this.#isHeld = false;
    this.requestUpdate('rows', null);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isImeKey(event)) return;
    const first = this.nameAt(0);
    if (event.key === 'Enter' && first) this.#ask('support-desk-choose', { name: first });
    if (event.key === 'Escape') {
      event.preventDefault(); // It has done its work here; the desk would go back with it.
      this.query = this.input.value = '';
      this.input.blur();
    }
  };

  #ask(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}
