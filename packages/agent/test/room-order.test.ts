import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LobbyRow } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { filterRooms, keepOrder, sortRooms, withoutArchived } from '../dist/room-order.js';
import { readKey } from '../dist/desk-keys.js';

type Traits = {
  readonly waitingSince?: number;
  readonly unread?: number;
  readonly at?: number;
  readonly isClosed?: boolean;
};

function row(name: string, traits: Traits = {}): LobbyRow {
  const { waitingSince, unread = 0, at = 0, isClosed = false } = traits;
  return {
    room: {
      name,
      kind: 'rollout',
      state: isClosed ? 'closed' : 'open',
      title: `Title of ${name}`,
      purpose: 'ＶＰＮのこと',
      createdAt: 0,
      messages: 1,
      last: { seq: 2, at, by: cast.ana, excerpt: 'Outlook asks again' },
      waiting: waitingSince === undefined ? null : { seq: 2, since: waitingSince, by: cast.ana, count: 1 },
    },
    standing: { marker: 0, unread, head: 2 },
  };
}

const names = (rows: readonly LobbyRow[]): string[] => rows.map(({ room }) => room.name);

test('who waits longest stands first, then unread, then newest, closed last', () => {
  const rows = [
    row('old', { at: 1 }),
    row('closed', { isClosed: true, unread: 5, at: 99 }),
    row('unread', { unread: 1, at: 2 }),
    row('new', { at: 9 }),
    row('waits-short', { waitingSince: 50 }),
    row('waits-long', { waitingSince: 10 }),
  ];
  assert.deepEqual(names(sortRooms(rows)), ['waits-long', 'waits-short', 'unread', 'new', 'old', 'closed']);
});

test('under the pointer the order holds still; new rooms come at the end', () => {
  const rows = [row('a'), row('b', { waitingSince: 1 }), row('fresh', { waitingSince: 0 })];
  assert.deepEqual(names(keepOrder(rows, ['a', 'gone', 'b'])), ['a', 'b', 'fresh']);
});

test('rooms are found by any word, in any case and width', () => {
  const rows = [row('mail'), row('vpn')];
  assert.deepEqual(names(filterRooms(rows, 'VPN title')), ['mail', 'vpn'].slice(0, 2));
  assert.deepEqual(names(filterRooms(rows, 'of ｍａｉｌ')), ['mail']);
  assert.deepEqual(names(filterRooms(rows, 'nothing')), []);
});

const press = (key: string, over: object = {}) => ({
  key,
  isComposing: false,
  keyCode: 0,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...over,
});

test('keys ask for things outside text boxes only, and never while composing', () => {
  assert.deepEqual(readKey(press('j'), false), { ask: 'neighbour', step: 1 });
  assert.deepEqual(readKey(press('3'), false), { ask: 'place', place: 2 });
  assert.deepEqual(readKey(press('p'), false), { ask: 'problem' });
  assert.equal(readKey(press('j'), true), null);
  assert.deepEqual(readKey(press('Escape'), true), { ask: 'back' });
  assert.deepEqual(readKey(press('k', { ctrlKey: true }), true), { ask: 'find' });
  assert.equal(readKey(press('r', { metaKey: true }), false), null, 'reload stays the browser’s');
  assert.equal(readKey(press('j', { isComposing: true }), false), null);
  assert.equal(readKey(press('toString'), false), null);
});

test('what was put away is not in the list, but the room that is open', () => {
  const archived = row('old', { isClosed: true });
  const rows = [row('vpn'), { ...archived, room: { ...archived.room, archived: { at: 1, reason: '' } } }];
  const names = (current: string | null): string[] => withoutArchived(rows, current).map(({ room }) => room.name);
  assert.deepEqual([names(null), names('old')], [['vpn'], ['vpn', 'old']]);
});
