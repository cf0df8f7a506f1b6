/** How a store keeps questions: beside the message that asks, and in a table of their own, by when something happens to them. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDraft } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { StoreFixture } from './fixture.js';

const { ana, ben, mia } = cast;
const asking = (dueAt: number): EventDraft => ({
  type: 'message.posted',
  audience: 'everyone',
  data: { body: { kind: 'text', text: 'why?' }, asks: { dueAt } },
});
const moved = (
  type: 'question.claimed' | 'question.resolved' | 'question.joined',
  question: number,
  dueAt: number | null,
): EventDraft => {
  const about = { question, was: 'open', now: type === 'question.resolved' ? 'resolved' : 'claimed', dueAt } as const;
  // Owner is read of a claim alone.
  return { type, audience: 'everyone', data: { ...about, owner: mia } } as EventDraft;
};

/** Registers the group. */
export function testQuestions(fixture: StoreFixture): void {
  test('questions are in their table as their messages say, also after the store is opened again', async () => {
    let opened = await fixture.withRoom();
    await fixture.withRoom('vpn');
    const asked = await Promise.all([
      fixture.appendTo(opened, ana, asking(50)),
      fixture.appendTo(opened, ben, asking(30)),
      fixture.appendTo(opened, ben, asking(40), { room: 'vpn' }),
    ]);
    const [first, , third] = asked;
    assert.ok(first && third);
    const due = async (now: number, limit = 9) =>
      (await opened.dueQuestions(now, limit)).map(({ room, seq, dueAt }) => [room, seq, dueAt]);
    const all = [
      ['rollout', 3, 30],
      ['vpn', 2, 40],
      ['rollout', 2, 50],
    ];
    assert.deepEqual(
      [await due(29), await due(30), await due(99), await due(99, 2)],
      [[], all.slice(0, 1), all, all.slice(0, 2)],
    );
    await fixture.appendTo(opened, mia, moved('question.claimed', 2, 70));
    await fixture.appendTo(opened, ben, moved('question.joined', 2, null));
    await fixture.appendTo(opened, mia, moved('question.resolved', 3, null));
    const rows = [
      {
        ...{ room: 'rollout', seq: 2, state: 'claimed', owner: 'mia', affected: 2, dueAt: 70 },
        since: (await opened.read('rollout', { after: 3, limit: 1 }))[0]?.at,
      },
      {
        ...{ room: 'rollout', seq: 3, state: 'resolved', owner: null, affected: 1, dueAt: null },
        since: (await opened.read('rollout', { after: 5, limit: 1 }))[0]?.at,
      },
    ];
    assert.deepEqual(await opened.readQuestions('rollout'), rows);
    assert.deepEqual(await due(99), [
      ['vpn', 2, 40],
      ['rollout', 2, 70],
    ]);
    opened = await fixture.reopen();
    assert.deepEqual(await opened.readQuestions('rollout'), rows);
    assert.deepEqual(await opened.readQuestions('none'), []);
  });

  test('a question that was moved is found by what it went on as', async () => {
    const opened = await fixture.withRoom();
    await fixture.appendTo(opened, ana, asking(50));
    const on = (seq: number | null, dueAt: number | null) => {
      const about = { question: 2, was: 'open', now: 'moved', dueAt } as const;
      return { ...about, moved: { room: 'vpn', title: 'VPN', seq, was: 'open' } } as const;
    };
    const move = (data: ReturnType<typeof on>) =>
      fixture.appendTo(opened, mia, { type: 'question.moved', audience: 'everyone', data });
    await move(on(null, 60));
    const [room, seq] = ['rollout', 2];
    assert.deepEqual(await opened.movedTo({ room: 'vpn', seq: 2 }), [{ room, seq, isThere: false }]);
    await move(on(2, null));
    assert.deepEqual(await opened.movedTo({ room: 'vpn', seq: 2 }), [{ room, seq, isThere: true }]);
    for (const place of [
      { room: 'vpn', seq: 3 },
      { room: 'rollout', seq: 2 },
      { room: 'none', seq: 2 },
    ])
      assert.deepEqual(await opened.movedTo(place), []);
  });

  test('what happens to a question is put off only from the time it was seen with', async () => {
    const opened = await fixture.withRoom();
    await fixture.appendTo(opened, ana, asking(50));
    const question = { room: 'rollout', seq: 2 };
    await opened.putOff(question, { from: 40, to: 99 });
    assert.deepEqual((await opened.readQuestions('rollout'))[0]?.dueAt, 50);
    await opened.putOff(question, { from: 50, to: 99 });
    assert.deepEqual([(await opened.dueQuestions(98, 9)).length, (await opened.dueQuestions(99, 9)).length], [0, 1]);
    await opened.putOff({ room: 'none', seq: 2 }, { from: 99, to: 199 });
    await fixture.appendTo(opened, mia, moved('question.resolved', 2, null));
    assert.deepEqual(await opened.dueQuestions(Number.MAX_SAFE_INTEGER, 9), []);
  });
}
