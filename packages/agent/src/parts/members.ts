/** Who was let into a room by name: the list, letting in, changing, taking out. Loaded with the facts of a room. */
import {
  isStaff,
  limits,
  memberRoles,
  type FoundPerson,
  type MemberDoc,
  type MemberRole,
  type Person,
  type RoomDoc,
  type Roster,
} from '@support-chat/protocol';
import { base, face, faces, isImeKey, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { membersStrings, type MembersStrings } from '../members-strings.js';
import { forms } from '../styles.js';
import type { ChecklistSource } from './checklist.js';

type Chosen = Exclude<MemberRole, 'guest'>;

/** Where members come from and what is done with them. All of it throws Refusal. */
export type MembersSource = {
  list(room: string): Promise<readonly MemberDoc[]>;
  /** Everybody who is there or belongs there. */
  readonly roster: (room: string) => Promise<Roster>;
  find(room: string, text: string): Promise<readonly FoundPerson[]>;
  add(room: string, person: Person, as: Chosen): Promise<unknown>;
  remove(room: string, person: string): Promise<unknown>;
  readonly checklist: ChecklistSource;
  /** A refusal in the reader's words. */
  words(error: unknown): string;
};

const chosenRoles = memberRoles.filter((role): role is Chosen => role !== 'guest');
/** As many as can be looked over; the others are shown when wanted. */
const maxShown = 50;
const maxFound = 6;

/** @summary The members of one room, as somebody who may see it sees them, and what they may change. */
export class Members extends LitElement {
  static override properties = {
    lang: {},
    room: { attribute: false },
    me: { attribute: false },
    source: { attribute: false },
    members: { state: true },
    state: { state: true },
    isAdding: { state: true },
    found: { state: true },
    chosen: { state: true },
    asked: { state: true },
    isWhole: { state: true },
    refusal: { state: true },
  };
  static override styles = [
    base,
    faces,
    forms,
    css`
      :host {
        display: block;
      }
      h3 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin: 20px 0 6px;
        font-size: 12px;
        font-weight: 600;
        color: var(--_text-2);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .member {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 8px;
        min-block-size: 36px;
      }
      .face {
        inline-size: 24px;
        block-size: 24px;
        font-size: 10px;
      }
      bdi {
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      select {
        min-block-size: 28px;
        max-inline-size: 120px;
        font: inherit;
        font-size: 12px;
        color: inherit;
        background: var(--_surface);
        border: 1px solid var(--_control);
        border-radius: var(--_radius-s);
      }
      .as {
        font-size: 12px;
        color: var(--_text-2);
      }
      .more {
        grid-column: 2 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
        font-size: 13px;
      }
      .more > span {
        flex: 1 1 100%;
        overflow-wrap: anywhere;
      }
      .found button {
        display: flex;
        align-items: center;
        gap: 8px;
        inline-size: 100%;
        min-block-size: 36px;
        padding-inline: 6px;
        border-radius: var(--_radius-s);
        text-align: start;
      }
      .found button:hover {
        background: var(--_surface-3);
      }
      .text-button {
        font-size: 13px;
      }
    `,
  ];

  override lang = 'en';
  room: RoomDoc | null = null;
  me: Person | null = null;
  source: MembersSource | null = null;

  private members: readonly MemberDoc[] = [];
  private state: 'loading' | 'ready' | 'failed' = 'loading';
  private isAdding = false;
  private found: readonly FoundPerson[] | null = null;
  private chosen: FoundPerson | null = null;
  /** Id of the person about whom it is asked whether they go. */
  private asked: string | null = null;
  private isWhole = false;
  private refusal = '';

  /** Counts readings: what comes late is dropped. */
  #reading = 0;
  #searching = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('room');
    if (!changed.has('room') || !this.room) return;
    const isOther = before?.name !== this.room.name;
    if (isOther) {
      this.members = [];
      this.state = 'loading';
      this.isAdding = this.isWhole = false;
      this.asked = this.found = this.chosen = null;
      this.refusal = '';
    }
    if (isOther || before?.members !== this.room.members) void this.#read();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this;
    if (!room || room.kind === 'lane') return nothing;
    const words = this.#words;
    const shown = this.isWhole ? this.members : this.members.slice(0, maxShown);
    return html`<h3>
        <span id="heading">${words.heading}${room.members ? ` ${room.members}` : nothing}</span>
        ${
          this.#canManage && room.state === 'open'
            ? html`<button class="text-button" aria-expanded=${this.isAdding} @click=${this.#openAdding}>
                ${words.add}
              </button>`
            : nothing
        }
      </h3>
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing} ${this.#renderWatch(words)}
      ${this.isAdding ? this.#renderAdding(words) : nothing} ${this.#renderState(words)}
      <ul aria-labelledby="heading">
        ${repeat(
          shown,
          ({ person }) => person.id,
          (member) => html`<li class="member">${this.#renderMember(member, words)}</li>`,
        )}
      </ul>
      ${
        shown.length < this.members.length
          ? html`<button class="text-button" @click=${() => (this.isWhole = true)}>
              ${words.all(this.members.length)}
            </button>`
          : nothing
      }`;
  }

  /** A manager looks on, and everybody sees that: the log has it, and a name among the members. */
  #renderWatch(words: MembersStrings): TemplateResult | typeof nothing {
    const { room, me } = this;
    const isIn = this.members.some(({ person }) => person.id === me?.id);
    if (!room || me?.role !== 'manager' || isIn || !this.#canManage || room.state !== 'open') return nothing;
    return html`<button
      class="text-button"
      title=${words.watchHelp}
      @click=${() => void this.#try(() => this.source?.add(room.name, me, 'observer'))}
    >
      ${words.watch}
    </button>`;
  }

  #renderState(words: MembersStrings): TemplateResult | typeof nothing {
    const { room, state } = this;
    if (state === 'failed')
      return html`<p class="wrong" role="alert">
        ${words.failed} <button class="text-button" @click=${() => void this.#read()}>${words.again}</button>
      </p>`;
    const isEmpty = state === 'ready' && this.members.length === 0 && room && room.kind !== 'lane';
    return isEmpty && !this.isAdding ? html`<p class="help">${words.none[room.kind]}</p>` : nothing;
  }

  #renderMember({ person, as }: MemberDoc, words: MembersStrings): TemplateResult {
    const name = safeName(person.name);
    const isMe = person.id === this.me?.id;
    const canChange = this.#canManage && as !== 'guest' && this.room?.state === 'open';
    const isAsked = this.asked === person.id;
    const isVisitor = this.room?.visitors?.some((visitor) => visitor.person.id === person.id) === true;
    const isLastHost = isMe && this.#isLastHost;
    return html`${face(person)}<bdi title=${name}>${name}</bdi> ${
        canChange
          ? html`<select aria-label=${words.asOf(name)} @change=${(event: Event) => void this.#change(person, event)}>
              ${chosenRoles.map((role) => html`<option value=${role} ?selected=${role === as}>${words.as[role]}</option>`)}
            </select>`
          : html`<span class="as">${words.as[as]}</span>`
      }
      ${
        this.#canManage || isMe || isVisitor
          ? html`<span class="more">
              ${isVisitor ? html`<span class="as">${words.untilSolved}</span>` : nothing}
              ${
                isVisitor && canChange
                  ? html`<button class="text-button" @click=${() => void this.#keep(person, as)}>
                      ${words.stay}<span class="visually-hidden"> ${name}</span>
                    </button>`
                  : nothing
              }
              ${
                isAsked
                  ? html`<span role="alert">${isMe ? words.leaveAsk : words.removeAsk(name)}</span>
                      <button class="text-button" @click=${() => (this.asked = null)}>${words.cancel}</button>
                      <button class="text-button danger" @click=${() => void this.#remove(person)}>
                        ${isMe ? words.leave : words.remove}
                      </button>`
                  : isLastHost
                    ? html`<span class="as">${words.lastHost}</span>`
                    : !this.#canManage && !isMe
                      ? nothing
                      : html`<button class="text-button" @click=${() => (this.asked = person.id)}>
                          ${isMe ? words.leave : words.remove}<span class="visually-hidden"> ${name}</span>
                        </button>`
              }
            </span>`
          : nothing
      }`;
  }

  #renderAdding(words: MembersStrings): TemplateResult {
    const { chosen, found } = this;
    if (chosen)
      return html`<form @submit=${this.#add}>
        <p class="member">${face(chosen)}<bdi>${safeName(chosen.name)}</bdi></p>
        <label
          >${words.letIn}<select name="as">
            ${chosenRoles.map(
              (role) => html`<option value=${role} ?selected=${role === this.#usualRole}>${words.as[role]}</option>`,
            )}
          </select></label
        >
        <div class="buttons">
          <button type="button" class="button" @click=${this.#closeAdding}>${words.cancel}</button>
          <button class="button primary">${words.add}</button>
        </div>
      </form>`;
    return html`<label
        >${words.who}<input
          name="who"
          autocomplete="off"
          maxlength=${limits.maxPersonNameChars}
          aria-describedby="who-help"
          @input=${this.#search}
          @keydown=${this.#onKey}
      /></label>
      <p class="help" id="who-help" role="status">${found?.length === 0 ? words.nobody : words.whoHelp}</p>
      <ul class="found">
        ${(found ?? []).slice(0, maxFound).map(
          (person) =>
            html`<li>
              <button @click=${() => (this.chosen = person)}>
                ${face(person)}<bdi>${safeName(person.name)}</bdi>
                <span class="as">${person.as ? words.as[person.as] : nothing}</span>
              </button>
            </li>`,
        )}
      </ul>`;
  }

  get #words(): MembersStrings {
    return membersStrings[this.lang === 'ja' ? 'ja' : 'en'];
  }

  /** Whether the reader runs the room. The server decides; this only saves refusals. */
  get #canManage(): boolean {
    const { room, me } = this;
    const own = this.members.find(({ person }) => person.id === me?.id)?.as;
    if (!room || !me) return false;
    return own === 'host' && room.kind !== 'rollout' && room.kind !== 'outage'
      ? true
      : room.kind !== 'team' && isStaff(me.role);
  }

  /** Whoever would leave a room behind that only hosts run, and nobody to run it. */
  get #isLastHost(): boolean {
    const hosts = this.members.filter(({ as }) => as === 'host');
    const [only] = hosts;
    return (
      this.room?.kind === 'team' && this.members.length > 1 && hosts.length === 1 && only?.person.id === this.me?.id
    );
  }

  get #usualRole(): Chosen {
    return this.room?.kind === 'team' || this.room?.kind === 'incident' ? 'member' : 'expert';
  }

  async #read(): Promise<void> {
    const { source, room } = this;
    if (!source || !room) return;
    const reading = (this.#reading += 1);
    try {
      const members = await source.list(room.name);
      if (reading !== this.#reading) return;
      this.members = members.toSorted(
        (a, b) =>
          memberRoles.indexOf(a.as) - memberRoles.indexOf(b.as) ||
          a.person.name.localeCompare(b.person.name, this.lang),
      );
      this.state = 'ready';
    } catch {
      if (reading === this.#reading) this.state = 'failed';
    }
  }

  readonly #openAdding = (): void => {
    if (this.isAdding) return this.#closeAdding();
    this.isAdding = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[name=who]')?.focus());
  };

  readonly #closeAdding = (): void => {
    this.isAdding = false;
    this.found = this.chosen = null;
    this.renderRoot.querySelector<HTMLElement>('h3 button')?.focus();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isImeKey(event)) return;
    const [first] = this.found ?? [];
    if (event.key === 'Enter' && first) this.chosen = first;
    else if (event.key === 'Escape') this.#closeAdding();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #search = async (event: Event): Promise<void> => {
    const text = (event.target as HTMLInputElement).value.trim();
    const searching = (this.#searching += 1);
    const found = text === '' ? null : await this.source?.find(this.room?.name ?? '', text).catch(() => []);
    if (searching === this.#searching) this.found = found ?? null;
  };

  readonly #add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { chosen } = this;
    // The values are those of the roles.
    const as = this.renderRoot.querySelector<HTMLSelectElement>('[name=as]')?.value as Chosen;
    if (!chosen || !this.room) return;
    const { id, name, role } = chosen;
    const room = this.room.name;
    if (await this.#try(() => this.source?.add(room, { id, name, role }, as))) this.#closeAdding();
  };

  /** Who is here for one question stays. Guests have a link, and go with it. */
  async #keep({ id, name, role }: Person, as: MemberRole): Promise<void> {
    const room = this.room?.name ?? '';
    if (as !== 'guest') await this.#try(() => this.source?.add(room, { id, name, role }, as));
  }

  async #change(person: Person, event: Event): Promise<void> {
    const room = this.room?.name ?? '';
    const { id, name, role } = person;
    // As above.
    const as = (event.target as HTMLSelectElement).value as Chosen;
    await this.#try(() => this.source?.add(room, { id, name, role }, as));
  }

  async #remove({ id }: Person): Promise<void> {
    const room = this.room?.name ?? '';
    this.asked = null;
    await this.#try(() => this.source?.remove(room, id));
  }

  /** Whether it was done; the list is read anew either way. */
  async #try(act: () => Promise<unknown> | undefined): Promise<boolean> {
    this.refusal = '';
    try {
      await act();
      return true;
    } catch (error) {
      this.refusal = this.source?.words(error) ?? '';
      return false;
    } finally {
      void this.#read();
    }
  }
}

if (!customElements.get('support-desk-members')) customElements.define('support-desk-members', Members);
