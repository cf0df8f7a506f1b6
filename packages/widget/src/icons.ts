/**
 * Icons drawn on a 24 px grid with a 1.75 px stroke; hidden from readers, the words are in the label beside them.
 * Tags are closed in full: the minifier of templates takes the slash of an empty element away.
 */
import { svg, html, type TemplateResult } from 'lit';

const drawings = {
  close: svg`<path d="M6 6l12 12M18 6L6 18"></path>`,
  send: svg`<path d="M12 19V5M5.5 11.5L12 5l6.5 6.5"></path>`,
  down: svg`<path d="M12 5v14M5.5 12.5L12 19l6.5-6.5"></path>`,
  back: svg`<path d="M15 5l-7 7 7 7"></path>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 7.5V12l3 2"></path>`,
  check: svg`<path d="M5 12.5l4.5 4.5L19 7.5"></path>`,
  alert: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 7.5v5M12 16.2v.1"></path>`,
  plus: svg`<path d="M12 5v14M5 12h14"></path>`,
  info: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 11v5M12 7.8v.1"></path>`,
  copy: svg`<rect x="8.5" y="8.5" width="11" height="11" rx="2"></rect><path d="M15.5 5.5v-1h-11v11h1"></path>`,
  lock: svg`<rect x="5.5" y="10.5" width="13" height="9" rx="2"></rect><path d="M8.5 10.5V8a3.5 3.5 0 017 0v2.5"></path>`,
} as const;

export type IconName = keyof typeof drawings;

/** An icon as wide and high as `size` CSS pixels. */
export function icon(name: IconName, size = 20): TemplateResult {
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
    ${drawings[name]}
  </svg>`;
}
