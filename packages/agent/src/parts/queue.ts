/** Every question of every room that is not solved, what needs somebody first. */
import type { Lobby } from '@support-chat/client';
import type { LobbyRow, Look, Person, QueueRow, QueueView } from '@support-chat/protocol';
import {
  base,
  checkIcon,
  clockIcon,
  eyeIcon,
  lockIcon,
  face,
  faces,
  icon,
  replyIcon,
  safeName,
  type AllStrings,
} from '@support-chat/widget/parts';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { momentIn } from '../local-time.js';
import { readersOf } from '../readers.js';
import {
  isIn,
  isLate,
  keepPlaces,
  placeOf,
  queueFilters,
  searchQueue,
  sortQueue,
  type QueueFilter,
} from '../queue-order.js';
import { queueStyles } from '../queue-styles.js';
import { titleOf } from '../room-words.js';
import type { SpanWords } from '../span-words.js';
import type { DeskStrings } from '../strings.js';

/** Rows drawn at first, and more each time the end comes near. */
const portion = 60;

const icons = {
  open: clockIcon,
  claimed: eyeIcon,
  answered: replyIcon,
  resolved: checkIcon,
  merged: replyIcon,
  moved: replyIcon,
};

/**
 * @summary The queue: questions of all rooms with who asks, how long they wait, whom they concern and who has them.
 *
 * @fires support-desk-answer - The agent wants to answer these rows at once: `detail`.
 * @fires support-desk-hand-over - The agent wants to hand these rows over: `detail`.
 * @fires support-desk-choose - The agent chose the question `detail.seq` of the room `detail.name`.
 */
export class Queue extends LitElement {
  static override properties = {
    rows: { attribute: false },
    rooms: { attribute: false },
    me: { attribute: false },
    looks: { attribute: false },
    strings: { attribute: false },
    widgetStrings: { attribute: false },
    spanWords: { attribute: false },
    filter: { state: true },
    query: { state: true },
    now: { state: true },
    limit: { state: true },
    chosen: { state: true },
    hasViews: { state: true },
    lobby: { attribute: false },
  };
  static override styles = [base, faces, queueStyles];

  /** Null while they are read. */
  rows: readonly QueueRow[] | null = null;
  rooms: readonly LobbyRow[] = [];
  me: Person | null = null;
  /** Which questions colleagues have open now. */
  looks: readonly Look[] = [];
  /** Where views are kept. */
  lobby: Pick<Lobby, 'shelf'> | null = null;
  strings!: DeskStrings;
  widgetStrings!: AllStrings;
  spanWords!: SpanWords;

  private filter: QueueFilter = 'waiting';
  private query = '';
  private now = Date.now();
  private limit = portion;
  private hasViews = false;
  /** What was selected, by place; null while nothing is being selected. */
  private chosen: ReadonlyMap<string, QueueRow> | null = null;

  #shown: readonly QueueRow[] = [];
  #titles: ReadonlyMap<string, string> = new Map();
  /** While a hand is over the list nothing moves: rows stay in their places, new ones come last. */
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

  /** Puts the focus on the first question, or into the search box when there is none. */
  override focus(): void {
    (this.renderRoot.querySelector<HTMLElement>('.row') ?? this.renderRoot.querySelector('input'))?.focus();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('rooms')) this.#titles = new Map(this.rooms.map(({ room }) => [room.name, titleOf(room)]));
    if (changed.has('filter') || changed.has('query')) this.limit = portion;
    if (!['rows', 'rooms', 'me', 'filter', 'query', 'now'].some((name) => changed.has(name))) return;
    const wanted = sortQueue(
      (this.rows ?? []).filter((row) => isIn(this.filter, row, this.me)),
      this.now,
    );
    const found = searchQueue(wanted, this.query, this.#titles);
    const isSameList = !changed.has('filter') && !changed.has('query');
    this.#shown = this.#isHeld && isSameList ? keepPlaces(found, this.#shown) : found;
  }

  protected override render(): TemplateResult {
    const { strings } = this;
    return html`<div class="tools">
        <div class="filters" role="group" aria-label=${strings.show}>
          ${queueFilters.map(
            (filter) =>
              html`<button aria-pressed=${filter === this.filter} @click=${() => (this.filter = filter)}>
                ${strings.queueFilters[filter]} ${this.#countOf(filter)}
              </button>`,
          )}
        </div>
        <input
          type="search"
          aria-label=${strings.findQuestion}
          placeholder=${strings.findQuestion}
          .value=${this.query}
          @input=${(event: InputEvent) => (this.query = (event.target as HTMLInputElement).value)}
        />
        <button class="text-button" aria-expanded=${this.hasViews} @click=${() => void this.#toggleViews()}>
          ${strings.views}
        </button>
      </div>
      ${this.hasViews ? this.#renderViews() : nothing} ${this.#renderBulk()}
      ${this.rows === null ? skeletons : this.#renderRows()}`;
  }

  #renderViews(): TemplateResult {
    return html`<support-desk-queue-views
      lang=${this.strings.locale}
      .lobby=${this.lobby}
      .shown=${{ filter: this.filter, query: this.query }}
      @support-desk-view=${({ detail: { filter, query } }: CustomEvent<QueueView>) => {
        // One that another version of the desk kept shows everything.
        this.filter = queueFilters.find((one) => one === filter) ?? 'all';
        this.query = query;
      }}
    ></support-desk-queue-views>`;
  }

