/** A room as a file: every event for machines, or the conversation for people. Only what the caller may see. */
import { buffer } from 'node:stream/consumers';
import { Refusal, type AttachedFile, type MessageDoc, type RoomDoc, type StoredEvent } from '@support-chat/protocol';
import type { ExportFormat } from '@support-chat/protocol/schemas';
import type { ByteStore } from '../files/byte-store.js';
import type { Visit } from '../kinds/kind.js';
import { kinds } from '../kinds/kinds.js';
import { eventsFor, type Sight } from '../kinds/visibility.js';
import type { Store } from '../store/store.js';
import { csvOf } from './export-csv.js';
import { htmlOf } from './export-html.js';
import { markdownOf } from './export-markdown.js';
import type { TextAnswer } from './route.js';

/** Events and messages that are held at a time. */
const portion = 500;

/** The conversation in the order of its numbers, for whoever writes it down. */
export type Conversation = {
  readonly room: RoomDoc;
  readonly messages: AsyncIterable<MessageDoc>;
  /** The small picture of a file; null where it has none, or its bytes are not here. */
  readonly pictureOf: (file: AttachedFile) => Promise<Buffer | null>;
};

const formats: {
  readonly [F in ExportFormat]: { readonly contentType: string; readonly extension: string };
} = {
  jsonl: { contentType: 'application/jsonl; charset=utf-8', extension: 'jsonl' },
  markdown: { contentType: 'text/markdown; charset=utf-8', extension: 'md' },
  html: { contentType: 'text/html; charset=utf-8', extension: 'html' },
  csv: { contentType: 'text/csv; charset=utf-8', extension: 'csv' },
};

/** Throws Refusal('forbidden') unless the person runs the room. */
export function exportRoom({
  store,
  bytes,
  visit,
  sight,
  head,
  format,
}: {
  readonly store: Store;
  readonly bytes: ByteStore;
  readonly visit: Visit;
  readonly sight: Sight;
  /** Where the file ends, whatever is said meanwhile. */
  readonly head: number;
  readonly format: ExportFormat;
}): TextAnswer {
  const { room } = visit;
  // A lane is run by whoever answers there.
  const policy = kinds[room.kind];
  if (!policy.mayManage(visit) && !policy.mayAnswer(visit))
    throw new Refusal('forbidden', `exporting room "${room.name}" is for those who run it or answer in it`);
  const { contentType, extension } = formats[format];
  const pictureOf = (file: AttachedFile): Promise<Buffer | null> => readPicture(bytes, file);
  const conversation = { room, messages: messagesOf(store, room.name, sight, head), pictureOf };
  const parts = {
    jsonl: () => linesOf(store, room.name, sight, head),
    markdown: () => markdownOf(conversation),
    html: () => htmlOf(conversation),
    csv: () => csvOf(conversation),
  };
  return { contentType, fileName: `${room.name}.${extension}`, parts: parts[format]() };
}

async function* eventsOf(store: Store, room: string, head: number): AsyncGenerator<readonly StoredEvent[]> {
  for (let after = 0; after < head;) {
    const events = await store.read(room, { after, limit: Math.min(portion, head - after) });
    if (events.length === 0) return;
    yield events;
    after = events.at(-1)?.seq ?? head;
  }
}

/** One event a line, as JSON; hidden ones keep their number. */
async function* linesOf(store: Store, room: string, sight: Sight, head: number): AsyncGenerator<string> {
  for await (const events of eventsOf(store, room, head))
    yield eventsFor(sight, events)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join('');
}

/** The messages as they are now, read by the numbers of their events. */
async function* messagesOf(store: Store, room: string, sight: Sight, head: number): AsyncGenerator<MessageDoc> {
  for await (const events of eventsOf(store, room, head)) {
    const seqs = eventsFor(sight, events).flatMap(({ type, seq }) => (type === 'message.posted' ? [seq] : []));
    const messages = await store.messages(room, seqs);
    yield* [...messages].sort((a, b) => a.seq - b.seq);
  }
}

/** One at a time is held. What cannot be read is left out: a file with all words and without a picture is more than none. */
async function readPicture(bytes: ByteStore, { id, hasThumbnail, state }: AttachedFile): Promise<Buffer | null> {
  if (!hasThumbnail || state !== 'ready') return null;
  try {
    const found = await bytes.open(id, 'thumbnail');
    return found && (await buffer(found.bytes));
  } catch {
    return null;
  }
}
