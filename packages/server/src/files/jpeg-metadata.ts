/** A JPEG without what cameras write into it: where it was taken, by whom, with what. Its picture stays bit for bit. */
import { readFile, writeFile } from 'node:fs/promises';
import { Refusal } from '@support-chat/protocol';

const jfif = 0xe0;
/** Colour profiles, and how Adobe coded the colours. */
const kept: ReadonlySet<number> = new Set([0xe2, 0xee]);

/** Writes it to `to`. Throws Refusal('file_refused') for what is no JPEG. What follows its end is left out. */
export async function withoutJpegMetadata(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  const parts: Buffer[] = [Buffer.from([0xff, 0xd8])];
  const turn = orientationOf(bytes);
  if (turn > 1) parts.push(orientationSegment(turn));
  let at = 2;
  for (;;) {
    const code = bytes[at + 1];
    if (bytes[at] !== 0xff || code === undefined) throw broken();
    if (code === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + (at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : bytes.length);
    if (end > bytes.length) throw broken();
    const isProfile = code !== 0xe2 || bytes.toString('latin1', at + 4, at + 15) === 'ICC_PROFILE';
    const isMetadata = (code >= 0xe0 && code <= 0xef) || code === 0xfe;
    if (code === jfif) parts.push(withoutThumbnail(bytes.subarray(at, end)));
    else if (!isMetadata || (kept.has(code) && isProfile)) parts.push(bytes.subarray(at, end));
    at = end;
    if (code !== 0xda) continue;
    // The picture itself, up to the end or the next segment of a progressive one.
    const from = at;
    while (at + 1 < bytes.length && !(bytes[at] === 0xff && isSegment(bytes[at + 1] ?? 0))) at += 1;
    parts.push(bytes.subarray(from, at));
    if (at + 1 >= bytes.length || bytes[at + 1] === 0xd9) break;
  }
  parts.push(Buffer.from([0xff, 0xd9]));
  await writeFile(to, Buffer.concat(parts), { mode: 0o600 });
}

/** What JFIF says of the picture, without a small one, which may show what was cut off; nothing of its extensions. */
function withoutThumbnail(segment: Buffer): Buffer {
  if (segment.toString('latin1', 4, 9) !== 'JFIF\0' || segment.length < 18) return Buffer.alloc(0);
  const bare = Buffer.from(segment.subarray(0, 18));
  bare.writeUInt16BE(16, 2);
  // Of no width and no height.
  bare.writeUInt16BE(0, 16);
  return bare;
}

function isSegment(code: number): boolean {
  return code !== 0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7);
}

function broken(): Refusal {
  return new Refusal('file_refused', 'the picture begins like image/jpeg and is broken; save it anew');
}

/** How the picture is to be turned, 1 to 8; 1 for not at all. */
function orientationOf(bytes: Buffer): number {
  const at = bytes.indexOf('Exif\0\0', 2, 'latin1');
  if (at === -1 || at > 65_536) return 1;
  const tiff = bytes.subarray(at + 6, at + 6 + 65_536);
  if (tiff.length < 14) return 1;
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (place: number): number => {
    if (place + 2 > tiff.length) return 0;
    return isLittle ? tiff.readUInt16LE(place) : tiff.readUInt16BE(place);
  };
  const start = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(start); entry += 1) {
    const place = start + 2 + entry * 12;
    if (short(place) !== 0x0112) continue;
    const value = short(place + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An Exif segment that says how to turn the picture, and nothing else. */
function orientationSegment(turn: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(turn, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  return Buffer.concat([Buffer.from([0xff, 0xe1, 0, body.length + 2]), body]);
}
