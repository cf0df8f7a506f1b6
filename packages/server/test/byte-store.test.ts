/** What every store of bytes promises, on a disk and in a bucket, and what a bucket refuses. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { buffer } from 'node:stream/consumers';
import { startTestServer } from '@support-chat/server/testing';
import type { ByteStore, ByteRange, FilePart } from '../dist/files/byte-store.js';
import { createDiskBytes } from '../dist/files/disk-bytes.js';
import { createS3Bytes } from '../dist/files/s3-bytes.js';
import { ask, begin, blobOf, bring, filesOf, post, refusalIn, refused } from './files-kit.js';
import { ana, ben, createRoom } from './kit.js';
import { startS3 } from './s3-stub.js';

const dir = mkdtempSync(join(tmpdir(), 'support-chat-bytes-'));
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const bucket = await startS3(secret);
after(async () => {
  await bucket.close();
  rmSync(dir, { recursive: true, force: true });
});
const keys = { region: 'eu-central-1', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret };
const newId = (): string => randomBytes(16).toString('hex');
let count = 0;
const fileOf = (content: Buffer): string => {
  const path = join(dir, `upload-${(count += 1)}`);
  writeFileSync(path, content);
  return path;
};
const contentOf = async (store: ByteStore, id: string, part: FilePart, range?: ByteRange) => {
  const found = await store.open(id, part, range);
  return found && { size: found.size, text: (await buffer(found.bytes)).toString('latin1') };
};

const engines: Readonly<Record<string, () => ByteStore>> = {
  disk: () => createDiskBytes(join(dir, 'files')),
  bucket: () => createS3Bytes({ ...keys, url: bucket.url }),
};
for (const [name, open] of Object.entries(engines)) {
  test(`${name}: what was put is there, whole and in ranges, until it is removed`, async () => {
    const [store, id] = [open(), newId()];
    assert.equal(await store.open(id, 'file'), null);
    const content = randomBytes(300_000);
    const path = fileOf(content);
    await store.put(id, 'file', path);
    assert.equal(existsSync(path), false, 'it is no longer the caller’s');
    await store.put(id, 'thumbnail', fileOf(Buffer.from('small')));
    assert.deepEqual(await contentOf(store, id, 'file'), { size: 300_000, text: content.toString('latin1') });
    const middle = content.subarray(1_000, 2_001).toString('latin1');
    assert.deepEqual(await contentOf(store, id, 'file', { first: 1_000, last: 2_000 }), {
      size: 300_000,
      text: middle,
    });
    assert.deepEqual(await contentOf(store, id, 'thumbnail'), { size: 5, text: 'small' });
    await store.put(id, 'thumbnail', fileOf(Buffer.from('anew')));
    assert.deepEqual(await contentOf(store, id, 'thumbnail'), { size: 4, text: 'anew' });
    await store.remove(id);
    await store.remove(id);
    assert.deepEqual([await store.open(id, 'file'), await store.open(id, 'thumbnail')], [null, null]);
  });

  test(`T13 ${name}: no path is made of anything but an id`, async () => {
    const store = open();
    for (const id of ['../../etc/passwd', '..%2f..', '', 'a'.repeat(31), `${'a'.repeat(31)}/`, 'A'.repeat(32)])
      await assert.rejects(store.open(id, 'file'), TypeError);
  });
}

test('a wrong key and a bucket that fails are refusals that can be tried again, and tell nothing of the key', async () => {
  const wrong = createS3Bytes({ ...keys, url: bucket.url, secretAccessKey: 'wrong' });
  const before = bucket.refused;
  for (const work of [() => wrong.put(newId(), 'file', fileOf(Buffer.from('x'))), () => wrong.open(newId(), 'file')])
    await assert.rejects(work, (error: Error & { code?: string }) => {
      assert.equal(error.code, 'unavailable');
      assert.doesNotMatch(`${error.message} ${String(error.cause)}`, /wrong|AKID/);
      return true;
    });
  assert.equal(bucket.refused, before + 2);
  bucket.failWith = 503;
  await assert.rejects(createS3Bytes({ ...keys, url: bucket.url }).remove(newId()), { code: 'unavailable' });
  bucket.failWith = 0;
  const gone = createS3Bytes({ ...keys, url: 'http://127.0.0.1:1/bucket' });
  await assert.rejects(gone.open(newId(), 'file'), { code: 'unavailable' });
});

test('who reads slowly has all of a file, however long it takes; a bucket that does not answer is not waited for', async () => {
  const store = createS3Bytes({ ...keys, url: bucket.url }, { answerMs: 500 });
  const [id, content] = [newId(), randomBytes(8_000_000)];
  await store.put(id, 'file', fileOf(content));
  const found = await store.open(id, 'file');
  // Longer than an answer may take; what is on its way is far from all.
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.ok(found && content.equals(await buffer(found.bytes)));
  bucket.beforePut = () => new Promise((resolve) => setTimeout(resolve, 900));
  await assert.rejects(store.put(newId(), 'file', fileOf(Buffer.from('x'))), { code: 'unavailable' });
  bucket.beforePut = () => Promise.resolve();
});

test('a server with a bucket keeps every byte there, and says so when the bucket fails', async () => {
  const settings = { s3Url: bucket.url, s3Region: keys.region, s3AccessKeyId: keys.accessKeyId };
  const server = await startTestServer({ ...settings, s3SecretAccessKey: secret });
  await createRoom(server);
  const file = await filesOf(server, ana).upload('rollout', blobOf('in the bucket', 'a.txt'));
  const { seq } = await post(server, ana, [file.id]);
  assert.equal(await (await filesOf(server, ben).file(file.id)).text(), 'in the bucket');
  assert.ok([...bucket.objects.keys()].some((name) => name.endsWith(file.id)));
  bucket.failWith = 503;
  assert.equal(await refused(filesOf(server, ben).file(file.id)), 'unavailable');
  bucket.failWith = 0;
  await server.submit(ana, 'message.retract', { room: 'rollout', message: seq });
  for (let times = 0; times < 100 && [...bucket.objects.keys()].some((name) => name.endsWith(file.id)); times += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(![...bucket.objects.keys()].some((name) => name.endsWith(file.id)));
  await server.close();
});

test('an upload that a bucket does not take now is there still, and goes on when it does', async () => {
  const settings = { s3Url: bucket.url, s3Region: keys.region, s3AccessKeyId: keys.accessKeyId };
  const server = await startTestServer({ ...settings, s3SecretAccessKey: secret });
  await createRoom(server);
  const { id } = (await (await begin(server, ana, 'kept')).json()) as { id: string };
  bucket.failWith = 503;
  assert.equal((await refusalIn(await bring(server, ana, id, 0, 'kept'))).code, 'unavailable');
  bucket.failWith = 0;
  const { file } = (await (await ask(server, ana, `uploads/${id}`)).json()) as { file?: { id: string; size: number } };
  assert.deepEqual([file?.id, file?.size], [id, 4]);
  assert.equal(await (await filesOf(server, ana).file(id)).text(), 'kept');
  await server.close();
});

test('an upload that is given up while its bytes are on their way leaves none of them', async () => {
  const settings = { s3Url: bucket.url, s3Region: keys.region, s3AccessKeyId: keys.accessKeyId };
  const server = await startTestServer({ ...settings, s3SecretAccessKey: secret });
  await createRoom(server);
  const { id } = (await (await begin(server, ana, 'unwanted')).json()) as { id: string };
  bucket.beforePut = async () => {
    assert.equal((await ask(server, ana, `uploads/${id}`, { method: 'DELETE' })).status, 200);
  };
  assert.equal((await refusalIn(await bring(server, ana, id, 0, 'unwanted'))).code, 'not_found');
  bucket.beforePut = () => Promise.resolve();
  assert.ok(![...bucket.objects.keys()].some((name) => name.endsWith(id)));
  await server.close();
});
