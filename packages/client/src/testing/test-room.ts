/** One room of the server in memory: the log and what is asked about it. */
import {
  affectedOf,
  emptyState,
  excerptOf,
  fold,
  foldMember,
  isStaff,
  limits,
  memberOf,
  Refusal,
  withoutWords,
  wordsIn,
  type Appended,
  type EventDraft,
  type InquiryTable,
  type MemberDoc,
  type MessageDoc,
  type MessagePage,
  type MessageVersion,
  type Person,
  type ReaderState,
  type RoomDoc,
  type RoomEvent,
  type RoomNumbers,
  type Standing,
  type StoredEvent,
  type Suggestion,
} from '@support-chat/protocol';

/** Where an event comes from. */
export type Origin = { readonly by: Person; readonly cid: string; readonly at: number; readonly content: string };

/** A room whose log lives in memory. */
export class TestRoom {
  readonly name: string;
  #log: StoredEvent[] = [];
  /** Answers by person and command id, with the content they answer. */
  readonly #answers = new Map<string, { content: string; appended: Appended }>();
  readonly #markers = new Map<string, number>();
  /** Everything, as staff see it. */
  #state: ReaderState = emptyState;
  readonly #members = new Map<string, MemberDoc>();
  /** Problems by the id of whom they concern. */
  readonly #affected = new Map<string, ReadonlySet<number>>();

  constructor(name: string) {
    this.name = name;
  }

  get log(): readonly StoredEvent[] {
    return this.#log;
  }

  get head(): number {
    return this.#log.length;
  }

  /** Null before the first event. */
  get begun(): RoomDoc | null {
    return this.#state.room;
  }

