/** How a store writes: numbers, command ids, refusals, several commands in one commit. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal, type EventDraft, type Person, type RoomDoc } from '@support-chat/protocol';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import type { Held } from '../store.js';
import { asReader, never, noMessages, postOf, rejectsWith, textOf, type StoreFixture } from './fixture.js';
import { createdAs, range } from './made-up-history.js';

const { ana, ben, mia } = cast;

/** Registers the group. */
export function testAppends(fixture: StoreFixture): void {
  test('an empty store has no room', async () => {
    const empty = await fixture.open();
    assert.deepEqual(await empty.rooms(), []);
    assert.equal(await empty.room('rollout'), null);
    assert.deepEqual([...(await empty.heads(['rollout']))], [['rollout', 0]]);
    assert.deepEqual(await empty.read('rollout', { after: 0, limit: 10 }), []);
    assert.deepEqual(await empty.page('rollout', { before: 9, limit: 5, isStaff: true }), noMessages);
    assert.deepEqual(await empty.standing('rollout', asReader(ana)), { marker: 0, unread: 0, head: 0 });
    assert.deepEqual(await empty.moveMarker('rollout', asReader(ana), 5), { marker: 0, unread: 0, head: 0 });
  });

  test('numbers are dense and in order of the calls, however many come at once', async () => {
    const opened = await fixture.withRoom();
    const answers = await Promise.all(
      range(200).map((i) => fixture.appendTo(opened, i % 2 ? ana : ben, postOf(`m${i}`))),
    );
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
    const opened = await fixture.withRoom();
    const before = opened.counts();
    await Promise.all(range(100).map((i) => fixture.appendTo(opened, ana, postOf(`m${i}`))));
    const after = opened.counts();
    assert.equal(after.appends - before.appends, 100);
    assert.ok(after.commits - before.commits <= 10, `${after.commits - before.commits} commits for 100 appends`);
  });

  test('rooms are numbered apart', async () => {
    const opened = await fixture.withRoom();
    await fixture.withRoom('vpn');
    const answers = await Promise.all([
      fixture.appendTo(opened, ana, postOf('a')),
      fixture.appendTo(opened, ana, postOf('b'), { room: 'vpn' }),
      fixture.appendTo(opened, ana, postOf('c')),
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
      new Map(await opened.heads()),
      new Map([
        ['rollout', 3],
        ['vpn', 2],
      ]),
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
    const opened = await fixture.withRoom();
    const drafts = [postOf('first'), sampleDrafts['room.described'], postOf('second')];
    const append = { cid: 'several', decide: () => drafts };
    const first = await fixture.appendTo(opened, mia, postOf(''), append);
    assert.deepEqual([first.seq, first.dup, first.events.map(({ seq }) => seq)], [2, false, [2, 3, 4]]);
    assert.deepEqual(await fixture.appendTo(opened, mia, postOf(''), append), { ...first, dup: true });
  });

  test('the same command again gets the first answer and writes nothing', async () => {
    const opened = await fixture.withRoom();
    const first = await fixture.appendTo(opened, ana, postOf('hello'), { cid: 'one' });
    const again = await fixture.appendTo(opened, ana, postOf('hello'), { cid: 'one', decide: never });
    assert.deepEqual(again, { ...first, dup: true });
    const twice = await Promise.all([
      fixture.appendTo(opened, ana, postOf('both'), { cid: 'two' }),
      fixture.appendTo(opened, ana, postOf('both'), { cid: 'two' }),
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
    const opened = await fixture.withRoom();
    await fixture.withRoom('vpn');
    const answers = await Promise.all([
      fixture.appendTo(opened, ana, postOf('x'), { cid: 'same' }),
      fixture.appendTo(opened, ben, postOf('x'), { cid: 'same' }),
      fixture.appendTo(opened, ana, postOf('x'), { cid: 'same', room: 'vpn' }),
    ]);
    assert.deepEqual(
      answers.map(({ dup }) => dup),
      [false, false, false],
    );
  });

  test('the same cid with other content is refused and stores nothing', async () => {
    const opened = await fixture.withRoom();
    await fixture.appendTo(opened, ana, postOf('hello'), { cid: 'one', hash: 'a' });
    await rejectsWith(fixture.appendTo(opened, ana, postOf('other'), { cid: 'one', hash: 'b' }), 'cid_conflict');
    assert.equal((await opened.room('rollout'))?.head, 2);
  });

  test('a refusal leaves nothing behind, and its neighbours in the commit go on', async () => {
    const opened = await fixture.withRoom();
    const refused = () => {
      throw new Refusal('forbidden', 'no');
    };
    const results = await Promise.allSettled([
      fixture.appendTo(opened, ana, postOf('a')),
      fixture.appendTo(opened, ana, postOf('b'), { cid: 'again', decide: refused }),
      fixture.appendTo(opened, ana, postOf('c'), { room: 'none', decide: refused }),
      fixture.appendTo(opened, ana, postOf('d')),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.equal((await opened.room('rollout'))?.head, 3);
    assert.equal(await opened.room('none'), null);
    assert.equal(
      (await fixture.appendTo(opened, ana, postOf('b'), { cid: 'again' })).dup,
      false,
      'its cid is still free',
    );
  });

  test('a bug in one command fails that command alone', async () => {
    const opened = await fixture.withRoom();
    const bug = () => {
      throw new RangeError('a bug');
    };
    const results = await Promise.allSettled([
      fixture.appendTo(opened, ana, postOf('a')),
      fixture.appendTo(opened, ana, postOf('b'), { decide: bug }),
      fixture.appendTo(opened, ana, postOf('c'), { decide: () => [] }),
      fixture.appendTo(opened, ana, postOf('d'), { room: 'none' }),
      fixture.appendTo(opened, ana, postOf('e')),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.deepEqual((await opened.read('rollout', { after: 1, limit: 9 })).map(textOf), ['a', 'e']);
    assert.equal(await opened.room('none'), null);
  });

  test('decide sees the room as the commands before it left it', async () => {
    const opened = await fixture.withRoom();
    const seen: (RoomDoc | null)[] = [];
    const decide =
      (draft: EventDraft) =>
      ({ room }: Held) => {
        seen.push(room);
        return [draft];
      };
    await Promise.all([
      fixture.appendTo(opened, mia, postOf(''), { decide: decide(sampleDrafts['room.closed']) }),
      fixture.appendTo(opened, mia, postOf(''), { decide: decide(sampleDrafts['room.reopened']) }),
      fixture.appendTo(opened, mia, createdAs('new'), { room: 'new', decide: decide(createdAs('new')) }),
    ]);
    assert.deepEqual(
      seen.map((room) => room?.state),
      ['open', 'closed', undefined],
    );
  });

  test('decide sees the messages it is about, as the commands before it left them', async () => {
    const opened = await fixture.withRoom();
    const asked: EventDraft = {
      type: 'message.posted',
      audience: 'everyone',
      data: { body: { kind: 'text', text: 'why?' }, asks: { dueAt: 5 } },
    };
    await fixture.appendTo(opened, ana, asked);
    const seen: unknown[] = [];
    const claim = (by: Person, about: number[]) =>
      fixture.appendTo(opened, by, postOf(''), {
        about,
        decide: ({ message, next }) => {
          seen.push([next, ...about.map((seq) => message(seq)?.question?.owner?.id)]);
          const data = { question: 2, was: 'open', now: 'claimed', dueAt: 9, owner: by } as const;
          return [{ type: 'question.claimed', audience: 'everyone', data }];
        },
      });
    await Promise.all([claim(mia, [2, 9]), claim(ben, [2])]);
    await claim(ana, [2]);
    assert.deepEqual(seen, [
      [3, undefined, undefined],
      [4, 'mia'],
      [5, 'ben'],
    ]);
    const { messages } = await opened.page('rollout', { before: 9, limit: 9, isStaff: false });
    assert.deepEqual([messages[0]?.question?.owner?.id, messages[0]?.rev], ['ana', 5]);
  });
}
