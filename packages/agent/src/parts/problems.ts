/** What is known to be wrong in the open room, with what one can do about it. */
import { nextStageAt, stageOf, worstFirst, type ProblemDoc } from '@support-chat/protocol';
import { base, clockIcon, icon, plusIcon, safeName } from '@support-chat/widget/parts';
import { lookOf, tones } from '@support-chat/widget/problems';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { DeskProblemWords } from '../problem-words.js';

/** "5 min ago" is looked after this often. */
const clockMs = 30_000;

/**
 * @summary The problems of a room for those who run it: each as everybody sees it, and whether its time has run out.
 *
 * @fires support-desk-problem-open - The agent wants to `detail.mode`: `announce` one, or `update` or `end` `detail.problem`.
 */
export class Problems extends LitElement {
  static override properties = {
    words: { attribute: false },
    problems: { attribute: false },
    canChange: { type: Boolean },
    now: { state: true },
  };
  static override styles = [
    base,
    tones,
    css`
      :host {
        display: block;
      }
      h3 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin: 20px 0 4px;
        min-block-size: 28px;
        font-size: 12px;
        font-weight: 600;
        color: var(--_text-2);
      }
      h3 .text-button {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
      ul {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 8px 10px 4px;
        background: var(--_surface);
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-s);
      }
      .tone svg {
        display: inline-block;
        vertical-align: -3px;
        margin-inline-end: 4px;
      }
      .facts {
        font-size: 12px;
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
      }
      .facts::first-letter {
        text-transform: uppercase;
      }
      .overdue {
        display: flex;
        align-items: center;
        gap: 4px;
        font-size: 12px;
        font-weight: 600;
        color: var(--_danger);
      }
      .acts {
        display: flex;
        justify-content: flex-end;
        margin-inline: -6px;
        font-size: 12px;
      }
      .none {
        color: var(--_text-2);
      }
    `,
  ];

  words!: DeskProblemWords;
  problems: readonly ProblemDoc[] = [];
  /** Whether they can be changed: not in a closed room. */
  canChange = false;

  private now = Date.now();

  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#tick();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('problems')) this.#tick();
  }

  protected override render(): TemplateResult {
    const { strings } = this.words;
    return html`<h3>
        ${strings.problems}${
          this.canChange
            ? html`<button
                class="text-button"
                aria-label=${strings.announceTitle}
                @click=${() => this.#open('announce')}
              >
                ${icon(plusIcon, 14)}${strings.announce}
              </button>`
            : nothing
        }
      </h3>
      ${
        this.problems.length === 0
          ? html`<p class="none">${strings.none}</p>`
          : html`<ul role="list">
              ${worstFirst(this.problems, this.now).map((problem) => this.#renderProblem(problem))}
            </ul>`
      }`;
  }

  #renderProblem(problem: ProblemDoc): TemplateResult {
    const { now } = this;
    const { strings, board, words } = this.words;
    const { drawing, tone } = lookOf(problem, now);
    const title = safeName(problem.title, 120);
    const affected = problem.affected > 0 ? [board.affected(problem.affected)] : [];
    const facts = [...words.when(problem, now), words.updated(problem, now), ...affected];
    const isOverdue = stageOf(problem, now) === 'overdue';
    return html`<li class=${tone}>
      <p><span class="name tone">${icon(drawing, 16)}${words.name(problem, now)}</span><bdi>${title}</bdi></p>
      <p class="facts">${facts.join(board.between)}</p>
      ${isOverdue ? html`<p class="overdue">${icon(clockIcon, 14)}${strings.overdue}</p>` : nothing}
      ${
        this.canChange
          ? html`<div class="acts">
              <button
                class="text-button"
                aria-label="${strings.update}: ${title}"
                @click=${() => this.#open('update', problem)}
              >
                ${strings.update}
              </button>
              <button
                class="text-button"
                aria-label="${strings.end}: ${title}"
                @click=${() => this.#open('end', problem)}
              >
                ${strings.end}
              </button>
            </div>`
          : nothing
      }
    </li>`;
  }

  #tick(): void {
    clearTimeout(this.#timer);
    this.now = Date.now();
    const next = nextStageAt(this.problems, this.now) ?? Number.POSITIVE_INFINITY;
    this.#timer = setTimeout(() => this.#tick(), Math.min(clockMs, next - this.now));
  }

  #open(mode: 'announce' | 'update' | 'end', problem: ProblemDoc | null = null): void {
    const detail = { mode, problem };
    this.dispatchEvent(new CustomEvent('support-desk-problem-open', { detail, bubbles: true, composed: true }));
  }
}
