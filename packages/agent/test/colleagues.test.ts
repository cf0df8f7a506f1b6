import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LobbyView, RoomView } from '@support-chat/client';
import { cast } from '@support-chat/protocol/samples';
import { colleaguesOf } from '../dist/colleagues.js';

const { ana, mia, tom, sato } = cast;

test('colleagues are the staff one has seen, those who are here first, never oneself or who asks', () => {
  const lobby = {
    me: mia,
    questions: [{ owner: sato }, { owner: null }, { owner: mia }],
    rows: [{ room: { last: { by: ana } } }, { room: { last: null } }, { room: { last: { by: tom } } }],
  } as unknown as LobbyView;
  const view = { me: mia, helpers: [mia, tom], messages: [{ by: ana }] } as unknown as RoomView;
  assert.deepEqual(colleaguesOf(lobby, view), [
    { person: tom, isHere: true },
    { person: sato, isHere: false },
  ]);
  assert.deepEqual(
    colleaguesOf(lobby, null).map(({ person, isHere }) => [person.id, isHere]),
    [
      ['tom', false],
      ['sato', false],
    ].sort((a, b) => (String(a[0]) < String(b[0]) ? 1 : -1)),
  );
  assert.deepEqual(colleaguesOf(null, null), []);
});
