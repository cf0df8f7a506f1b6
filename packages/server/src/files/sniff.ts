/** What a file is, by what is in it. Its name says nothing. */
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { FileKind } from '@support-chat/protocol';

const headBytes = 4_100;

/** These are words to whoever reads them, and nothing that a viewer should run. */
const asText: ReadonlySet<string> = new Set(['application/xml', 'text/html', 'image/svg+xml', 'application/xhtml+xml']);

/** The media type, such as people can be told it: `application/octet-stream` for what nobody knows. Reads 4 KB. */
export async function sniff(path: string): Promise<string> {
  const head = await headOf(path);
  // The mark of UTF-16 looks like the first bytes of music that nobody has any more.
  if (isUtf16(head)) return 'text/plain';
  // Whatever it stumbles over is no file that it knows.
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  const type = found?.mime ?? (isText(head) ? 'text/plain' : 'application/octet-stream');
  return asText.has(type) ? 'text/plain' : (type.split(';')[0] ?? type);
}

/** Pictures that are shown as such. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

export type PictureType = (typeof pictureTypes)[number];

export function isPicture(type: string): type is PictureType {
  return (pictureTypes as readonly string[]).includes(type);
}

export function kindOf(type: string): FileKind {
  if (isPicture(type)) return 'image';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('audio/')) return 'audio';
  return type === 'application/pdf' ? 'pdf' : 'other';
}

/** Whether the list has the type, or what it begins with before a `*`. */
export function isAllowed(type: string, list: readonly string[]): boolean {
  return list.some((one) => (one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : one === type));
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** In whatever other encoding: text has no control characters but these. */
function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}
