/** How a store keeps canned replies. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CannedReply } from '@support-chat/protocol';
import type { CannedRow, Store } from '../store.js';
import { rejectsWith, type StoreFixture } from './fixture.js';

const replyOf = (id: string, more: Partial<CannedReply> = {}): CannedReply => ({
  ...{ id, scope: 'all', title: `title of ${id}`, text: 'Restart it. / 再起動してください。', rev: 1 },
  ...more,
});
const rowOf = (id: string, more: Partial<CannedReply> = {}, by = 'mia'): CannedRow => ({
  reply: replyOf(id, more),
  by,
});

const shelvedRow = (id: string, scope: 'templates' | 'views', by = 'mia'): CannedRow => ({
  reply: { ...replyOf(id, { text: '{"query":""}' }), scope },
  by,
});

/** Registers the group. */
export function testCanned(fixture: StoreFixture): void {
  test('a canned reply is found by whom it is for, and survives', async () => {
    const opened = await fixture.open();
    const rows: CannedRow[] = [
      rowOf('a', { reading: 'さいきどう' }),
      rowOf('b', { scope: 'room', room: 'rollout' }),
      rowOf('c', { scope: 'room', room: 'vpn' }),
      rowOf('d', { scope: 'me' }),
      rowOf('e', { scope: 'me' }, 'tom'),
      // A room and a person of one name are two places.
      rowOf('f', { scope: 'room', room: 'mia' }),
      // Beside them, what is on shelves.
      shelvedRow('g', 'templates'),
      shelvedRow('h', 'templates', 'tom'),
      shelvedRow('i', 'views', 'tom'),
    ];
    for (const row of rows) assert.equal(await opened.putCanned(row, 0), true);
    const check = async (store: Store): Promise<void> => {
      const found = async (person: string, room: string, after = '', limit = 9) =>
        (await store.cannedFor({ person, room }, after, limit)).map(({ id }) => id).join('');
      assert.equal(await found('mia', 'rollout'), 'abd');
      assert.equal(await found('tom', 'vpn'), 'ace');
      assert.equal(await found('rollout', 'mia'), 'af');
      assert.equal(await found('mia', 'rollout', 'a', 1), 'b');
      assert.deepEqual(await store.canned('b'), rows[1]);
      assert.deepEqual((await store.canned('a'))?.reply, replyOf('a', { reading: 'さいきどう' }));
      assert.equal(await store.canned('none'), null);
      assert.equal(await store.countCanned({ scope: 'me', of: 'mia' }), 1);
      assert.equal(await store.countCanned({ scope: 'room', of: 'mia' }), 1);
      assert.equal(await store.countCanned({ scope: 'all', of: '' }), 1);
      const shelved = async (scope: 'templates' | 'views', of: string, limit = 9) =>
        (await store.cannedIn({ scope, of }, limit)).map(({ reply }) => reply.id).join('');
      assert.deepEqual([await shelved('templates', ''), await shelved('templates', '', 1)], ['gh', 'g']);
      assert.deepEqual([await shelved('views', 'mia'), await shelved('views', 'tom')], ['', 'i']);
      assert.deepEqual(await store.canned('i'), rows[8]);
      assert.deepEqual(await store.readCanned('', 9), rows);
      assert.deepEqual(await store.readCanned('d', 1), [rows[4]]);
    };
    await check(opened);
    await check(await fixture.reopen());
  });

  test('a canned reply is changed and dropped only as it was seen', async () => {
    const opened = await fixture.open();
    assert.equal(await opened.putCanned(rowOf('a'), 0), true);
    assert.equal(await opened.putCanned(rowOf('a', { title: 'again' }), 0), false, 'there is one already');
    assert.equal(await opened.putCanned(rowOf('a', { rev: 3 }), 2), false, 'nobody has seen that');
    assert.equal(await opened.putCanned(rowOf('b', { rev: 2 }), 1), false, 'it is not there');
    const next = rowOf('a', { scope: 'me', title: '', rev: 2 });
    assert.equal(await opened.putCanned(next, 1), true);
    assert.deepEqual(await opened.readCanned('', 9), [next]);
    assert.equal(await opened.dropCanned('a', 1), false);
    assert.equal(await opened.dropCanned('a', 2), true);
    assert.equal(await opened.dropCanned('a', 2), false);
    assert.deepEqual(await opened.readCanned('', 9), []);
    await opened.close();
    await rejectsWith(opened.putCanned(rowOf('a'), 0), 'unavailable');
    await rejectsWith(opened.cannedFor({ person: 'mia', room: 'rollout' }, '', 9), 'unavailable');
  });
}
