/** The acceptance suite of storage engines: register it with `testStore` under node:test. Every engine passes all of it. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import {
  isStaff,
  limits,
  Refusal,
  type Audience,
  type EventDraft,
  type MessageDoc,
  type Person,
  type RoomDoc,
  type StoredEvent,
} from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { checkDocuments, createdAs, randomActs, range } from './made-up-history.js';
import type { Append, Store } from './store.js';

export { checkDocuments };

const { ana, ben, mia, sato } = cast;

/** How the suite gets at an engine. */
export type Engine = {
  /** A store over an empty database. */
  open(): Promise<Store>;
  /** Another store over the database that was opened last; the one before is closed. */
  reopen(): Promise<Store>;
  /** Removes the database that was opened last; its store is closed. */
  remove(): Promise<void>;
};

/** Registers the suite. */
export function testStore(name: string, engine: Engine): void {
  describe(`store contract: ${name}`, () => {
    let store: Store | null = null;
    let cids = 0;

    const open = async (): Promise<Store> => (store = await engine.open());
    const reopen = async (): Promise<Store> => {
      await store?.close();
      return (store = await engine.reopen());
    };
    afterEach(async () => {
      await store?.close();
      store = null;
      await engine.remove();
    });

    const appendTo = (target: Store, by: Person, draft: EventDraft, more: Partial<Append> = {}) => {
      const cid = more.cid ?? `cid-${(cids += 1)}`;
      return target.append({ room: 'rollout', by, cid, hash: 'h', decide: () => [draft], ...more });
    };
    const withRoom = async (room = 'rollout'): Promise<Store> => {
      const opened = store ?? (await open());
      await appendTo(opened, mia, createdAs(room), { room });
      return opened;
    };

    test('an empty store has no room', async () => {
      const empty = await open();
      assert.deepEqual(await empty.rooms(), []);
      assert.equal(await empty.room('rollout'), null);
      assert.deepEqual([...(await empty.heads(['rollout']))], [['rollout', 0]]);
      assert.deepEqual(await empty.read('rollout', { after: 0, limit: 10 }), []);
      assert.deepEqual(await empty.page('rollout', { before: 9, limit: 5, isStaff: true }), noMessages);
      assert.deepEqual(await empty.standing('rollout', asReader(ana)), { marker: 0, unread: 0, head: 0 });
      assert.deepEqual(await empty.moveMarker('rollout', asReader(ana), 5), { marker: 0, unread: 0, head: 0 });
    });

    test('numbers are dense and in order of the calls, however many come at once', async () => {
      const opened = await withRoom();
      const answers = await Promise.all(range(200).map((i) => appendTo(opened, i % 2 ? ana : ben, postOf(`m${i}`))));
      assert.deepEqual(
        answers.map(({ seq }) => seq),
        range(200).map((i) => i + 2),
      );
      const events = await opened.read('rollout', { after: 0, limit: 500 });
      assert.deepEqual(
        events.map(textOf).slice(1),
        answers.map(({ events: [event] }) => event && textOf(event)),
      );
      assert.equal((await opened.room('rollout'))?.head, 201);
    });

    test('appends that wait together share commits', async () => {
      const opened = await withRoom();
      const before = opened.counts();
      await Promise.all(range(100).map((i) => appendTo(opened, ana, postOf(`m${i}`))));
      const after = opened.counts();
      assert.equal(after.appends - before.appends, 100);
      assert.ok(after.commits - before.commits <= 10, `${after.commits - before.commits} commits for 100 appends`);
    });

    test('rooms are numbered apart', async () => {
      const opened = await withRoom();
      await withRoom('vpn');
      const answers = await Promise.all([
        appendTo(opened, ana, postOf('a')),
        appendTo(opened, ana, postOf('b'), { room: 'vpn' }),
        appendTo(opened, ana, postOf('c')),
      ]);
      assert.deepEqual(
        answers.map(({ seq }) => seq),
        [2, 2, 3],
      );
      assert.deepEqual(
        [...(await opened.heads(['vpn', 'rollout', 'none']))],
        [
          ['vpn', 2],
          ['rollout', 3],
          ['none', 0],
        ],
      );
      assert.deepEqual(
        (await opened.rooms()).map(({ room, head }) => [room.name, head]),
        [
          ['rollout', 3],
          ['vpn', 2],
        ],
      );
    });

    test('a command of several events is stored whole, under one cid', async () => {
      const opened = await withRoom();
      const drafts = [postOf('first'), sampleDrafts['room.described'], postOf('second')];
      const append = { cid: 'several', decide: () => drafts };
      const first = await appendTo(opened, mia, postOf(''), append);
      assert.deepEqual([first.seq, first.dup, first.events.map(({ seq }) => seq)], [2, false, [2, 3, 4]]);
      assert.deepEqual(await appendTo(opened, mia, postOf(''), append), { ...first, dup: true });
    });

    test('the same command again gets the first answer and writes nothing', async () => {
      const opened = await withRoom();
      const first = await appendTo(opened, ana, postOf('hello'), { cid: 'one' });
      const again = await appendTo(opened, ana, postOf('hello'), { cid: 'one', decide: never });
      assert.deepEqual(again, { ...first, dup: true });
      const twice = await Promise.all([
        appendTo(opened, ana, postOf('both'), { cid: 'two' }),
        appendTo(opened, ana, postOf('both'), { cid: 'two' }),
      ]);
      assert.deepEqual(
        twice.map(({ seq, dup }) => [seq, dup]),
        [
          [3, false],
          [3, true],
        ],
      );
      assert.equal((await opened.room('rollout'))?.head, 3);
    });

    test('a cid belongs to one person in one room', async () => {
      const opened = await withRoom();
      await withRoom('vpn');
      const answers = await Promise.all([
        appendTo(opened, ana, postOf('x'), { cid: 'same' }),
        appendTo(opened, ben, postOf('x'), { cid: 'same' }),
        appendTo(opened, ana, postOf('x'), { cid: 'same', room: 'vpn' }),
      ]);
      assert.deepEqual(
        answers.map(({ dup }) => dup),
        [false, false, false],
      );
    });

    test('the same cid with other content is refused and stores nothing', async () => {
      const opened = await withRoom();
      await appendTo(opened, ana, postOf('hello'), { cid: 'one', hash: 'a' });
      await rejectsWith(appendTo(opened, ana, postOf('other'), { cid: 'one', hash: 'b' }), 'cid_conflict');
      assert.equal((await opened.room('rollout'))?.head, 2);
    });

    test('a refusal leaves nothing behind, and its neighbours in the commit go on', async () => {
      const opened = await withRoom();
      const refused = () => {
        throw new Refusal('forbidden', 'no');
      };
      const results = await Promise.allSettled([
        appendTo(opened, ana, postOf('a')),
        appendTo(opened, ana, postOf('b'), { cid: 'again', decide: refused }),
        appendTo(opened, ana, postOf('c'), { room: 'none', decide: refused }),
        appendTo(opened, ana, postOf('d')),
      ]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
      );
      assert.equal((await opened.room('rollout'))?.head, 3);
      assert.equal(await opened.room('none'), null);
      assert.equal((await appendTo(opened, ana, postOf('b'), { cid: 'again' })).dup, false, 'its cid is still free');
    });

    test('a bug in one command fails that command alone', async () => {
      const opened = await withRoom();
      const bug = () => {
        throw new RangeError('a bug');
      };
      const results = await Promise.allSettled([
        appendTo(opened, ana, postOf('a')),
        appendTo(opened, ana, postOf('b'), { decide: bug }),
        appendTo(opened, ana, postOf('c'), { decide: () => [] }),
        appendTo(opened, ana, postOf('d'), { room: 'none' }),
        appendTo(opened, ana, postOf('e')),
      ]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'],
      );
      assert.deepEqual((await opened.read('rollout', { after: 1, limit: 9 })).map(textOf), ['a', 'e']);
      assert.equal(await opened.room('none'), null);
    });

    test('decide sees the room as the commands before it left it', async () => {
      const opened = await withRoom();
      const seen: (RoomDoc | null)[] = [];
      const decide = (draft: EventDraft) => (room: RoomDoc | null) => {
        seen.push(room);
        return [draft];
      };
      await Promise.all([
        appendTo(opened, mia, postOf(''), { decide: decide(sampleDrafts['room.closed']) }),
        appendTo(opened, mia, postOf(''), { decide: decide(sampleDrafts['room.reopened']) }),
        appendTo(opened, mia, createdAs('new'), { room: 'new', decide: decide(createdAs('new')) }),
      ]);
      assert.deepEqual(
        seen.map((room) => room?.state),
        ['open', 'closed', undefined],
      );
    });

    test('reading gives the range asked for, from memory and from disk alike', async () => {
      let opened = await withRoom();
      await Promise.all(range(30).map((i) => appendTo(opened, ana, postOf(`m${i}`))));
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
      opened = await reopen();
      assert.deepEqual(await Promise.all(ranges.map((one) => opened.read('rollout', one))), fromMemory);
    });

    test('pages follow one another down to the first message and hide what is for staff', async () => {
      const opened = await withRoom();
      for (const i of range(25)) await appendTo(opened, mia, postOf(`m${i}`, i % 5 === 0 ? 'staff' : 'everyone'));
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
      const opened = await withRoom();
      const newest = async (isStaffReader: boolean) => {
        const page = await opened.page('rollout', { before: 1_000, limit: 3, isStaff: isStaffReader });
        return [page.head, ...page.messages.map(({ seq }) => seq)];
      };
      for (const round of range(2))
        assert.deepEqual([await newest(true), await newest(false)], [[1], [1]], `round ${round}`);
      await appendTo(opened, mia, postOf('note', 'staff'));
      for (const round of range(2))
        assert.deepEqual([await newest(true), await newest(false)], [[2, 2], [2]], `round ${round}`);
      await appendTo(opened, ana, postOf('hello'));
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
        const opened = await open();
        await checkDocuments(opened, randomActs(seed));
        await opened.close();
        await engine.remove();
        store = null;
      }
    });

    test('a marker only moves forward, and never past the head', async () => {
      const opened = await withRoom();
      await Promise.all(range(5).map((i) => appendTo(opened, mia, postOf(`m${i}`))));
      const move = (seq: number) => opened.moveMarker('rollout', asReader(ana), seq);
      assert.deepEqual(await move(3), { marker: 3, unread: 3, head: 6 });
      assert.deepEqual(await move(2), { marker: 3, unread: 3, head: 6 });
      assert.deepEqual(await move(1_000), { marker: 6, unread: 0, head: 6 });
      const together = await Promise.all([4, 2, 6, 1].map((seq) => opened.moveMarker('rollout', asReader(ben), seq)));
      assert.ok(together.every(({ marker }) => marker === 6 || marker === 4));
      assert.equal((await opened.standing('rollout', asReader(ben))).marker, 6);
    });

    test('unread counts what others wrote, what the reader may see, up to the limit', async () => {
      const opened = await withRoom();
      await appendTo(opened, ben, postOf('one'));
      await appendTo(opened, mia, postOf('note', 'staff'));
      await appendTo(opened, sato, sampleDrafts['room.described']);
      const unread = async (person: Person) => (await opened.standing('rollout', asReader(person))).unread;
      assert.deepEqual(await Promise.all([ana, ben, mia, sato].map(unread)), [1, 0, 0, 2]);
      await appendTo(opened, ana, postOf('two'));
      assert.deepEqual(await Promise.all([ana, ben, mia, sato].map(unread)), [0, 1, 1, 3]);
      await Promise.all(range(limits.maxUnreadCounted + 20).map((i) => appendTo(opened, mia, postOf(`m${i}`))));
      assert.equal(await unread(ana), limits.maxUnreadCounted);
    });

    test('what an author writes, the author has read', async () => {
      const opened = await withRoom();
      await appendTo(opened, ben, postOf('one'));
      await appendTo(opened, ana, postOf('two'));
      assert.deepEqual(await opened.standing('rollout', asReader(ana)), { marker: 3, unread: 0, head: 3 });
      await appendTo(opened, mia, sampleDrafts['room.described']);
      assert.equal((await opened.standing('rollout', asReader(mia))).marker, 0, 'a description is not a message');
    });

    test('everything survives a reopening', async () => {
      const opened = await withRoom();
      const first = await appendTo(opened, ana, postOf('hello 語 \u{1f600}'), { cid: 'one' });
      await opened.moveMarker('rollout', asReader(ben), 2);
      const before = await everythingIn(opened);
      const again = await reopen();
      assert.deepEqual(await everythingIn(again), before);
      assert.deepEqual(await appendTo(again, ana, postOf('hello 語 \u{1f600}'), { cid: 'one' }), {
        ...first,
        dup: true,
      });
      assert.equal((await appendTo(again, ana, postOf('next'))).seq, 3);
      assert.equal((await again.standing('rollout', asReader(ben))).marker, 2);
    });

    test('the epoch is made with the database and stays', async () => {
      const { epoch } = await open();
      assert.match(epoch, /^\S{16,64}$/);
      assert.equal((await reopen()).epoch, epoch);
      await store?.close();
      await engine.remove();
      assert.notEqual((await open()).epoch, epoch);
    });

    test('it says that a commit is durable', async () => {
      assert.equal((await open()).durability().durability, 'full');
    });

    test('names that mean something to JavaScript or SQL are names', async () => {
      const opened = await open();
      const names = ['__proto__', 'constructor', 'toString', `x' or '1'='1`, '%', '名前'];
      const hostile: Person = { id: '__proto__', name: `'; drop table events; --`, role: 'employee' };
      for (const room of names) {
        await appendTo(opened, mia, createdAs(room), { room });
        await appendTo(opened, hostile, postOf(room), { room, cid: '__proto__' });
        assert.deepEqual((await opened.room(room))?.room.last?.by, hostile);
        assert.deepEqual(await opened.moveMarker(room, asReader(ana), 1), { marker: 1, unread: 1, head: 2 });
      }
      assert.deepEqual(new Set((await opened.rooms()).map(({ room }) => room.name)), new Set(names));
      assert.equal(await opened.room('hasOwnProperty'), null);
      assert.equal(await opened.room('x'), null);
    });

    test('a closed store refuses, and closing again is harmless', async () => {
      const opened = await withRoom();
      const last = appendTo(opened, ana, postOf('just in time'));
      const move = opened.moveMarker('rollout', asReader(ana), 1);
      await opened.close();
      assert.equal((await last).seq, 2, 'what waited is finished first');
      assert.equal((await move).marker, 2, 'her own message moved it further');
      await opened.close();
      await rejectsWith(appendTo(opened, ana, postOf('too late')), 'unavailable');
      await rejectsWith(opened.read('rollout', { after: 0, limit: 1 }), 'unavailable');
      await rejectsWith(opened.moveMarker('rollout', asReader(ana), 1), 'unavailable');
    });
  });
}

const noMessages = { from: 1, messages: [], head: 0 };

function postOf(text: string, audience: Audience = 'everyone'): EventDraft {
  return { type: 'message.posted', audience, data: { body: { kind: 'text', text } } };
}

function textOf(event: StoredEvent): string | null {
  return event.type === 'message.posted' ? event.data.body.text : null;
}

function asReader(person: Person): { person: string; isStaff: boolean } {
  return { person: person.id, isStaff: isStaff(person.role) };
}

function never(): never {
  assert.fail('a command seen before is not decided again');
}

async function rejectsWith(promise: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(promise, (error) => error instanceof Refusal && error.code === code);
}

async function everythingIn(store: Store): Promise<unknown[]> {
  return Promise.all([
    store.rooms(),
    store.read('rollout', { after: 0, limit: 500 }),
    store.page('rollout', { before: 1_000, limit: 100, isStaff: true }),
    store.standing('rollout', asReader(ana)),
    store.standing('rollout', asReader(ben)),
  ]);
}
