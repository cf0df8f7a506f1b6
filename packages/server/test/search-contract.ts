/** The acceptance suite of indexes of messages: register it with `testIndex` under node:test. Every engine passes all of it. */
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Store } from '../dist/store/store.js';
import type { IndexedMessage, MessageIndex, Portion, SearchScope, Wanted } from '../dist/search/message-index.js';
import { lineOf, soughtTerm } from '../dist/search/searchable.js';

/** How the suite gets at an engine: a store over an empty database, and over the one that was opened last. */
export type IndexEngine = { open(): Promise<Store>; reopen(): Promise<Store>; remove(): Promise<void> };

const at = 1_750_000_000_000;
const facts = { openTo: 'everybody', of: null, person: null } as const;
const message = (seq: number, text: string, more: Partial<IndexedMessage> = {}): IndexedMessage => ({
  ...{ seq, at: at + seq * 1_000, by: { id: 'ana', name: 'Ana Ito' }, isNote: false, asks: false, answers: null },
  line: lineOf(text),
  ...more,
});
const portion = (put: readonly IndexedMessage[], more: Partial<Portion> = {}): Portion => ({
  ...{ facts, isEmptied: false, put, remove: [], cursor: { seq: put.at(-1)?.seq ?? 0, isGone: false } },
  ...more,
});
const everybodyIn = (...names: string[]): SearchScope => ({
  ...{ rooms: names.map((name) => ({ name, from: 1, openTo: 'everybody' as const })), hasLanes: false, isStaff: false },
});
const wanting = (text: string, more: Partial<Wanted> = {}): Wanted => ({
  ...{ tokens: soughtTerm(text, false)?.tokens ?? [], scope: everybodyIn('rollout'), authors: null },
  ...{ asks: false, answers: false, from: null, before: null },
  ...more,
});

