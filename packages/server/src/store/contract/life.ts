/** How a store lives: reopening, epochs, durability, hostile names, closing. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Person } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { asReader, everythingIn, postOf, rejectsWith, type StoreFixture } from './fixture.js';
import { createdAs, range } from './made-up-history.js';

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

  test('sign-outs are kept: the last one of each person, and only that moves forward', async () => {
    const opened = await fixture.open();
    assert.deepEqual(await opened.signOuts(0), new Map());
    await Promise.all([opened.signOut('ana', 2_000), opened.signOut('__proto__', 1_000)]);
    await opened.signOut('ana', 1_500);
    const all = new Map([
      ['ana', 2_000],
      ['__proto__', 1_000],
    ]);
    const sorted = (map: ReadonlyMap<string, number>) => new Map([...map].sort((a, b) => b[1] - a[1]));
    assert.deepEqual(sorted(await opened.signOuts(0)), all);
    assert.deepEqual(await opened.signOuts(1_001), new Map([['ana', 2_000]]));
    const again = await fixture.reopen();
    assert.deepEqual(sorted(await again.signOuts(-1)), all);
    await again.close();
    await rejectsWith(again.signOut('ana', 3_000), 'unavailable');
    await rejectsWith(again.signOuts(0), 'unavailable');
  });

  test('who wants not to be disturbed is kept until they say otherwise', async () => {
    const opened = await fixture.open();
    assert.deepEqual(await opened.busyPeople(), new Set());
    for (const person of ['mia', '__proto__', 'tom', 'mia']) await opened.setBusy(person, true);
    await opened.setBusy('tom', false);
    await opened.setBusy('nobody', false);
    assert.deepEqual(await opened.busyPeople(), new Set(['__proto__', 'mia']));
    const again = await fixture.reopen();
    assert.deepEqual(await again.busyPeople(), new Set(['__proto__', 'mia']));
    await again.close();
    await rejectsWith(again.setBusy('mia', false), 'unavailable');
    await rejectsWith(again.busyPeople(), 'unavailable');
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
    assert.deepEqual(await opened.rooms('without lanes'), await opened.rooms());
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

  test('rows of another store are adopted as they are, in any portions', async () => {
    const opened = await fixture.withRoom();
    for (const i of range(6)) await fixture.appendTo(opened, ana, postOf(`m${i}`), { cid: `c${i}` });
    await fixture.appendTo(opened, mia, sampleDrafts['room.described']);
    await opened.moveMarker('rollout', asReader(ben), 4);
    const before = await everythingIn(opened);
    const rows = (await opened.readRows('rollout', { after: 0, limit: 99 }))?.rows ?? [];
    const markers = await opened.readMarkers('rollout');
    assert.deepEqual(markers, [
      { person: 'ana', seq: 7 },
      { person: 'ben', seq: 4 },
    ]);
    const copy = await fixture.open();
    await copy.adopt('rollout', { rows: rows.slice(0, 3) });
    await copy.adopt('rollout', { rows: rows.slice(3), markers });
    assert.deepEqual(await everythingIn(copy), before);
    assert.deepEqual((await copy.readRows('rollout', { after: 0, limit: 99 }))?.rows, rows);
    assert.deepEqual(await copy.readMarkers('rollout'), markers);
    const again = await fixture.appendTo(copy, ana, postOf('m2'), { cid: 'c2' });
    assert.deepEqual([again.seq, again.dup], [4, true], 'command ids come along');
    assert.equal((await fixture.appendTo(copy, ana, postOf('next'))).seq, 9);
    assert.deepEqual(await copy.readMarkers('none'), []);
  });

  test('rows that do not follow are not adopted, and nothing of them', async () => {
    const opened = await fixture.withRoom();
    for (const i of range(4)) await fixture.appendTo(opened, ana, postOf(`m${i}`));
    const rows = (await opened.readRows('rollout', { after: 0, limit: 99 }))?.rows ?? [];
    const copy = await fixture.open();
    const changed = rows.map((row) => (row.seq === 3 ? { ...row, content: row.content.replace('m1', 'm9') } : row));
    for (const wrong of [rows.slice(1), [...rows.slice(0, 2), ...rows.slice(3)], [...rows, ...rows], changed])
      await assert.rejects(copy.adopt('rollout', { rows: wrong }), TypeError);
    assert.equal(await copy.room('rollout'), null);
    await assert.rejects(copy.adopt('vpn', { rows }), TypeError, 'another room');
  });

  test('an epoch can be begun, and stays', async () => {
    const opened = await fixture.open();
    const { epoch } = opened;
    await opened.beginEpoch();
    assert.notEqual(opened.epoch, epoch);
    await opened.beginEpoch('the-epoch-of-another');
    assert.equal(opened.epoch, 'the-epoch-of-another');
    assert.equal((await fixture.reopen()).epoch, 'the-epoch-of-another');
  });
}
