/** What waits to be written: how much, in which portions, and who is told when it cannot be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { createManualClock } from '@support-chat/server/testing';
import { GroupCommit, type Outcome, type Work } from '../dist/store/group-commit.js';
import type { Append, StoredAppend } from '../dist/store/store.js';
import { unavailable } from '../dist/store/unavailable.js';

const stored: StoredAppend = { seq: 1, at: 0, dup: false, events: [] };
const appendTo = (room: string): Append => ({ room, by: cast.ana, cid: 'c', hash: '', decide: () => [] });
const isUnavailable = (error: unknown) => error instanceof Refusal && error.code === 'unavailable';

/** An engine that commits when it is told to, and remembers what it was given. */
function createEngine(options: { onFailure?: () => void; error?: Error } = {}) {
  const clock = createManualClock();
  const works: Work[] = [];
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const commits = new GroupCommit(
    {
      commit: async (work): Promise<Outcome[]> => {
        works.push(work);
        await gate;
        if (options.error) throw options.error;
        return work.appends.map(() => stored);
      },
      refusalOf: unavailable,
      isFatal: () => true,
    },
    { clock, restMs: 0, ...(options.onFailure && { onFailure: options.onFailure }) },
  );
  return { commits, clock, works, open };
}

test('more than 10,000 appends that wait are refused, and taken again when there is room', async () => {
  const { commits, open } = createEngine();
  const waiting = Array.from({ length: 10_000 }, () => commits.append(appendTo('rollout')));
  await assert.rejects(commits.append(appendTo('rollout')), isUnavailable);
  open();
  assert.equal((await Promise.all(waiting)).length, 10_000);
  assert.equal((await commits.append(appendTo('rollout'))).seq, 1);
  await commits.close();
});

test('one marker that moves many times is written once, at its furthest', async () => {
  const { commits, clock, works, open } = createEngine();
  open();
  const seqs = [3, 9, 1, ...Array.from({ length: 20_000 }, (_, i) => i % 9)];
  const moves = seqs.map((seq) => commits.moveMarker({ room: 'rollout', person: 'ana', seq }));
  clock.advance(250);
  await Promise.all(moves);
  assert.deepEqual(
    works.map((work) => work.moves),
    [[{ room: 'rollout', person: 'ana', seq: 9 }]],
  );
});

test('the markers of a crowd are written in portions', async () => {
  const { commits, clock, works, open } = createEngine();
  open();
  const move = (i: number) => commits.moveMarker({ room: 'rollout', person: `reader-${i}`, seq: 1 });
  const moves = Array.from({ length: 10_000 }, (_, i) => move(i));
  await assert.rejects(move(10_000), isUnavailable);
  clock.advance(250);
  await Promise.all(moves);
  assert.deepEqual(
    works.map((work) => work.moves.length),
    Array.from({ length: 10 }, () => 1_000),
  );
});

test('F19 all who wait are told, also when the listener throws', async () => {
  const thrown = new Promise<Error>((resolve) => process.setUncaughtExceptionCaptureCallback(resolve));
  const onFailure = () => {
    throw new Error('from the listener');
  };
  const { commits, open } = createEngine({ onFailure, error: new Error('a failed fsync') });
  const [first, second] = [commits.append(appendTo('rollout')), commits.append(appendTo('vpn'))];
  open();
  await assert.rejects(first, isUnavailable);
  await assert.rejects(second, isUnavailable);
  assert.equal((await thrown).message, 'from the listener');
  process.setUncaughtExceptionCaptureCallback(null);
  await assert.rejects(commits.append(appendTo('rollout')), isUnavailable);
  await commits.close();
});
