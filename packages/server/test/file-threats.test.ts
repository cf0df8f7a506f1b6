/** Attacks with files, over real HTTP. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import type { Person } from '@support-chat/protocol';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import sharp from 'sharp';
import { systemClock } from '../dist/clock.js';
import { ask, begin, blobOf, bring, filesOf, post, postFile, refusalIn, refused } from './files-kit.js';
import { ana, ben, createRoom, kenji, mia } from './kit.js';

const guest: Person = { id: 'guest:1', name: 'Guest', role: 'guest' };
let aheadMs = 0;
const clock = { now: () => systemClock.now() + aheadMs, after: systemClock.after };
let server: TestServer;

before(async () => {
  server = await startTestServer({ clock, maxFileBytes: 4_000_000 });
  await createRoom(server);
  await createRoom(server, 'vpn');
});
after(() => server.close());

/** All that is on the disk of files. */
function onDisk(): string[] {
  const dir = join(server.dir, 'files');
  return readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((each) => (each.isFile() ? each.name : []));
}

/** The status of every way to have a file. */
async function waysTo(id: string, who: Person | null): Promise<number[]> {
  const ways: [string, RequestInit][] = [
    [`files/${id}`, {}],
    [`files/${id}`, { method: 'HEAD' }],
    [`files/${id}`, { headers: { range: 'bytes=0-1' } }],
    [`files/${id}/thumbnail`, {}],
    [`files/${id}/link`, { method: 'POST' }],
    [`uploads/${id}`, {}],
    [`files/${id}?room=rollout`, {}],
  ];
  const answers = await Promise.all(ways.map(([path, init]) => ask(server, who, path, init)));
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  return [...new Set(answers.map(({ status }) => status))];
}

async function png(width = 40, height = 30): Promise<Buffer<ArrayBuffer>> {
  const image = sharp({ create: { width, height, channels: 3, background: '#336699' } });
  return Buffer.from(await image.png().toBuffer());
}

describe('who may have a file', () => {
  test('T11 is whoever sees the message that shows it, in every way to have it', async () => {
    const lane = await filesOf(server, ana).upload('rollout~ana', blobOf(await png(), 'salary.png'));
    // Before a message shows it, it is its owner's alone.
    for (const who of [ben, mia, guest]) assert.deepEqual(await waysTo(lane.id, who), [404], who.id);
    await post(server, ana, [lane.id], { room: 'rollout~ana' });
    for (const who of [ben, kenji, guest]) assert.deepEqual(await waysTo(lane.id, who), [404], who.id);
    assert.deepEqual(await waysTo(lane.id, null), [401]);
    assert.equal((await ask(server, mia, `files/${lane.id}`)).status, 200, 'who answers there');

    const picture = await filesOf(server, mia).upload('rollout', blobOf(await png(), 'note.png'));
    await post(server, mia, [picture.id], { audience: 'staff' });
    assert.deepEqual(await waysTo(picture.id, ana), [404], 'a note of staff');
    const next = (BigInt(`0x${lane.id}`) + 1n).toString(16).padStart(32, '0');
    for (const id of [next, 'f'.repeat(32), '0'.repeat(32)]) assert.deepEqual(await waysTo(id, ana), [404]);
  });

  test('T11 a file is shown by its owner, where it was brought, and nowhere else', async () => {
    const own = await filesOf(server, ana).upload('rollout', blobOf('one', 'a.txt'));
    const lane = await filesOf(server, ana).upload('rollout~ana', blobOf('two', 'b.txt'));
    const codes = await Promise.all([
      refused(post(server, ben, [own.id])),
      refused(post(server, ana, [own.id], { room: 'vpn' })),
      refused(post(server, ana, [lane.id])),
      refused(post(server, ana, ['f'.repeat(32)])),
      refused(post(server, ana, [own.id, own.id])),
    ]);
    assert.ok(
      codes.every((code) => ['bad_request', 'not_found', 'file_missing'].includes(code)),
      codes.join(),
    );
    const { seq } = await post(server, ana, [own.id]);
    assert.ok(seq > 0);
    assert.notEqual(await refused(post(server, ana, [own.id], { room: 'vpn' })), '');
  });

  test('T12 ends with the message, with the room, and with the minute of a ticket', async () => {
    const { file, seq } = await postFile(server, ana, { content: 'seen for a while' });
    const link = await filesOf(server, ben).fileLink(file.id);
    const first = await fetch(link);
    assert.deepEqual([first.status, first.headers.get('cache-control')], [200, 'private, no-store']);
    assert.deepEqual([first.headers.get('etag'), first.headers.get('last-modified')], [null, null]);
    const forged = link.slice(0, -4) + (link.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    assert.notEqual((await fetch(forged)).status, 200);
    const other = await postFile(server, ana, { content: 'another' });
    assert.notEqual((await fetch(link.replace(file.id, other.file.id))).status, 200, 'a ticket is for one file');
    aheadMs += 61_000;
    assert.equal((await fetch(link)).status, 403, 'replayed after its minute');
    const fresh = await filesOf(server, ben).fileLink(file.id);
    await server.submit(ana, 'message.retract', { room: 'rollout', message: seq });
    for (const headers of [{}, { 'if-none-match': '*' }, { 'if-modified-since': new Date(0).toUTCString() }]) {
      assert.equal((await fetch(fresh, { headers })).status, 404);
      assert.equal((await ask(server, ben, `files/${file.id}`, { headers })).status, 404);
    }
  });
});

describe('what a file is called', () => {
  const hostile = [
    ...['../../etc/passwd', '..\\..\\windows\\x', 'C:\\x.txt', '%2e%2e%2fx', '/etc/shadow', 'x.png\u0000.html'],
    ...[
      'x\r\nSet-Cookie: a=b.png',
      'x.png"; filename="evil.html',
      '\u202egnp.exe',
      'a\u200bb',
      '名'.repeat(85),
      '.',
      'a'.repeat(300),
    ],
  ];
  test('T13 T14 is told and never used: no path, no header, no second parameter', async () => {
    for (const name of hostile) {
      const answer = await begin(server, ana, 'x', { name });
      const begun = (await answer.json()) as { id: string };
      if (answer.status >= 400) continue;
      const done = (await (await bring(server, ana, begun.id, 0, 'x')).json()) as {
        file: { id: string; name: string };
      };
      assert.doesNotMatch(done.file.name, /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u, JSON.stringify(name));
      assert.ok(Buffer.byteLength(done.file.name) <= 255);
      const raw = await rawAnswer(`/api/files/${done.file.id}`, ana);
      const dispositions = raw.filter((line) => /^content-disposition:/i.test(line));
      assert.equal(dispositions.length, 1);
      assert.match(
        dispositions[0] ?? '',
        /^content-disposition: attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w%.!~-]*$/i,
      );
      assert.ok(!raw.some((line) => /^set-cookie/i.test(line)), JSON.stringify(name));
    }
    assert.ok(
      onDisk().every((name) => /^[0-9a-f]{32}(?:\.\w+)?$/.test(name)),
      'only ids are names there',
    );
  });
});

