/**
 * Reads the log of one room: joins, folds what comes, reads what is missing, and starts anew when the log is another one.
 * What the server sends on its own is a hint; being contiguous up to the highest head heard of is what counts.
 */
import { addOlder, fold, gapOf, isRetryable, limits, stateFrom } from '@support-chat/protocol';
import type { JoinAnswer, ReaderState, RefusalShape, RoomEvent } from '@support-chat/protocol';
import { backOffMs } from './back-off.js';
import type { Clock } from './clock.js';
import type { Ask } from './connection.js';

/** Messages in one page of older ones. */
const pageMessages = 50;

/** How long after the answer to a command its event may take to arrive. */
const expectedWithinMs = 300;

export type RoomReaderSeams = {
  readonly name: string;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly random: () => number;
  /** Called with each answer to a join, before `changed`. */
  joined(answer: JoinAnswer): void;
  /** Something that can be seen of the reader changed. */
  changed(): void;
};

/** One connection's worth of reading; what was begun in one is void in the next. */
type Session = {
  isJoined: boolean;
  isWorking: boolean;
  /** Highest head heard of. */
  wanted: number;
  /** True when the log may be shorter than what was read from it. */
  isDoubtful: boolean;
  /** What came before the join was answered. */
  early: RoomEvent[];
  /** Ends of the waits under way. */
  endWaits: Set<() => void>;
};

type Outcome = 'done' | 'final' | { readonly retryAfterMs: number | undefined };

/** The reader of one room, for as long as somebody is in it. */
export class RoomReader {
  readonly #seams: RoomReaderSeams;
  #session: Session | null = null;
  #state: ReaderState | null = null;
  #epoch: string | null = null;
  #refusal: RefusalShape | null = null;
  #loadingOlder: Promise<void> | null = null;

  constructor(seams: RoomReaderSeams) {
    this.#seams = seams;
  }

  /** What is known of the log; null before the first join was answered. */
  get state(): ReaderState | null {
    return this.#state;
  }

  /** The epoch of the log that `state` was read from. */
  get epoch(): string | null {
    return this.#epoch;
  }

  /** Why joining was refused for good. */
  get refusal(): RefusalShape | null {
    return this.#refusal;
  }

  get isJoined(): boolean {
    return this.#session?.isJoined ?? false;
  }

  get isLoadingOlder(): boolean {
    return this.#loadingOlder !== null;
  }

  /** The connection is up: joins, and catches up. */
  connect(): void {
    this.disconnect();
    const endWaits = new Set<() => void>();
    this.#session = { isJoined: false, isWorking: false, wanted: 0, isDoubtful: false, early: [], endWaits };
    void this.#work(this.#session);
  }

