/** Answers whoever looks for messages: what they want, what of it they may see, best first. */
import {
  parseSearch,
  type FoundMessage,
  type FoundMessages,
  type InquiryTable,
  type MessageDoc,
  type Person,
  type RoomDoc,
  type SearchQuery,
} from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import { maySee, sightOf } from '../kinds/visibility.js';
import type { Store } from '../store/store.js';
import { findVisit, isLaneToBegin, visibleAmong } from '../visits.js';
import { dayStart } from './day-start.js';
import { excerptAround, rangesOf } from './highlight.js';
import type { Indexer } from './indexer.js';
import type { Candidate, SearchScope, Wanted } from './message-index.js';
import { factsOf, lineOfMessage, searchedIn } from './read-portion.js';
import { lineOf, soughtFile, soughtTerm, type SoughtTerm } from './searchable.js';

/** Messages that are put in order together, the newest first among blocks. */
const blockSize = 60;
/** Messages that are looked at for one answer. What they are searched for may be in none of them. */
const maxLookedAt = 1_000;
/** How long somebody waits for what was said just now. */
const patienceMs = 250;
const perPage = 20;
/** More says nothing more of where to look. */
const maxTokens = 32;

type Input = InquiryTable['message.search']['input'];
type Sought = { readonly terms: readonly SoughtTerm[]; readonly wanted: Wanted };
type Scope = SearchScope & { readonly docs: readonly RoomDoc[] };

export class Searcher {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #indexer: Pick<Indexer, 'settle' | 'share'>;