  /** Throws when the room was not created. */
  get doc(): RoomDoc {
    if (!this.#state.room) throw new Error(`room "${this.name}" has no first event`);
    return this.#state.room;
  }

  /** Who was let in by name. */
  get members(): readonly MemberDoc[] {
    return [...this.#members.values()];
  }

  /** All of them, as staff see them. */
  get messages(): readonly MessageDoc[] {
    return this.#state.messages;
  }

  /** Every message that asks. */
  get questions(): readonly MessageDoc[] {
    return this.#state.messages.filter(({ question }) => question);
  }

  /** A message as it is now. */
  message(seq: number): MessageDoc | undefined {
    return this.#state.messages.find((message) => message.seq === seq);
  }

  /** Problems that the person said concern them. */
  problemsOf({ id }: Person): ReadonlySet<number> {
    return this.#affected.get(id) ?? new Set();
  }

  /** Adds an event. `content` is what the command said, to know it again by. */
  append(draft: EventDraft, { by, cid, at, content }: Origin): StoredEvent {
    // A draft with a place in the log is a stored event; the spread of a union loses that.
    const event = { ...draft, seq: this.head + 1, at, by, cid } as StoredEvent;
    this.#state = fold(this.#state, [event]);
    this.#log.push(event);
    if (event.type === 'message.retracted') this.#erase(event.data.message);
    const person = memberOf(event);
    const member = person === null ? undefined : foldMember(this.#members.get(person), event);
    if (member) this.#members.set(member.person.id, member);
    else if (person !== null) this.#members.delete(person);
    const change = affectedOf(event);
    if (change) {
      const others = [...this.problemsOf(by)].filter((problem) => problem !== change.problem);
      this.#affected.set(by.id, new Set(change.isAffected ? [...others, change.problem] : others));
    }
    if (event.type === 'message.posted') this.moveMarker(by, event.seq); // As the store does with an own message.
    this.#answers.set(`${by.id}/${cid}`, { content, appended: { seq: event.seq, at, dup: false } });
    return event;
  }

  /** The answer this command got before; null when it is new. Throws Refusal('cid_conflict') when it was another one. */
  answered({ by, cid, content }: Omit<Origin, 'at'>): Appended | null {
    const before = this.#answers.get(`${by.id}/${cid}`);
    if (!before) return null;
    if (before.content === content) return { ...before.appended, dup: true };
    throw new Refusal('cid_conflict', `command ${cid} was used before with other content`);
  }

  /** What the message said, the first version first. */
  versionsOf(seq: number): MessageVersion[] {
    return this.#log.flatMap((event) =>
      wordsIn(event) === seq && (event.type === 'message.posted' || event.type === 'message.edited')
        ? [{ seq: event.seq, at: event.at, body: event.data.body }]
        : [],
    );
  }

  #erase(message: number): void {
    this.#log = this.#log.map((event) => (wordsIn(event) === message ? withoutWords(event) : event));
  }

  /** Forgets the last events, as a restored backup does. The room's first event stays. */
  lose(count: number): void {
    const kept = this.#log.slice(0, Math.max(1, this.head - count));
    this.#log = kept;
    this.#state = fold(emptyState, kept);
    for (const [key, { appended }] of this.#answers) if (appended.seq > kept.length) this.#answers.delete(key);
  }

  eventsFor(person: Person, after: number, limit: number): RoomEvent[] {
    return this.#log.slice(after, after + limit).map((event) => asSeenBy(person, event));
  }

  pageFor(person: Person, before: number, count: number): MessagePage {
    const older = this.#state.messages.filter(
      (message) => message.seq < before && (message.audience === 'everyone' || isStaff(person.role)),
    );
    const messages = older.slice(-count);
    return { from: older.length > count ? (messages[0]?.seq ?? before) : 1, messages, head: this.head };
  }

  /** Counts without times and days. */
  get numbers(): RoomNumbers {
    const { open = 0, claimed = 0, answered = 0, resolved = 0, merged = 0 } = this.doc.questions ?? {};
    const asked = this.questions.length;
    const people = new Set(this.#state.messages.map(({ by }) => by.id)).size;
    const counts = { asked, merged, answered: answered + resolved, resolved, waiting: open + claimed, affected: asked };
    const none = {
      byDesk: 0,
      byColleagues: 0,
      helped: 0,
      didNotHelp: 0,
      helpers: [],
      firstAnswerMs: null,
      solutionMs: null,
      days: [],
    };
    return { ...counts, messages: this.doc.messages, people, ...none };
  }

  /** Numbers of the problems that are not over and concern the person. */
  openProblemsOf(person: Person): number[] {
    const own = this.problemsOf(person);
    return (this.doc.problems ?? []).flatMap(({ seq }) => (own.has(seq) ? [seq] : []));
  }

  /** Questions that have all the words, in any place. The product's server looks closer. */
  suggestionsFor(person: Person, text: string): Suggestion[] {
    const words = text.toLowerCase().split(/\s+/);
    return this.#listed(person, ({ body }) => words.every((word) => body.text.toLowerCase().includes(word)));
  }

  /** Questions that concern the person, the newest first. */
  questionsOf(person: Person): Suggestion[] {
    return this.#listed(person, () => true)
      .filter(({ concernsMe, state }) => concernsMe && state !== 'merged' && state !== 'moved')
      .reverse();
  }

  #listed(person: Person, isAsked: (message: MessageDoc) => boolean): Suggestion[] {
    return this.questions.flatMap((message) => {
      const { seq, at, by, body, question } = message;
      if (!question || !isAsked(message)) return [];
      const { state, affected } = question;
      const answer = this.message(question.answer ?? 0);
      return {
        ...{ seq, at, by, excerpt: excerptOf(body), state, affected: affected.length },
        concernsMe: affected.includes(person.id),
        answer: answer ? { by: answer.by, excerpt: excerptOf(answer.body) } : null,
      };
    });
  }

  /** What the person said last of each question, and the newest of theirs that is solved and that they did not rate. */
  ratingsOf(person: Person): InquiryTable['ratings.mine']['answer'] {
    const said = new Map(
      this.log.flatMap((event) =>
        event.type === 'rating.given' && event.by.id === person.id ? [[event.data.question, event.data.rating]] : [],
      ),
    );
    const solved = this.questions.filter(
      ({ seq, question }) => question?.state === 'resolved' && question.affected.includes(person.id) && !said.has(seq),
    );
    const offer = said.size > 0 ? null : (solved.at(-1)?.seq ?? null);
    return { ratings: [...said].map(([question, rating]) => ({ question, rating })), offer };
  }

  standingOf(person: Person): Standing {
    const marker = Math.min(this.#markers.get(person.id) ?? 0, this.head);
    const unread = this.#state.messages.filter(
      ({ seq, by, audience }) =>
        seq > marker && by.id !== person.id && (audience === 'everyone' || isStaff(person.role)),
    );
    return { marker, unread: Math.min(unread.length, limits.maxUnreadCounted), head: this.head };
  }

  moveMarker(person: Person, seq: number): void {
    this.#markers.set(person.id, Math.max(this.#markers.get(person.id) ?? 0, Math.min(seq, this.head)));
  }
}

/** The event, or the place it leaves for those its audience leaves out. */
export function asSeenBy(person: Person, event: StoredEvent): RoomEvent {
  return event.audience === 'everyone' || isStaff(person.role) ? event : { type: 'hidden', seq: event.seq };
}
