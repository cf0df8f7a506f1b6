/** Telling everybody about a problem: what is broken or planned, how it stands, that it is over. */
import type { ProblemAct } from '@support-chat/client';
import { limits, type ProblemDoc, type ProblemSeverity, type ProblemSort } from '@support-chat/protocol';
import { base, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { localTime, timeIn } from '../local-time.js';
import { endAfter, readDraft, type DraftFault } from '../problem-draft.js';
import type { DeskProblemStrings } from '../problem-strings.js';
import { choices, forms } from '../styles.js';

/** What is asked for: an act and everything it wants but the room. */
export type ProblemWish = { readonly name: ProblemAct; readonly input: object };

type Mode = 'announce' | 'update' | 'end';

const hourMs = 3_600_000;
const quickMinutes = [30, 60, 120];

/**
 * @summary A dialog about one problem of the open room.
 *
 * @fires support-desk-problem - The agent wants `detail`. Call `close()` or `refuse(words)` when it is decided.
 */
export class ProblemForm extends LitElement {
  static override properties = {
    strings: { attribute: false },
    cancelWords: {},
    mode: { state: true },
    problem: { state: true },
    what: { state: true },
    fault: { state: true },
    refusal: { state: true },
    isBusy: { state: true },
  };
  static override styles = [
    base,
    forms,
    choices,
    css`
      .times {
        display: grid;
        gap: 14px;
      }
      .times input {
        inline-size: min(100%, 280px);
      }
      .quick {
        display: flex;
        margin-block-start: -8px;
        flex-wrap: wrap;
        gap: 4px;
        font-weight: 400;
      }
      .quick button {
        min-block-size: 28px;
        padding-inline: 10px;
        border: 1px solid var(--_control);
        border-radius: 999px;
        font-size: 12px;
      }
      .quick button:hover {
        background: var(--_surface-3);
      }
      p {
        margin: 0;
      }
    `,
  ];

  strings!: DeskProblemStrings;
  cancelWords = '';

  private mode: Mode = 'announce';
  private problem: ProblemDoc | null = null;
  private what: ProblemSort = 'outage';
  private fault: DraftFault | null = null;
  private refusal = '';
  private isBusy = false;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }
  private get form(): HTMLFormElement {
    return this.renderRoot.querySelector('form') as HTMLFormElement;
  }

  /** Whether the dialog is on the screen. */
  get isOpen(): boolean {
    return this.hasUpdated && this.dialog.open;
  }

  /** Opens the dialog for a new problem, or for one that is on the board. */
  async show(mode: Mode, problem: ProblemDoc | null = null): Promise<void> {
    Object.assign(this, { mode, problem, what: problem?.what ?? 'outage' });
    this.refuse('');
    await this.updateComplete;
    this.form.reset();
    const { severity = 'down', title = '', startsAt = Date.now(), endsAt = null, remark } = problem ?? {};
    if (mode !== 'end') {
      this.#radio('what', this.what).checked = true;
      this.#radio('severity', severity).checked = true;
      this.#field('title').value = title;
      this.#field('startsAt').value = localTime(startsAt);
      this.#field('endsAt').value = endsAt === null ? '' : localTime(endsAt);
      this.#field('remark').value = remark ?? '';
    }
    this.dialog.showModal();
    // What is likeliest to be written: what people notice, or a new time.
    if (mode !== 'end') this.#field(mode === 'announce' ? 'title' : 'endsAt').focus();
  }

  close(): void {
    this.isBusy = false;
    this.dialog.close();
  }

  /**
   * Shows why it was not done; the fields stay as they are. `now`: the problem as somebody else left it meanwhile, which the
   * same again replaces.
   */
  refuse(words: string, now: ProblemDoc | null = null): void {
    this.isBusy = false;
    this.fault = null;
    this.problem = now ?? this.problem;
    this.refusal = now ? this.strings.meanwhile : words;
  }

  protected override render(): TemplateResult {
    const { strings, mode } = this;
    const headings = {
      announce: strings.announceTitle,
      update: strings.updateTitle,
      end: strings.endAsk(safeName(this.problem?.title ?? '', 120)),
    };
    const deeds = { announce: strings.announceDo, update: strings.updateDo, end: strings.endDo };
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading"><bdi>${headings[mode]}</bdi></h2>
      <form novalidate @submit=${this.#submit}>
        ${mode === 'end' ? nothing : this.#renderFacts()}
        <label
          >${strings.remark}<textarea
            name="remark"
            rows="2"
            maxlength=${limits.maxReasonChars}
            aria-describedby="remark-help"
          ></textarea
          ><span id="remark-help" class="help">${strings.remarkHelp}</span></label
        >
        ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.close()}>${this.cancelWords}</button>
          <button class="button primary" ?disabled=${this.isBusy}>${deeds[mode]}</button>
        </div>
      </form>
    </dialog>`;
  }

  #renderFacts(): TemplateResult {
    const { strings, what } = this;
    const isWork = what === 'maintenance';
    return html`<fieldset @change=${this.#chooseWhat}>
        <legend>${strings.what}</legend>
        ${this.#choice('what', 'outage', strings.outage)} ${this.#choice('what', 'maintenance', strings.maintenance)}
      </fieldset>
      <fieldset>
        <legend>${strings.severity}</legend>
        ${this.#choice('severity', 'down', strings.down)} ${this.#choice('severity', 'degraded', strings.degraded)}
      </fieldset>
      <label
        >${strings.title}<input
          name="title"
          maxlength=${limits.maxTitleChars}
          autocomplete="off"
          aria-invalid=${this.fault?.field === 'title'}
          aria-describedby="title-help"
        />${this.#help('title', strings.titleHelp)}</label
      >
      <div class="times">
        ${this.#time('startsAt', isWork ? strings.starts : strings.since, this.#zoneWords())}
        ${this.#time('endsAt', isWork ? strings.ends : strings.expected, '')}
      </div>
      <div class="quick" role="group" aria-label=${strings.quick}>
        ${quickMinutes.map(
          (minutes) =>
            html`<button type="button" @click=${() => this.#setEnd(minutes)}>${strings.plus(minutes)}</button>`,
        )}
        <button type="button" @click=${() => this.#setEnd(null)}>${strings.unknown}</button>
      </div>`;
  }

  #choice(name: 'what' | 'severity', value: ProblemSort | ProblemSeverity, words: string): TemplateResult {
    return html`<label class="choice"><input type="radio" name=${name} value=${value} />${words}</label>`;
  }

  #time(name: 'startsAt' | 'endsAt', label: string, help: string): TemplateResult {
    return html`<label
      >${label}<input
        type="datetime-local"
        name=${name}
        aria-invalid=${this.fault?.field === name}
        aria-describedby="${name}-help"
      />${this.#help(name, help)}</label
    >`;
  }

  #help(name: DraftFault['field'], help: string): TemplateResult {
    const { fault, strings } = this;
    const isWrong = fault?.field === name;
    return html`<span id="${name}-help" class=${isWrong ? 'wrong' : 'help'}
      >${isWrong ? strings[fault.words] : help}</span
    >`;
  }

  #zoneWords(): string {
    return this.strings.zone(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  }

  /** What is planned begins at the next full hour unless somebody says otherwise. */
  readonly #chooseWhat = (event: Event): void => {
    // The two radio buttons above have these values.
    this.what = (event.target as HTMLInputElement).value as ProblemSort;
    if (this.mode !== 'announce') return;
    const now = Date.now();
    const startsAt = this.what === 'maintenance' ? Math.ceil((now + 1) / hourMs) * hourMs : now;
    this.#field('startsAt').value = localTime(startsAt);
  };

  #setEnd(minutes: number | null): void {
    const startsAt = timeIn(this.#field('startsAt').value);
    this.#field('endsAt').value = minutes === null ? '' : localTime(endAfter(minutes, startsAt, Date.now()));
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = this.#field('remark').value.trim();
    const remark = text === '' ? {} : { remark: text };
    const { problem, mode } = this;
    if (mode === 'end') return this.#ask({ name: 'problem.end', input: { problem: problem?.seq, ...remark } });
    const severity = this.#radio('severity', 'down').checked ? 'down' : 'degraded';
    const [startsAt, endsAt] = [this.#start(), timeIn(this.#field('endsAt').value)];
    const title = this.#field('title').value;
    const facts = readDraft({ what: this.what, severity, title, startsAt, endsAt }, Date.now());
    if ('field' in facts) {
      this.fault = facts;
      return this.#field(facts.field).focus();
    }
    this.fault = null;
    if (mode === 'announce') return this.#ask({ name: 'problem.announce', input: { ...facts, ...remark } });
    this.#ask({ name: 'problem.update', input: { ...facts, ...remark, problem: problem?.seq, rev: problem?.rev } });
  };

  /** The field knows minutes; a start that nobody touched stays as exact as it was. */
  #start(): number | null {
    const { value } = this.#field('startsAt');
    const before = this.problem?.startsAt;
    return before !== undefined && value === localTime(before) ? before : timeIn(value);
  }

  #ask(detail: ProblemWish): void {
    this.isBusy = true;
    this.refusal = '';
    this.dispatchEvent(new CustomEvent('support-desk-problem', { detail, bubbles: true }));
  }

  #field(name: DraftFault['field'] | 'remark'): HTMLInputElement {
    // Rendered above under exactly these names.
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  #radio(name: 'what' | 'severity', value: string): HTMLInputElement {
    return this.form.querySelector(`[name=${name}][value=${value}]`) as HTMLInputElement;
  }
}
