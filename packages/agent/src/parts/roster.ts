/** Everybody who is in a room or belongs to it. Loaded with the facts of a room, read when somebody opens it. */
import type { Roster, RosterEntry } from '@support-chat/protocol';
import { base, face, faces, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { rosterStrings, type RosterStrings } from '../roster-strings.js';

/** @summary How many are in the room; opened, who they are, what they are there, and who can be reached. */
export class RosterList extends LitElement {
  static override properties = {
    lang: {},
    room: {},
    people: { type: Number },
    source: { attribute: false },
    roster: { state: true },
    hasFailed: { state: true },
    isOpen: { state: true },
  };
  static override styles = [
    base,
    faces,
    css`
      :host {
        display: block;
        margin-block-start: 6px;
      }
      summary {
        min-block-size: 28px;
        inline-size: fit-content;
        padding-block: 4px;
        color: var(--_accent-text);
        font-weight: 600;
        cursor: pointer;
      }
      ul {
        display: grid;
        gap: 8px;
        margin: 6px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr);
        gap: 0 8px;
        align-items: center;
      }
      li bdi {
        overflow-wrap: anywhere;
      }
      li .about {
        grid-column: 2;
        font-size: 12px;
        color: var(--_text-2);
      }
      .face {
        inline-size: 24px;
        block-size: 24px;
        font-size: 10px;
      }
      p {
        margin: 4px 0 0;
        font-size: 12px;
        color: var(--_text-2);
      }
    `,
  ];

  override lang = 'en';
  /** Address of the room. */
  room = '';
  /** How many are in it; the list is read anew when it changes. */
  people = 0;
  source: ((room: string) => Promise<Roster>) | null = null;

  private roster: Roster | null = null;
  private hasFailed = false;
  private isOpen = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('room')) this.roster = null;
    if (this.isOpen && (changed.has('room') || changed.has('people'))) void this.#load();
  }

  protected override render(): TemplateResult {
    const words = rosterStrings[this.lang === 'ja' ? 'ja' : 'en'];
    const { roster } = this;
    const rest = roster ? roster.people - roster.entries.length : 0;
    return html`<details @toggle=${this.#onToggle}>
      <summary>${words.everybody(this.people)}</summary>
      ${this.hasFailed ? this.#renderFault(words) : nothing}
      ${roster || this.hasFailed ? nothing : html`<p>${words.loading}</p>`}
      ${
        roster
          ? html`<ul>
                ${roster.entries.map((entry) => this.#renderEntry(entry, words))}
              </ul>
              ${rest > 0 ? html`<p>${words.more(rest)}</p>` : nothing}`
          : nothing
      }
    </details>`;
  }

  #renderFault(words: RosterStrings): TemplateResult {
    return html`<p role="alert">
      ${words.failed} <button class="text-button" @click=${() => void this.#load()}>${words.retry}</button>
    </p>`;
  }

  #renderEntry(entry: RosterEntry, words: RosterStrings): TemplateResult {
    const { name, role, as, presence, isHere } = entry;
    const about = [
      as === null || as === role ? words.roles[role] : `${words.roles[role]}, ${words.as[as]}`,
      ...(presence ? [words.presences[presence]] : []),
      ...(isHere || !presence || presence === 'offline' ? [] : [words.notHere]),
    ];
    return html`<li>
      ${face(entry)}<bdi>${safeName(name)}</bdi>
      <span class="about">${about.join(' · ')}</span>
    </li>`;
  }

  readonly #onToggle = (event: Event): void => {
    this.isOpen = (event.target as HTMLDetailsElement).open;
    if (this.isOpen) void this.#load();
  };

  async #load(): Promise<void> {
    const { room, source } = this;
    if (!source) return;
    this.hasFailed = false;
    const roster = await source(room).catch(() => null);
    if (room !== this.room) return;
    this.hasFailed = roster === null;
    this.roster = roster ?? this.roster;
  }
}

if (!customElements.get('support-desk-roster')) customElements.define('support-desk-roster', RosterList);
