/** How a store keeps when something happens to a room, and forgets a room for good. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDraft, Person, Tombstone } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { chainAfter, emptyChain } from '../event-row.js';
import { rowsPerErasure } from '../store-erase.js';
import type { Store } from '../store.js';
import { asReader, postOf, type StoreFixture } from './fixture.js';
import { range } from './made-up-history.js';

const { ana, ben, mia, sato } = cast;

const deleted = (until: number): EventDraft => ({
  ...{ type: 'room.deleted', audience: 'everyone', data: { reason: 'Was a test', until } },
});
const stays: Tombstone = { name: 'rollout', kind: 'rollout', createdAt: 1, messages: 2 };
const erased: EventDraft = { type: 'room.erased', audience: 'everyone', data: stays };

async function dueBy(store: Store, now: number): Promise<string[]> {
  return (await store.dueRooms(now, 10)).map(({ room }) => room);
}

/** Registers the group. */
export function testErase(fixture: StoreFixture): void {
  test('a room that is deleted is due at once, then when it was put off to, then never', async () => {
    const opened = await fixture.withRoom();
    assert.deepEqual(await dueBy(opened, Number.MAX_SAFE_INTEGER), []);
    await fixture.appendTo(opened, mia, postOf('nothing is due after a message'));
    const { at } = await fixture.appendTo(opened, sato, deleted(5_000_000_000_000));
    assert.deepEqual(await opened.dueRooms(at, 10), [{ room: 'rollout', dueAt: at }]);
    assert.deepEqual(await dueBy(opened, at - 1), []);
    await opened.putOffRoom('rollout', { from: at + 1, to: null });
    await opened.putOffRoom('rollout', { from: at, to: at + 60 });
    const again = await fixture.reopen();
    assert.deepEqual(await dueBy(again, at + 59), [], 'kept over a start');
    assert.deepEqual(await dueBy(again, at + 60), ['rollout']);
    await again.putOffRoom('rollout', { from: at + 60, to: null });
    assert.deepEqual(await dueBy(again, Number.MAX_SAFE_INTEGER), []);
    await again.putOffRoom('none', { from: 1, to: 2 });
  });

  test('the lanes beside a room are found by its name', async () => {
    const opened = await fixture.withRoom();
    const lane = (of: string, person: Person): EventDraft => ({
      ...{ type: 'room.created', audience: 'everyone' },
      data: { name: `${of}~${person.id}`, kind: 'lane', title: 'x', purpose: '', lane: { of, person } },
    });
    for (const [room, draft] of [
      ['rollout~ben', lane('rollout', ben)],
      ['rollout~ana', lane('rollout', ana)],
      ['rollout-2~ana', lane('rollout-2', ana)],
    ] as const)
      await opened.append({ room, by: ana, cid: `begin-${room}`, hash: '', decide: () => [draft] });
    assert.deepEqual(
      (await opened.lanes('rollout')).map(({ room, head }) => [room.name, head]),
      [
        ['rollout~ana', 1],
        ['rollout~ben', 1],
      ],
    );
    assert.deepEqual(await opened.lanes('none'), []);
    assert.deepEqual(
      (await opened.rooms('without lanes')).map(({ room }) => room.name),
      ['rollout'],
    );
  });

  test('a room that ended with its erasure is forgotten but for that, and its chain holds', async () => {
    const opened = await fixture.withRoom();
    await opened.append({
      ...{ room: 'other', by: mia, cid: 'other', hash: '' },
      decide: () => [
        { ...sampleDrafts['room.created'], data: { ...sampleDrafts['room.created'].data, name: 'other' } },
      ],
    });
    const count = rowsPerErasure + 5;
    await Promise.all(range(count).map((index) => fixture.appendTo(opened, ana, postOf(`canary ${index}`))));
    await fixture.appendTo(opened, mia, sampleDrafts['member.added']);
    await opened.moveMarker('rollout', asReader(ben), 9);
    const reply = { id: 'a'.repeat(32), title: 'canary', text: 'canary', rev: 1 };
    await opened.putCanned({ reply: { ...reply, scope: 'room', room: 'rollout' }, by: 'mia' }, 0);
    await opened.putCanned({ reply: { ...reply, id: 'b'.repeat(32), scope: 'all' }, by: 'mia' }, 0);
    await assert.rejects(opened.erase('rollout'), TypeError, 'only what ended with its erasure');
    await assert.rejects(opened.erase('none'), TypeError);
    const before = await opened.readRows('rollout', { after: 0, limit: count + 9 });
    const { seq: head, at } = await fixture.appendTo(opened, sato, erased);
    await opened.erase('rollout');
    await opened.erase('rollout');
    const check = async (store: Store): Promise<void> => {
      const { rows = [], chain } = (await store.readRows('rollout', { after: 0, limit: count + 9 })) ?? {};
      assert.ok(!JSON.stringify(rows).includes('canary'));
      assert.deepEqual(
        rows.slice(0, -1).map(({ seq, person, content, salt }) => ({ seq, person, content, salt })),
        before?.rows.map(({ seq, person }) => ({ seq, person, content: '{}', salt: null })),
      );
      const end = rows.reduce((tied, row) => chainAfter(tied, 'rollout', row), emptyChain);
      assert.deepEqual([end, rows.length], [chain, head]);
      assert.deepEqual((await store.room('rollout'))?.room, {
        ...{ ...stays, state: 'closed', title: '', purpose: '', last: null, waiting: null, erasedAt: at },
      });
      const page = await store.page('rollout', { before: head + 1, limit: 9, isStaff: true });
      assert.deepEqual(page.messages, []);
      for (const rest of [store.members('rollout'), store.readMarkers('rollout'), store.readQuestions('rollout')])
        assert.deepEqual(await rest, []);
      assert.deepEqual(
        (await store.readCanned('', 9)).map(({ reply: { scope } }) => scope),
        ['all'],
      );
      assert.equal((await store.heads()).get('other'), 1, 'others are as they were');
    };
    await check(opened);
    await check(await fixture.reopen());
  });

  test('an erased room can be taken over by another store, in portions', async () => {
    const source = await fixture.withRoom();
    for (const index of range(3)) await fixture.appendTo(source, ana, postOf(`canary ${index}`));
    await fixture.appendTo(source, sato, erased);
    await source.erase('rollout');
    const { rows = [] } = (await source.readRows('rollout', { after: 0, limit: 9 })) ?? {};
    const end = await source.room('rollout');
    const target = await fixture.open();
    await target.adopt('rollout', { rows: rows.slice(0, 2) });
    assert.equal((await target.room('rollout'))?.head, 2);
    await target.adopt('rollout', { rows: rows.slice(2) });
    assert.deepEqual(await target.room('rollout'), end);
    assert.deepEqual(await dueBy(target, Number.MAX_SAFE_INTEGER), ['rollout'], 'it is looked at once more');
    await target.erase('rollout');
  });
}
