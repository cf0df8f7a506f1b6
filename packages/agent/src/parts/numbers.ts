/** What happened in one room, counted and drawn. Loaded when somebody asks for it. */
import { csvRow, type RoomNumbers } from '@support-chat/protocol';
import { base, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { makeSpanWords } from '../span-words.js';
import { numbersStrings, type NumbersStrings } from '../numbers-strings.js';
import { saveFile } from '../save-file.js';
import { forms } from '../styles.js';

type Day = RoomNumbers['days'][number];

/** The drawing in its own units; it is as wide as the dialog, and its letters no smaller than there. */
const plot = { wide: 700, narrow: 290, height: 160, left: 32, bottom: 20, top: 8 } as const;
/** A few days do not fill the whole width. */
const minSlots = 14;

/** @summary A dialog with the numbers of a room: counts, times, who helped, and each day. */
export class RoomNumbersDialog extends LitElement {
  static override properties = {
    lang: {},
    name: { state: true },
    title: { state: true },
    numbers: { state: true },
    refusal: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      dialog {
        inline-size: min(760px, calc(100vw - 32px));
      }
      .counts {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(108px, 1fr));
        gap: 8px;
        margin: 0 0 20px;
      }
      .counts > div {
        padding: 10px 12px;
        border-radius: var(--_radius-s);
        background: var(--_surface-2);
      }
      dt {
        font-size: 12px;
        color: var(--_text-2);
      }
      dd {
        margin: 0;
        font-size: 20px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      h3 {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin: 0 0 8px;
        font-size: 14px;
      }
      .key {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-weight: 400;
        color: var(--_text-2);
      }
      .key::before {
        content: '';
        inline-size: 12px;
        block-size: 12px;
        border-radius: 3px;
        background: var(--_accent);
      }
      .key.waiting::before {
        block-size: 3px;
        background: var(--_attention);
      }
      svg {
        inline-size: 100%;
        block-size: auto;
        margin-block-end: 12px;
        font-size: 11px;
        fill: var(--_text-2);
      }
      .bar {
        fill: var(--_accent);
      }
      .line {
        fill: none;
        stroke: var(--_attention);
        stroke-width: 2;
      }
      .grid {
        stroke: var(--_hairline);
      }
      .table {
        max-block-size: 240px;
        overflow: auto;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 4px 8px;
        text-align: end;
        border-block-end: 1px solid var(--_hairline);
      }
      :is(th, td):first-child {
        text-align: start;
      }
      ol {
        margin: 0 0 20px;
        padding-inline-start: 24px;
      }
      details {
        margin-block-end: 16px;
      }
      summary {
        min-block-size: 28px;
        cursor: pointer;
      }
      .loading {
        min-block-size: 240px;
        color: var(--_text-2);
      }
    `,
  ];

  override lang = 'en';
  override title = '';

  private name = '';
  private numbers: RoomNumbers | null = null;
  private refusal = '';

  get #language(): 'en' | 'ja' {
    return this.lang === 'ja' ? 'ja' : 'en';
  }

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** Opens the dialog of a room and shows what `read` gives, or the words of why not. */
  async ask(
    room: { readonly name: string; readonly title: string },
    read: () => Promise<RoomNumbers>,
    refusalWords: (error: unknown) => string,
  ): Promise<void> {
    this.name = room.name;
    this.title = room.title;
    this.numbers = null;
    this.refusal = '';
    await this.updateComplete;
    this.dialog.showModal();
    try {
      this.numbers = await read();
    } catch (error) {
      this.refusal = refusalWords(error);
    }
  }

  protected override render(): TemplateResult {
    const { numbers } = this;
    const words = numbersStrings[this.#language];
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${words.heading} – <bdi>${this.title}</bdi></h2>
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
      ${
        numbers
          ? this.#renderNumbers(numbers, words)
          : html`<p class="loading" aria-busy=${!this.refusal}>${this.refusal ? nothing : words.loading}</p>`
      }
      <div class="buttons">
        ${
          numbers && numbers.days.length > 0
            ? html`<button class="button" @click=${this.#download}>${words.download}</button>`
            : nothing
        }
        <button class="button primary" @click=${() => this.dialog.close()}>${words.close}</button>
      </div>
    </dialog>`;
  }

  #renderNumbers(numbers: RoomNumbers, words: NumbersStrings): TemplateResult {
    if (numbers.asked === 0) return html`<p class="loading">${words.nothing}</p>`;
    const span = makeSpanWords(this.#language);
    const time = (ms: number | null): string => (ms === null ? '–' : span(0, ms));
    const counts: [string, string | number][] = [
      [words.asked, numbers.asked],
      [words.waiting, numbers.waiting],
      [words.answered, numbers.answered],
      [words.resolved, numbers.resolved],
      [words.merged, numbers.merged],
      [words.affected, numbers.affected],
      [words.firstAnswer, time(numbers.firstAnswerMs)],
      [words.solution, time(numbers.solutionMs)],
      [words.byDesk, numbers.byDesk],
      [words.byColleagues, numbers.byColleagues],
      [words.helped, words.ofThose(numbers.helped, numbers.helped + numbers.didNotHelp)],
      [words.people, numbers.people],
      [words.messages, numbers.messages],
    ];
    return html`<dl class="counts">
        ${counts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <h3>${words.days}<span class="key">${words.asked}</span><span class="key waiting">${words.waiting}</span></h3>
      ${drawingOf(numbers.days, words.drawing(numbers.days.length))}
      <details>
        <summary>${words.table}</summary>
        <div class="table" tabindex="0" role="region" aria-label=${words.table}>
          ${this.#renderTable(numbers.days, words)}
        </div>
      </details>
      ${
        numbers.helpers.length > 0
          ? html`<h3>${words.helpers}</h3>
              <ol>
                ${numbers.helpers.map(
                  ({ person, answers }) =>
                    html`<li><bdi>${safeName(person.name)}</bdi> · ${words.answers(answers)}</li>`,
                )}
              </ol>`
          : nothing
      }`;
  }

  #renderTable(days: readonly Day[], words: NumbersStrings): TemplateResult {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${words.day}</th>
          <th scope="col">${words.asked}</th>
          <th scope="col">${words.resolved}</th>
          <th scope="col">${words.waiting}</th>
        </tr>
      </thead>
      <tbody>
        ${days.map(
          ({ day, asked, resolved, waiting }) =>
            html`<tr>
              <th scope="row">${day}</th>
              <td>${asked}</td>
              <td>${resolved}</td>
              <td>${waiting}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  readonly #download = (): void => {
    const rows = this.numbers?.days.map(({ day, asked, resolved, waiting }) => [day, asked, resolved, waiting]) ?? [];
    const file = new Blob([['day', 'asked', 'resolved', 'waiting'], ...rows].map(csvRow), { type: 'text/csv' });
    saveFile(file, `${this.name}.csv`);
  };
}

/** Bars of what was asked, and a line of how many waited at the end of each day. */
function drawingOf(days: readonly Day[], label: string): TemplateResult {
  const { height, left, bottom, top } = plot;
  const width = matchMedia('(max-width: 480px)').matches ? plot.narrow : plot.wide;
  const most = Math.max(1, ...days.flatMap(({ asked, waiting }) => [asked, waiting]));
  const step = (width - left) / Math.max(minSlots, days.length);
  const x = (place: number): number => left + place * step;
  const y = (count: number): number => top + (height - top - bottom) * (1 - count / most);
  const line = days.map(({ waiting }, place) => `${x(place) + step / 2},${y(waiting)}`).join(' ');
  const gap = Math.min(4, step / 4);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    ${[0, most].map(
      (count) =>
        svg`<line class="grid" x1=${left} x2=${width} y1=${y(count)} y2=${y(count)}></line><text x=${left - 6} y=${y(count) + 4} text-anchor="end">${count}</text>`,
    )}
    ${days.map(
      ({ asked }, place) =>
        svg`<rect class="bar" x=${x(place) + gap / 2} y=${y(asked)} width=${Math.max(1, step - gap)} height=${y(0) - y(asked)}></rect>`,
    )}
    <polyline class="line" points=${line}></polyline>
    ${days.length === 1 ? svg`<circle class="line" cx=${x(0) + step / 2} cy=${y(days[0]?.waiting ?? 0)} r="2"></circle>` : nothing}
    <text x=${left} y=${height - 4}>${days[0]?.day}</text>
    ${x(days.length) - left > 150 ? svg`<text x=${x(days.length)} y=${height - 4} text-anchor="end">${days.at(-1)?.day}</text>` : nothing}
  </svg>`;
}

if (!customElements.get('support-desk-numbers')) customElements.define('support-desk-numbers', RoomNumbersDialog);
