/** What is broken or planned in a room, between its header and its conversation. */
import { nextStageAt, stageOf, worstFirst, type ProblemDoc, type ProblemStage } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { checkIcon, icon } from '../icons.js';
import type { Language } from '../launcher-strings.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';
import { lookOf, tones } from './problem-look.js';
import type { ProblemStrings } from './problem-strings.js';
import { makeProblemWords, type ProblemWords } from './problem-words.js';

/** As many are shown at once. */
const shownAtOnce = 2;
/** "5 min ago" is looked after this often. */
const clockMs = 30_000;

/**
 * @summary The known problems of a room, the worst first, each with how it stands and whether it concerns the reader.
 *
 * @fires support-chat-problem - The reader says that problem `detail.problem` concerns them, or does not: `detail.isMine`.
 */
export class ProblemBoard extends LitElement {
  static override properties = {
    lang: {},
    strings: { attribute: false },
    problems: { attribute: false },
    mine: { attribute: false },
    isAlone: { type: Boolean },
    isRefused: { type: Boolean },
    arrives: { type: Boolean, reflect: true },
    isBrief: { type: Boolean, attribute: 'brief', reflect: true },
    now: { state: true },
    isWhole: { state: true },
    told: { state: true },
  };
  static override styles = [
    base,
    tones,
    css`
      :host {
        display: block;
        flex: none;
        max-block-size: 40%;
        overflow-y: auto;
        scrollbar-width: thin;
        scrollbar-color: var(--_control) transparent;
        background: var(--_surface-2);
        border-block-end: 1px solid var(--_hairline);
      }
      :host([arrives]) {
        animation: arrive 140ms cubic-bezier(0.2, 0, 0, 1);
      }
      @keyframes arrive {
        from {
          opacity: 0;
          transform: translateY(-8px);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        :host {
          animation: none !important;
        }
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 18px minmax(0, 1fr);
        gap: 0 10px;
        padding: 8px 12px 8px 16px;
      }
      li + li {
        border-block-start: 1px solid var(--_hairline);
      }
      li > svg {
        margin-block-start: 2px;
      }
      p {
        margin: 0;
      }
      .title {
        overflow-wrap: anywhere;
        font-weight: 500;
      }
      .facts {
        grid-column: 2;
        font-size: 12px;
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
        text-wrap: pretty;
      }
      .facts span:not(.aside) {
        white-space: nowrap;
      }
      .facts::first-letter {
        text-transform: uppercase;
      }
      /* All of it is in the conversation. */
      .remark {
        grid-column: 2;
        margin-block-start: 2px;
        font-size: 13px;
        overflow-wrap: anywhere;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      .late {
        font-weight: 600;
        color: var(--_attention);
      }
      .foot {
        grid-column: 2;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 8px;
        min-block-size: 30px;
        font-size: 12px;
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
      }
      .me {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        margin-inline-start: auto;
        font-size: 12px;
      }
      .me[aria-pressed='true'] {
        background: var(--_accent-tint);
      }
      /* Two lines each, and what the reader can do beside them: the rest of the place is the conversation's. */
      :host([brief]) li {
        grid-template-columns: 18px minmax(0, 1fr) auto;
        padding-block: 6px;
      }
      :host([brief]) :is(.title, .facts) {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      :host([brief]) :is(.remark, .foot > span, .aside) {
        display: none;
      }
      :host([brief]) .title {
        grid-column: 2 / -1;
      }
      :host([brief]) .foot {
        grid-area: 2 / 3;
        min-block-size: 0;
      }
      .more {
        inline-size: 100%;
        padding-block: 4px;
        border-block-start: 1px solid var(--_hairline);
        border-radius: 0;
        font-size: 13px;
      }
      :focus-visible {
        outline-offset: -2px;
      }
      .refused {
        padding: 0 16px 8px 44px;
        font-size: 12px;
        color: var(--_danger);
      }
    `,
  ];

  override lang: Language = 'en';
  strings!: ProblemStrings;
  problems: readonly ProblemDoc[] = [];
  /** Numbers of those that concern the reader; null until it is known. */
  mine: ReadonlySet<number> | null = null;
  /** No conversation beside it tells what staff say in the room: the reader is elsewhere. */
  isAlone = false;
  /** What the reader said was not taken. */
  isRefused = false;
  /** There is little place: only what is broken and until when. */
  isBrief = false;
  /** Came while the reader was there: it slides in. */
  arrives = false;

  private now = Date.now();
  private isWhole = false;
  private told = '';

