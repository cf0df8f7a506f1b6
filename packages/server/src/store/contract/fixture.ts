/** What every group of the suite stands on: an empty database under one store, and words for what it does with it. */
import assert from 'node:assert/strict';
import {
  isStaff,
  Refusal,
  type Audience,
  type EventDraft,
  type Person,
  type StoredEvent,
} from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { Append, Store, StoredAppend } from '../store.js';
import { createdAs } from './made-up-history.js';

const { ana, ben, mia } = cast;

/** How the suite gets at an engine. */
export type Engine = {
  /** A store over an empty database. */
  open(): Promise<Store>;
  /** Another store over the database that was opened last; the one before is closed. */
  reopen(): Promise<Store>;
  /** Removes the database that was opened last; its store is closed. */
  remove(): Promise<void>;
};

/** The store under test. */
export class StoreFixture {
  readonly #engine: Engine;
  #store: Store | null = null;
  #cids = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** A store over an empty database; the one before is removed. */
  async open(): Promise<Store> {
    await this.clear();
    return (this.#store = await this.#engine.open());
  }

  /** Closes the store and opens another one over its database. */
  async reopen(): Promise<Store> {
    await this.#store?.close();
    return (this.#store = await this.#engine.reopen());
  }

  /** Leaves nothing. */
  async clear(): Promise<void> {
    if (!this.#store) return;
    await this.#store.close();
    this.#store = null;
    await this.#engine.remove();
  }

  /** Appends one event, to `rollout` and under a new cid unless told otherwise. */
  appendTo(target: Store, by: Person, draft: EventDraft, more: Partial<Append> = {}): Promise<StoredAppend> {
    const cid = more.cid ?? `cid-${(this.#cids += 1)}`;
    return target.append({ room: 'rollout', by, cid, hash: 'h', decide: () => [draft], ...more });
  }

  /** The store, opened if need be, with one more room in it. */
  async withRoom(room = 'rollout'): Promise<Store> {
    const opened = this.#store ?? (await this.open());
    await this.appendTo(opened, mia, createdAs(room), { room });
    return opened;
  }
}

/** A page of a room without messages. */
export const noMessages = { from: 1, messages: [], head: 0 };

/** A message that says this. */
export function postOf(text: string, audience: Audience = 'everyone'): EventDraft {
  return { type: 'message.posted', audience, data: { body: { kind: 'text', text } } };
}

/** What a message says; null for any other event. */
export function textOf(event: StoredEvent): string | null {
  return event.type === 'message.posted' ? event.data.body.text : null;
}

/** The person as a reader of rooms. */
export function asReader(person: Person): { person: string; isStaff: boolean } {
  return { person: person.id, isStaff: isStaff(person.role) };
}

/** For what must not be called. */
export function never(): never {
  assert.fail('a command seen before is not decided again');
}

/** Asserts that it is refused with this code. */
export async function rejectsWith(promise: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(promise, (error) => error instanceof Refusal && error.code === code);
}

/** All that the room `rollout` shows. */
export async function everythingIn(store: Store): Promise<unknown[]> {
  return Promise.all([
    store.rooms(),
    store.read('rollout', { after: 0, limit: 500 }),
    store.page('rollout', { before: 1_000, limit: 100, isStaff: true }),
    store.standing('rollout', asReader(ana)),
    store.standing('rollout', asReader(ben)),
  ]);
}
