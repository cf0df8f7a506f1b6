import { isRetryable, Refusal } from '@support-chat/protocol';
import type {
  Appended,
  Call,
  CommandName,
  FoundPerson,
  FrameTable,
  InquiryTable,
  LobbyRow,
  Look,
  MemberDoc,
  Person,
  QueueRow,
  RefusalShape,
  RequestInput,
  RoomDoc,
  RoomNumbers,
  Roster,
  Standing,
} from '@support-chat/protocol';
import { backOffMs } from './back-off.js';
import type { Clock } from './clock.js';
import type { CommandInput, Commands } from './commands.js';
import type { Ask } from './connection.js';
import { LookHearer, LookTeller } from './looks.js';
import { isOlder } from './marker.js';
import { Subscribers } from './subscribers.js';
import type { ConnectionView, LobbyView } from './view.js';

export type CannedInquiry = 'canned.list' | 'canned.keep' | 'canned.drop';
export type ShelfInquiry = 'shelf.list' | 'shelf.keep' | 'shelf.drop';

/** All rooms that a member of staff serves. */
export type Lobby = {
  /** The lobby now. Frozen; another object after each change. */
  readonly view: LobbyView;
  /** Calls `tell` at once and after each change. Returns the end of it. */
  subscribe(tell: (view: LobbyView) => void): () => void;
  /** A command in any room, also one that is not open. Resolves when it is stored. Throws Refusal. */
  send<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Appended>;
  /** Counts of a room, by days of this time zone (`Asia/Tokyo`). Throws Refusal. */
  numbers(room: string, timeZone: string): Promise<RoomNumbers>;
  /** Who was let into a room by name, by id. Throws Refusal. */
  members(room: string): Promise<readonly MemberDoc[]>;
  /** People that can be called or let into a room, by the beginning of a name. Throws Refusal. */
  findPeople(room: string, text: string): Promise<readonly FoundPerson[]>;
  /** Deleted rooms that this person may take back, the last one first. Throws Refusal. */
  deletedRooms(): Promise<readonly RoomDoc[]>;
  /** Who is in a room and belongs to it, who helps first; the first 500, and how many there are. Throws Refusal. */
  roster(room: string): Promise<Roster>;
  /** Canned replies: lists, keeps or drops them. Throws Refusal; nothing is sent later. */
  canned<N extends CannedInquiry>(name: N, input: InquiryTable[N]['input']): Promise<InquiryTable[N]['answer']>;
  /** Templates of rooms, and own views of the queue: lists, keeps or drops them. Throws Refusal; nothing is sent later. */
  shelf<N extends ShelfInquiry>(name: N, input: InquiryTable[N]['input']): Promise<InquiryTable[N]['answer']>;
  /** Tells that this device was touched or left, or that the person wants not to be disturbed, which is kept until taken back. Throws
  Refusal; nothing is sent later. */
  tellPresence(presence: RequestInput<'presence.tell'>): Promise<void>;
  /** Tells colleagues which question this person has open, until it is another or null. It may be lost. */
  look(place: { readonly room: string; readonly question: number } | null): void;
  /** Ends this handle. The lobby is left when every `lobby()` was followed by one `leave`. */
  leave(): void;
};

export type LobbySeams = {
  readonly ask: Ask;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly random: () => number;
  shared(): { readonly connection: ConnectionView; readonly me: Person | null };
  readonly report: (error: unknown) => void;
  left(): void;
};

const noRows: readonly LobbyRow[] = Object.freeze([]);
const noCalls: readonly Call[] = Object.freeze([]);

