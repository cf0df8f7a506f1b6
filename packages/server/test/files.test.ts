/** Files of messages over real sockets and HTTP. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import sharp from 'sharp';
import { ana, ben, connect, createRoom, mia } from './kit.js';
import { ask, begin, blobOf, bring, filesOf, jpegWithPlace, post, postFile, refusalIn, refused } from './files-kit.js';

describe('a file of a message', () => {
  let server: TestServer;

  before(async () => {
    server = await startTestServer();
    await createRoom(server);
  });
  after(() => server.close());

  test('is brought, posted, seen by everybody, and is what it was', async () => {
    const reader = await connect(server, ben);
    await reader.ask('room.join', { room: 'rollout' });
    const { file, seq } = await postFile(server, ana, { content: 'one\ntwo\n', name: '障害 ログ.txt' });
    const shown = { id: file.id, name: '障害 ログ.txt', type: 'text/plain', size: 8, kind: 'other' };
    assert.deepEqual(file, { ...shown, hasThumbnail: false, state: 'ready' });
    const { events } = await reader.next('events', (frame) => frame.events.some((event) => event.seq === seq));
    const posted = events.find((event) => event.seq === seq);
    assert.ok(posted?.type === 'message.posted' && posted.data.body.kind === 'text');
    assert.deepEqual(posted.data.body, { kind: 'text', text: '', files: [file] });
    assert.equal(await (await filesOf(server, ben).file(file.id)).text(), 'one\ntwo\n');
    reader.close();
  });

  test('goes on where it was, and answers how far it is', async () => {
    const { id } = (await (await begin(server, ana, 'abcdefgh')).json()) as { id: string };
    assert.equal((await bring(server, ana, id, 0, 'abc')).status, 200);
    const head = await ask(server, ana, `uploads/${id}`, { method: 'HEAD' });
    assert.equal(head.headers.get('upload-offset'), '3');
    assert.equal((await refusalIn(await bring(server, ana, id, 4, 'efgh'))).code, 'changed');
    assert.equal((await ask(server, ben, `uploads/${id}`)).status, 404);
    const done = (await (await bring(server, ana, id, 3, 'defgh')).json()) as { file: { id: string } };
    assert.equal(done.file.id, id);
  });

  test('is whole also where two bring the same piece at once', async () => {
    const { id } = (await (await begin(server, ana, 'abcdefgh')).json()) as { id: string };
    // Who comes anew may cut off whoever was at it.
    await Promise.allSettled([bring(server, ana, id, 0, 'abcd'), bring(server, ana, id, 0, 'abcd')]);
    const { offset } = (await (await ask(server, ana, `uploads/${id}`)).json()) as { offset: number };
    const rest = await bring(server, ana, id, offset, 'abcdefgh'.slice(offset));
    assert.equal(((await rest.json()) as { file: { size: number } }).file.size, 8);
  });

  test('whose bytes are not those that were announced is refused, and is gone', async () => {
    const { id } = (await (await begin(server, ana, 'abc', { sha256: 'f'.repeat(64) })).json()) as { id: string };
    const answer = await bring(server, ana, id, 0, 'abc');
    assert.equal(answer.status, 422);
    assert.equal((await refusalIn(answer)).code, 'hash_mismatch');
    assert.equal((await ask(server, ana, `uploads/${id}`)).status, 404);
  });

  test('T21: of a phone is seen without the place where it was taken, the right way up', async () => {
    const original = await jpegWithPlace();
    assert.ok(original.includes('SecretCamera'));
    const file = await filesOf(server, ana).upload('rollout', blobOf(original, 'photo.jpg'));
    assert.deepEqual([file.width, file.height, file.kind, file.hasThumbnail], [600, 800, 'image', true]);
    await post(server, ana, [file.id]);
    const bytes = Buffer.from(await (await filesOf(server, ben).file(file.id)).arrayBuffer());
    const { exif, width } = await sharp(bytes).metadata();
    assert.deepEqual([exif, width], [undefined, 600]);
    const small = Buffer.from(await (await filesOf(server, ben).file(file.id, { thumbnail: true })).arrayBuffer());
    const thumbnail = await sharp(small).metadata();
    assert.deepEqual(
      [thumbnail.format, thumbnail.width, thumbnail.height, thumbnail.exif],
      ['webp', 480, 640, undefined],
    );
  });

  test('has an address that needs no token and answers ranges', async () => {
    const { file } = await postFile(server, ana, { content: '0123456789' });
    const url = await filesOf(server, ben).fileLink(file.id);
    assert.ok(!url.includes(await server.tokenFor(ben)));
    const part = await fetch(url, { headers: { range: 'bytes=2-4' } });
    assert.deepEqual([part.status, part.headers.get('content-range'), await part.text()], [206, 'bytes 2-4/10', '234']);
    const tail = await fetch(url, { headers: { range: 'bytes=-3' } });
    assert.deepEqual([tail.status, await tail.text()], [206, '789']);
    const past = await fetch(url, { headers: { range: 'bytes=10-' } });
    assert.deepEqual([past.status, past.headers.get('content-range')], [416, 'bytes */10']);
  });

  test('taken back is erased', async () => {
    const { file, seq } = await postFile(server, ana, { content: 'a secret canary' });
    await server.submit(ana, 'message.retract', { room: 'rollout', message: seq });
    assert.equal(await refused(filesOf(server, mia).file(file.id)), 'not_found');
    const place = join(server.dir, 'files', file.id.slice(0, 2));
    for (let tries = 0; tries < 100 && (await readdir(place)).length > 0; tries += 1)
      await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await readdir(place), []);
  });

  test('is in every file that the room is written down in, pictures as one can see them', async () => {
    const photo = await filesOf(server, ana).upload('rollout', blobOf(await jpegWithPlace(), '<b>photo.jpg'));
    await post(server, ana, [photo.id], { text: 'on my screen' });
    const written = async (format: string): Promise<string> =>
      (await ask(server, mia, `rooms/rollout/export?format=${format}`)).text();
    const html = await written('html');
    assert.match(html, /<img alt="&#60;b&#62;photo\.jpg" src="data:image\/webp;base64,[\w+/=]{100,}">/);
    assert.match(html, /img-src data:/);
    assert.match(await written('markdown'), /> on my screen\n> File: \\<b\\>photo\.jpg \(image\/jpeg, \d+ bytes\)/);
    assert.match(await written('csv'), /"on my screen","<b>photo\.jpg"/);
    const line = (await written('jsonl')).split('\n').find((one) => one.includes(photo.id)) ?? '{}';
    assert.deepEqual((JSON.parse(line) as { data: { body: { files: unknown } } }).data.body.files, [photo]);
  });
});
