import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomView } from '@support-chat/client';
import type { FoundPerson, Person, RoomDoc, Visitor } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { isLetIn } from '../dist/late/mention-invites.js';

const outside: FoundPerson = { ...cast.kenji, reading: null, as: null, mayEnter: true, isHere: false };
const viewOf = (me: RoomView['me'], visitors: readonly Visitor[] = [], kind: RoomDoc['kind'] = 'rollout') =>
  // What is read of a view here.
  ({ me, room: { kind, visitors } }) as unknown as RoomView;
const calling = { view: viewOf(cast.mia), hasWritten: false, question: undefined };

test('staff let in whom they call from outside; who is known, or called by others, is only called', () => {
  assert.ok(isLetIn(outside, calling));
  assert.ok(!isLetIn(outside, { ...calling, view: viewOf(cast.ana) }));
  assert.ok(!isLetIn(outside, { ...calling, hasWritten: true }));
  assert.ok(!isLetIn({ ...outside, isHere: true }, calling));
  assert.ok(!isLetIn({ ...outside, as: 'expert' }, calling));
  assert.ok(!isLetIn({ ...outside, role: 'agent' }, calling));
  for (const kind of ['team', 'lane'] as const)
    assert.ok(!isLetIn(outside, { ...calling, view: viewOf(cast.mia, [], kind) }));
});

test('who may not enter is let in, whoever calls', () => {
  assert.ok(isLetIn({ ...outside, mayEnter: false }, { ...calling, view: viewOf(cast.ana) }));
});

test('who is here for one question stays for another for which staff call them, guests as long as their link says', () => {
  const expert: Visitor = { person: cast.kenji, as: 'expert', questions: [3, 7] };
  const found: FoundPerson = { ...outside, as: 'expert', isHere: true };
  const of = (question: number | undefined, visitor = expert, me: Person = cast.mia) =>
    isLetIn(found, { ...calling, view: viewOf(me, [visitor]), question });
  assert.deepEqual([of(9), of(3), of(7), of(undefined)], [true, true, false, false]);
  assert.ok(!of(9, { ...expert, as: 'guest' }));
  assert.ok(!of(9, expert, cast.ana));
});
