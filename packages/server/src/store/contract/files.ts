/** What a store knows of files: whose space is full, and that what is given up stays so. */
/* eslint-disable @typescript-eslint/no-floating-promises -- node:test waits for what it gives back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttachedFile } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { FileRow } from '../file-rows.js';
import type { StoreFixture } from './fixture.js';

const { ana, ben } = cast;
const idOf = (digit: string): string => digit.repeat(32);
const rowOf = (digit: string, rest: Partial<FileRow> = {}): FileRow => ({
  ...{ id: idOf(digit), room: 'rollout', person: ana.id, size: 400, createdAt: 1, state: 'uploading' },
  ...{ isAttached: false, name: `${digit}.txt`, sha256: digit.repeat(64), file: null, ...rest },
});
const fileOf = (digit: string): AttachedFile => ({
  ...{ id: idOf(digit), name: `${digit}.txt`, type: 'text/plain', size: 400, kind: 'other' },
  ...{ hasThumbnail: false, state: 'checking' },
});

/** Registers the group. */
export function testFiles(fixture: StoreFixture): void {
  test('files of a person, and of a room, are begun while there is space, also by many at once', async () => {
    const { files } = await fixture.withRoom();
    const quota = { person: 1_000, room: 1_500 };
    const begun = await Promise.all(['a', 'b', 'c'].map((digit) => files.begin(rowOf(digit), quota)));
    assert.equal(begun.filter((row) => row === 'person_full').length, 1);
    assert.equal(begun.filter((row) => typeof row === 'object').length, 2);
    assert.equal(await files.begin(rowOf('d', { person: ben.id, size: 800 }), quota), 'room_full');
    assert.deepEqual(await files.begin(rowOf('a', { size: 9_000 }), { person: 1e9, room: 1e9 }), rowOf('a'), 'known');
  });

  test('a file that was given up while the scanner had it stays given up', async () => {
    const { files } = await fixture.withRoom();
    await files.begin(rowOf('a'), { person: 1_000, room: 1_000 });
    assert.equal(await files.finish(idOf('a'), fileOf('a')), true);
    assert.equal(await files.finish(idOf('a'), fileOf('a')), false, 'once');
    assert.equal(await files.giveUp(idOf('a')), true);
    assert.equal(await files.settle(idOf('a'), 'ready'), false);
    assert.equal((await files.get(idOf('a')))?.state, 'gone');
    await files.forget(idOf('a'));
    assert.equal(await files.get(idOf('a')), null);
  });

  test('a verdict is that of a file which waits for one', async () => {
    const { files } = await fixture.withRoom();
    await files.begin(rowOf('a'), { person: 1_000, room: 1_000 });
    await files.finish(idOf('a'), fileOf('a'));
    assert.equal(await files.settle(idOf('a'), 'refused'), true);
    assert.equal((await files.get(idOf('a')))?.file?.state, 'refused');
  });
}
