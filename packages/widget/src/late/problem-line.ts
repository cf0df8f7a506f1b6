/** What became of a problem, as a message of the conversation. */
import type { Body } from '@support-chat/protocol';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { checkIcon, icon } from '../icons.js';
import type { Language } from '../launcher-strings.js';
import { base } from '../styles/tokens.js';
import { safeName } from '../text-language.js';
import { lookOf, tones } from './problem-look.js';
import { loadProblemStrings, type ProblemStrings } from './problem-strings.js';
import { makeProblemWords } from './problem-words.js';

/** @summary A quiet line: what is known, since when, until when. Until its words are loaded, the text in its slot. */
export class ProblemLine extends LitElement {
  static override properties = {
    lang: {},
    body: { attribute: false },
    at: { type: Number },
    strings: { state: true },
  };
  static override styles = [
    base,
    tones,
    css`
      :host {
        display: block;
        margin-block: 2px;
        padding: 6px 12px 8px;
        border-inline-start: 3px solid var(--_hairline);
        background: var(--_surface-2);
        border-radius: 0 var(--_radius-s) var(--_radius-s) 0;
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .title {
        font-weight: 500;
      }
      .tone svg {
        display: inline-block;
        vertical-align: -3px;
        margin-inline-end: 6px;
      }
      .facts {
        font-size: 12px;
        color: var(--_text-2);
        font-variant-numeric: tabular-nums;
      }
      .facts::first-letter {
        text-transform: uppercase;
      }
      .remark {
        white-space: pre-wrap;
      }
    `,
  ];

  override lang: Language = 'en';
  body!: Extract<Body, { kind: 'problem' }>;
  /** When it was said: what came later is not in it. */
  at = 0;

  private strings: ProblemStrings | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('lang') && this.strings) return;
    const { lang } = this;
    void loadProblemStrings(lang).then(
      (strings) => {
        if (lang === this.lang) this.strings = strings;
      },
      () => undefined, // The text stays.
    );
  }

  protected override render(): TemplateResult {
    const { strings, body, at } = this;
    if (!strings) return html`<slot></slot>`;
    const { change, problem } = body;
    const now = Date.now();
    const words = makeProblemWords(this.lang, strings);
    const isOver = change === 'ended';
    const { drawing, tone } = isOver ? { drawing: checkIcon, tone: 'good' } : lookOf(problem, at);
    const name = isOver ? strings.over[problem.what] : strings.changes[change] + words.name(problem, at);
    const facts = isOver
      ? problem.affected > 0
        ? strings.wasAffected(problem.affected)
        : ''
      : words.when(problem, now, at).join(strings.between);
    return html`<p class="title ${tone}">
        <span class="name tone">${icon(drawing, 16)}${name}</span><bdi>${safeName(problem.title, 120)}</bdi>
      </p>
      ${facts ? html`<p class="facts">${facts}</p>` : nothing}
      ${problem.remark ? html`<p class="remark" dir="auto">${problem.remark}</p>` : nothing}`;
  }
}
