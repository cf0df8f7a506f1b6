import { html, type TemplateResult } from 'lit';

/** The dialogs that need nothing but the language until somebody asks for them; each is loaded then. */
export function renderDialogs(
  lang: string,
  choose: (event: CustomEvent<{ name: string; seq?: number | null }>) => void,
): TemplateResult {
  return html`<support-desk-export lang=${lang}></support-desk-export>
    <support-desk-search lang=${lang} @support-desk-choose=${choose}></support-desk-search>
    <support-desk-numbers lang=${lang}></support-desk-numbers>
    <support-desk-share lang=${lang}></support-desk-share>
    <support-desk-promise-dialog lang=${lang}></support-desk-promise-dialog>
    <support-desk-move-questions lang=${lang}></support-desk-move-questions>
    <support-desk-room-end lang=${lang}></support-desk-room-end>
    <support-desk-plan-dialog lang=${lang}></support-desk-plan-dialog>
    <support-desk-guest-dialog lang=${lang}></support-desk-guest-dialog>`;
}