describe('what a viewer makes of a file', () => {
  const html = '<script>parent.X = 1</script>';
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>parent.X = 1</script></svg>';
  test('T15 T16 is nothing that runs: type by what is in it, to be saved, in a box', async () => {
    const gif = Buffer.concat([Buffer.from('GIF89a=1/*'), Buffer.alloc(20), Buffer.from('*/;parent.X=1')]);
    const trailing = Buffer.concat([await png(), Buffer.from(html)]);
    const samples: [string, string | Buffer<ArrayBuffer>][] = [
      ...([
        ['script.svg', svg],
        ['page.png', html],
        ['page.txt', html],
        ['page.xhtml', `<?xml version="1.0"?>${html}`],
      ] as [string, string][]),
      ['bom.html', Buffer.from(`\ufeff${html}`, 'utf16le')],
      ['polyglot.gif', gif],
      ['trailing.png', trailing],
    ];
    for (const [name, content] of samples) {
      const file = await filesOf(server, ana)
        .upload('rollout', blobOf(content, name))
        .catch(() => null);
      // What begins like a picture and is none is not taken at all.
      if (!file) continue;
      const answer = await ask(server, ana, `files/${file.id}`);
      const { headers } = answer;
      const bytes = Buffer.from(await answer.arrayBuffer());
      assert.match(headers.get('content-type') ?? '', /^(?:text\/plain|image\/png|application\/octet-stream)/, name);
      assert.match(headers.get('content-disposition') ?? '', /^attachment;/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.match(headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'$/);
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-site');
      if (file.kind === 'image') assert.ok(!bytes.includes('<script'), `${name} is made anew`);
    }
  });
});

describe('what a file costs', () => {
  test('T17 a picture that is larger than it looks is refused by its head', async () => {
    const flood = pngOf(20_000, 20_000, deflateSync(Buffer.alloc(1_000)));
    const lying = pngOf(65_535, 65_535, deflateSync(Buffer.alloc(10)));
    const bomb = Buffer.concat([
      pngOf(10, 10, deflateSync(Buffer.alloc(310))).subarray(0, 33),
      chunk('zTXt', Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(30_000_000))])),
      pngOf(10, 10, deflateSync(Buffer.alloc(310))).subarray(33),
    ]);
    for (const content of [flood, lying]) {
      const before = process.memoryUsage.rss();
      assert.equal(
        await refused(filesOf(server, ana).upload('rollout', blobOf(Buffer.from(content), 'x.png'))),
        'file_refused',
      );
      assert.ok(process.memoryUsage.rss() - before < 64 * 1_048_576, 'nothing was decoded');
    }
    const large = await sharp({ create: { width: 8_000, height: 6_000, channels: 3, background: '#336699' } })
      .png()
      .toBuffer();
    const honest = await filesOf(server, ana).upload('rollout', blobOf(Buffer.from(large), 'x.png'));
    assert.deepEqual(
      [honest.width, honest.height, honest.hasThumbnail],
      [8_000, 6_000, true],
      'what is within the bounds is made',
    );
    const many = await sharp(
      Buffer.concat(Array.from({ length: 12 }, (_, grey) => Buffer.alloc(9_000_000, grey * 20))),
      {
        raw: { width: 2_000, height: 18_000, channels: 3, pageHeight: 1_500 },
      },
    )
      .webp({ effort: 0 })
      .toBuffer();
    const moving = await filesOf(server, ana).upload('rollout', blobOf(Buffer.from(many), 'x.webp'));
    assert.deepEqual(
      [moving.width, moving.height, moving.animated],
      [2_000, 1_500, undefined],
      'of more frames than its memory takes the first is kept',
    );
    const small = await filesOf(server, ana).upload('rollout', blobOf(Buffer.from(bomb), 'x.png'));
    assert.ok(small.size < 10_000, 'what is packed into its words is not in what people get');
  });

  test('T18 archives are never opened, and what is too much is refused before it is here', async () => {
    const zip = gzipSync(Buffer.alloc(50_000_000));
    const file = await filesOf(server, ana).upload('rollout', blobOf(Buffer.from(zip), 'bomb.gz'));
    assert.deepEqual([file.type, file.size], ['application/gzip', zip.length]);
    const tooLarge = await begin(server, ana, 'x', { size: 4_000_001 });
    assert.deepEqual([tooLarge.status, (await refusalIn(tooLarge)).code], [413, 'file_too_large']);
    const { id } = (await (await begin(server, ana, 'abc')).json()) as { id: string };
    const before = onDisk().length;
    const more = await bring(server, ana, id, 0, Buffer.alloc(1_000_000)).catch(() => null);
    assert.ok(more === null || more.status === 413);
    assert.equal((await ask(server, ana, `uploads/${id}`)).status, 404, 'it is given up');
    assert.ok(onDisk().length <= before);
  });

  test('T18 the files of a person and of a room have a bound together', async () => {
    const small = await startTestServer({ maxPersonFileBytes: 1_000, maxRoomFileBytes: 1_500 });
    await createRoom(small);
    await filesOf(small, ana).upload('rollout', blobOf('a'.repeat(900), 'a.txt'));
    assert.equal(await refused(filesOf(small, ana).upload('rollout', blobOf('a'.repeat(200), 'b.txt'))), 'quota_full');
    assert.equal(await refused(filesOf(small, ben).upload('rollout', blobOf('a'.repeat(700), 'c.txt'))), 'quota_full');
    await filesOf(small, ben).upload('rollout', blobOf('a'.repeat(500), 'd.txt'));
    await small.close();
  });

  test('T18 what no message shows is gone after a day, what one shows stays', async () => {
    const lone = await startTestServer({ clock });
    await createRoom(lone);
    const shown = await postFile(lone, ana, { content: 'shown' });
    const orphan = await filesOf(lone, ana).upload('rollout', blobOf('never shown', 'b.txt'));
    const half = (await (await begin(lone, ana, 'abcd')).json()) as { id: string };
    await bring(lone, ana, half.id, 0, 'ab');
    aheadMs += 86_400_001;
    const names = (): string[] =>
      readdirSync(join(lone.dir, 'files'), { recursive: true, encoding: 'utf8' }).map(
        (name) => name.split('/').at(-1) ?? '',
      );
    for (let times = 0; times < 300 && [orphan.id, half.id].some((id) => names().includes(id)); times += 1)
      await new Promise((resolve) => setTimeout(resolve, 30));
    assert.deepEqual(
      [orphan.id, half.id, shown.file.id].map((id) => names().includes(id)),
      [false, false, true],
    );
    assert.equal((await ask(lone, ana, `files/${orphan.id}`)).status, 404);
    await lone.close();
  });

  test('T19 two uploads a person go on at a time, and what is left alone makes way', async () => {
    const slow = await startTestServer({ clock });
    await createRoom(slow);
    const ids: string[] = [];
    for (let count = 0; count < 2; count += 1)
      ids.push(((await (await begin(slow, kenji, 'abcd')).json()) as { id: string }).id);
    for (const id of ids) assert.equal((await bring(slow, kenji, id, 0, 'abc')).status, 200);
    const third = await begin(slow, kenji, 'abcd');
    assert.deepEqual([third.status, (await refusalIn(third)).code], [429, 'rate_limited']);
    aheadMs += 31_000;
    assert.ok((await begin(slow, kenji, 'abcd')).ok, 'nobody was at the oldest for half a minute');
    assert.equal((await ask(slow, kenji, `uploads/${ids[0]}`)).status, 404);
    await slow.close();
  });
});

/** The lines of an answer's head, as they came. */
async function rawAnswer(path: string, who: Person): Promise<string[]> {
  const { hostname, port, host } = new URL(server.url);
  const socket = connectTo(Number(port), hostname);
  await once(socket, 'connect');
  const token = await server.tokenFor(who);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const part of socket as AsyncIterable<Buffer>) text += part.toString('latin1');
  return (text.split('\r\n\r\n')[0] ?? '').split('\r\n');
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type), data]);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG that says it has this size, with whatever is in it. */
function pngOf(width: number, height: number, data: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}
