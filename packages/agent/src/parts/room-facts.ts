/** The desk's right pane: what is true of the room, and what one does to it. */
import type { RoomView } from '@support-chat/client';
import { base, face, faces, icon, closeIcon, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type Lane, type LobbyRow, type RoomDoc } from '@support-chat/protocol';
import { descriptionIn, renderDescription } from '../describe-form.js';
import { hashOf } from '../desk-place.js';
import type { DeskProblemWords } from '../problem-words.js';
import { mayAnnounce } from '../room-problems.js';
import type { MembersSource } from './members.js';
import { timesOf } from '../room-times.js';
import type { DeskStrings } from '../strings.js';
import { forms } from '../styles.js';

/**
 * @summary Purpose, known problems, people, the tag to paste, closing and reopening.
 *
 * @fires support-desk-describe - Title, purpose, topics, and for whom it is if that changes, shall become `detail`.
 * @fires support-desk-close-room - The room shall be closed.
 * @fires support-desk-reopen-room - The room shall be reopened.
 * @fires support-desk-open-room - The planned room shall be open from now on.
 * @fires support-desk-plan - When it opens and closes shall be said anew.
 * @fires support-desk-move-open - Its questions that are open shall go on in another room.
 * @fires support-desk-delete - The room shall be deleted, after a question.
 * @fires support-desk-hide-facts - The pane shall be hidden.
 */