  /** This person was taken out of the room: asks whether it is there for them still. */
  rejoin(): void {
    if (!this.#session) return;
    this.#session.isJoined = false;
    void this.#work(this.#session);
  }

  /** The connection is gone; what was read stays. */
  disconnect(): void {
    const session = this.#session;
    this.#session = null;
    for (const end of session?.endWaits ?? []) end();
  }

  /** Forgets what was read: it was read as somebody else. */
  forget(): void {
    this.#state = null;
    this.#epoch = null;
    this.#refusal = null;
    this.#seams.changed();
  }

  receive(events: readonly RoomEvent[]): void {
    const session = this.#session;
    if (!session) return;
    if (!session.isJoined) session.early.push(...events.slice(0, limits.maxHeldEvents));
    else this.#fold(session, events);
  }

  /** The log is known to reach `head`. `isBeacon`: and, when nothing was added meanwhile, no further. */
  hint(head: number, isBeacon = false): void {
    const session = this.#session;
    if (!session?.isJoined || !this.#state) return;
    if (head > session.wanted) session.wanted = head;
    if (isBeacon && head < this.#state.cursor) session.isDoubtful = true;
    void this.#work(session);
  }

  /** The log reaches `head`, and its events are on their way: they are asked for only when they are not here in a moment. */
  expect(head: number): void {
    const session = this.#session;
    if (!session) return;
    const cancel = this.#seams.clock.after(expectedWithinMs, () => {
      session.endWaits.delete(cancel);
      this.hint(head);
    });
    session.endWaits.add(cancel);
  }

  /** Adds one page before the window; calls share one page. Resolves without it when the connection is or gets lost. */
  loadOlder(): Promise<void> {
    if (this.#loadingOlder) return this.#loadingOlder;
    const session = this.#session;
    if (!session?.isJoined || !this.#state || this.#state.from === 1) return Promise.resolve();
    this.#loadingOlder = this.#loadOlder(session).finally(() => {
      this.#loadingOlder = null;
      this.#seams.changed();
    });
    this.#seams.changed();
    return this.#loadingOlder;
  }

  async #loadOlder(session: Session): Promise<void> {
    for (let failures = 0; session === this.#session && this.#state && this.#state.from > 1;) {
      const input = { room: this.#seams.name, before: this.#state.from, limit: pageMessages };
      const answer = await this.#seams.ask('room.page', input);
      if (session !== this.#session) return;
      if (answer?.ok) {
        const next = addOlder(this.#state, answer.answer);
        if (next) this.#state = next;
        if (next) return;
        continue; // Events came while the page was on its way, and may have touched its messages.
      }
      if (unreadOutcome(answer?.refusal) === 'final') return;
      await this.#wait(session, failures++, answer?.refusal.retryAfterMs);
    }
  }

  /** Asks until there is nothing to ask for. */
  async #work(session: Session): Promise<void> {
    if (session.isWorking) return;
    session.isWorking = true;
    for (let failures = 0; this.#needsWork(session);) {
      const outcome = await (session.isJoined ? this.#read(session) : this.#join(session));
      if (session !== this.#session || outcome === 'final') break;
      if (outcome !== 'done') await this.#wait(session, failures, outcome.retryAfterMs);
      if (session !== this.#session) break;
      failures = outcome === 'done' ? 0 : failures + 1;
    }
    session.isWorking = false;
  }

  #needsWork(session: Session): boolean {
    if (!session.isJoined || !this.#state) return true;
    return session.isDoubtful || this.#state.cursor < session.wanted || gapOf(this.#state) !== null;
  }

  async #join(session: Session): Promise<Outcome> {
    const room = this.#seams.name;
    const after = this.#state?.cursor;
    const answer = await this.#seams.ask(
      'room.join',
      after === undefined || this.#epoch === null ? { room } : { room, after, epoch: this.#epoch },
    );
    if (session !== this.#session) return 'final';
    if (answer && !answer.ok && !isRetryable(answer.refusal.code)) {
      this.#refusal = answer.refusal;
      // What may not be known of must not stay on the screen.
      if (answer.refusal.code === 'not_found') this.#state = null;
      this.#seams.changed();
      return 'final';
    }
    if (!answer?.ok) return { retryAfterMs: answer?.refusal.retryAfterMs };
    const joined = answer.answer;
    if (joined.mode === 'events' && (joined.epoch !== this.#epoch || !this.#state)) {
      // Events that follow another log: only a window helps.
      this.#epoch = null;
      return { retryAfterMs: undefined };
    }
    this.#refusal = null;
    this.#epoch = joined.epoch;
    if (joined.mode === 'window') this.#state = stateFrom(joined.room, joined.window);
    session.isJoined = true;
    session.wanted = joined.mode === 'window' ? joined.window.head : joined.head;
    this.#seams.joined(joined);
    const events = joined.mode === 'window' ? session.early : [...joined.events, ...session.early];
    session.early = [];
    this.#fold(session, events);
    this.#seams.changed();
    return 'done';
  }

  async #read(session: Session): Promise<Outcome> {
    const after = this.#state?.cursor ?? 0;
    const answer = await this.#seams.ask('room.read', { room: this.#seams.name, after });
    if (session !== this.#session) return 'final';
    if (!answer?.ok) return unreadOutcome(answer?.refusal);
    const { events, head } = answer.answer;
    session.isDoubtful = false;
    if (head < after) {
      // The log is shorter than what was read from it: it was restored. Start anew.
      this.#epoch = null;
      session.isJoined = false;
      return 'done';
    }
    session.wanted = Math.max(head, events.at(-1)?.seq ?? 0);
    this.#fold(session, events);
    const isFurther = (this.#state?.cursor ?? 0) > after;
    return isFurther || !this.#needsWork(session) ? 'done' : { retryAfterMs: undefined };
  }

  #fold(session: Session, events: readonly RoomEvent[]): void {
    if (!this.#state) return;
    const next = fold(this.#state, events);
    if (next === this.#state) return;
    this.#state = next;
    this.#seams.changed();
    void this.#work(session);
  }

  #wait(session: Session, failures: number, retryAfterMs: number | undefined): Promise<void> {
    const { clock, random } = this.#seams;
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        session.endWaits.delete(end);
        resolve();
      };
      const cancel = clock.after(backOffMs({ failures, random, retryAfterMs }), end);
      session.endWaits.add(end);
    });
  }
}

/** Only joining decides whether the room is shown; what could not be read of it is asked for again, unless it is not there for us. */
function unreadOutcome(refusal: RefusalShape | undefined): Outcome {
  const isFinal = refusal?.code === 'not_found' || refusal?.code === 'forbidden';
  return isFinal ? 'final' : { retryAfterMs: refusal?.retryAfterMs };
}
