/** Sends the bytes of a file such that a browser saves them, or shows them where a page says so, and never runs them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal, type AttachedFile } from '@support-chat/protocol';
import type { ByteRange, ByteStore, FilePart } from './byte-store.js';

/** Answers with the part, or the range of it that was asked for. Throws Refusal('not_found'). */
export async function sendFile(
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  bytes: ByteStore,
  file: AttachedFile,
  part: FilePart,
): Promise<void> {
  if (part === 'thumbnail' && !file.hasThumbnail) throw new Refusal('not_found', 'there is no small picture of it');
  const range = part === 'file' ? rangeOf(request, file.size) : null;
  const found = range === 'outside' ? null : await bytes.open(file.id, part, range ?? undefined);
  if (!found && range !== 'outside') throw new Refusal('not_found', 'the bytes of the file are not there any more');
  response.setHeader('Content-Type', part === 'thumbnail' ? 'image/webp' : file.type);
  response.setHeader('Content-Disposition', dispositionOf(part === 'thumbnail' ? `${file.name}.webp` : file.name));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('Cross-Origin-Resource-Policy', 'same-site');
  response.setHeader('Referrer-Policy', 'no-referrer');
  // Who may have it is asked for each time.
  response.setHeader('Cache-Control', 'private, no-store');
  if (part === 'file') response.setHeader('Accept-Ranges', 'bytes');
  if (!found || range === 'outside') {
    response.setHeader('Content-Range', `bytes */${file.size}`);
    return void response.writeHead(416, { 'Content-Length': 0 }).end();
  }
  const { size } = found;
  if (range) response.setHeader('Content-Range', `bytes ${range.first}-${range.last}/${size}`);
  response.writeHead(range ? 206 : 200, { 'Content-Length': range ? range.last - range.first + 1 : size });
  if (request.method === 'HEAD') {
    found.bytes.destroy();
    return void response.end();
  }
  await pipeline(found.bytes, response).catch((error: unknown) => {
    // Whoever asked for it has left.
    if (!response.destroyed) throw error;
  });
}

/** RFC 6266, with the name as RFC 8187 writes it beside one of plain letters. */
export function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const exact = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** The one range that was asked for; null for all of it, also where several are. RFC 9110, section 14.2. */
function rangeOf({ headers }: IncomingMessage, size: number): ByteRange | 'outside' | null {
  // Nothing here has a version to compare with.
  if (headers['if-range'] !== undefined) return null;
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '');
  const [, from = '', to = ''] = found ?? [];
  if (!found || (from === '' && to === '')) return null;
  if (from === '') return to === '0' ? 'outside' : { first: Math.max(0, size - Number(to)), last: size - 1 };
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return null;
  return first >= size ? 'outside' : { first, last };
}
