/** What needs an agent first, and what a filter and a search leave of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueueRow } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { hashOf, placeOf } from '../dist/desk-place.js';
import { isIn, searchQueue, sortQueue } from '../dist/queue-order.js';

const row = (seq: number, rest: Partial<QueueRow> = {}): QueueRow => ({
  ...{ room: 'rollout', seq, rev: seq, at: seq, by: cast.ana, excerpt: `question ${seq}`, state: 'open', owner: null },
  ...{ affected: 1, escalations: 0 },
  ...rest,
});
const seqs = (rows: readonly QueueRow[]): number[] => rows.map(({ seq }) => seq);

test('overdue, then waiting, then looked into, then answered; what concerns more, then the oldest first', () => {
  const rows = [
    row(1, { state: 'answered', owner: cast.mia, affected: 9 }),
    row(2, { state: 'claimed', owner: cast.mia, at: 0 }),
    row(3, { at: 30 }),
    row(4, { at: 20 }),
    row(5, { at: 40, affected: 3 }),
    row(6, { at: 90, escalations: 1 }),
    row(7, { at: 20, room: 'vpn' }),
  ];
  assert.deepEqual(seqs(sortQueue(rows, 100)), [6, 5, 4, 7, 3, 2, 1]);
  assert.deepEqual(seqs(rows), [1, 2, 3, 4, 5, 6, 7], 'what it was given is as it was');
});

test('a promise that was not kept comes with the overdue ones', () => {
  const rows = [row(1), row(2, { state: 'claimed', owner: cast.mia, promised: 50 })];
  assert.deepEqual(seqs(sortQueue(rows, 49)), [1, 2]);
  assert.deepEqual(seqs(sortQueue(rows, 50)), [2, 1]);
  assert.deepEqual(seqs(sortQueue([row(1), row(2, { state: 'answered', promised: 50 })], 50)), [1, 2], 'it was kept');
});

test('filters: waiting, mine, all', () => {
  const rows = [
    row(1),
    row(2, { state: 'claimed', owner: cast.mia }),
    row(3, { state: 'claimed', owner: cast.tom }),
    row(4, { state: 'answered', owner: cast.mia }),
    row(5, { state: 'resolved', owner: cast.mia }),
  ];
  const found = (filter: 'waiting' | 'mine' | 'all') => seqs(rows.filter((each) => isIn(filter, each, cast.mia)));
  assert.deepEqual([found('waiting'), found('mine'), found('all')], [[1], [2, 4], [1, 2, 3, 4]]);
  assert.deepEqual(
    rows.filter((each) => isIn('mine', each, null)),
    [],
  );
});

test('a search finds every word in text, people and rooms, in any case and width', () => {
  const rows = [
    row(1, { excerpt: 'ＶＰＮが切れる', by: cast.kenji }),
    row(2, { excerpt: 'vpn drops', owner: cast.tom }),
    row(3, { room: 'mail' }),
  ];
  const titles = new Map([['mail', 'New Mail']]);
  const found = (query: string) => seqs(searchQueue(rows, query, titles));
  assert.deepEqual([found('vpn'), found('ｖｐｎ 切れ'), found('田中'), found('okafor')], [[1, 2], [1], [1], [2]]);
  assert.deepEqual([found('new mail ana'), found('  '), found('nothing')], [[3], [1, 2, 3], []]);
});

test('places of the desk and their addresses', () => {
  const places = [
    ['#/', { room: null, seq: null, isQueue: false }],
    ['#/questions', { room: null, seq: null, isQueue: true }],
    ['#/rooms/new-mail', { room: 'new-mail', seq: null, isQueue: false }],
    ['#/rooms/vpn/12', { room: 'vpn', seq: 12, isQueue: false }],
  ] as const;
  for (const [hash, place] of places) assert.deepEqual([placeOf(hash), hashOf(place)], [place, hash]);
  for (const other of ['', '#', '#/rooms/', '#/rooms/VPN', '#/rooms/vpn/x', '#/rooms/vpn/1/2', 'javascript:alert(1)'])
    assert.equal(placeOf(other).room, null, other);
});
