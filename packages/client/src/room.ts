import type {
  Appended,
  CommandName,
  FrameTable,
  Here,
  InquiryTable,
  JoinAnswer,
  Mention,
  Person,
  RequestInput,
  RoomEvent,
  Signal,
  Standing,
} from '@support-chat/protocol';
import type { Clock } from './clock.js';
import type { CommandInput, Commands } from './commands.js';
import type { Ask } from './connection.js';
import type { Drafts } from './drafts.js';
import { isOlder, Marker } from './marker.js';
import { textBody } from './message-text.js';
import type { Outbox } from './outbox.js';
import type { OutboxEntry } from './outbox-entry.js';
import { RoomReader } from './room-reader.js';
import { findLogged, viewOfRoom } from './room-view.js';
import { Subscribers } from './subscribers.js';
import { TypingHearer, TypingTeller } from './typing.js';
import type { ConnectionView, RoomView } from './view.js';

/** What can be done with a question. */
export type QuestionAct = CommandName & `question.${string}`;

/** What can be done with a problem. */
export type ProblemAct = CommandName & `problem.${string}`;

/** What can be done with what a message says. */
export type SaidAct = 'message.edit' | 'message.retract' | 'message.react';

/** Pins a message, or takes the pin away. */
export type PinAct = 'message.pin' | 'message.unpin';

/** What can be done with a room before it opens and after it was closed. */
export type LifeAct =
  'checklist.set' | 'checklist.tick' | 'room.plan' | 'room.open' | 'room.archive' | 'room.unarchive' | 'room.delete';

/** What can be done with links for guests. */
export type LinkAct = CommandName & `link.${string}`;

/** Letting people in by name, taking them out, and leaving. */
export type MemberAct = CommandName & `member.${string}`;

/** What can be asked about a room beside its log. */
export type RoomInquiry =
  | 'message.versions'
  | 'question.suggest'
  | 'questions.mine'
  | 'problem.mine'
  | 'member.mine'
  | 'wave.mine'
  | 'people.find'
  | 'people.count'
  | 'ratings.mine';

/** What somebody posts. */
export type Post = Pick<RequestInput<'message.post'>, 'files' | 'invites' | 'untilSolved' | 'isConfirmed'> & {
  /** Empty only beside `files`: ids of files that were uploaded into this room, see `createFiles`. */
  readonly text: string;
  /** Number of the message it replies to; without it, somebody who needs help asks a question. */
  readonly re?: number | undefined;
  /** Whom the text calls. */
  readonly mentions?: readonly Mention[];
};

/** What the author of a message says in place of it. */
export type Edit = Pick<RequestInput<'message.edit'>, 'message' | 'rev' | 'isConfirmed'> &
  Pick<Post, 'text' | 'mentions'>;

/** One room, as this person sees it and acts in it. */
export type Room = {
  /** The room now. Frozen; another object after each change. */
  readonly view: RoomView;
  /** Calls `tell` at once and after each change, several changes of one microtask together. Returns the end of it. */
  subscribe(tell: (view: RoomView) => void): () => void;
  /** Resolves once the message is stored in the outbox; it is sent after that, also after a reload.
  Throws Refusal('too_long' | 'bad_request') for what the server would never take. */
  post(message: Post): Promise<{ cid: string }>;
  /** Says something else in place of an own message. `rev` is the number of the event that says what the person saw:
  `edited.revs.at(-1)` of the message, or its `seq`. Resolves when it is stored. Throws Refusal; `rev_conflict` when it says
  something else by now, `changed` when it was taken back. */
  edit(edit: Edit): Promise<Appended>;
  /** Takes the words of a message back, for good: an own one, or with a reason one of a room that the person looks after.
  Resolves when it is stored. Throws Refusal. */
  retract(message: number, reason?: string): Promise<Appended>;
  /** Reacts to a message with an emoji, or no longer does. Resolves when it is stored. Throws Refusal. */
  react(message: number, emoji: string, isOn: boolean): Promise<Appended>;
  /** Does something with the question that message `question` asks, or with the problem that message `problem` announced;
  `problem.announce` makes one. Resolves when it is stored. Throws Refusal; `changed` when
  it is no longer as it was seen. */
  act<N extends QuestionAct | ProblemAct | PinAct | SaidAct | LinkAct | MemberAct | LifeAct>(
    name: N,
    input: Omit<CommandInput<N>, 'room'>,
  ): Promise<Appended>;
  /** Asks the server about the room: `message.versions`, `question.suggest`, `questions.mine`, `problem.mine`, `member.mine`, `wave.mine`,
  `people.find`, `people.count`, `ratings.mine`. Null when it could not be asked, or refused. */
  ask<N extends RoomInquiry>(
    name: N,
    input: Omit<InquiryTable[N]['input'], 'room'>,
  ): Promise<InquiryTable[N]['answer'] | null>;
  /** Sends a failed message again. */
  retry(cid: string): void;
  /** Forgets a failed message. Returns its text, empty when there is no such message. */
  discard(cid: string): string;
  /** Adds one page of 50 older messages; calls share one page. Never rejects: without a connection it resolves and
  `hasOlder` stays true. */
  loadOlder(): Promise<void>;
  /** Everything up to `seq`, or up to the last event shown, was seen. Cheap: told at most once a second. */
  markRead(seq?: number): void;
  /** Call it with true on each key; it is told sparingly and ends by itself 6 s after the last call. `re`: what it replies to. */
  setTyping(isTyping: boolean, re?: number): void;
  /** What this person typed here and did not post; empty when nothing. Waits until it is known who that is. */
  draft(): Promise<string>;
  /** Keeps what is typed, also over a reload. An empty text forgets it. */
  keepDraft(text: string): void;
  /** Who runs the room: changes title and purpose, and the address of the page that carries its tag. Throws Refusal. */
  describe(description: Omit<CommandInput<'room.describe'>, 'room'>): Promise<Appended>;
  /** Staff: ends writing in the room. Throws Refusal. */
  close(reason: string): Promise<Appended>;
  /** Staff: lets people write again. Throws Refusal. */
  reopen(reason: string): Promise<Appended>;
  /** Ends this handle. The room is left when every `join` of it was followed by one `leave`. */
  leave(): void;
};