/** The lobby that the client is in. What is not in `Lobby` is for the client. */
export class JoinedLobby implements Lobby {
  readonly #seams: LobbySeams;
  readonly #subscribers: Subscribers<LobbyView>;
  #rows: readonly LobbyRow[] = noRows;
  /** By room and number. */
  readonly #questions = new Map<string, QueueRow>();
  /** What the view shows of them; null while not all were read. */
  #shownQuestions: readonly QueueRow[] | null = null;
  /** Those that came by themselves while all are read anew. */
  readonly #heard = new Set<string>();
  #calls = noCalls;
  readonly #hearer: LookHearer;
  readonly #teller: LookTeller;
  #isReady = false;
  #isBusy = false;
  #refusal: RefusalShape | null = null;
  /** Changes with each connection; what was asked in another one is void. */
  #turn = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(seams: LobbySeams) {
    this.#seams = seams;
    this.#subscribers = new Subscribers((last) => this.#buildView(last), seams.report);
    this.#hearer = new LookHearer(seams.clock, () => this.refresh());
    this.#teller = new LookTeller(seams.clock, (room, question) => void seams.ask('question.look', { room, question }));
  }

  get view(): LobbyView {
    return this.#subscribers.view;
  }

  subscribe(tell: (view: LobbyView) => void): () => void {
    return this.#subscribers.add(tell);
  }

  send<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Appended> {
    return this.#seams.commands.send(name, input);
  }

  async numbers(room: string, timeZone: string): Promise<RoomNumbers> {
    const answer = await this.#seams.ask('room.numbers', { room, timeZone });
    if (answer?.ok) return answer.answer.numbers;
    throw refusalFrom(answer);
  }

  async members(room: string): Promise<readonly MemberDoc[]> {
    const answer = await this.#seams.ask('room.members', { room });
    if (answer?.ok) return answer.answer.members;
    throw refusalFrom(answer);
  }

  async findPeople(room: string, text: string): Promise<readonly FoundPerson[]> {
    const answer = await this.#seams.ask('people.find', { room, text });
    if (answer?.ok) return answer.answer.people;
    throw refusalFrom(answer);
  }

  async deletedRooms(): Promise<readonly RoomDoc[]> {
    const answer = await this.#seams.ask('rooms.deleted', {});
    if (answer?.ok) return answer.answer.rooms;
    throw refusalFrom(answer);
  }

  async roster(room: string): Promise<Roster> {
    const answer = await this.#seams.ask('room.roster', { room });
    if (answer?.ok) return answer.answer;
    throw refusalFrom(answer);
  }

  canned<N extends CannedInquiry>(name: N, input: InquiryTable[N]['input']): Promise<InquiryTable[N]['answer']> {
    return this.#answerTo(name, input);
  }

  shelf<N extends ShelfInquiry>(name: N, input: InquiryTable[N]['input']): Promise<InquiryTable[N]['answer']> {
    return this.#answerTo(name, input);
  }

  async #answerTo<N extends CannedInquiry | ShelfInquiry>(
    name: N,
    input: InquiryTable[N]['input'],
  ): Promise<InquiryTable[N]['answer']> {
    // The answer is of the name that was asked; the compiler does not tie the one to the other.
    const answer = (await this.#seams.ask(name, input as RequestInput<N>)) as
      | { readonly ok: true; readonly answer: InquiryTable[N]['answer'] }
      | { readonly ok: false; readonly refusal: RefusalShape }
      | null;
    if (answer?.ok) return answer.answer;
    throw refusalFrom(answer);
  }

  async tellPresence(presence: RequestInput<'presence.tell'>): Promise<void> {
    const answer = await this.#seams.ask('presence.tell', presence);
    if (!answer?.ok) throw refusalFrom(answer);
  }

  look(place: Pick<Look, 'room' | 'question'> | null): void {
    this.#teller.set(place);
  }

  leave(): void {
    this.#teller.set(null);
    this.#seams.left();
  }

  /** The connection is up. */
  connect(): void {
    this.disconnect();
    void this.#join(this.#turn, 0);
  }

  /** The connection is gone; the rows stay. */
  disconnect(): void {
    this.#turn++;
    this.#cancelRetry();
  }

  /** Forgets what was seen as somebody else. */
  forget(): void {
    this.#rows = noRows;
    this.#questions.clear();
    this.#shownQuestions = null;
    this.#calls = noCalls;
    this.#hearer.clear();
    this.#isReady = false;
    this.#isBusy = false;
    this.#refusal = null;
    this.refresh();
  }

  /** These rows and questions changed. */
  receive({
    rows,
    questions = [],
    isBusy = this.#isBusy,
    gone = [],
    uncalled = [],
    looking,
  }: FrameTable['lobby']): void {
    if (looking) return this.#hearer.hear(looking);
    for (const { room, seq } of uncalled)
      this.#calls = Object.freeze(this.#calls.filter((call) => call.room !== room || call.seq !== seq));
    for (const name of gone) this.#forgetRoom(name);
    this.#isBusy = isBusy;
    this.#addQuestions(questions);
    for (const row of questions) this.#heard.add(keyOf(row));
    if (this.#shownQuestions && questions.length > 0) this.#showQuestions();
    const names = new Set(rows.map((row) => row.room.name));
    this.#rows = Object.freeze([...this.#rows.filter((row) => !names.has(row.room.name)), ...rows]);
    this.refresh();
  }

  /** The person may not see the room any more. */
  #forgetRoom(name: string): void {
    this.#rows = Object.freeze(this.#rows.filter(({ room }) => room.name !== name));
    this.#calls = Object.freeze(this.#calls.filter(({ room }) => room !== name));
    for (const [key, { room }] of this.#questions) if (room === name) this.#questions.delete(key);
    if (this.#shownQuestions) this.#showQuestions();
  }

  /** A message calls this person. */
  called(call: Call): void {
    if (this.#calls.some((known) => known.room === call.room && known.seq === call.seq)) return;
    this.#calls = Object.freeze([Object.freeze(call), ...this.#calls]);
    this.refresh();
  }

  /** The person's marker in this room moved. */
  stand(room: string, standing: Standing): void {
    this.#calls = Object.freeze(this.#calls.filter((call) => call.room !== room || call.seq > standing.marker));
    const isHere = (row: LobbyRow): boolean => row.room.name === room && !isOlder(standing, row.standing);
    this.#rows = Object.freeze(this.#rows.map((row) => (isHere(row) ? Object.freeze({ ...row, standing }) : row)));
    this.refresh();
  }

  /** Something outside the lobby that its view shows changed. */
  refresh(): void {
    this.#subscribers.changed();
  }

  async #join(turn: number, failures: number): Promise<void> {
    const { ask, clock, random } = this.#seams;
    const answer = await ask('lobby.join', {});
    if (turn !== this.#turn) return;
    if (answer?.ok) {
      this.#isReady = true;
      this.#refusal = null;
      this.#rows = Object.freeze([...answer.answer.rows]);
      this.#isBusy = answer.answer.isBusy;
      this.refresh();
      void this.#readCalls(turn);
      return this.#readQuestions(turn, 0);
    }
    if (answer && !isRetryable(answer.refusal.code)) {
      this.#refusal = answer.refusal;
      return this.refresh();
    }
    const retryAfterMs = answer?.refusal.retryAfterMs;
    this.#cancelRetry = clock.after(backOffMs({ failures, random, retryAfterMs }), () => {
      void this.#join(turn, failures + 1);
    });
  }

  /** Without an answer there are those that came by themselves; the next connection asks again. */
  async #readCalls(turn: number): Promise<void> {
    const answer = await this.#seams.ask('calls.read', {});
    if (turn !== this.#turn || !answer?.ok) return;
    this.#calls = Object.freeze([...answer.answer.calls]);
    this.refresh();
  }

  /** Reads all questions anew, and shows them when all are there: those that were solved meanwhile are not among them. */
  async #readQuestions(turn: number, failures: number): Promise<void> {
    const { ask, clock, random } = this.#seams;
    const found: QueueRow[] = [];
    this.#heard.clear();
    for (let after: RequestInput<'queue.read'>['after']; ;) {
      const answer = await ask('queue.read', after ? { after } : {});
      if (turn !== this.#turn) return;
      if (!answer?.ok) {
        const retryAfterMs = answer?.refusal.retryAfterMs;
        this.#cancelRetry = clock.after(backOffMs({ failures, random, retryAfterMs }), () => {
          void this.#readQuestions(turn, failures + 1);
        });
        return;
      }
      found.push(...answer.answer.rows);
      const last = answer.answer.rows.at(-1);
      if (answer.answer.isLast || !last) break;
      after = { room: last.room, seq: last.seq };
    }
    // What was known before and is not among them is over.
    const open = new Set([...found.map(keyOf), ...this.#heard]);
    for (const key of [...this.#questions.keys()]) if (!open.has(key)) this.#questions.delete(key);
    this.#addQuestions(found);
    this.#showQuestions();
  }

  #addQuestions(rows: readonly QueueRow[]): void {
    for (const row of rows) {
      const before = this.#questions.get(keyOf(row));
      if (!before || before.rev < row.rev) this.#questions.set(keyOf(row), Object.freeze(row));
    }
  }

  #showQuestions(): void {
    this.#shownQuestions = Object.freeze(
      [...this.#questions.values()].filter(
        ({ state }) => state !== 'resolved' && state !== 'merged' && state !== 'moved',
      ),
    );
    this.refresh();
  }

  #buildView(last: LobbyView | null): LobbyView {
    const state = this.#refusal ? 'refused' : this.#isReady ? 'ready' : 'loading';
    const view: LobbyView = {
      state,
      refusal: this.#refusal,
      ...this.#seams.shared(),
      rows: this.#rows,
      isBusy: this.#isBusy,
      questions: this.#shownQuestions,
      looks: this.#hearer.looks,
      calls: this.#calls,
    };
    const isSame = last && (Object.keys(view) as (keyof LobbyView)[]).every((key) => view[key] === last[key]);
    return isSame ? last : Object.freeze(view);
  }
}

/** `answer` is null without a connection. */
function refusalFrom(answer: { readonly refusal: RefusalShape } | null): Refusal {
  const { code, message } = answer?.refusal ?? { code: 'unavailable', message: 'there is no connection; try again' };
  return new Refusal(code, message);
}

function keyOf({ room, seq }: QueueRow): string {
  return `${room}/${seq}`;
}
