/** Who is writing now. Its height is reserved so that nothing moves. */
import type { Person } from '@support-chat/protocol';
import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Strings } from '../strings.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';

/** @summary “Mia is typing”, in the reader's words. */
export class TypingLine extends LitElement {
  static override properties = {
    strings: { attribute: false },
    people: { attribute: false },
  };
  static override styles = [
    base,
    css`
      :host {
        display: block;
        block-size: 20px;
        padding-inline: 16px;
        font-size: 12px;
        line-height: 20px;
        color: var(--_text-2);
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
    `,
  ];

  strings!: Strings;
  people: readonly Person[] = [];

  protected override render(): TemplateResult {
    const names = this.people.map((person) => safeName(person.name));
    return html`<span>${names.length > 0 ? this.strings.typing(names) : ''}</span>`;
  }
}
