/** How a store keeps who was let into a room by name, and shows a room from some event on. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDraft, MemberDoc, MemberRole, Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { Held, Store } from '../store.js';
import { asReader, postOf, type StoreFixture } from './fixture.js';

const { ana, ben, mia } = cast;
const added = (person: Person, as: MemberRole, from = 1): EventDraft => ({
  type: 'member.added',
  audience: 'everyone',
  data: { person, as, was: null, from },
});
const removed = (person: Person): EventDraft => ({
  type: 'member.removed',
  audience: 'everyone',
  data: { person, was: 'member' },
});

/** Registers the group. */
export function testMembers(fixture: StoreFixture): void {
  test('who was let in is known by room and by person, until they are taken out', async () => {
    let opened = await fixture.withRoom();
    await fixture.withRoom('vpn');
    await fixture.appendTo(opened, mia, added(ana, 'expert', 2));
    await fixture.appendTo(opened, mia, added(ben, 'member'));
    await fixture.appendTo(opened, mia, added(ana, 'host'), { room: 'vpn' });
    const anaInRollout: MemberDoc = { person: ana, as: 'expert', from: 2, rev: 2 };
    const benInRollout: MemberDoc = { person: ben, as: 'member', from: 1, rev: 3 };
    const check = async (store: Store): Promise<void> => {
      assert.deepEqual(await store.members('rollout'), [anaInRollout, benInRollout]);
      assert.deepEqual(await store.member('rollout', 'ana'), anaInRollout);
      const nobody = [
        await store.member('rollout', 'mia'),
        await store.member('vpn', 'ben'),
        await store.member('none', 'ana'),
      ];
      assert.deepEqual(nobody, [null, null, null]);
      assert.deepEqual([...(await store.memberships('ana')).keys()].sort(), ['rollout', 'vpn']);
      assert.deepEqual(await store.memberships('mia'), new Map());
      assert.deepEqual(await store.members('none'), []);
    };
    await check(opened);
    opened = await fixture.reopen();
    await check(opened);
    await fixture.appendTo(opened, ana, removed(ana));
    assert.deepEqual(await opened.members('rollout'), [benInRollout]);
    assert.deepEqual([...(await opened.memberships('ana')).keys()], ['vpn']);
    assert.equal((await opened.room('rollout'))?.room.members, 1);
  });

  test('a decision sees memberships as the commands before it in the same moment left them', async () => {
    const opened = await fixture.withRoom();
    const seen: (MemberRole | undefined)[][] = [];
    const look =
      (then: EventDraft) =>
      ({ member }: Held): EventDraft[] => {
        seen.push([member('ana')?.as, member('mia')?.as]);
        return [then];
      };
    const act = (then: EventDraft) => fixture.appendTo(opened, mia, then, { members: ['ana'], decide: look(then) });
    await Promise.all([
      act(added(ana, 'member')),
      act(added(mia, 'host')),
      act(removed(ana)),
      act(added(ana, 'expert')),
    ]);
    await act(removed(ana));
    assert.deepEqual(seen, [
      [undefined, undefined],
      ['member', undefined],
      ['member', 'host'],
      [undefined, 'host'],
      ['expert', 'host'],
    ]);
  });

  test('a decision sees the room beside its own, and none where there is none', async () => {
    const opened = await fixture.withRoom();
    await fixture.withRoom('vpn');
    const seen: (string | undefined)[] = [];
    const decide = ({ beside }: Held): EventDraft[] => {
      seen.push(beside('rollout')?.name, beside('none')?.name);
      return [postOf('x')];
    };
    await fixture.appendTo(opened, ana, postOf('x'), { room: 'vpn', beside: 'rollout', decide });
    await fixture.appendTo(opened, ana, postOf('x'), { room: 'vpn', beside: 'none', decide });
    assert.deepEqual(seen, ['rollout', undefined, undefined, undefined]);
  });

  test('whoever sees a room from some event on reads and counts nothing before it', async () => {
    let opened = await fixture.withRoom();
    for (const text of ['one', 'two', 'three', 'four']) await fixture.appendTo(opened, mia, postOf(text));
    const check = async (store: Store): Promise<void> => {
      const page = (before: number, limit: number) => store.page('rollout', { before, limit, isStaff: false, from: 4 });
      const seqs = async (before: number, limit: number) => {
        const { from, messages, head } = await page(before, limit);
        return [from, head, ...messages.map(({ seq }) => seq)];
      };
      assert.deepEqual(await seqs(99, 50), [1, 5, 4, 5]);
      assert.deepEqual(await seqs(99, 1), [5, 5, 5]);
      assert.deepEqual(await seqs(5, 1), [1, 5, 4]);
      // Everybody else sees all of it, whoever asked first.
      assert.equal((await store.page('rollout', { before: 99, limit: 50, isStaff: false })).messages.length, 4);
      assert.deepEqual((await store.standing('rollout', { ...asReader(ana), from: 4 })).unread, 2);
      assert.deepEqual((await store.standing('rollout', asReader(ana))).unread, 4);
    };
    await check(opened);
    opened = await fixture.reopen();
    await check(opened);
  });
}
