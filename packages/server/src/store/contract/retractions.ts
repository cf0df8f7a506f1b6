/** How a store forgets the words of messages that were taken back, and keeps what else it knows of them. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, emptyState, type EventDraft } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { chainAfter, emptyChain, type EventRow } from '../event-row.js';
import type { Store } from '../store.js';
import { postOf, type StoreFixture } from './fixture.js';
import { range } from './made-up-history.js';

const { ana, ben, mia } = cast;
const everyone = { audience: 'everyone' } as const;

const edited = (message: number, text: string): EventDraft => ({
  ...{ type: 'message.edited', ...everyone, data: { message, body: { kind: 'text', text } } },
});
const pinned = (pin: number, excerpt: string): EventDraft => ({
  ...{ type: 'message.pinned', ...everyone, data: { pin, excerpt } },
});
const retracted = (message: number, edits: readonly number[] = []): EventDraft => ({
  ...{ type: 'message.retracted', ...everyone, data: { message, reason: 'It had a password in it', edits } },
});

async function rowsOf(store: Store): Promise<readonly EventRow[]> {
  return (await store.readRows('rollout', { after: 0, limit: 500 }))?.rows ?? [];
}

async function checkChain(store: Store): Promise<void> {
  const { rows = [], chain } = (await store.readRows('rollout', { after: 0, limit: 500 })) ?? {};
  assert.equal(
    rows.reduce((tied, row) => chainAfter(tied, 'rollout', row), emptyChain),
    chain,
  );
}

/** Registers the group. */
export function testRetractions(fixture: StoreFixture): void {
  /** Message 2 is ana's: pinned, edited, pinned again, with others around it; then she takes it back. */
  const withRetracted = async (): Promise<Store> => {
    const store = await fixture.withRoom();
    await fixture.appendTo(store, ana, postOf('canary one'), { cid: 'first', hash: 'h1' });
    await fixture.appendTo(store, ben, postOf('another'));
    await fixture.appendTo(store, mia, pinned(2, 'canary one'));
    await fixture.appendTo(store, ana, edited(2, 'canary two'));
    await fixture.appendTo(store, mia, { type: 'message.unpinned', ...everyone, data: { pin: 2 } });
    await fixture.appendTo(store, mia, pinned(2, 'canary two'));
    // Numbers that begin with the same digit are others.
    for (const index of range(20)) await fixture.appendTo(store, ben, postOf(`still here ${index}`));
    await fixture.appendTo(store, mia, pinned(20, 'still here 11'));
    await fixture.appendTo(store, ana, retracted(2, [5]));
    return store;
  };

  test('a retracted message is to be erased, also after a start, until that is done', async () => {
    const store = await withRetracted();
    assert.deepEqual(await store.retractions(9), [{ room: 'rollout', seq: 2 }]);
    const again = await fixture.reopen();
    assert.deepEqual(await again.retractions(9), [{ room: 'rollout', seq: 2 }]);
    await again.eraseWords(await again.retractions(9));
    assert.deepEqual(await again.retractions(9), []);
    await again.eraseWords([{ room: 'rollout', seq: 2 }]);
    await again.eraseWords([]);
    assert.deepEqual(await (await fixture.reopen()).retractions(9), []);
  });

  test('those to be erased are read in portions, by room and number', async () => {
    const store = await withRetracted();
    await fixture.appendTo(store, ben, retracted(3));
    await fixture.withRoom('vpn');
    const other = await fixture.appendTo(store, ana, postOf('elsewhere'), { room: 'vpn' });
    await fixture.appendTo(store, ana, retracted(other.seq), { room: 'vpn' });
    const [first, second, third] = [
      { room: 'rollout', seq: 2 },
      { room: 'rollout', seq: 3 },
      { room: 'vpn', seq: other.seq },
    ];
    assert.deepEqual(await store.retractions(2), [first, second]);
    assert.deepEqual(await store.retractions(2, second), [third]);
    assert.deepEqual(await store.retractions(2, first), [second, third]);
    assert.deepEqual(await store.retractions(2, third), []);
  });

  test('its words go from every event that had them, numbers and the rest stay, and the chain holds', async () => {
    const store = await withRetracted();
    const before = await rowsOf(store);
    assert.deepEqual(
      before.flatMap(({ seq, content }) => (content.includes('canary') ? seq : [])),
      [2, 4, 5, 7],
    );
    await store.eraseWords([{ room: 'rollout', seq: 2 }]);
    const check = async (now: Store): Promise<void> => {
      const rows = await rowsOf(now);
      assert.ok(!JSON.stringify(rows).includes('canary'));
      assert.deepEqual(
        rows.map(({ seq, person, cid, hash, chain }) => ({ seq, person, cid, hash, chain })),
        before.map(({ seq, person, cid, hash, chain }) => ({ seq, person, cid, hash, chain })),
      );
      for (const row of rows.filter(({ seq }) => ![2, 4, 5, 7].includes(seq)))
        assert.deepEqual(row, before[row.seq - 1]);
      await checkChain(now);
      const events = await now.read('rollout', { after: 0, limit: 500 });
      assert.ok(!JSON.stringify(events).includes('canary'), 'what is kept in memory is gone, too');
      const page = await now.page('rollout', { before: 500, limit: 100, isStaff: true });
      const state = fold(emptyState, events);
      assert.deepEqual(JSON.parse(JSON.stringify(state.messages)), JSON.parse(JSON.stringify(page.messages)));
      assert.deepEqual((await now.room('rollout'))?.room, JSON.parse(JSON.stringify(state.room)));
      assert.deepEqual(page.messages[0]?.retracted?.reason, 'It had a password in it');
    };
    await check(store);
    await check(await fixture.reopen());
  });

  test('whoever posts it again under its id gets the first answer, whatever they say', async () => {
    const store = await withRetracted();
    await store.eraseWords([{ room: 'rollout', seq: 2 }]);
    const again = await fixture.appendTo(store, ana, postOf('canary one'), { cid: 'first', hash: 'h1' });
    assert.deepEqual([again.seq, again.dup], [2, true]);
    assert.ok(!JSON.stringify(again).includes('canary'));
  });

  test('another store takes the room over with and without the words, and forgets what is left of them', async () => {
    const source = await withRetracted();
    const whole = await rowsOf(source);
    await source.eraseWords([{ room: 'rollout', seq: 2 }]);
    const erased = await rowsOf(source);
    const end = await source.room('rollout');
    for (const rows of [whole, erased, [...whole.slice(0, 4), ...erased.slice(4)]]) {
      const target = await fixture.open();
      await target.adopt('rollout', { rows });
      assert.deepEqual(await target.room('rollout'), end);
      assert.deepEqual(await target.retractions(9), [{ room: 'rollout', seq: 2 }], 'it is looked at once more');
      await target.eraseWords(await target.retractions(9));
      assert.ok(!JSON.stringify(await rowsOf(target)).includes('canary'));
      await checkChain(target);
    }
  });
}