  #words: ProblemWords | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Stage and change of each problem when it was drawn last. */
  #before = new Map<number, { readonly problem: ProblemDoc; readonly stage: ProblemStage }>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#tick();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('strings') || changed.has('lang')) this.#words = makeProblemWords(this.lang, this.strings);
    if (changed.has('problems')) this.#tick();
    if (this.problems.length <= shownAtOnce) this.isWhole = false;
    this.#tellChanges();
  }

  protected override render(): TemplateResult {
    const { strings, now } = this;
    const sorted = worstFirst(this.problems, now);
    const shown = this.isWhole ? sorted : sorted.slice(0, shownAtOnce);
    const rest = sorted.length - shownAtOnce;
    return html`<section aria-label=${strings.board}>
        <ul role="list">
          ${repeat(
            shown,
            ({ seq }) => seq,
            (problem, place) => this.#renderProblem(problem, place),
          )}
        </ul>
        ${this.isRefused ? html`<p class="refused" role="alert">${strings.notDone}</p>` : nothing}
        ${
          rest > 0
            ? html`<button
                class="text-button more"
                aria-expanded=${this.isWhole}
                @click=${() => (this.isWhole = !this.isWhole)}
              >
                ${this.isWhole ? strings.fewer : strings.more(rest)}
              </button>`
            : nothing
        }
      </section>
      <div class="visually-hidden" role="status">${this.told}</div>`;
  }

  #renderProblem(problem: ProblemDoc, place: number): TemplateResult {
    const { strings, now } = this;
    const { title, remark } = problem;
    const { drawing, tone } = lookOf(problem, now);
    const words = this.#wordsNow;
    const stage = stageOf(problem, now);
    // On a phone the conversation needs its place: what can be done meanwhile is said of the worst, and of all when asked.
    const isSpacious = this.isWhole || (place === 0 && stage !== 'planned');
    const [since, until] = words.when(problem, now);
    return html`<li class=${tone}>
      <span class="tone">${icon(drawing, 18)}</span>
      <p class="title"><span class="name tone">${words.name(problem, now)}</span><bdi>${safeName(title, 120)}</bdi></p>
      <p class="facts">
        ${stage === 'planned' ? html`<span>${since}</span>${strings.between}` : html`<span class="aside"><span>${since}</span>${strings.between}</span>`}<span
          class=${stage === 'overdue' ? 'late' : ''}
          >${until}</span
        >${stage === 'planned' ? nothing : html`<span class="aside">${strings.between}<span>${words.updated(problem, now)}</span></span>`}
      </p>
      ${remark && isSpacious ? html`<p class="remark" dir="auto">${remark}</p>` : nothing}
      ${stage === 'planned' ? nothing : this.#renderFoot(problem)}
    </li>`;
  }

  #renderFoot({ seq, affected, title }: ProblemDoc): TemplateResult {
    const { strings } = this;
    const isMine = this.mine?.has(seq) ?? false;
    return html`<div class="foot">
      ${affected > 0 ? html`<span>${strings.affected(affected)}</span>` : nothing}
      <button
        class="text-button me"
        aria-label="${strings.meToo}: ${safeName(title, 120)}"
        aria-pressed=${isMine}
        @click=${() => this.#say(seq, !isMine)}
      >
        ${isMine ? icon(checkIcon, 14) : nothing}${strings.meToo}
      </button>
    </div>`;
  }

  get #wordsNow(): ProblemWords {
    return (this.#words ??= makeProblemWords(this.lang, this.strings));
  }

  /** Looks at the clock, and again when a problem begins or takes too long. */
  #tick(): void {
    clearTimeout(this.#timer);
    this.now = Date.now();
    const next = nextStageAt(this.problems, this.now) ?? Number.POSITIVE_INFINITY;
    this.#timer = setTimeout(() => this.#tick(), Math.min(clockMs, next - this.now));
  }

  /** Reads out what no message does: what happens by itself, and to a reader who is elsewhere everything. */
  #tellChanges(): void {
    const { now, strings } = this;
    const words = this.#wordsNow;
    const states = this.problems.map((problem) => ({ problem, stage: stageOf(problem, now) }));
    for (const { problem, stage } of states) {
      const before = this.#before.get(problem.seq);
      const isSaid = before?.problem.rev !== problem.rev;
      if (isSaid ? !this.isAlone || !this.hasUpdated : before.stage === stage) continue;
      this.told = strings.announce(
        words.name(problem, now),
        safeName(problem.title, 120),
        words.when(problem, now).join(strings.between),
      );
    }
    for (const [seq, { problem }] of this.isAlone ? this.#before : [])
      if (!this.problems.some((one) => one.seq === seq))
        this.told = strings.announce(strings.over[problem.what], safeName(problem.title, 120), '');
    this.#before = new Map(states.map(({ problem, stage }) => [problem.seq, { problem, stage }]));
  }

  #say(problem: number, isMine: boolean): void {
    const detail = { problem, isMine };
    this.dispatchEvent(new CustomEvent('support-chat-problem', { detail, bubbles: true, composed: true }));
  }
}
