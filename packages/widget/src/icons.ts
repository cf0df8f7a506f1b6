/**
 * Icons drawn on a 24 px grid with a 1.75 px stroke; hidden from readers, the words are in the label beside them.
 * Tags are closed in full: the minifier of templates takes the slash of an empty element away.
 */
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

export const closeIcon = svg`<path d="M6 6l12 12M18 6L6 18"></path>`;
export const sendIcon = svg`<path d="M12 19V5M5.5 11.5L12 5l6.5 6.5"></path>`;
export const downIcon = svg`<path d="M12 5v14M5.5 12.5L12 19l6.5-6.5"></path>`;
export const backIcon = svg`<path d="M15 5l-7 7 7 7"></path>`;
export const clockIcon = svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 7.5V12l3 2"></path>`;
export const checkIcon = svg`<path d="M5 12.5l4.5 4.5L19 7.5"></path>`;
export const alertIcon = svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 7.5v5M12 16.2v.1"></path>`;
export const eyeIcon = svg`<path d="M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6z"></path><circle cx="12" cy="12" r="2.5"></circle>`;
export const replyIcon = svg`<path d="M9.5 6L4.5 11l5 5M5 11h9a5 5 0 015 5v2"></path>`;
export const plusIcon = svg`<path d="M12 5v14M5 12h14"></path>`;
export const infoIcon = svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 11v5M12 7.8v.1"></path>`;
export const lockIcon = svg`<rect x="5.5" y="10.5" width="13" height="9" rx="2"></rect><path d="M8.5 10.5V8a3.5 3.5 0 017 0v2.5"></path>`;

/** A drawing as wide and high as `size` CSS pixels. Drawings are apart so that a page carries only those it uses. */
export function icon(drawing: SVGTemplateResult, size = 20): TemplateResult {
  return html`<svg
    viewBox="0 0 24 24"
    width=${size}
    height=${size}
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${drawing}
  </svg>`;
}
