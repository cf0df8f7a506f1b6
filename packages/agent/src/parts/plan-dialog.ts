/** When a room opens and closes by itself, and who gets it when. Loaded when somebody asks for it. */
import type { Room } from '@support-chat/client';
import { limits, type PlannedWave, type RoomDoc } from '@support-chat/protocol';
import { base, closeIcon, icon, plusIcon } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { localTime, timeIn } from '../local-time.js';
import { planDialogStrings, type PlanDialogStrings } from '../plan-strings.js';
import { forms } from '../styles.js';
import { areAttributes, listIn } from '../word-list.js';

/** A wave as it is written: the time may not be there yet. */
type Draft = { title: string; startsAt: number | null; boundTo: string };

type Fault = { readonly field: 'opensAt' | 'closesAt' | 'waves' | 'overdue' | 'solved'; readonly words: string };

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** As everywhere where a room says nothing. */
const usual = { open: 15 * minuteMs, answered: 3 * dayMs };

/** @summary A dialog with the times of the open room and its waves. */
export class PlanDialog extends LitElement {
  static override properties = {
    lang: {},
    room: { state: true },
    waves: { state: true },
    fault: { state: true },
    objection: { state: true },
    isBusy: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      form > label input {
        inline-size: min(100%, 280px);
      }
      fieldset {
        display: grid;
        gap: 10px;
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        margin-block-end: 6px;
        font-weight: 600;
      }
      fieldset .help {
        margin: 0;
      }
      .wave {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 6px;
        padding: 8px;
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-s);
      }
      .wave .fields {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 10px;
      }
      .wave label {
        flex: 1 1 190px;
        min-inline-size: 0;
        font-weight: 500;
      }
      .wave input {
        min-inline-size: 0;
      }
      .add {
        justify-self: start;
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
    `,
  ];

  override lang = 'en';

  private room: RoomDoc | null = null;
  private waves: readonly Draft[] = [];
  private fault: Fault | null = null;
  private objection = '';
  private isBusy = false;

  #handle: Room | null = null;
  #refusalWords: (error: unknown) => string = String;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** Asks for the times of the room. */
  async ask(room: Room, refusalWords: (error: unknown) => string): Promise<void> {
    const doc = room.view.room;
    if (!doc) return;
    this.#handle = room;
    this.#refusalWords = refusalWords;
    this.room = doc;
    this.waves = (doc.waves ?? []).map(({ title, startsAt }, place) => ({
      ...{ title, startsAt },
      boundTo: (doc.wavesFor?.[place] ?? []).join(', '),
    }));
    this.fault = null;
    this.objection = '';
    this.isBusy = false;
    await this.updateComplete;
    for (const name of ['opensAt', 'closesAt'] as const) {
      const field = this.#field(name);
      if (field) field.value = doc[name] == null ? '' : localTime(doc[name]);
    }
    for (const [name, ms] of [
      ['overdue', (doc.waits?.open ?? usual.open) / minuteMs],
      ['solved', (doc.waits?.answered ?? usual.answered) / dayMs],
    ] as const) {
      const field = this.#field(name);
      if (field) field.value = String(ms);
    }
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    const words = planDialogStrings[this.lang === 'ja' ? 'ja' : 'en'];
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${words.heading}${this.room ? [' – ', html`<bdi>${this.room.title}</bdi>`] : nothing}</h2>
      <p class="help">${words.help}</p>
      <form novalidate @submit=${(event: SubmitEvent) => void this.#save(event, words)}>
        ${this.room?.state === 'planned' ? this.#renderTime('opensAt', words.opens, words.opensHelp) : nothing}
        ${this.#renderTime('closesAt', words.closes, words.closesHelp)} ${this.#renderWaves(words)}
        <fieldset>
          <legend>${words.waits}</legend>
          ${this.#renderNumber('overdue', words.overdue, words.overdueHelp, 10_080)}
          ${this.#renderNumber('solved', words.solved, words.solvedHelp, 30)}
        </fieldset>
        ${this.objection ? html`<p class="wrong" role="alert">${this.objection}</p>` : nothing}
        <div class="buttons">
          <button type="button" class="button" @click=${() => this.dialog.close()}>${words.cancel}</button>
          <button class="button primary" ?disabled=${this.isBusy}>${words.save}</button>
        </div>
      </form>
    </dialog>`;
  }