export class RoomFacts extends LitElement {
  static override properties = {
    strings: { attribute: false },
    problemWords: { attribute: false },
    view: { attribute: false },
    rooms: { attribute: false },
    server: {},
    locale: {},
    members: { attribute: false },
    canHide: { type: Boolean },
    refusal: {},
    isEditing: { state: true },
    isWrong: { state: true },
    isCopied: { state: true },
  };
  static override styles = [
    base,
    faces,
    forms,
    css`
      :host {
        display: block;
        padding: 8px 16px 24px;
        overflow-y: auto;
        background: var(--_surface-2);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-block-size: 40px;
      }
      h2 {
        margin: 0;
        font-size: 14px;
      }
      h3 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin: 20px 0 4px;
        min-block-size: 28px;
        font-size: 12px;
        font-weight: 600;
        color: var(--_text-2);
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .topics {
        margin-block-start: 4px;
        font-size: 12px;
        color: var(--_text-2);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        display: grid;
        gap: 6px;
      }
      li {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      li bdi {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .face {
        inline-size: 24px;
        block-size: 24px;
        font-size: 10px;
      }
      pre {
        margin: 0 0 6px;
        padding: 10px;
        font-family: ui-monospace, 'Noto Sans Mono', monospace;
        font-size: 12px;
        line-height: 1.5;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        background: var(--_surface);
        border: 1px solid var(--_hairline);
        border-radius: var(--_radius-s);
        user-select: all;
      }
      a {
        color: var(--_accent-text);
      }
      .presence {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        margin-inline-start: auto;
        font-size: 12px;
        color: var(--_text-2);
      }
      /* A full dot, a ring, a bar: not by colour alone. */
      .presence::before {
        content: '';
        inline-size: 9px;
        block-size: 9px;
        border-radius: 999px;
        box-shadow: inset 0 0 0 2px currentColor;
      }
      .presence.available {
        color: var(--_good);
      }
      .presence.available::before {
        background: currentColor;
      }
      .presence.busy::before {
        block-size: 3px;
        background: currentColor;
      }
      .end {
        margin-block-start: 28px;
      }
      .buttons-start {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  strings!: DeskStrings;
  problemWords!: DeskProblemWords;
  view: RoomView | null = null;
  /** All rooms, for their titles. */
  rooms: readonly LobbyRow[] = [];
  server = '';
  locale = 'en';
  /** Where members come from; null to show none. */
  members: MembersSource | null = null;
  canHide = false;
  /** Why the last change was not made. */
  refusal = '';

  private isEditing = false;
  /** For whom it shall be is not written as it has to be. */
  private isWrong = false;
  private isCopied = false;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** The change was made: shows what is true now. */
  endEdit(): void {
    this.isEditing = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOther = changed.has('view') && changed.get('view')?.name !== this.view?.name;
    if (isOther) this.isEditing = this.isCopied = false;
  }

  protected override render(): TemplateResult {
    const { strings, view } = this;
    const room = view?.room;
    if (!view || !room) return html``;
    return html`<header>
        <h2>${strings.facts}</h2>
        ${
          this.canHide
            ? html`<button
                class="icon-button"
                aria-label=${strings.close}
                @click=${() => this.#ask('support-desk-hide-facts')}
              >
                ${icon(closeIcon)}
              </button>`
            : nothing
        }
      </header>
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
      ${room.state === 'closed' && !room.lane ? html`<p class="help">${room.archived ? strings.archivedHelp : strings.closedHelp}</p>` : nothing}
      ${room.state === 'planned' ? html`<p class="help">${strings.plannedHelp}</p>` : nothing}
      ${room.lane ? this.#renderLane(room.lane) : this.isEditing ? this.#renderForm() : this.#renderPurpose()}
      ${
        room.lane
          ? nothing
          : html`<support-desk-problems
              .words=${this.problemWords}
              .problems=${room.problems ?? []}
              ?canChange=${mayAnnounce(room)}
            ></support-desk-problems>`
      }
      ${room.lane ? nothing : this.#renderTimes(room)}
      ${room.lane || room.kind === 'team' || !this.members ? nothing : this.#renderChecklist(room, this.members)}
      ${view.helpers || this.members ? html`<h3>${strings.here}</h3>` : nothing}
      <ul>
        ${view.helpers?.map(
          (person) =>
            html`<li>
              ${face(person)}<bdi>${safeName(person.name)}</bdi>
              <span class="presence ${person.presence}">${strings.presences[person.presence]}</span>
            </li>`,
        )}
        ${view.people === null || this.members ? nothing : html`<li>${strings.people(view.people)}</li>`}
      </ul>
      ${view.people === null || !this.members ? nothing : this.#renderRoster(view.name, view.people, this.members)}
      ${room.lane || !this.members ? nothing : this.#renderMembers(room, this.members)}
      ${room.lane ? nothing : this.#renderTagAndEnd(room)}`;
  }

  #renderTimes(room: RoomDoc): TemplateResult | typeof nothing {
    const { strings } = this;
    if (room.state === 'closed') return nothing;
    const times = timesOf(room, strings);
    return html`<h3>
        ${strings.times}<button class="text-button" @click=${() => this.#ask('support-desk-plan')}>
          ${strings.change}
        </button>
      </h3>
      ${times.length === 0 ? html`<p class="help">${strings.noTimes}</p>` : times.map((line) => html`<p>${line}</p>`)}`;
  }

  #renderChecklist(room: RoomDoc, { checklist }: MembersSource): TemplateResult {
    void import('./checklist.js').catch(() => undefined); // Tried again with the next change.
    return html`<support-desk-checklist
      lang=${this.locale}
      .room=${room}
      .source=${checklist}
    ></support-desk-checklist>`;
  }

  #renderRoster(room: string, people: number, { roster }: MembersSource): TemplateResult {
    void import('./roster.js').catch(() => undefined); // Tried again with the next change.
    return html`<support-desk-roster
      lang=${this.locale}
      .room=${room}
      .people=${people}
      .source=${roster}
    ></support-desk-roster>`;
  }

  #renderMembers(room: RoomDoc, source: MembersSource): TemplateResult {
    void import('./members.js').catch(() => undefined); // Tried again with the next change.
    return html`<support-desk-members
      lang=${this.locale}
      .room=${room}
      .me=${this.view?.me ?? null}
      .source=${source}
    ></support-desk-members>`;
  }

  /** Beside which room it is; its life is that room's. */
  #renderLane({ of, person }: Lane): TemplateResult {
    const { strings } = this;
    return html`<p>${strings.laneReaders(safeName(person.name))}</p>
      <h3>${strings.laneOf}</h3>
      <p>
        <a href=${hashOf({ room: of })}
          ><bdi>${this.rooms.find(({ room }) => room.name === of)?.room.title ?? of}</bdi></a
        >
      </p>`;
  }

  #renderTagAndEnd(room: RoomDoc): TemplateResult {
    const { strings } = this;
    return html`<h3>
        ${strings.tag}<button class="text-button" @click=${this.#copy}>
          ${this.isCopied ? strings.copied : strings.copy}
        </button>
      </h3>
      <pre>${this.#tag()}</pre>
      <p class="help">${strings.tagHelp}</p>
      <div class="end buttons-start">
        <button class="button" @click=${() => this.#ask('support-desk-share')}>${strings.shareRoom}</button>
        <button class="button" @click=${() => this.#ask('support-desk-numbers')}>${strings.numbers}</button>
        <button class="button" @click=${() => this.#ask('support-desk-export')}>${strings.exportRoom}</button>
        ${
          room.state === 'open'
            ? html`<button class="button" @click=${() => this.#ask('support-desk-guest-link')}>
                ${strings.guestLink}
              </button>`
            : nothing
        }
        ${
          room.state === 'planned'
            ? html`<button class="button primary" @click=${() => this.#ask('support-desk-open-room')}>
                ${strings.openRoom}
              </button>`
            : nothing
        }
        ${
          room.state !== 'closed'
            ? html`<button class="button danger" @click=${() => this.dialog.showModal()}>${strings.closeRoom}</button>`
            : room.archived
              ? html`<button
                  class="button"
                  @click=${() => this.#ask('support-desk-archive', { act: 'room.unarchive' })}
                >
                  ${strings.unarchiveRoom}
                </button>`
              : html`<button class="button" @click=${() => this.#ask('support-desk-reopen-room')}>
                    ${strings.reopenRoom}
                  </button>
                  <button class="button" @click=${() => this.#ask('support-desk-archive', { act: 'room.archive' })}>
                    ${strings.archiveRoom}
                  </button>`
        }
        ${
          room.state === 'closed' && (room.kind === 'team' || this.view?.me?.role === 'manager')
            ? html`<button class="button danger" @click=${() => this.#ask('support-desk-delete')}>
                ${strings.deleteRoom}
              </button>`
            : nothing
        }
      </div>
      <dialog aria-labelledby="ask">
        <p id="ask">${strings.closeRoomAsk(room.title)}</p>
        ${openIn(room) > 0 ? html`<p class="wrong">${strings.closeRoomOpen(openIn(room))}</p>` : nothing}
        ${openIn(room) > 0 ? html`<button class="text-button" @click=${this.#moveOpen}>${strings.moveOpen}</button>` : nothing}
        <div class="buttons end">
          <button class="button" @click=${() => this.dialog.close()}>${strings.cancel}</button>
          <button class="button danger" @click=${this.#closeRoom}>${strings.closeRoom}</button>
        </div>
      </dialog>`;
  }

  #renderPurpose(): TemplateResult {
    const { strings, view } = this;
    const { topics = [], boundTo = [] } = view?.room ?? {};
    return html`<h3>
        ${strings.purpose}<button class="text-button" @click=${() => (this.isEditing = true)}>${strings.edit}</button>
      </h3>
      <p dir="auto">${view?.room?.purpose}</p>
      ${topics.length > 0 ? html`<p class="topics">${strings.topics}: <bdi>${topics.join(', ')}</bdi></p>` : nothing}
      ${boundTo.length > 0 ? html`<p class="topics">${strings.onlyFor(boundTo.join(', '))}</p>` : nothing}`;
  }

  #renderForm(): TemplateResult {
    const { strings, view, isWrong } = this;
    return renderDescription(view?.room ?? null, strings, {
      isWrong,
      save: this.#save,
      cancel: () => (this.isEditing = this.isWrong = false),
      typed: () => (this.isWrong = false),
    });
  }

  #tag(): string {
    const { server, view } = this;
    return `<script type="module" src="${server}/widget/support-chat.js"></script>\n<support-chat room="${view?.name}" token-url="/your/token"></support-chat>`;
  }

  readonly #moveOpen = (): void => {
    this.dialog.close();
    this.#ask('support-desk-move-open');
  };

  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.#tag());
      this.isCopied = true;
    } catch {
      // Pages without https have no clipboard: the tag is marked for Ctrl C.
      const tag = this.renderRoot.querySelector('pre');
      if (tag) getSelection()?.selectAllChildren(tag);
    }
  };

  readonly #save = (event: SubmitEvent): void => {
    event.preventDefault();
    const description = descriptionIn(this.renderRoot, this.view?.room ?? null);
    this.isWrong = description === null;
    if (description) return this.#ask('support-desk-describe', description);
    this.renderRoot.querySelector<HTMLElement>('[name=boundTo]')?.focus();
  };

  readonly #closeRoom = (): void => {
    this.dialog.close();
    this.#ask('support-desk-close-room');
  };

  #ask(name: string, detail: object = {}): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** Questions that nobody has answered. */
function openIn({ questions }: RoomDoc): number {
  return (questions?.open ?? 0) + (questions?.claimed ?? 0);
}
