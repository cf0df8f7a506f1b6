/** Files for tests: brought, posted and fetched over real HTTP. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createFiles, type Files } from '@support-chat/client/files';
import type { AttachedFile, Person, RefusalShape } from '@support-chat/protocol';
import { newCid, type TestServer } from '@support-chat/server/testing';
import sharp from 'sharp';

/** The files of this person. */
export function filesOf(server: TestServer, person: Person): Files {
  return createFiles({ url: server.url, getToken: () => server.tokenFor(person) });
}

export function blobOf(content: string | Buffer<ArrayBuffer>, name: string): File {
  return new File([content], name);
}

/** Brings a text and posts it. */
export async function postFile(
  server: TestServer,
  by: Person,
  { room = 'rollout', text = '', content = 'log line\n', name = 'log.txt', audience = 'everyone' as const } = {},
): Promise<{ file: AttachedFile; seq: number }> {
  const file = await filesOf(server, by).upload(room, blobOf(content, name));
  const { seq } = await post(server, by, [file.id], { room, text, audience });
  return { file, seq };
}

export async function post(
  server: TestServer,
  by: Person,
  files: readonly string[],
  { room = 'rollout', text = '', audience = 'everyone' as 'everyone' | 'staff' } = {},
) {
  return server.submit(by, 'message.post', { room, body: { kind: 'text', text }, audience, files });
}

export async function ask(
  server: TestServer,
  by: Person | null,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (by) headers.set('authorization', `Bearer ${await server.tokenFor(by)}`);
  return fetch(`${server.url}api/${path}`, { ...init, headers });
}

export async function refusalIn(response: Response): Promise<RefusalShape> {
  const { refusal } = (await response.json()) as { refusal: RefusalShape };
  return refusal;
}

/** Begins an upload by hand. */
export async function begin(
  server: TestServer,
  by: Person,
  content: Uint8Array | string,
  more: Record<string, unknown> = {},
): Promise<Response> {
  const bytes = Buffer.from(content);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return ask(server, by, 'rooms/rollout/files', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newCid() },
    body: JSON.stringify({ name: 'a.txt', size: bytes.length, sha256, ...more }),
  });
}

export async function bring(
  server: TestServer,
  by: Person,
  id: string,
  offset: number,
  body: Uint8Array | string,
): Promise<Response> {
  const headers = { 'content-type': 'application/partial-upload', 'upload-offset': String(offset) };
  return ask(server, by, `uploads/${id}`, { method: 'PATCH', headers, body: Buffer.from(body) });
}

/** A JPEG with a place in it, as phones make them. */
export async function jpegWithPlace(width = 800, height = 600): Promise<Buffer<ArrayBuffer>> {
  const jpeg = await sharp({ create: { width, height, channels: 3, background: '#3377aa' } })
    .withExif({ IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '34/1 41/1 37/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  return Buffer.from(jpeg);
}

export async function refused(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => assert.fail('expected a refusal'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Error && 'code' in error, String(error));
  return String(error.code);
}
