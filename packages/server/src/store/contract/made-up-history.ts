/** Histories for the contract, and the check that a store folded them right. */
import assert from 'node:assert/strict';
import {
  affectedOf,
  foldMessage,
  foldRoom,
  targetOf,
  type EventDraft,
  type MessageDoc,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';
import { cast, problemDrafts, sampleDrafts } from '@support-chat/protocol/samples';
import type { AffectedRow, Append, Store, StoredAppend } from '../store.js';

/** One command in a made-up history. */
export type Act = { readonly by: Person; readonly draft: EventDraft };

/** Stores the acts in one room and checks every document against the fold of the events, for staff and for others. */
export async function checkDocuments(store: Store, acts: readonly Act[]): Promise<void> {
  const appends = [{ by: cast.mia, draft: createdAs('rollout') }, ...acts].map(
    ({ by, draft }, index): Promise<StoredAppend> => {
      const append: Append = { room: 'rollout', by, cid: `act-${index}`, hash: '', decide: () => [draft] };
      return store.append(append);
    },
  );
  const log = (await Promise.all(appends)).flatMap(({ events }) => events);
  const stored = await store.read('rollout', { after: 0, limit: log.length + 1 });
  assert.deepEqual(stored, log);
  let room: RoomDoc | null = null;
  const affected = new Map<string, AffectedRow>();
  const messages = new Map<number, MessageDoc>();
  for (const event of log) {
    room = foldRoom(room, event);
    const target = targetOf(event);
    const message = target === null ? undefined : foldMessage(messages.get(target), event);
    if (target !== null && message) messages.set(target, message);
    const change = affectedOf(event);
    const row = { problem: change?.problem ?? 0, person: event.by.id };
    if (change?.isAffected) affected.set(JSON.stringify(row), row);
    else affected.delete(JSON.stringify(row));
  }
  const inOrder = [...affected.values()].sort((a, b) => a.problem - b.problem || (a.person < b.person ? -1 : 1));
  assert.deepEqual(await store.readAffected('rollout'), inOrder);
  assert.deepEqual(await store.room('rollout'), { room, head: log.length });
  for (const isStaffReader of [true, false]) {
    const page = await store.page('rollout', { before: log.length + 1, limit: log.length + 1, isStaff: isStaffReader });
    const visible = [...messages.values()].filter(({ audience }) => isStaffReader || audience === 'everyone');
    assert.deepEqual(page, { from: 1, messages: visible, head: log.length });
  }
}

/** A made-up history; the same seed makes the same one. */
export function randomActs(seed: number): Act[] {
  let state = seed * 2_654_435_761 + 1;
  const pick = <T>(items: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const item = items[Math.floor((state / 2 ** 32) * items.length)];
    if (item === undefined) throw new RangeError('there is nothing to pick from');
    return item;
  };
  // What ends a room for good is followed by nothing.
  const changes = Object.values(sampleDrafts).filter(({ type }) => type !== 'room.created' && type !== 'room.erased');
  const drafts = [...changes, ...Object.values(problemDrafts)];
  return range(1 + (seed % 40)).map(() => ({
    by: pick(Object.values(cast)),
    draft: { ...pick(drafts), audience: pick(['everyone', 'staff'] as const) },
  }));
}

/** The first event of a room of this name. */
export function createdAs(name: string): EventDraft {
  const { data, ...draft } = sampleDrafts['room.created'];
  return { ...draft, data: { ...data, name } };
}

/** 0, 1, 2 … `length - 1`. */
export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
