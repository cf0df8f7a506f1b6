/** How a store lives: reopening, epochs, durability, hostile names, closing. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { asReader, everythingIn, postOf, rejectsWith, type StoreFixture } from './fixture.js';
import { createdAs } from './made-up-history.js';

const { ana, ben, mia } = cast;

/** Registers the group. */
export function testLife(fixture: StoreFixture): void {
  test('everything survives a reopening', async () => {
    const opened = await fixture.withRoom();
    const first = await fixture.appendTo(opened, ana, postOf('hello 語 \u{1f600}'), { cid: 'one' });
    await opened.moveMarker('rollout', asReader(ben), 2);
    const before = await everythingIn(opened);
    const again = await fixture.reopen();
    assert.deepEqual(await everythingIn(again), before);
    assert.deepEqual(await fixture.appendTo(again, ana, postOf('hello 語 \u{1f600}'), { cid: 'one' }), {
      ...first,
      dup: true,
    });
    assert.equal((await fixture.appendTo(again, ana, postOf('next'))).seq, 3);
    assert.equal((await again.standing('rollout', asReader(ben))).marker, 2);
  });

  test('the epoch is made with the database and stays', async () => {
    const { epoch } = await fixture.open();
    assert.match(epoch, /^\S{16,64}$/);
    assert.equal((await fixture.reopen()).epoch, epoch);
    assert.notEqual((await fixture.open()).epoch, epoch);
  });

  test('it says that a commit is durable', async () => {
    assert.equal((await (await fixture.open()).durability()).durability, 'full');
  });

  test('names that mean something to JavaScript or SQL are names', async () => {
    const opened = await fixture.open();
    const names = ['__proto__', 'constructor', 'toString', `x' or '1'='1`, '%', '名前'];
    const hostile: Person = { id: '__proto__', name: `'; drop table events; --`, role: 'employee' };
    for (const room of names) {
      await fixture.appendTo(opened, mia, createdAs(room), { room });
      await fixture.appendTo(opened, hostile, postOf(room), { room, cid: '__proto__' });
      assert.deepEqual((await opened.room(room))?.room.last?.by, hostile);
      assert.deepEqual(await opened.moveMarker(room, asReader(ana), 1), { marker: 1, unread: 1, head: 2 });
    }
    assert.deepEqual(new Set((await opened.rooms()).map(({ room }) => room.name)), new Set(names));
    assert.equal(await opened.room('hasOwnProperty'), null);
    assert.equal(await opened.room('x'), null);
  });

  test('a closed store refuses, and closing again is harmless', async () => {
    const opened = await fixture.withRoom();
    const last = fixture.appendTo(opened, ana, postOf('just in time'));
    const move = opened.moveMarker('rollout', asReader(ana), 1);
    await opened.close();
    assert.equal((await last).seq, 2, 'what waited is finished first');
    assert.equal((await move).marker, 2, 'her own message moved it further');
    await opened.close();
    await rejectsWith(fixture.appendTo(opened, ana, postOf('too late')), 'unavailable');
    await rejectsWith(opened.read('rollout', { after: 0, limit: 1 }), 'unavailable');
    await rejectsWith(opened.moveMarker('rollout', asReader(ana), 1), 'unavailable');
  });
}