/** Registers the suite. `runs`: how often something is made up. */
export function testIndex(name: string, engine: IndexEngine, runs: number): void {
  describe(`index contract: ${name}`, () => {
    let store: Store | null = null;
    const open = async (): Promise<MessageIndex> => (store = await engine.open()).search;
    afterEach(async () => {
      await store?.close();
      if (store) await engine.remove();
      store = null;
    });
    const put = (index: MessageIndex, room: string, given: Portion) => index.take(room, () => Promise.resolve(given));
    const seqsOf = async (index: MessageIndex, wanted: Wanted, from: string | null = null, limit = 50) =>
      (await index.find(wanted, from, limit)).map(({ seq }) => seq);

    test('what was put is found, the newest first, from a place on', async () => {
      const index = await open();
      await put(index, 'rollout', portion([message(1, 'mail is slow'), message(2, 'mail again'), message(3, 'vpn')]));
      assert.deepEqual(await seqsOf(index, wanting('mail')), [2, 1]);
      const [newest, older] = await index.find(wanting('mail'), null, 9);
      assert.deepEqual(await seqsOf(index, wanting('mail'), older?.place ?? ''), [1]);
      assert.deepEqual(await seqsOf(index, wanting('mail'), newest?.place ?? '', 1), [2]);
      assert.deepEqual(await seqsOf(index, wanting('mail'), '0'), []);
    });

    test('every substring of Japanese, Chinese and Korean text is among the candidates', async () => {
      const index = await open();
      const cjk = fc.constantFrom(...Array.from('あいアイガかが権利ー𠮷가한漢字ｱｶﾞ'));
      const text = fc.array(fc.oneof({ weight: 9, arbitrary: cjk }, fc.constantFrom(' ', '。', 'x', '🎉', 'é')), {
        ...{ minLength: 1, maxLength: 14 },
      });
      let seq = 0;
      const lines = new Map<number, string>();
      await fc.assert(
        fc.asyncProperty(text, fc.nat(), fc.integer({ min: 1, max: 6 }), async (chars, start, length) => {
          seq += 1;
          const said = message(seq, chars.join(''));
          if (said.line === '') return;
          lines.set(seq, said.line);
          await put(index, 'rollout', portion([said]));
          const whole = Array.from(said.line.trim().replaceAll(/[^\p{L}\p{M}ー]+/gu, ''));
          const needle = whole.slice(start % whole.length, (start % whole.length) + length).join('');
          const sought = soughtTerm(needle, false);
          if (!sought) return;
          const found = new Set(await seqsOf(index, wanting(needle), null, 5_000));
          for (const [other, line] of lines)
            if (line.includes(sought.needle)) assert.ok(found.has(other), `"${needle}" is in "${line}"`);
        }),
        { numRuns: runs },
      );
    });

    test('a message that is put again is found by what it says now', async () => {
      const index = await open();
      await put(index, 'rollout', portion([message(1, 'mail'), message(2, 'mail')]));
      await put(index, 'rollout', portion([message(1, '経費')], { cursor: { seq: 3, isGone: false } }));
      assert.deepEqual(await seqsOf(index, wanting('mail')), [2]);
      assert.deepEqual(await seqsOf(index, wanting('経')), [1]);
      await put(index, 'rollout', portion([], { remove: [1], cursor: { seq: 4, isGone: false } }));
      assert.deepEqual(await seqsOf(index, wanting('経')), []);
      assert.deepEqual([...(await index.cursors())], [['rollout', 4]]);
    });

    test('T07 only rooms of the scope are searched, each from its event on, and notes are for staff', async () => {
      const index = await open();
      const notes = [message(1, 'mail'), message(2, 'mail', { isNote: true }), message(3, 'mail')];
      for (const room of ['rollout', 'vpn']) await put(index, room, portion(notes));
      assert.deepEqual(await seqsOf(index, wanting('mail')), [3, 1]);
      const staff = { ...everybodyIn('rollout'), isStaff: true };
      assert.deepEqual(await seqsOf(index, wanting('mail', { scope: staff })), [3, 2, 1]);
      const late = { ...staff, rooms: [{ name: 'rollout', from: 3, openTo: 'everybody' as const }] };
      assert.deepEqual(await seqsOf(index, wanting('mail', { scope: late })), [3]);
      assert.deepEqual(await seqsOf(index, wanting('mail', { scope: everybodyIn('none') })), []);
      assert.deepEqual(await seqsOf(index, wanting('mail', { scope: everybodyIn() })), []);
    });

    test('the lanes beside a room are searched with it by those who have them all', async () => {
      const index = await open();
      const lane = (person: string) => ({ facts: { openTo: 'staff', of: 'rollout', person } as const });
      await put(index, 'rollout~ana', portion([message(1, 'mail')], lane('ana')));
      await put(index, 'rollout~ben', portion([message(2, 'mail')], lane('ben')));
      await put(index, 'rollout', portion([message(3, 'mail')]));
      const desk = { ...everybodyIn('rollout'), hasLanes: true, isStaff: true };
      assert.deepEqual(await seqsOf(index, wanting('mail', { scope: desk })), [3, 2, 1]);
      assert.deepEqual(await seqsOf(index, wanting('mail', { scope: { ...desk, rooms: [] } })), []);
      assert.deepEqual(await index.lanesOf('ana'), ['rollout~ana']);
      const own = everybodyIn('rollout', 'rollout~ana');
      assert.deepEqual(await seqsOf(index, wanting('mail', { scope: own })), [3, 1]);
    });

    test('by who wrote it, by time, questions and answers', async () => {
      const index = await open();
      await put(
        index,
        'rollout',
        portion([
          message(1, 'mail', { asks: true }),
          message(2, 'mail', { by: { id: 'mia', name: '佐藤 美亜' }, answers: 1 }),
          message(3, 'mail'),
        ]),
      );
      const authors = (id: string, text: string) =>
        index.authors({ id, needle: soughtTerm(text, false)?.needle ?? null });
      assert.deepEqual(await seqsOf(index, wanting('mail', { authors: await authors('mia', '-') })), [2]);
      assert.deepEqual(await seqsOf(index, wanting('mail', { authors: await authors('none', '美') })), [2]);
      assert.deepEqual(await seqsOf(index, wanting('', { authors: await authors('none', 'it') })), [3, 1]);
      assert.deepEqual(await authors('none', 'to'), [], 'a word is found by its beginning');
      assert.deepEqual(await seqsOf(index, wanting('mail', { asks: true })), [1]);
      assert.deepEqual(await seqsOf(index, wanting('mail', { answers: true })), [2]);
      assert.deepEqual(await index.answersTo('rollout', [1, 3]), [2]);
      const time = { from: at + 2_000, before: at + 3_000 };
      assert.deepEqual(await seqsOf(index, wanting('mail', time)), [2]);
      assert.deepEqual(await seqsOf(index, wanting('mail', { before: at + 1_000 })), []);
    });

    test('messages of years are found in order of their time, also those of one moment', async () => {
      const index = await open();
      const years = [0, 1, 30, 500, 3_000, 20_000].map((hours, place) =>
        message(place + 1, 'mail', { at: at - 20_000 * 3_600_000 + hours * 3_600_000 }),
      );
      await put(index, 'rollout', portion(years));
      await put(index, 'vpn', portion([1, 2, 3].map((seq) => message(seq, 'mail', { at }))));
      const found = await index.find(wanting('mail', { scope: everybodyIn('rollout', 'vpn') }), null, 50);
      assert.equal(found.length, 9);
      const times = found.map(({ room, seq }) => (room === 'vpn' ? at : (years[seq - 1]?.at ?? 0)));
      assert.deepEqual(
        times,
        [...times].sort((a, b) => b - a),
      );
      for (const [place, one] of found.entries())
        assert.equal(
          (await index.find(wanting('mail', { scope: everybodyIn('rollout', 'vpn') }), one.place, 50)).length,
          9 - place,
        );
    });

    test('a room that is emptied is found no more, and others are as they were', async () => {
      const index = await open();
      const many = Array.from({ length: 450 }, (_, place) => message(place + 1, `canary ${place}`));
      await put(index, 'rollout', portion(many));
      await put(index, 'vpn', portion([message(1, 'canary')]));
      const gone = portion([], { isEmptied: true, cursor: { seq: 450, isGone: true } });
      // A large one in parts: the cursor stays until it is done.
      let reached: number | null = null;
      await index.take('rollout', () => Promise.resolve({ ...gone, cursor: { seq: 500, isGone: true } }));
      for (let tries = 0; reached !== 500 && tries < 9; tries += 1)
        reached = await put(index, 'rollout', { ...gone, cursor: { seq: 500, isGone: true } });
      await index.settle();
      const scope = everybodyIn('rollout', 'vpn');
      assert.deepEqual(
        (await index.find(wanting('canary', { scope }), null, 9)).map(({ room }) => room),
        ['vpn'],
      );
      await index.take('rollout', (cursor) => {
        assert.deepEqual(cursor, { seq: 500, isGone: true });
        return Promise.resolve(null);
      });
    });

    test('a room is taken by one at a time, and all or nothing', async () => {
      const index = await open();
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      let began = () => {};
      const isHeld = new Promise<void>((resolve) => (began = resolve));
      await put(index, 'rollout', portion([message(1, 'mail')]));
      const first = index.take('rollout', async (cursor) => {
        began();
        await held;
        return portion([message(cursor.seq + 1, 'mail')]);
      });
      await isHeld;
      assert.equal(await put(index, 'rollout', portion([message(9, 'mail')])), null, 'somebody is at it');
      const second = index.take('rollout', (cursor) => Promise.resolve(portion([message(cursor.seq + 1, 'mail')])), {
        waits: true,
      });
      release();
      assert.deepEqual([await first, await second], [2, 3]);
      await assert.rejects(
        index.take('rollout', () => Promise.reject(new Error('the store is gone'))),
        /is gone/,
      );
      assert.deepEqual(await seqsOf(index, wanting('mail')), [3, 2, 1]);
    });

    test('it is there after a start, and empty after it was emptied', async () => {
      await put(await open(), 'rollout', portion([message(1, 'mail')]));
      await store?.close();
      store = await engine.reopen();
      assert.deepEqual(await seqsOf(store.search, wanting('mail')), [1]);
      await store.search.empty();
      assert.deepEqual(await seqsOf(store.search, wanting('mail')), []);
      assert.deepEqual([...(await store.search.cursors())], []);
      await put(store.search, 'rollout', portion([message(1, 'mail')]));
      assert.deepEqual(await seqsOf(store.search, wanting('mail')), [1]);
    });

    test('T36 words that mean something to a database are words', async () => {
      const index = await open();
      await put(index, 'rollout', portion([message(1, 'AND "NEAR( mail OR NOT %_ DROP')]));
      for (const text of ['AND', 'NEAR(', '"* NEAR(', 'mail OR', '%_ drop', "'); DROP TABLE", '\\', "' | 'x", 'a:*'])
        await index.find(wanting(text), null, 9);
      assert.deepEqual(await seqsOf(index, wanting('near or not')), [1]);
    });
  });
}