  async #toggleViews(): Promise<void> {
    // Not to be had now: the next press tries again.
    this.hasViews =
      !this.hasViews &&
      (await import('./queue-views.js').then(
        () => true,
        () => false,
      ));
  }

  /** Ends selecting; the same rows are what they were. */
  unselect(): void {
    this.chosen = null;
  }

  /** What is done to several at once: at the end of a shift, or because one answer is that of many. */
  #renderBulk(): TemplateResult | typeof nothing {
    const { strings, chosen } = this;
    const own = this.filter === 'mine' ? this.#shown.filter(({ state }) => state === 'claimed') : [];
    const button = (words: string, act: () => void, isOff = false): TemplateResult =>
      html`<button class="text-button" ?disabled=${isOff} @click=${act}>${words}</button>`;
    if (chosen) {
      // As they are now: somebody else may have been quicker.
      const rows = this.#shown.filter((row) => chosen.has(placeOf(row)));
      return html`<div class="bulk" role="group" aria-label=${strings.select}>
        <span role="status">${strings.selected(rows.length)}</span>
        ${button(strings.answerAll, () => this.#ask('support-desk-answer', rows), rows.length === 0)}
        ${button(strings.handOver, () => this.#ask('support-desk-hand-over', rows), rows.length === 0)}
        ${button(strings.cancel, () => this.unselect())}
      </div>`;
    }
    if (this.#shown.length < 2 && own.length === 0) return nothing;
    return html`<div class="bulk">
      ${own.length > 0 ? button(strings.handOverAll, () => this.#ask('support-desk-hand-over', own)) : nothing}
      ${this.#shown.length > 1 ? button(strings.select, () => (this.chosen = new Map())) : nothing}
    </div>`;
  }

  #renderRows(): TemplateResult {
    const { strings } = this;
    if (this.#shown.length === 0)
      return html`<p class="nothing">${this.query ? strings.noQuestionMatch : strings.noQuestions[this.filter]}</p>`;
    return html`<ul
      aria-label=${strings.questions}
      @scroll=${this.#growNearEnd}
      @pointerenter=${() => (this.#isHeld = true)}
      @pointerleave=${this.#letGo}
    >
      ${repeat(this.#shown.slice(0, this.limit), placeOf, (row) => this.#renderRow(row))}
    </ul>`;
  }

  #renderRow(row: QueueRow): TemplateResult {
    const { strings, widgetStrings } = this;
    const { room, seq, by, excerpt, at, state, owner, affected, promised } = row;
    const late = isLate(row, this.now);
    const readers = readersOf(this.looks, room, seq);
    const words =
      late && state === 'open'
        ? widgetStrings.overdue
        : state === 'claimed' && owner
          ? owner.id === this.me?.id
            ? strings.yours
            : widgetStrings.questionClaimed(safeName(owner.name))
          : widgetStrings.questionStates[state];
    return html`<li>
      <button
        class="row"
        role=${this.chosen ? 'checkbox' : nothing}
        aria-checked=${this.chosen ? this.chosen.has(placeOf(row)) : nothing}
        @click=${() => (this.chosen ? this.#toggle(row) : this.#choose(room, seq))}
      >
        ${this.chosen ? html`<span class="box">${this.chosen.has(placeOf(row)) ? icon(checkIcon, 16) : nothing}</span>` : face(by)}
        <span class="excerpt" dir="auto">${excerpt || strings.takenBack}</span>
        <span class="age">${this.spanWords(at, this.now)}</span>
        <span class="about">
          <span class=${late ? 'late' : state}>${icon(icons[state], 14)}${words}</span>
          ${
            promised !== undefined && state === 'claimed'
              ? html`<span class=${late ? 'late' : ''}
                  >${strings.promised(momentIn(strings.locale, promised, this.now))}</span
                >`
              : nothing
          }
          ${readers.length > 0 ? html`<span class="claimed">${strings.openNow(readers)}</span>` : nothing}
          ${affected > 1 ? html`<span>${widgetStrings.affected(affected)}</span>` : nothing}
          <bdi>${safeName(by.name)}</bdi>
          ${room.includes('~') ? html`<span>${icon(lockIcon, 14)}${strings.inPrivate}</span>` : nothing}
          <bdi>${this.#titles.get(room) ?? room}</bdi>
        </span>
      </button>
    </li>`;
  }

  #countOf(filter: QueueFilter): string {
    if (!this.rows) return '';
    return String(this.rows.reduce((sum, row) => sum + Number(isIn(filter, row, this.me)), 0));
  }

  readonly #growNearEnd = (event: Event): void => {
    const { scrollTop, clientHeight, scrollHeight } = event.currentTarget as HTMLElement;
    if (scrollHeight - clientHeight - scrollTop < 600 && this.limit < this.#shown.length) this.limit += portion;
  };

  readonly #letGo = (): void => {
    this.#isHeld = false;
    this.requestUpdate('rows', null);
  };

  #toggle(row: QueueRow): void {
    const chosen = new Map(this.chosen);
    if (!chosen.delete(placeOf(row))) chosen.set(placeOf(row), row);
    this.chosen = chosen;
  }

  #choose(name: string, seq: number): void {
    this.#ask('support-desk-choose', { name, seq });
  }

  #ask(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

const skeletons = html`<div class="skeletons" aria-hidden="true">
  <div class="skeleton"></div>
  <div class="skeleton"></div>
  <div class="skeleton"></div>
</div>`;