  #renderTime(name: 'opensAt' | 'closesAt', label: string, help: string): TemplateResult {
    const isWrong = this.fault?.field === name;
    return html`<label
      >${label}<input type="datetime-local" name=${name} aria-invalid=${isWrong} aria-describedby="${name}-help" /><span
        id="${name}-help"
        class=${isWrong ? 'wrong' : 'help'}
        >${isWrong ? this.fault?.words : help}</span
      ></label
    >`;
  }

  #renderNumber(name: 'overdue' | 'solved', label: string, help: string, max: number): TemplateResult {
    const isWrong = this.fault?.field === name;
    return html`<label
      >${label}<input
        type="number"
        name=${name}
        min="1"
        max=${max}
        step="1"
        inputmode="numeric"
        aria-invalid=${isWrong}
        aria-describedby="${name}-help"
      /><span id="${name}-help" class=${isWrong ? 'wrong' : 'help'}>${isWrong ? this.fault?.words : help}</span></label
    >`;
  }

  #renderWaves(words: PlanDialogStrings): TemplateResult {
    const isWrong = this.fault?.field === 'waves';
    return html`<fieldset aria-describedby="waves-help">
      <legend>${words.waves}</legend>
      <p id="waves-help" class=${isWrong ? 'wrong' : 'help'}>${isWrong ? this.fault?.words : words.wavesHelp}</p>
      ${this.waves.length > 0 ? html`<p id="for-help" class="help">${words.boundToHelp}</p>` : nothing}
      ${this.waves.map((wave, index) => this.#renderWave(words, wave, index))}
      ${
        this.waves.length < limits.maxWaves
          ? html`<button type="button" class="button add" @click=${this.#add}>
              ${icon(plusIcon, 16)}${words.addWave}
            </button>`
          : nothing
      }
    </fieldset>`;
  }

  #renderWave(words: PlanDialogStrings, { title, startsAt, boundTo }: Draft, index: number): TemplateResult {
    return html`<div class="wave">
      <div class="fields">
        <label
          >${words.who}<input
            class="who"
            maxlength=${limits.maxWaveTitleChars}
            autocomplete="off"
            .value=${title}
            @input=${(event: Event) => this.#change(index, { title: (event.target as HTMLInputElement).value })}
        /></label>
        <label
          >${words.from}<input
            type="datetime-local"
            .value=${startsAt === null ? '' : localTime(startsAt)}
            @change=${(event: Event) =>
              this.#change(index, { startsAt: timeIn((event.target as HTMLInputElement).value) })}
        /></label>
        <label
          >${words.boundTo}<input
            class="for"
            maxlength="1300"
            autocomplete="off"
            autocapitalize="none"
            placeholder="office=osaka"
            aria-describedby="for-help"
            .value=${boundTo}
            @input=${(event: Event) => this.#change(index, { boundTo: (event.target as HTMLInputElement).value })}
        /></label>
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label=${words.removeWave(title)}
        @click=${() => (this.waves = this.waves.filter((_, other) => other !== index))}
      >
        ${icon(closeIcon, 16)}
      </button>
    </div>`;
  }

  #field(name: string): HTMLInputElement | null {
    return this.renderRoot.querySelector(`input[name=${name}]`);
  }

  /** Null for what is no whole number up to `max`. */
  #numberOf(name: string, max: number): number | null {
    const value = Number(this.#field(name)?.value);
    return Number.isInteger(value) && value >= 1 && value <= max ? value : null;
  }

  readonly #add = async (): Promise<void> => {
    this.waves = [...this.waves, { title: '', startsAt: null, boundTo: '' }];
    await this.updateComplete;
    [...this.renderRoot.querySelectorAll<HTMLElement>('.who')].at(-1)?.focus();
  };

  #change(index: number, change: Partial<Draft>): void {
    this.waves = this.waves.map((wave, other) => (other === index ? { ...wave, ...change } : wave));
  }

  async #save(event: SubmitEvent, words: PlanDialogStrings): Promise<void> {
    event.preventDefault();
    const { room } = this;
    const handle = this.#handle;
    if (!room || !handle || this.isBusy) return;
    const isPlanned = room.state === 'planned';
    const opensAt = timeIn(this.#field('opensAt')?.value ?? '');
    const closesAt = timeIn(this.#field('closesAt')?.value ?? '');
    const waves = this.waves.flatMap(({ title, startsAt, boundTo }): PlannedWave[] => {
      const attributes = listIn(boundTo);
      if (title.trim() === '' || startsAt === null) return [];
      return [{ title: title.trim(), startsAt, ...(attributes.length > 0 && { boundTo: attributes }) }];
    });
    this.fault = this.#faultOf(words, {
      opensAt: isPlanned ? opensAt : null,
      closesAt,
      isWhole: waves.length === this.waves.length,
      isKnown: waves.every(({ boundTo = [] }) => areAttributes(boundTo)),
    });
    const [overdue, solved] = [this.#numberOf('overdue', 10_080), this.#numberOf('solved', 30)];
    if (overdue === null || solved === null)
      this.fault ??= { field: overdue === null ? 'overdue' : 'solved', words: words.wrongNumber };
    if (this.fault) return this.#field(this.fault.field)?.focus();
    const waits = { open: (overdue ?? 0) * minuteMs, answered: (solved ?? 0) * dayMs };
    this.isBusy = true;
    this.objection = '';
    try {
      await handle.act('room.plan', { closesAt, waves, waits, ...(isPlanned && { opensAt }) });
      this.dialog.close();
    } catch (error) {
      this.objection = this.#refusalWords(error);
    } finally {
      this.isBusy = false;
    }
  }

  #faultOf(
    words: PlanDialogStrings,
    plan: {
      readonly opensAt: number | null;
      readonly closesAt: number | null;
      readonly isWhole: boolean;
      readonly isKnown: boolean;
    },
  ): Fault | null {
    const { opensAt, closesAt, isWhole, isKnown } = plan;
    const now = Date.now();
    if (opensAt !== null && opensAt <= now) return { field: 'opensAt', words: words.wrongTime };
    if (closesAt !== null && closesAt <= now) return { field: 'closesAt', words: words.wrongTime };
    if (opensAt !== null && closesAt !== null && closesAt <= opensAt)
      return { field: 'closesAt', words: words.wrongOrder };
    if (!isWhole) return { field: 'waves', words: words.wrongWave };
    return isKnown ? null : { field: 'waves', words: words.wrongBoundTo };
  }
}

if (!customElements.get('support-desk-plan-dialog')) customElements.define('support-desk-plan-dialog', PlanDialog);