  constructor(options: {
    readonly store: Store;
    readonly clock: Clock;
    readonly indexer: Pick<Indexer, 'settle' | 'share'>;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#indexer = options.indexer;
  }

  /** Throws Refusal('not_found') for a room that the person may not know of. */
  async search(person: Person, input: Input): Promise<FoundMessages> {
    // Whoever may not look is told so before anybody waits.
    const scope = await this.#scopeOf(person, input.room);
    const query = parseSearch(input.text);
    await this.#indexer.settle(patienceMs);
    const found = await this.#found(person, input, query, scope);
    return { ...found, unclear: query.unclear, indexed: await this.#indexer.share() };
  }

  async #found(
    person: Person,
    { timeZone = 'UTC', after, limit = perPage }: Input,
    query: SearchQuery,
    scope: Scope | null,
  ): Promise<Pick<FoundMessages, 'messages' | 'next'>> {
    const nothing = { messages: [], next: null };
    if (!scope || query.unclear.length > 0) return nothing;
    const sought = await this.#soughtBy(person, query, scope, timeZone);
    if (!sought) return nothing;
    const { offset, at } = placeIn(after);
    const block = await this.#block(sought, at);
    const ranked = [...block.fits].sort((a, b) => b.score - a.score).map(({ candidate }) => candidate);
    const shown = ranked.slice(offset, offset + limit);
    const isLast = offset + limit >= ranked.length;
    const next = isLast ? block.next && `0:${block.next}` : block.first && `${offset + limit}:${block.first}`;
    return { messages: await this.#messagesOf(shown, sought, scope), next };
  }

  /** What the person may search: a room, or all they may see. Null: there is nothing to be found. */
  async #scopeOf(person: Person, room: string | undefined): Promise<Scope | null> {
    const isStaff = sightOf({ person, member: null }).isStaff;
    if (room !== undefined) {
      if (await isLaneToBegin(this.#store, room, person)) return null;
      const { visit } = await findVisit(this.#store, room, person);
      const { from } = sightOf(visit);
      const rooms = [{ name: room, from, openTo: factsOf(visit.room).openTo }];
      return { rooms, hasLanes: false, isStaff, docs: [visit.room] };
    }
    const [rooms, lanes] = await Promise.all([
      this.#store.rooms('without lanes'),
      isStaff ? [] : this.#lanesOf(person),
    ]);
    // After the rooms: whoever was taken out up to their heads is known to be.
    const memberships = await this.#store.memberships(person.id);
    const memberOf = (name: string) => memberships.get(name) ?? null;
    const docs = rooms
      .map((found) => found.room)
      .filter((doc) => maySee({ person, room: doc, member: memberOf(doc.name) }));
    const seen = docs.map((doc) => {
      const { from } = sightOf({ person, member: memberOf(doc.name) });
      return { name: doc.name, from, openTo: factsOf(doc).openTo };
    });
    const own = lanes.map((name) => ({ name, from: 1, openTo: 'staff' as const }));
    return { rooms: [...seen, ...own], hasLanes: isStaff, isStaff, docs };
  }

  async #lanesOf(person: Person): Promise<string[]> {
    const lanes = await this.#store.search.lanesOf(person.id);
    if (lanes.length === 0) return [];
    return [...(await visibleAmong(this.#store, lanes, person))];
  }

  async #soughtBy(person: Person, query: SearchQuery, scope: Scope, timeZone: string): Promise<Sought | null> {
    const words = query.terms.flatMap(({ text, isWhole }) => soughtTerm(text, isWhole) ?? []);
    const terms = query.hasFile ? [...words, soughtFile] : words;
    const isFiltered = query.from.length + query.in.length + query.is.length > 0 || query.before || query.after;
    if (words.length === 0 && (query.terms.length > 0 || (!isFiltered && !query.hasFile))) return null;
    const now = this.#clock.now();
    const narrower = query.in.length > 0 ? roomsNamed(scope, query.in) : scope;
    const authors = query.from.length > 0 ? await this.#authorsNamed(person, query.from) : null;
    if (authors?.length === 0 || narrower.rooms.length === 0) return null;
    const tokens = new Map(terms.flatMap((term) => term.tokens).map((token) => [token.text, token]));
    const wanted: Wanted = {
      ...{ tokens: [...tokens.values()].slice(0, maxTokens), scope: narrower, authors },
      ...{ asks: query.is.includes('question'), answers: query.is.includes('answer') },
      from: query.after && dayStart(query.after, timeZone, now),
      before: query.before && dayStart(query.before, timeZone, now),
    };
    return { terms, wanted };
  }

  async #authorsNamed(person: Person, names: readonly string[]): Promise<readonly number[]> {
    const found = await Promise.all(
      names.map((name) => {
        const isMe = ['me', '自分'].includes(name.toLowerCase());
        const needle = isMe ? null : (soughtTerm(name, false)?.needle ?? null);
        return this.#store.search.authors({ id: isMe ? person.id : name, needle });
      }),
    );
    return [...new Set(found.flat())];
  }

  /** The messages from a place on that fit, the newest first, and where the next ones begin. */
  async #block({ terms, wanted }: Sought, at: string | null) {
    const fits: { readonly candidate: Candidate; readonly score: number }[] = [];
    let first: string | null = null;
    let lookedAt = 0;
    for (let from = at; ;) {
      // One more than is looked at: where it goes on.
      const count = Math.min(Math.max(blockSize, lookedAt * 3), maxLookedAt - lookedAt) + 1;
      const candidates = await this.#store.search.find(wanted, from, count);
      let next: string | null = null;
      for (const [index, candidate] of candidates.entries()) {
        next = fits.length === blockSize || index === count - 1 ? candidate.place : null;
        if (next !== null) break;
        first ??= candidate.place;
        lookedAt += 1;
        const score = scoreOf(candidate, terms);
        if (score !== null) fits.push({ candidate, score });
      }
      if (next === null || fits.length === blockSize || lookedAt >= maxLookedAt) return { fits, first, next };
      from = next;
    }
  }

  /** As they are now: what was changed since it was indexed is looked at again. */
  async #messagesOf(shown: readonly Candidate[], { terms }: Sought, scope: Scope): Promise<FoundMessage[]> {
    const answers = new Map(shown.map((candidate) => [placeOf(candidate), candidate.answers !== null]));
    const found = await this.#store.messagesAt(shown);
    const docs = new Map(scope.docs.map((doc) => [doc.name, doc]));
    const lanes = [...new Set(found.map(({ room }) => room))].filter((name) => !docs.has(name));
    for (const lane of await Promise.all(lanes.map((name) => this.#store.room(name))))
      if (lane) docs.set(lane.room.name, lane.room);
    return found.flatMap(({ room, message }) => {
      const doc = docs.get(room);
      if (!doc || !fitsNow(message, terms)) return [];
      return [foundMessage(doc, message, terms, answers.get(placeOf({ room, seq: message.seq })) ?? false)];
    });
  }
}

/** How well it fits: null for not at all. */
function scoreOf({ line, answers }: Candidate, terms: readonly SoughtTerm[]): number | null {
  if (!terms.every(({ needle }) => line.includes(needle))) return null;
  const isWhole = terms.every(({ wholeNeedle }) => line.includes(wholeNeedle));
  const isTogether = terms.length > 1 && line.includes(terms.map(({ needle }) => needle.trim()).join(' '));
  // Of two that say the same, the one that helped somebody comes first.
  return (isTogether ? 4 : 0) + (isWhole ? 2 : 0) + (answers === null ? 0 : 1);
}

function fitsNow(message: MessageDoc, terms: readonly SoughtTerm[]): boolean {
  const line = lineOfMessage(message);
  return line !== '' && terms.every(({ needle }) => line.includes(needle));
}

function foundMessage(
  room: RoomDoc,
  message: MessageDoc,
  terms: readonly SoughtTerm[],
  isAnswer: boolean,
): FoundMessage {
  const { seq, at, by, audience, question } = message;
  const text = searchedIn(message);
  const around = excerptAround(
    text,
    rangesOf(
      text,
      terms.map(({ needle }) => needle),
    ),
  );
  return {
    ...{ room: room.name, title: room.title, kind: room.kind, seq, at, by, ...around },
    ...(audience === 'staff' && { isNote: true as const }),
    ...(question && { state: question.state }),
    ...(isAnswer && { isAnswer: true as const }),
  };
}

/** The room of each of these names, or else those with it in their titles. Lanes are beside a room, not in it. */
function roomsNamed(scope: Scope, names: readonly string[]): SearchScope {
  const found = new Set(names.flatMap((name) => namedSo(scope, name)));
  return { ...scope, rooms: scope.rooms.filter(({ name }) => found.has(name)), hasLanes: false };
}

function namedSo({ rooms, docs }: Scope, wanted: string): string[] {
  if (rooms.some(({ name }) => name === wanted)) return [wanted];
  const needle = soughtTerm(wanted, false)?.needle;
  return docs.flatMap(({ name, title }) => (needle !== undefined && lineOf(title).includes(needle) ? [name] : []));
}

function placeIn(after: string | undefined): { offset: number; at: string | null } {
  const [offset = '0', at] = after?.split(':') ?? [];
  return { offset: Number(offset), at: at ?? null };
}

function placeOf({ room, seq }: { readonly room: string; readonly seq: number }): string {
  return `${room}/${seq}`;
}
