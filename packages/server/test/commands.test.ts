/** What each command decides, without a server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyState, fold, isCommandName, requests, Refusal, type Person, type RoomDoc } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { commands, decide } from '../dist/commands/commands.js';
import type { Held } from '../dist/store/store.js';

const { ana, mia, sato } = cast;
const bot: Person = { id: 'hal', name: 'Hal', role: 'bot' };
const cid = '0'.repeat(32);
const common = { room: 'rollout', cid };
const body = { kind: 'text', text: 'hello' } as const;

function roomAfter(...drafts: (typeof sampleDrafts)[keyof typeof sampleDrafts][]): RoomDoc | null {
  const log = [sampleDrafts['room.created'], ...drafts];
  return fold(
    emptyState,
    log.map((draft, i) => ({ ...draft, seq: i + 1, at: i, by: mia, cid: `${i}` })),
  ).room;
}
const nobodyElse = { member: () => undefined, beside: () => null, file: () => undefined, isAffected: () => false };
const held = (room: RoomDoc | null): Held => ({ room, now: 0, next: 9, message: () => undefined, ...nobodyElse });
const open = roomAfter();
const closed = roomAfter(sampleDrafts['room.closed']);
const putAway = [sampleDrafts['room.closed'], sampleDrafts['room.archived']];
const archived = roomAfter(...putAway);

function refusedAs(code: string, act: () => unknown): void {
  assert.throws(act, (error) => error instanceof Refusal && error.code === code, `expected ${code}`);
}

test('every command of the protocol is there', () => {
  assert.deepEqual(Object.keys(commands).sort(), Object.keys(requests).filter(isCommandName).sort());
});

test('anybody posts for everyone, staff for staff', () => {
  for (const by of [ana, mia, sato, bot])
    assert.deepEqual(commands['message.post'](held(open), by, { ...common, body }), [
      {
        type: 'message.posted',
        audience: 'everyone',
        data: by === ana ? { body, asks: { dueAt: 900_000 } } : { body },
      },
    ]);
  for (const by of [mia, sato])
    assert.deepEqual(commands['message.post'](held(open), by, { ...common, body, audience: 'staff' }), [
      { type: 'message.posted', audience: 'staff', data: { body } },
    ]);
  for (const by of [ana, bot])
    refusedAs('forbidden', () => commands['message.post'](held(open), by, { ...common, body, audience: 'staff' }));
});

test('nothing is posted to a closed room or to none', () => {
  refusedAs('room_closed', () => commands['message.post'](held(closed), mia, { ...common, body }));
  refusedAs('not_found', () => commands['message.post'](held(null), mia, { ...common, body }));
});

test('staff create rooms; a name is taken once, and only staff learn that it is', () => {
  const input = { ...common, kind: 'rollout', title: 'T', purpose: 'P' } as const;
  assert.deepEqual(commands['room.create'](held(null), mia, input), [
    {
      type: 'room.created',
      audience: 'everyone',
      data: { name: 'rollout', kind: 'rollout', title: 'T', purpose: 'P' },
    },
  ]);
  refusedAs('room_exists', () => commands['room.create'](held(open), mia, input));
  for (const by of [ana, bot])
    for (const room of [null, open]) refusedAs('forbidden', () => commands['room.create'](held(room), by, input));
});

test('staff describe, close and reopen; each from the state it makes sense in', () => {
  const described = { title: 'T', purpose: 'P' };
  for (const room of [open, closed])
    assert.deepEqual(commands['room.describe'](held(room), mia, { ...common, ...described }), [
      { type: 'room.described', audience: 'everyone', data: described },
    ]);
  const reason = { reason: 'done' };
  assert.deepEqual(commands['room.close'](held(open), mia, { ...common, ...reason }), [
    { type: 'room.closed', audience: 'everyone', data: reason },
  ]);
  assert.deepEqual(commands['room.reopen'](held(closed), sato, { ...common, ...reason }), [
    { type: 'room.reopened', audience: 'everyone', data: reason },
  ]);
  refusedAs('room_closed', () => commands['room.close'](held(closed), mia, { ...common, ...reason }));
  refusedAs('bad_request', () => commands['room.reopen'](held(open), mia, { ...common, ...reason }));
});

test('a closed room is archived, and an archived one is taken out again', () => {
  const reason = { reason: 'done' };
  assert.deepEqual(decide('room.archive', held(closed), mia, { ...common, ...reason }), [
    { type: 'room.archived', audience: 'everyone', data: reason },
  ]);
  assert.deepEqual(decide('room.unarchive', held(archived), mia, { ...common, ...reason }), [
    { type: 'room.unarchived', audience: 'everyone', data: reason },
  ]);
  refusedAs('bad_request', () => decide('room.archive', held(open), mia, { ...common, ...reason }));
  refusedAs('room_closed', () => decide('room.archive', held(archived), mia, { ...common, ...reason }));
  for (const room of [open, closed])
    refusedAs('bad_request', () => decide('room.unarchive', held(room), mia, { ...common, ...reason }));
});

test('nothing else is changed in an archived room, and employees hear what they heard when it was closed', () => {
  const reason = { reason: '' };
  assert.deepEqual(archived?.archived, { at: 2, reason: 'Kept for reference' });
  for (const act of [
    () => decide('room.describe', held(archived), mia, { ...common, title: 'T', purpose: '' }),
    () => decide('room.reopen', held(archived), mia, { ...common, ...reason }),
    () => decide('room.close', held(archived), mia, { ...common, ...reason }),
    () => decide('message.post', held(archived), mia, { ...common, body }),
    () => decide('message.post', held(archived), ana, { ...common, body }),
  ])
    refusedAs('room_closed', act);
  for (const name of ['room.archive', 'room.unarchive', 'room.reopen'] as const)
    refusedAs('forbidden', () => decide(name, held(archived), ana, { ...common, ...reason }));
});

test('a room that was taken out of the archive is closed as before', () => {
  assert.deepEqual(roomAfter(...putAway, sampleDrafts['room.unarchived']), closed);
});

test('employees and bots run no room, and nobody runs one that is not there', () => {
  const run = (room: RoomDoc | null, by: Person): (() => unknown)[] => [
    () => commands['room.describe'](held(room), by, { ...common, title: 'T', purpose: '' }),
    () => commands['room.close'](held(room), by, { ...common, reason: '' }),
    () => commands['room.reopen'](held(room), by, { ...common, reason: '' }),
  ];
  for (const by of [ana, bot]) for (const act of run(open, by)) refusedAs('forbidden', act);
  for (const act of run(null, mia)) refusedAs('not_found', act);
});
