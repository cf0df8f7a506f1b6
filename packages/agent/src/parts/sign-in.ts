/** Who works at this desk: a choice among offered people, or a pasted token. */
import type { Person } from '@support-chat/protocol';
import { base, face, faces, tokens } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DeskStrings } from '../strings.js';
import { forms } from '../styles.js';

/**
 * @summary The page before the desk.
 *
 * @fires support-desk-token - The agent pasted `detail.token`.
 * @fires support-desk-person - The agent chose the offered person `detail.id`.
 */
export class SignIn extends LitElement {
  static override properties = {
    strings: { attribute: false },
    offered: { attribute: false },
    refusal: {},
  };
  static override styles = [
    tokens,
    base,
    faces,
    forms,
    css`
      :host {
        display: grid;
        place-items: center;
        min-block-size: 100dvh;
        padding: 16px;
        background: var(--_surface-2);
      }
      main {
        inline-size: min(400px, 100%);
        padding: 24px;
        background: var(--_surface);
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-m);
      }
      h1 {
        margin: 0 0 16px;
        font-size: 20px;
      }
      h2 {
        margin: 0 0 8px;
        font-size: 14px;
      }
      ul {
        margin: 0 0 24px;
        padding: 0;
        list-style: none;
      }
      li button {
        display: flex;
        align-items: center;
        gap: 10px;
        inline-size: 100%;
        min-block-size: 48px;
        padding-inline: 8px;
        border-radius: var(--_radius-s);
        text-align: start;
        font-weight: 500;
      }
      li button:hover {
        background: var(--_surface-3);
      }
      textarea {
        font-family: ui-monospace, monospace;
        font-size: 16px;
      }
      .wrong {
        margin: 0 0 12px;
      }
    `,
  ];

  strings!: DeskStrings;
  /** People to choose from, for a demo. */
  offered: readonly Person[] = [];
  /** Why one is here again. */
  refusal = '';

  protected override render(): TemplateResult {
    const { strings } = this;
    return html`<main>
      <h1>${strings.desk}</h1>
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
      ${this.offered.length > 0 ? this.#renderOffered() : this.#renderForm()}
    </main>`;
  }

  #renderOffered(): TemplateResult {
    return html`<h2>${this.strings.whoAreYou}</h2>
      <ul>
        ${this.offered.map(
          (person) =>
            html`<li>
              <button @click=${() => this.#tell('support-desk-person', { id: person.id })}>
                ${face(person)}<bdi>${person.name}</bdi>
              </button>
            </li>`,
        )}
      </ul>`;
  }

  #renderForm(): TemplateResult {
    const { strings } = this;
    return html`<form @submit=${this.#submit}>
      <label
        >${strings.token}
        <textarea
          name="token"
          rows="4"
          required
          autocomplete="off"
          spellcheck="false"
          aria-describedby="help"
        ></textarea>
        <span id="help" class="help">${strings.signInHelp}</span>
      </label>
      <div class="buttons"><button class="button primary">${strings.signIn}</button></div>
    </form>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const token = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    if (token !== '') this.#tell('support-desk-token', { token });
  };

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}