export type RoomSeams = {
  readonly name: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly makeCid: () => string;
  readonly ask: Ask;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly commands: Commands;
  /** What every room of the client shows alike. */
  readonly shared: () => {
    readonly connection: ConnectionView;
    readonly me: Person | null;
    readonly outboxKeptIn: 'storage' | 'memory';
  };
  readonly report: (error: unknown) => void;
  /** The log was found to have this message of ours. */
  readonly logged: (entry: OutboxEntry, seq: number) => void;
  /** The person's marker moved; the room hears of it by `stand`. */
  readonly moved: (standing: Standing) => void;
  left(): void;
};

/** A room that the client is in. What is not in `Room` is for the client. */
export class JoinedRoom implements Room {
  readonly #seams: RoomSeams;
  readonly #reader: RoomReader;
  readonly #marker: Marker;
  readonly #teller: TypingTeller;
  readonly #hearer: TypingHearer;
  readonly #subscribers: Subscribers<RoomView>;
  #epoch: string | null = null;
  #standing: Standing | null = null;
  #lane: Standing | null = null;
  #here: Here | null = null;

  constructor(seams: RoomSeams) {
    this.#seams = seams;
    const { name, ask, clock, random } = seams;
    this.#subscribers = new Subscribers((last) => this.#buildView(last), seams.report);
    const changed = (): void => this.#subscribers.changed();
    const joined = (answer: JoinAnswer): void => this.#joined(answer);
    this.#reader = new RoomReader({ name, ask, clock, random, joined, changed: () => this.refresh() });
    this.#marker = new Marker({ room: name, ask, clock, moved: seams.moved });
    this.#hearer = new TypingHearer(clock, changed);
    this.#teller = new TypingTeller(
      clock,
      (isTyping, re) => void ask('typing.tell', { room: name, isTyping, ...(re && { re }) }),
    );
  }

  get view(): RoomView {
    return this.#subscribers.view;
  }

  subscribe(tell: (view: RoomView) => void): () => void {
    return this.#subscribers.add(tell);
  }

  async post({ text, mentions, ...rest }: Post): Promise<{ cid: string }> {
    const body = { ...textBody(text, rest.files), ...(mentions && { mentions }) };
    const cid = this.#seams.makeCid();
    this.#teller.set(false);
    await this.#seams.outbox.add({ ...rest, cid, room: this.#seams.name, body });
    return { cid };
  }

  async edit({ text, mentions, ...rest }: Edit): Promise<Appended> {
    return this.act('message.edit', { ...rest, body: { ...textBody(text), ...(mentions && { mentions }) } });
  }

  retract(message: number, reason = ''): Promise<Appended> {
    return this.act('message.retract', { message, reason });
  }

  react(message: number, emoji: string, isOn: boolean): Promise<Appended> {
    return this.act('message.react', { message, emoji, isOn });
  }

  act<N extends QuestionAct | ProblemAct | PinAct | SaidAct | LinkAct | MemberAct | LifeAct>(
    name: N,
    input: Omit<CommandInput<N>, 'room'>,
  ): Promise<Appended> {
    // `room` is the one field that the type leaves out.
    return this.#seams.commands.send(name, { ...input, room: this.#seams.name } as unknown as CommandInput<N>);
  }

  async ask<N extends RoomInquiry>(
    name: N,
    input: Omit<InquiryTable[N]['input'], 'room'>,
  ): Promise<InquiryTable[N]['answer'] | null> {
    // `room` is the one field that the type leaves out.
    const answer = await this.#seams.ask(name, { ...input, room: this.#seams.name } as unknown as RequestInput<N>);
    return answer?.ok ? answer.answer : null;
  }

  retry(cid: string): void {
    this.#seams.outbox.retry(cid);
  }

  discard(cid: string): string {
    return this.#seams.outbox.discard(cid);
  }

  loadOlder(): Promise<void> {
    return this.#reader.loadOlder();
  }

  markRead(seq = this.#reader.state?.cursor ?? 0): void {
    this.#marker.move(seq);
  }

  setTyping(isTyping: boolean, re?: number): void {
    this.#teller.set(isTyping, re);
  }

  draft(): Promise<string> {
    return this.#seams.drafts.read(this.#seams.name);
  }

  keepDraft(text: string): void {
    this.#seams.drafts.keep(this.#seams.name, text);
  }

  describe(description: Omit<CommandInput<'room.describe'>, 'room'>): Promise<Appended> {
    return this.#seams.commands.send('room.describe', { ...description, room: this.#seams.name });
  }

  close(reason: string): Promise<Appended> {
    return this.#seams.commands.send('room.close', { room: this.#seams.name, reason });
  }

  reopen(reason: string): Promise<Appended> {
    return this.#seams.commands.send('room.reopen', { room: this.#seams.name, reason });
  }

  leave(): void {
    this.#seams.left();
  }

  /** The connection is up. */
  connect(): void {
    this.#reader.connect();
  }

  /** The connection is gone. */
  disconnect(): void {
    this.#reader.disconnect();
    this.#marker.disconnect();
    this.#hearer.clear();
    this.refresh();
  }

  /** Forgets what was read as somebody else. */
  forget(): void {
    this.#standing = null;
    this.#here = null;
    this.#lane = null;
    this.#epoch = null;
    this.#marker.forget();
    this.#reader.forget();
  }

  /** Ends every timer. */
  stop(): void {
    this.disconnect();
    this.#teller.stop();
  }

  receive(events: FrameTable['events']['events']): void {
    for (const event of events) if (event.type === 'message.posted') this.#hearer.hear(event.by, false);
    this.#reader.receive(events);
    const me = this.#seams.shared().me?.id;
    // Nothing more comes from here on. Whether the room is still there for us, only the server knows.
    const endsHere = (event: RoomEvent): boolean =>
      event.type === 'room.deleted' || (event.type === 'member.removed' && event.data.person.id === me);
    if (events.some(endsHere)) this.#reader.rejoin();
  }

  hint(head: number, isBeacon: boolean): void {
    this.#reader.hint(head, isBeacon);
  }

  expect(head: number): void {
    this.#reader.expect(head);
  }

  stand(standing: Standing): void {
    if (this.#standing && isOlder(standing, this.#standing)) return;
    this.#standing = standing;
    this.#subscribers.changed();
  }

  /** As `stand`, for the lane beside this room. */
  standInLane(standing: Standing): void {
    if (this.#lane && isOlder(standing, this.#lane)) return;
    this.#lane = standing;
    this.#subscribers.changed();
  }

  signal(signal: Signal): void {
    if (signal.type === 'here') this.#here = signal.here;
    else if (signal.by.id !== this.#seams.shared().me?.id) this.#hearer.hear(signal.by, signal.isTyping, signal.re);
    this.#subscribers.changed();
  }

  /** Something outside the room that its view shows, or its log, changed. */
  refresh(): void {
    const { outbox, logged, name } = this.#seams;
    const state = this.#reader.state;
    for (const { retracted, cid } of state?.messages ?? []) if (retracted) outbox.drop(cid);
    for (const entry of state ? outbox.entries : []) {
      if (!state || entry.room !== name || entry.state === 'acked') continue;
      const message = findLogged(state, entry.person, entry.cid);
      if (message) logged(entry, message.seq);
    }
    this.#subscribers.changed();
  }

  #joined({ standing, here, epoch, lane }: JoinAnswer): void {
    // Numbers of another log mean other messages.
    if (this.#epoch !== null && this.#epoch !== epoch) {
      this.#marker.forget();
      this.#standing = null;
    }
    this.#lane = this.#epoch === epoch && this.#lane && lane && isOlder(lane, this.#lane) ? this.#lane : (lane ?? null);
    this.#epoch = epoch;
    this.#here = here;
    // What another device read meanwhile may have been told before this answer.
    if (!this.#standing || !isOlder(standing, this.#standing)) this.#standing = standing;
    this.#marker.connect(this.#standing.marker);
  }

  #buildView(last: RoomView | null): RoomView {
    const { name, outbox, shared } = this.#seams;
    const { state: reader, epoch, refusal, isLoadingOlder } = this.#reader;
    const entries = outbox.entries.filter((entry) => entry.room === name);
    const typing = this.#hearer.people;
    const facts = {
      name,
      refusal,
      isLoadingOlder,
      typing,
      reader,
      epoch,
      entries,
      standing: this.#standing,
      lane: this.#lane,
      here: this.#here,
    };
    return viewOfRoom({ ...facts, ...shared() }, last);
  }
}
