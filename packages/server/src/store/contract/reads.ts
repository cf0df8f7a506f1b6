/** How a store reads: events, pages, documents, markers and unread counts. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits, type MessageDoc, type Person } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { chainAfter, commitmentOf, emptyChain } from '../event-row.js';
import type { Store } from '../store.js';
import { asReader, postOf, type StoreFixture } from './fixture.js';
import { checkDocuments, randomActs, range } from './made-up-history.js';

const { ana, ben, kenji, mia, sato } = cast;

/** Registers the group. */
export function testReads(fixture: StoreFixture): void {
  test('reading gives the range asked for, from memory and from disk alike', async () => {
    let opened = await fixture.withRoom();
    await Promise.all(range(30).map((i) => fixture.appendTo(opened, ana, postOf(`m${i}`))));
    const ranges = [
      { after: 0, limit: 500 },
      { after: 0, limit: 3 },
      { after: 10, limit: 5 },
      { after: 28, limit: 5 },
      { after: 31, limit: 5 },
      { after: 99, limit: 5 },
    ];
    const fromMemory = await Promise.all(ranges.map((one) => opened.read('rollout', one)));
    assert.deepEqual(
      fromMemory.map((events) => events.map(({ seq }) => seq)),
      [range(31).map((i) => i + 1), [1, 2, 3], [11, 12, 13, 14, 15], [29, 30, 31], [], []],
    );
    opened = await fixture.reopen();
    assert.deepEqual(await Promise.all(ranges.map((one) => opened.read('rollout', one))), fromMemory);
  });

  test('messages are read by their numbers, for everybody and for staff, without those that are not there', async () => {
    const opened = await fixture.withRoom();
    await fixture.withRoom('vpn');
    await fixture.appendTo(opened, ana, postOf('one'));
    await fixture.appendTo(opened, mia, postOf('two', 'staff'));
    await fixture.appendTo(opened, mia, sampleDrafts['room.closed']);
    await fixture.appendTo(opened, ana, postOf('elsewhere'), { room: 'vpn' });
    const { messages } = await opened.page('rollout', { before: 9, limit: 9, isStaff: true });
    const found = await opened.messages('rollout', [2, 3, 4, 99]);
    assert.deepEqual(
      [...found].sort((a, b) => a.seq - b.seq),
      messages,
    );
    assert.deepEqual(await opened.messages('rollout', []), []);
    assert.deepEqual(await opened.messages('none', [2]), []);
  });

  test('pages follow one another down to the first message and hide what is for staff', async () => {
    const opened = await fixture.withRoom();
    for (const i of range(25)) await fixture.appendTo(opened, mia, postOf(`m${i}`, i % 5 === 0 ? 'staff' : 'everyone'));
    const pagesFor = async (isStaffReader: boolean): Promise<MessageDoc[]> => {
      const messages: MessageDoc[] = [];
      for (let before = 1_000; before > 1;) {
        const page = await opened.page('rollout', { before, limit: 4, isStaff: isStaffReader });
        assert.equal(page.head, 26);
        assert.ok(page.from === 1 || page.messages.length === 4);
        messages.unshift(...page.messages);
        before = page.from;
      }
      return messages;
    };
    assert.deepEqual(
      (await pagesFor(true)).map(({ seq }) => seq),
      range(25).map((i) => i + 2),
    );
    assert.deepEqual(
      (await pagesFor(false)).map(({ seq }) => seq),
      range(25)
        .filter((i) => i % 5 !== 0)
        .map((i) => i + 2),
    );
  });

  test('the newest page is as new as the room', async () => {
    const opened = await fixture.withRoom();
    const newest = async (isStaffReader: boolean) => {
      const page = await opened.page('rollout', { before: 1_000, limit: 3, isStaff: isStaffReader });
      return [page.head, ...page.messages.map(({ seq }) => seq)];
    };
    for (const round of range(2))
      assert.deepEqual([await newest(true), await newest(false)], [[1], [1]], `round ${round}`);
    await fixture.appendTo(opened, mia, postOf('note', 'staff'));
    for (const round of range(2))
      assert.deepEqual([await newest(true), await newest(false)], [[2, 2], [2]], `round ${round}`);
    await fixture.appendTo(opened, ana, postOf('hello'));
    assert.deepEqual(
      [await newest(true), await newest(false)],
      [
        [3, 2, 3],
        [3, 3],
      ],
    );
  });

  test('stored documents equal the fold of the events, whatever happened', async () => {
    for (const seed of range(20)) {
      const opened = await fixture.open();
      await checkDocuments(opened, randomActs(seed));
    }
  });

  test('a marker only moves forward, and never past the head', async () => {
    const opened = await fixture.withRoom();
    await Promise.all(range(5).map((i) => fixture.appendTo(opened, mia, postOf(`m${i}`))));
    const move = (seq: number) => opened.moveMarker('rollout', asReader(ana), seq);
    assert.deepEqual(await move(3), { marker: 3, unread: 3, head: 6 });
    assert.deepEqual(await move(2), { marker: 3, unread: 3, head: 6 });
    assert.deepEqual(await move(1_000), { marker: 6, unread: 0, head: 6 });
    const together = await Promise.all([4, 2, 6, 1].map((seq) => opened.moveMarker('rollout', asReader(ben), seq)));
    assert.ok(together.every(({ marker }) => marker === 6 || marker === 4));
    assert.equal((await opened.standing('rollout', asReader(ben))).marker, 6);
  });

  test('unread counts what others wrote, what the reader may see, up to the limit', async () => {
    const opened = await fixture.withRoom();
    await fixture.appendTo(opened, ben, postOf('one'));
    await fixture.appendTo(opened, mia, postOf('note', 'staff'));
    await fixture.appendTo(opened, sato, sampleDrafts['room.described']);
    const unread = async (person: Person) => (await opened.standing('rollout', asReader(person))).unread;
    assert.deepEqual(await Promise.all([ana, ben, mia, sato].map(unread)), [1, 0, 0, 2]);
    await fixture.appendTo(opened, ana, postOf('two'));
    assert.deepEqual(await Promise.all([ana, ben, mia, sato].map(unread)), [0, 1, 1, 3]);
    await Promise.all(range(limits.maxUnreadCounted + 20).map((i) => fixture.appendTo(opened, mia, postOf(`m${i}`))));
    assert.equal(await unread(ana), limits.maxUnreadCounted);
  });

  test('what was just written and what was found on opening read and count alike', async () => {
    const opened = await fixture.withRoom();
    const writers = [ana, ben, mia];
    for (const i of range(300)) {
      const by = writers[i % writers.length] ?? ana;
      const draft = i % 17 === 0 ? sampleDrafts['room.described'] : postOf(`m${i}`, i % 5 === 0 ? 'staff' : 'everyone');
      await fixture.appendTo(opened, by.role === 'employee' && i % 5 === 0 ? mia : by, draft);
    }
    const readers = [ana, kenji, sato];
    const seen = async (store: Store) => {
      const parts = [];
      for (const after of [300, 290, 170, 100, 40, 0]) parts.push(await store.read('rollout', { after, limit: 500 }));
      return {
        parts,
        standings: await Promise.all(readers.map((reader) => store.standing('rollout', asReader(reader)))),
      };
    };
    await Promise.all(readers.map((reader, i) => opened.moveMarker('rollout', asReader(reader), 280 - 60 * i)));
    const written = await seen(opened);
    const again = await fixture.reopen();
    assert.deepEqual(await seen(again), written, 'read for the first time');
    assert.deepEqual(await seen(again), written, 'and again');
  });

  test('standings are those of every room, one by one', async () => {
    const opened = await fixture.withRoom();
    await Promise.all(range(30).map((i) => fixture.withRoom(`room-${i}`)));
    await fixture.appendTo(opened, ben, postOf('one'));
    await fixture.appendTo(opened, mia, postOf('note', 'staff'), { room: 'room-7' });
    await opened.moveMarker('room-7', asReader(sato), 1);
    for (const reader of [ana, sato]) {
      const standings = await opened.standings(asReader(reader));
      assert.equal(standings.size, 31);
      for (const [room, standing] of standings)
        assert.deepEqual(standing, await opened.standing(room, asReader(reader)));
    }
    assert.equal((await opened.standings(asReader(sato))).get('room-7')?.unread, 1);
  });

  test('what an author writes, the author has read', async () => {
    const opened = await fixture.withRoom();
    await fixture.appendTo(opened, ben, postOf('one'));
    await fixture.appendTo(opened, ana, postOf('two'));
    assert.deepEqual(await opened.standing('rollout', asReader(ana)), { marker: 3, unread: 0, head: 3 });
    await fixture.appendTo(opened, mia, sampleDrafts['room.described']);
    assert.equal((await opened.standing('rollout', asReader(mia))).marker, 0, 'a description is not a message');
  });

  test('every row is tied to all before it, and nothing can be changed unseen', async () => {
    const opened = await fixture.withRoom();
    await Promise.all(range(9).map((i) => fixture.appendTo(opened, ana, postOf(`m${i}`))));
    await fixture.appendTo(opened, mia, postOf(''), { decide: () => [postOf('a'), sampleDrafts['room.described']] });
    const stored = await opened.readRows('rollout', { after: 0, limit: 500 });
    assert.ok(stored);
    assert.equal(stored.rows.length, 12);
    let chain = emptyChain;
    for (const row of stored.rows) {
      const others = [
        { seq: 99 },
        { at: 1 },
        { person: 'x' },
        { cid: 'x' },
        { part: 9 },
        { hash: 'x' },
        { content: '{}' },
      ];
      for (const other of others) assert.notEqual(chainAfter(chain, 'rollout', { ...row, ...other }), row.chain);
      assert.notEqual(chainAfter(`${chain}x`, 'rollout', row), row.chain);
      assert.notEqual(chainAfter(chain, 'vpn', row), row.chain);
      assert.equal(chainAfter(chain, 'rollout', row), row.chain);
      const erased = { ...row, content: '{}', salt: null, commitment: commitmentOf(row.salt ?? '', row.content) };
      assert.equal(chainAfter(chain, 'rollout', erased), row.chain, 'erased content keeps its place');
      chain = row.chain;
    }
    assert.equal(stored.chain, chain);
    assert.equal(new Set(stored.rows.map(({ salt }) => salt)).size, 12);
    assert.deepEqual((await opened.readRows('rollout', { after: 10, limit: 1 }))?.rows, [stored.rows[10]]);
    assert.equal(await opened.readRows('none', { after: 0, limit: 1 }), null);
  });
}
