/** What each key does, and the switch for those that people who dictate may press by accident. */
import { base } from '@support-chat/widget/parts';
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { DeskStrings } from '../strings.js';
import { forms } from '../styles.js';

/** Kept while an agent has switched the single keys off. */
const keysOff = 'support-desk-keys-off';

/** @summary A dialog with the keys of the desk. */
export class KeysDialog extends LitElement {
  static override properties = { strings: { attribute: false } };
  static override styles = [
    base,
    forms,
    css`
      kbd {
        display: inline-block;
        min-inline-size: 24px;
        padding: 1px 7px;
        font:
          600 12px/20px ui-monospace,
          monospace;
        text-align: center;
        background: var(--_surface-3);
        border-radius: 4px;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 8px 16px;
        margin: 0 0 16px;
      }
      dd {
        margin: 0;
      }
      .switch {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-block-end: 16px;
        font-weight: 400;
      }
      .switch input {
        inline-size: 20px;
        min-block-size: 20px;
        margin: 0;
      }
    `,
  ];

  strings!: DeskStrings;

  #isOn = localStorage.getItem(keysOff) === null;

  /** Whether keys without Ctrl do something. */
  get isOn(): boolean {
    return this.#isOn;
  }

  show(): void {
    this.#dialog.showModal();
  }

  protected override render(): TemplateResult {
    const { strings } = this;
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${strings.keys}</h2>
      <dl>
        ${strings.keyList.map(
          ([key, meaning]) =>
            html`<dt><kbd>${key}</kbd></dt>
              <dd>${meaning}</dd>`,
        )}
      </dl>
      <label class="switch"
        ><input type="checkbox" .checked=${this.#isOn} @change=${this.#switch} />${strings.singleKeys}</label
      >
      <div class="buttons"><button class="button" @click=${() => this.#dialog.close()}>${strings.close}</button></div>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  readonly #switch = (event: Event): void => {
    this.#isOn = (event.target as HTMLInputElement).checked;
    if (this.#isOn) localStorage.removeItem(keysOff);
    else localStorage.setItem(keysOff, 'yes');
  };
}
