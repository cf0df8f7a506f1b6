import { icon } from '@support-chat/widget/parts';
import { html, svg, type TemplateResult } from 'lit';

/** Here: that of the search itself is loaded with it. */
const searchIcon = svg`<circle cx="10.5" cy="10.5" r="6"></circle><path d="M15 15l5 5"></path>`;

/** What stands on the button that opens the search of messages. */
export function searchLabel(words: string): TemplateResult {
  return html`${icon(searchIcon, 16)}${words}`;
}

/** The dialogs that need nothing but the language until somebody asks for them; each is loaded then. */
export function renderDialogs(
  lang: string,
  choose: (event: CustomEvent<{ name: string; seq?: number | null }>) => void,
): TemplateResult {
  return html`<support-desk-export lang=${lang}></support-desk-export>
    <support-desk-search lang=${lang} @support-desk-choose=${choose}></support-desk-search>
    <support-desk-numbers lang=${lang}></support-desk-numbers>
    <support-desk-share lang=${lang}></support-desk-share>
    <support-desk-versions lang=${lang}></support-desk-versions>
    <support-desk-promise-dialog lang=${lang}></support-desk-promise-dialog>
    <support-desk-move-questions lang=${lang}></support-desk-move-questions>
    <support-desk-room-end lang=${lang}></support-desk-room-end>
    <support-desk-plan-dialog lang=${lang}></support-desk-plan-dialog>
    <support-desk-guest-dialog lang=${lang}></support-desk-guest-dialog>`;
}
