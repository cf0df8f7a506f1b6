/** What is asked of the tables beside the log: questions by their time, members, whom problems concern, sign-outs. */
import type { MemberDoc, MessageDoc } from '@support-chat/protocol';
import { cannedReplyOf, cannedRowOf, cannedValuesOf } from '../canned-row.js';
import { directoryRowOf, fourPatterns } from '../person-row.js';
import type { Store } from '../store.js';
import type { Statements } from './statements.js';

type Asked = 'messagesAt' | 'signOut' | 'signOuts' | 'member' | 'members' | 'memberships';
type AskedOfPresence = 'setBusy' | 'busyPeople';
type AskedOfPeople = 'callsOf' | 'readCalls' | 'keepPeople' | 'findPeople' | 'knownPeople' | 'readPeople';
type AskedOfCanned = 'cannedFor' | 'cannedIn' | 'canned' | 'countCanned' | 'putCanned' | 'dropCanned' | 'readCanned';
type AskedOfProblems = 'problemsOf' | 'readAffected';
type AskedOfQuestions = 'dueQuestions' | 'putOff' | 'queue' | 'movedTo' | 'questionsAfter' | 'readQuestions';

/** Documents are as Batch wrote them. */
export class SideTables implements Pick<
  Store,
  Asked | AskedOfCanned | AskedOfPeople | AskedOfPresence | AskedOfProblems | AskedOfQuestions
