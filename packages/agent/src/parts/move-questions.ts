/** Moving questions that were asked in the wrong room, or whose room ends. Loaded when somebody asks for it. */
import { laneName, parseLaneName, type LobbyRow, type RoomDoc } from '@support-chat/protocol';
import { base, safeName } from '@support-chat/widget/parts';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { moveStrings, type MoveStrings } from '../move-strings.js';
import { filterRooms } from '../room-order.js';
import { forms } from '../styles.js';
import type { Handed } from './hand-over.js';

/** Kinds of rooms in which employees ask. */
const asking: ReadonlySet<RoomDoc['kind']> = new Set(['rollout', 'outage', 'expert']);
/** And beside which they ask in private. */
const withLanes: ReadonlySet<RoomDoc['kind']> = new Set(['rollout', 'outage']);

/** The rooms to which a question of the room can go; of a lane, those beside which it can go on in private. */
export function roomsToMoveTo(rows: readonly LobbyRow[], home: string): LobbyRow[] {
  const lane = parseLaneName(home);
  const kinds = lane ? withLanes : asking;
  return rows.filter(
    ({ room }) => room.name !== (lane?.of ?? home) && room.state === 'open' && kinds.has(room.kind) && !isBound(room),
  );
}

/** Who asked has to ask there: what their sign-in says is known while they are. */
function isBound({ boundTo = [] }: RoomDoc): boolean {
  return boundTo.length > 0;
}

/** Where a question goes on that was asked in `home`: for everybody in the room, or in private beside it. */
export function placeIn(room: string, home: string): string {
  const lane = parseLaneName(home);
  return lane ? laneName(room, lane.person) : room;
}

/** @summary A dialog with the rooms to which questions can go. */
export class MoveQuestions extends LitElement {
  static override properties = {
    lang: {},
    questions: { state: true },
    rows: { state: true },
    query: { state: true },
    refusal: { state: true },
    done: { state: true },
  };
  static override styles = [
    base,
    forms,
    css`
      ul {
        min-block-size: 132px;
        max-block-size: 40vh;
        margin: 12px -8px 16px;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      .row {
        display: block;
        inline-size: 100%;
        min-block-size: 44px;
        padding: 6px 8px;
        border-radius: var(--_radius-s);
        text-align: start;
        overflow-wrap: anywhere;
      }
      .row:hover {
        background: var(--_surface-3);
      }
      .row b {
        display: block;
        font-weight: 600;
      }
    `,
  ];

  override lang = 'en';

  private questions: readonly Handed[] = [];
  private rows: readonly LobbyRow[] = [];
  private query = '';
  private refusal = '';
  /** How many are moved so far; null while no room was chosen. */
  private done: number | null = null;

  #move: (question: Handed, room: string) => Promise<unknown> = () => Promise.resolve();
  #refusalWords: (error: unknown) => string = String;

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  /** Asks to which of the rooms these go; `move` moves one, or throws. */
  async ask(
    questions: readonly Handed[],
    rows: readonly LobbyRow[],
    move: (question: Handed, room: string) => Promise<unknown>,
    refusalWords: (error: unknown) => string,
  ): Promise<void> {
    this.questions = questions;
    this.rows = rows;
    this.query = this.refusal = '';
    this.done = null;
    this.#move = move;
    this.#refusalWords = refusalWords;
    await this.updateComplete;
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    const { questions, done, rows } = this;
    const words = moveStrings[this.lang === 'ja' ? 'ja' : 'en'];
    return html`<dialog aria-labelledby="heading">
      <h2 id="heading">${words.heading(questions.length)}</h2>
      <p class="help">${parseLaneName(questions[0]?.room ?? '') ? words.laneHelp : words.help}</p>
      ${rows.length === 0 ? html`<p>${words.none}</p>` : this.#renderRooms(words)}
      <p role="status" class="help">${done === null ? nothing : words.moved(done, questions.length)}</p>
      ${this.refusal ? html`<p class="wrong" role="alert">${this.refusal}</p>` : nothing}
      <div class="buttons">
        <button class="button" @click=${() => this.dialog.close()}>${words.cancel}</button>
      </div>
    </dialog>`;
  }

  #renderRooms(words: MoveStrings): TemplateResult {
    return html`<input
        type="search"
        aria-label=${words.find}
        placeholder=${words.find}
        autocomplete="off"
        .value=${this.query}
        @input=${(event: Event) => (this.query = (event.target as HTMLInputElement).value)}
      />
      <ul>
        ${filterRooms(this.rows, this.query).map(
          ({ room }) =>
            html`<li>
              <button
                class="row"
                ?disabled=${this.done !== null && !this.refusal}
                @click=${() => void this.#moveAll(room.name)}
              >
                <b dir="auto">${safeName(room.title)}</b><span class="help" dir="auto">${room.purpose}</span>
              </button>
            </li>`,
        )}
      </ul>`;
  }

  /** One after the other; what was moved stays so when the next is refused. */
  async #moveAll(room: string): Promise<void> {
    this.refusal = '';
    this.done = 0;
    const left = [...this.questions];
    for (const question of this.questions) {
      try {
        await this.#move(question, room);
        this.done += 1;
        left.shift();
      } catch (error) {
        this.refusal = this.#refusalWords(error);
        this.questions = left;
        return;
      }
    }
    this.dialog.close();
  }
}

if (!customElements.get('support-desk-move-questions'))
  customElements.define('support-desk-move-questions', MoveQuestions);
