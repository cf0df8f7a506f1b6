/** Who came is written down soon, together, once, and again when the store did not take it; nothing runs on afterwards. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { createManualClock } from '@support-chat/server/testing';
import { createLogger } from '../dist/logger.js';
import { Directory } from '../dist/people/directory.js';
import { keysOf, wordsOf } from '../dist/people/name-keys.js';
import type { DirectoryRow, Store } from '../dist/store/store.js';

const { ana, ben, mia } = cast;
const log = createLogger({ level: 'error', write: () => undefined, now: () => 0 });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function stage() {
  const clock = createManualClock();
  const written: string[][] = [];
  const holds: (() => void)[] = [];
  const state = { fails: false, isHeld: false };
  const store = {
    keepPeople: async (people: readonly DirectoryRow[]): Promise<void> => {
      if (state.isHeld) await new Promise<void>((resolve) => holds.push(resolve));
      if (state.fails) throw new Error('the store is gone');
      written.push(people.map(({ person }) => person.name));
    },
    knownPeople: () => Promise.resolve([]),
  } as unknown as Store; // Nothing else is asked of it here.
  return { clock, written, holds, state, directory: new Directory({ store, clock, log }) };
}
const known = (person: Person, reading: string | null = null) => ({ person, reading });

test('people who come within a second are written down together, and not again while they are the same', async () => {
  const { directory, clock, written } = stage();
  for (const person of [ana, mia, ana]) directory.note(known(person));
  directory.note({ person: { id: 'g', name: 'G', role: 'guest' }, reading: null });
  assert.deepEqual(written, []);
  clock.advance(1_000);
  await turn();
  assert.deepEqual(written, [[ana.name, mia.name]]);
  directory.note(known(ana));
  directory.note(known({ ...mia, name: 'Mia Berg' }));
  clock.advance(1_000);
  await turn();
  assert.deepEqual(written.slice(1), [['Mia Berg']]);
});

test('thousands who come at once are written down one portion after the other', async () => {
  const { directory, clock, written } = stage();
  for (let i = 0; i < 1_200; i += 1) directory.note(known({ id: `p${i}`, name: `P ${i}`, role: 'employee' }));
  for (let second = 0; second < 3; second += 1) {
    clock.advance(1_000);
    await turn();
  }
  assert.deepEqual(
    written.map(({ length }) => length),
    [500, 500, 200],
  );
  for (let i = 0; i < 700; i += 1) directory.note(known({ id: `q${i}`, name: `Q ${i}`, role: 'employee' }));
  await directory.stop();
  assert.deepEqual(
    written.slice(3).map(({ length }) => length),
    [500, 200],
  );
});

test('what the store did not take is offered again, with who came meanwhile', async () => {
  const { directory, clock, written, state } = stage();
  state.fails = true;
  directory.note(known(ana));
  clock.advance(1_000);
  await turn();
  directory.note(known(ben));
  state.fails = false;
  clock.advance(4_000);
  await turn();
  assert.deepEqual(
    written.map((names) => names.sort()),
    [[ana.name, ben.name]],
  );
});

test('stopping waits for what is being written, writes the rest, and leaves no timer, whether the store takes it or not', async () => {
  for (const fails of [false, true]) {
    const { directory, clock, written, state, holds } = stage();
    state.isHeld = true;
    directory.note(known(ana));
    clock.advance(1_000);
    await turn();
    directory.note(known(ben));
    const stopped = directory.stop();
    state.fails = fails;
    state.isHeld = false;
    for (const go of holds) go();
    await stopped;
    assert.deepEqual(written, fails ? [] : [[ana.name], [ben.name]]);
    const done = written.length;
    directory.note(known(mia));
    clock.advance(60_000);
    await turn();
    assert.equal(written.length, done);
  }
});

test('somebody is kept under the words of their name, its reading and their id', () => {
  const somebody = known({ ...ana, id: 'ana.s@corp', name: 'Ana  Silva-Costa' }, 'アナ');
  assert.equal(keysOf(somebody), ' ana silva costa あな anasilvacosta s corp');
  assert.deepEqual(wordsOf('＠Ｏｔａ・ケン'), ['ota', 'けん']);
});