> {
  readonly #statements: Statements;
  readonly #idOf: (room: string) => number | undefined;
  readonly #requireWritable: () => void;
  readonly #run: <T>(work: () => T) => Promise<T>;
  readonly #inTransaction: (work: () => void) => void;

  constructor(options: {
    readonly statements: Statements;
    /** Throws Refusal('unavailable') when the store is closed. */
    readonly idOf: (room: string) => number | undefined;
    /** Throws Refusal('unavailable') unless the store takes writes. */
    readonly requireWritable: () => void;
    readonly run: <T>(work: () => T) => Promise<T>;
    /** All of the work or none. */
    readonly inTransaction: (work: () => void) => void;
  }) {
    this.#statements = options.statements;
    this.#idOf = options.idOf;
    this.#requireWritable = options.requireWritable;
    this.#run = options.run;
    this.#inTransaction = options.inTransaction;
  }

  messagesAt: Store['messagesAt'] = (places) =>
    this.#read(() =>
      places.flatMap(({ room, seq }) => {
        const id = this.#idOf(room);
        const row = id === undefined ? undefined : this.#statements.message.get(id, seq);
        return row ? [{ room, message: JSON.parse(row.doc) as MessageDoc }] : [];
      }),
    );

  signOut: Store['signOut'] = (person, at) =>
    this.#run(() => {
      this.#requireWritable();
      this.#statements.signOut.run(person, at);
    });

  signOuts: Store['signOuts'] = (since) =>
    this.#read(() => new Map(this.#statements.signOuts.all(since).map(({ person, at }) => [person, at])));

  setBusy: Store['setBusy'] = (person, isBusy) =>
    this.#run(() => {
      this.#requireWritable();
      this.#statements[isBusy ? 'addBusy' : 'removeBusy'].run(person);
    });

  busyPeople: Store['busyPeople'] = () =>
    this.#read(() => new Set(this.#statements.busyPeople.all().map(({ person }) => person)));

  callsOf: Store['callsOf'] = (person, limit) =>
    this.#read(() => this.#statements.callsOf.all(person, limit).map((row) => ({ ...row })));

  readCalls: Store['readCalls'] = (room) =>
    this.#run(() => {
      const id = this.#idOf(room);
      return id === undefined ? [] : this.#statements.calls.all(id).map((row) => ({ ...row }));
    });

  keepPeople: Store['keepPeople'] = (people) =>
    this.#run(() => {
      this.#requireWritable();
      this.#inTransaction(() => {
        for (const { person, reading, keys } of people)
          this.#statements.putPerson.run(person.id, person.name, person.role, reading, keys);
      });
    });

  findPeople: Store['findPeople'] = (patterns, limit) =>
    this.#read(() => {
      const [first, second, third, fourth] = fourPatterns(patterns);
      return this.#statements.findPeople.all(first, second, third, fourth, limit).map(directoryRowOf);
    });

  knownPeople: Store['knownPeople'] = (ids) =>
    this.#read(() => ids.flatMap((id) => this.#statements.person.get(id) ?? []).map(directoryRowOf));

  readPeople: Store['readPeople'] = (after, limit) =>
    this.#read(() => this.#statements.peopleAfter.all(after, limit).map(directoryRowOf));

  cannedFor: Store['cannedFor'] = ({ person, room }, after, limit) =>
    this.#read(() => this.#statements.cannedFor.all(after, room, person, limit).map(cannedReplyOf));

  cannedIn: Store['cannedIn'] = ({ scope, of }, limit) =>
    this.#read(() => this.#statements.cannedIn.all(scope, of, limit).map(cannedRowOf));

  canned: Store['canned'] = (id) =>
    this.#read(() => {
      const row = this.#statements.canned.get(id);
      return row ? cannedRowOf(row) : null;
    });

  countCanned: Store['countCanned'] = ({ scope, of }) =>
    this.#read(() => this.#statements.countCanned.get(scope, of)?.count ?? 0);

  putCanned: Store['putCanned'] = (row, rev) =>
    this.#run(() => {
      this.#requireWritable();
      const values = cannedValuesOf(row);
      const { addCanned, changeCanned } = this.#statements;
      return (rev === 0 ? addCanned.all(...values) : changeCanned.all(...values, row.reply.id, rev)).length > 0;
    });

  dropCanned: Store['dropCanned'] = (id, rev) =>
    this.#run(() => {
      this.#requireWritable();
      return this.#statements.dropCanned.all(id, rev).length > 0;
    });

  readCanned: Store['readCanned'] = (after, limit) =>
    this.#read(() => this.#statements.cannedAfter.all(after, limit).map(cannedRowOf));

  member: Store['member'] = (room, person) => this.#run(() => this.memberIn(room, person) ?? null);

  members: Store['members'] = (room) =>
    this.#run(() => {
      const id = this.#idOf(room);
      return id === undefined ? [] : this.#statements.members.all(id).map(({ doc }) => JSON.parse(doc) as MemberDoc);
    });

  memberships: Store['memberships'] = (person) =>
    this.#read(() => {
      const rows = this.#statements.memberships.all(person);
      return new Map(rows.map(({ room, doc }) => [room, JSON.parse(doc) as MemberDoc]));
    });

  dueQuestions: Store['dueQuestions'] = (now, limit) =>
    this.#read(() => this.#statements.dueQuestions.all(now, limit).map((row) => ({ ...row })));

  putOff: Store['putOff'] = ({ room, seq }, { from, to }) =>
    this.#run(() => {
      this.#requireWritable();
      const id = this.#idOf(room);
      if (id !== undefined) this.#statements.putOff.run(to, id, seq, from);
    });

  queue: Store['queue'] = (after, limit) =>
    this.#read(() => {
      const rows = this.#statements.queue.all(after?.room ?? '', after?.seq ?? 0, limit);
      return rows.map(({ room, doc }) => ({ room, message: JSON.parse(doc) as MessageDoc }));
    });

  movedTo: Store['movedTo'] = ({ room, seq }) =>
    this.#read(() =>
      this.#statements.movedTo.all(room, seq).map(({ there, ...place }) => ({ ...place, isThere: there !== null })),
    );

  questionsAfter: Store['questionsAfter'] = (room, seq) =>
    this.#run(() => {
      const id = this.#idOf(room);
      if (id === undefined) return [];
      return this.#statements.questionsAfter.all(id, seq).map(({ doc }) => JSON.parse(doc) as MessageDoc);
    });

  readQuestions: Store['readQuestions'] = (room) =>
    this.#run(() => {
      const id = this.#idOf(room);
      return id === undefined ? [] : this.#statements.questions.all(id).map((row) => ({ ...row }));
    });

  problemsOf: Store['problemsOf'] = (room, person) =>
    this.#run(() => {
      const id = this.#idOf(room);
      return id === undefined ? [] : this.#statements.problemsOf.all(id, person).map(({ problem }) => problem);
    });

  readAffected: Store['readAffected'] = (room) =>
    this.#run(() => {
      const id = this.#idOf(room);
      return id === undefined ? [] : this.#statements.affected.all(id).map((row) => ({ ...row }));
    });

  /** At once, for whoever is inside a transaction. */
  isAffected(room: string, person: string, problem: number): boolean {
    const id = this.#idOf(room);
    return id !== undefined && this.#statements.isAffected.get(id, person, problem) !== undefined;
  }

  /** At once, for whoever is inside a transaction. */
  memberIn(room: string, person: string): MemberDoc | undefined {
    const id = this.#idOf(room);
    const row = id === undefined ? undefined : this.#statements.member.get(id, person);
    return row && (JSON.parse(row.doc) as MemberDoc);
  }

  /** Of no room: only whether the store is open counts. */
  #read<T>(work: () => T): Promise<T> {
    return this.#run(() => {
      this.#idOf('');
      return work();
    });
  }
}
