/** How a store keeps whom a problem concerns: each person once, however many they are. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDraft, Person } from '@support-chat/protocol';
import { cast, problemDrafts } from '@support-chat/protocol/samples';
import type { Store } from '../store.js';
import type { StoreFixture } from './fixture.js';

const { ana, ben, kenji, mia } = cast;
const about = (type: 'problem.joined' | 'problem.left', problem: number): EventDraft => ({
  type,
  audience: 'everyone',
  data: { problem, affected: 1 },
});

/** Registers the group. */
export function testProblems(fixture: StoreFixture): void {
  test('whom a problem concerns is known by person and by room, until they say that it does not', async () => {
    let opened = await fixture.withRoom();
    await fixture.withRoom('vpn');
    await fixture.appendTo(opened, mia, problemDrafts.announced);
    const act = (by: Person, type: 'problem.joined' | 'problem.left', problem: number, room = 'rollout') =>
      fixture.appendTo(opened, by, about(type, problem), { room });
    await act(ben, 'problem.joined', 2);
    await act(ana, 'problem.joined', 3);
    await act(ana, 'problem.joined', 2);
    await act(kenji, 'problem.joined', 2);
    await act(kenji, 'problem.left', 2);
    await act(ana, 'problem.joined', 9, 'vpn');
    const check = async (store: Store): Promise<void> => {
      assert.deepEqual(await store.problemsOf('rollout', 'ana'), [2, 3]);
      const others = ['ben', 'kenji', 'mia'].map((person) => store.problemsOf('rollout', person));
      assert.deepEqual(await Promise.all(others), [[2], [], []]);
      assert.deepEqual([await store.problemsOf('vpn', 'ana'), await store.problemsOf('none', 'ana')], [[9], []]);
      assert.deepEqual(await store.readAffected('rollout'), [
        { problem: 2, person: 'ana' },
        { problem: 2, person: 'ben' },
        { problem: 3, person: 'ana' },
      ]);
      assert.deepEqual(await store.readAffected('none'), []);
    };
    await check(opened);
    opened = await fixture.reopen();
    await check(opened);
    assert.equal((await opened.room('rollout'))?.room.problems?.[0]?.affected, 1);
  });

  test('a decision sees whether whoever acts is counted, as the commands before it in the same moment left it', async () => {
    const opened = await fixture.withRoom();
    const seen: unknown[] = [];
    const act = (by: Person, type: 'problem.joined' | 'problem.left', problem = 2) =>
      fixture.appendTo(opened, by, about(type, problem), {
        affects: problem,
        decide: ({ isAffected }) => {
          seen.push([by.id, isAffected(problem)]);
          return [about(type, problem)];
        },
      });
    await act(ben, 'problem.joined');
    await Promise.all([
      act(ana, 'problem.joined'),
      act(ana, 'problem.left'),
      act(ben, 'problem.left'),
      act(ana, 'problem.joined', 3),
      act(ana, 'problem.joined'),
    ]);
    await act(ana, 'problem.left');
    await act(ben, 'problem.joined');
    assert.deepEqual(seen, [
      ['ben', false],
      ['ana', false],
      ['ana', true],
      ['ben', true],
      ['ana', false],
      ['ana', false],
      ['ana', true],
      ['ben', false],
    ]);
    assert.deepEqual(await opened.readAffected('rollout'), [
      { problem: 2, person: 'ben' },
      { problem: 3, person: 'ana' },
    ]);
  });

  test('what staff say among themselves counts nobody', async () => {
    const opened = await fixture.withRoom();
    await fixture.appendTo(opened, mia, { ...about('problem.joined', 2), audience: 'staff' });
    assert.deepEqual(await opened.readAffected('rollout'), []);
  });
}
