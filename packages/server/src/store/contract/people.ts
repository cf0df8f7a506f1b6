/** How a store keeps whom messages call, and the people it was told of. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDraft } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { keysOf, patternOf, wordsOf } from '../../people/name-keys.js';
import type { DirectoryRow, Store } from '../store.js';
import type { StoreFixture } from './fixture.js';

const { ana, ben, kenji, mia } = cast;
const called = (call: number, ...people: string[]): EventDraft => ({
  type: 'people.called',
  audience: 'staff',
  data: { call, people },
});
const rowOf = (known: Omit<DirectoryRow, 'keys'>): DirectoryRow => ({ ...known, keys: keysOf(known) });
const idsFound = async (store: Store, text: string, limit = 9): Promise<string[]> =>
  (await store.findPeople(wordsOf(text).map(patternOf), limit)).map(({ person }) => person.id);

/** Registers the group. */
export function testPeople(fixture: StoreFixture): void {
  test('whom a message calls is known, by room and by person, until they have seen it', async () => {
    let opened = await fixture.withRoom();
    await fixture.withRoom('vpn');
    const call = (call: number, people: string[], room = 'rollout') =>
      fixture.appendTo(opened, mia, called(call, ...people), { room });
    await call(2, ['ben', 'ana']);
    await call(3, ['ben']);
    // Said twice, it is one call.
    await call(3, ['ben']);
    await call(2, ['ben'], 'vpn');
    const check = async (store: Store): Promise<void> => {
      const rows = (await store.readCalls('rollout')).map(({ seq, person }) => [seq, person]);
      assert.deepEqual(rows, [
        [2, 'ana'],
        [2, 'ben'],
        [3, 'ben'],
      ]);
      assert.deepEqual(await store.readCalls('none'), []);
      assert.deepEqual(await store.callsOf('ana', 9), [{ room: 'rollout', seq: 2 }]);
      assert.equal((await store.callsOf('ben', 9)).length, 3);
      assert.equal((await store.callsOf('ben', 2)).length, 2);
      assert.deepEqual(await store.callsOf('kenji', 9), []);
    };
    await check(opened);
    opened = await fixture.reopen();
    await check(opened);
    await opened.moveMarker('rollout', { person: 'ben', isStaff: false }, 2);
    const left = (await opened.callsOf('ben', 9)).map(({ room, seq }) => `${room} ${seq}`);
    assert.deepEqual(left.sort(), ['rollout 3', 'vpn 2']);
    assert.equal((await opened.readCalls('rollout')).length, 3);
  });

  test('people are found by the beginnings of their words, in any script, and are replaced when told again', async () => {
    const opened = await fixture.withRoom();
    await opened.keepPeople([
      rowOf({ person: { id: 'ota.k', name: '太田 健', role: 'employee' }, reading: 'おおた けん' }),
      rowOf({ person: ben, reading: null }),
      rowOf({ person: { id: 'percent', name: '100% Ana_', role: 'bot' }, reading: null }),
    ]);
    await opened.keepPeople([rowOf({ person: ana, reading: null }), rowOf({ person: kenji, reading: 'けんじ' })]);
    assert.deepEqual(await idsFound(opened, 'オオタ'), ['ota.k']);
    assert.deepEqual(await idsFound(opened, 'けん'), ['kenji', 'ota.k']);
    assert.deepEqual(await idsFound(opened, '太田健'), ['ota.k']);
    assert.deepEqual(await idsFound(opened, 'CAR'), ['ben']);
    assert.deepEqual(await idsFound(opened, 'arter'), [], 'no word begins so');
    assert.deepEqual(await idsFound(opened, 'carter be'), ['ben']);
    assert.deepEqual(await idsFound(opened, '100%'), ['percent']);
    assert.deepEqual(await idsFound(opened, '%'), [], 'a sign is a sign');
    assert.equal((await idsFound(opened, '')).length, 5);
    assert.deepEqual(await idsFound(opened, '', 2), ['ana', 'ben']);
    const known = await opened.knownPeople(['ota.k', 'nobody', 'ana']);
    assert.deepEqual(known.map(({ person, reading }) => [person.name, reading]).sort(), [
      ['Ana Silva', null],
      ['太田 健', 'おおた けん'],
    ]);
    await opened.keepPeople([rowOf({ person: { ...ben, name: 'Ben Smith' }, reading: null })]);
    assert.deepEqual(await idsFound(opened, 'carter'), []);
    assert.deepEqual(await idsFound(opened, 'smith'), ['ben']);
    const all = await opened.readPeople('', 2);
    assert.deepEqual(
      all.map(({ person }) => person.id),
      ['ana', 'ben'],
    );
    assert.deepEqual((await opened.readPeople('ben', 9)).map(({ person }) => person.id).slice(0, 2), [
      'kenji',
      'ota.k',
    ]);
    assert.deepEqual(all[0], rowOf({ person: ana, reading: null }));
  });
}
