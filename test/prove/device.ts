/** A browser of one person: a client over storage that outlives it, and a record of what it asked, heard and showed. */
import type { Person } from '@support-chat/protocol';
import {
  createClient,
  type Client,
  type ClientOptions,
  type OutboxStorage,
  type Room,
  type WireMaker,
} from '@support-chat/client';
import { createTestLocks, createTestStorage } from '@support-chat/client/testing';
import { makeSocketWire } from '../../packages/client/dist/socket-wire.js';
import type { Shown, Step } from './history.js';
import { isSettled, shownIn, stepOfAnswer, stepsOfFrame } from './observation.js';
import type { Random } from './random.js';

export type DeviceOptions = {
  readonly name: string;
  readonly person: Person;
  readonly room: string;
  /** Where the room server is now; asked at each opening. */
  readonly url: () => string;
  readonly getToken: () => Promise<string>;
  readonly random: () => number;
  readonly record: (step: Step) => void;
  /** The browser this is a tab of. Default: one of its own. */
  readonly profile?: Profile;
  /** Default: the machine's. */
  readonly clock?: NonNullable<ClientOptions['clock']>;
  /** Default: Socket.IO. */
  readonly makeWire?: WireMaker;
  /** Makes command ids. Default: as a browser does. */
  readonly makeCid?: () => string;
};

/** What the tabs of one browser share. */
export type Profile = {
  readonly storage: OutboxStorage;
  readonly locks: NonNullable<ClientOptions['locks']>;
  readonly tabs: NonNullable<ClientOptions['tabs']> | null;
};

/** One tab's life: cut off from the world when the tab is killed. */
type Life = {
  isOver: boolean;
  readonly client: Client;
  readonly room: Room;
  /** Resolves when what was posted so far is in the history. */
  recorded: Promise<unknown>;
  readonly killed: Promise<void>;
  readonly kill: () => void;
};

export class Device {
  readonly name: string;
  readonly #options: DeviceOptions;
  readonly #profile: Profile;
  #life: Life;
  #posts = 0;

  constructor(options: DeviceOptions) {
    this.name = options.name;
    this.#options = options;
    this.#profile = options.profile ?? { storage: createTestStorage(), locks: createTestLocks(), tabs: null };
    this.#life = this.#open();
  }

  get room(): Room {
    return this.#life.room;
  }

  get client(): Client {
    return this.#life.client;
  }

  /** Posts a message of at least so many bytes; resolves when it is stored here, or this tab was killed meanwhile. */
  async post(textBytes = 0): Promise<void> {
    const { name: device, person, room, record } = this.#options;
    const life = this.#life;
    const posting = life.room.post({ text: `${device} ${(this.#posts += 1)}`.padEnd(textBytes, '.') });
    // In the order of asking: whoever was not known yet hears of the first message last.
    life.recorded = Promise.all([posting, life.recorded]).then(([{ cid }]) => {
      record({ kind: 'invoke', device, person: person.id, room, cid });
      if (life.isOver) record({ kind: 'doubt', room, cid });
    });
    await Promise.race([life.recorded, life.killed]);
  }

  /** Edits, takes back or reacts to one of the last messages it shows. Whether that is allowed is for the server to say. */
  change(random: Random): void {
    const { room } = this.#life;
    const messages = room.view.messages.slice(-8);
    if (messages.length === 0) return;
    const { seq, edited, reactions } = random.pick(messages);
    const mine = reactions?.find(({ people }) => people.some(({ id }) => id === this.#options.person.id));
    const done = random.pick([
      () => room.edit({ message: seq, rev: edited?.revs.at(-1) ?? seq, text: `edit ${random.between(1, 1_000_000)}` }),
      () => room.retract(seq, 'It had a password in it'),
      () => (mine ? room.react(seq, mine.emoji, false) : room.react(seq, random.pick(['👍', '🎉']), true)),
    ])();
    // Refused, or not answered in time: it is in the log or not, and everybody sees the same of it.
    done.catch(() => undefined);
  }

  /** Kills the tab without a word, and opens another one over the same storage. */
  async crash(): Promise<void> {
    const life = this.#life;
    life.isOver = true;
    life.kill();
    await life.client.close();
    this.#life = this.#open();
  }

  async close(): Promise<void> {
    await this.#life.client.close();
  }

  isSettled(head: number): boolean {
    return isSettled(this.#life.room.view, head);
  }

  shown(): Shown {
    const { name: device, person } = this.#options;
    return shownIn(this.#life.room.view, device, person);
  }

  #open(): Life {
    const { url, getToken, random, clock, makeCid, room: name, name: device, person, record } = this.#options;
    const fate = { isOver: false };
    const client = createClient({
      url: url(),
      getToken,
      random,
      ...(clock && { clock }),
      ...(makeCid && { makeCid }),
      storage: this.#storageUnless(fate),
      locks: this.#profile.locks,
      tabs: this.#profile.tabs,
      wire: this.#recordingWire(fate),
    });
    const room = client.join(name);
    let marker = 0;
    room.subscribe((view) => {
      if (view.state !== 'ready' || view.marker === marker) return;
      marker = view.marker;
      record({ kind: 'marker', device, person: person.id, room: name, seq: marker });
    });
    let kill = (): void => undefined;
    const killed = new Promise<void>((resolve) => (kill = resolve));
    return Object.assign(fate, { client, room, recorded: Promise.resolve(), killed, kill });
  }

  /** What a killed tab still wants to write is never written. */
  #storageUnless(fate: { readonly isOver: boolean }): OutboxStorage {
    const { storage } = this.#profile;
    const unlessOver = <T>(use: () => Promise<T>, none: T): Promise<T> => (fate.isOver ? Promise.resolve(none) : use());
    return {
      keptIn: storage.keptIn,
      list: (prefix) => unlessOver(() => storage.list(prefix), []),
      put: (key, value) => unlessOver(() => storage.put(key, value), undefined),
      delete: (keys) => unlessOver(() => storage.delete(keys), undefined),
      close: () => undefined,
    };
  }

  #recordingWire(fate: { readonly isOver: boolean }): WireMaker {
    const { record, name: device, makeWire = makeSocketWire } = this.#options;
    return (url, handlers) => {
      const wire = makeWire(url, {
        ...handlers,
        opened: (hello) => handlers.opened(hello),
        closed: (reason, refusal) => handlers.closed(reason, refusal),
        frame: (name, payload) => {
          stepsOfFrame(device, name, payload).forEach(record);
          if (!fate.isOver) handlers.frame(name, payload);
        },
      });
      return {
        open: (token) => wire.open(token),
        close: () => wire.close(),
        request: async (name, input, timeoutMs) => {
          const answer = await wire.request(name, input, timeoutMs);
          const step = stepOfAnswer(name, input, answer);
          if (step && !fate.isOver) record(step);
          return fate.isOver ? null : answer;
        },
      };
    };
  }
}
