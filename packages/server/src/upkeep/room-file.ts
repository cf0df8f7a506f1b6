/** Takes a room back in from the file of lines that an export wrote. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  isRoomName,
  parseLaneName,
  wordsIn,
  type HiddenEvent,
  type Person,
  type StoredEvent,
} from '@support-chat/protocol';
import { chainAfter, emptyChain, wordlessRow, type EventRow } from '../store/event-row.js';
import { createSaltMaker } from '../store/salt.js';
import { StoreOpenError } from '../store/store-open-error.js';
import type { Store } from '../store/store.js';
import type { Progress } from './progress.js';
import { RoomCheck } from './verify.js';

const rowsPerPortion = 500;

/** The digest of the command in every row: nobody can send one of these again. */
const commandDigest = 'import';

/**
 * Reads the file more than once: first all of it is checked, then the room is written, in portions. Numbers, times, people and command
 * ids stay; the chain is a new one. `name`: of the room, when not that in the file. Throws StoreOpenError with the line that
 * is wrong, and for a room that is there already; then nothing was written. Nobody else may use the store meanwhile.
 */
export async function importRoom(
  store: Store,
  path: string,
  { name, progress }: { readonly name?: string | undefined; readonly progress: Progress },
): Promise<{ readonly room: string; readonly events: number }> {
  const { created, retracted } = await lookThrough(path);
  const room = name ?? created;
  await requirePlace(store, room);
  const check = new RoomCheck(room);
  for await (const row of rowsOf(path, room, retracted)) {
    const fault = check.take(row);
    if (fault !== null) throw wrong(row.seq, fault);
  }
  const words = check.faultOfWords(new Set());
  if (words !== null) throw new StoreOpenError(words);
  progress.begin(check.seq);
  let rows: EventRow[] = [];
  const write = async (): Promise<void> => {
    await store.adopt(room, { rows });
    progress.add(rows.length);
    rows = [];
  };
  for await (const row of rowsOf(path, room, retracted)) if (rows.push(row) === rowsPerPortion) await write();
  await write();
  progress.end();
  return { room, events: check.seq };
}

async function requirePlace(store: Store, room: string): Promise<void> {
  const lane = parseLaneName(room);
  if (!lane && !isRoomName(room))
    throw new StoreOpenError(`expected a name for a room: a–z, 0–9 and hyphens, at most 64; got "${room}"`);
  if ((await store.room(room)) !== null)
    throw new StoreOpenError(`there is a room "${room}" already; give the one in the file another name with --as NAME`);
  if (lane && (await store.room(lane.of)) === null)
    throw new StoreOpenError(`"${room}" is a lane beside "${lane.of}", which is not here; import that room first`);
}

/** What has to be known before the first row: the room's name, and which messages were taken back later in the file. */
async function lookThrough(path: string): Promise<{ created: string; retracted: ReadonlySet<number> }> {
  const retracted = new Set<number>();
  let created: string | null = null;
  for await (const { line, event } of linesOf(path)) {
    if (line === 1 && event.type === 'room.created') created = event.data.name;
    if (created === null) throw wrong(1, 'expected room.created, with which every room begins');
    if (event.type === 'message.retracted') retracted.add(event.data.message);
  }
  if (created === null) throw new StoreOpenError(`${path} is empty; expected one event a line`);
  return { created, retracted };
}

/** The rows that the events would have as a room of this name, tied by a chain of its own. */
async function* rowsOf(path: string, room: string, retracted: ReadonlySet<number>): AsyncGenerator<EventRow> {
  const makeSalt = createSaltMaker();
  let [chain, cid, part] = [emptyChain, '', 0];
  for await (const { line, event } of linesOf(path)) {
    if (event.seq !== line) throw wrong(line, `expected event ${line}, got ${event.seq}`);
    part = event.cid === cid ? part + 1 : 0;
    cid = event.cid;
    const { type, audience, by } = event;
    const data = event.type === 'room.created' ? { ...event.data, name: room } : event.data;
    const content = JSON.stringify({ type, audience, data, by });
    const place = { seq: event.seq, at: event.at, person: by.id, cid, part, hash: commandDigest };
    const whole = { ...place, content, salt: makeSalt(), commitment: null, chain: '' };
    const message = wordsIn(event);
    // An export in the moment between taking back and erasing has the words still.
    const row = (message !== null && retracted.has(message) && wordlessRow(whole, message)) || whole;
    chain = chainAfter(chain, room, row);
    yield { ...row, chain };
  }
}

type Line = { readonly line: number; readonly event: StoredEvent };

async function* linesOf(path: string): AsyncGenerator<Line> {
  const input = createReadStream(path, 'utf8');
  const opened = new Promise<void>((resolve, reject) => input.once('open', () => resolve()).once('error', reject));
  await opened.catch((error: unknown) => {
    throw new StoreOpenError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    yield { line, event: eventIn(text, line) };
  }
}

function eventIn(text: string, line: number): StoredEvent {
  let event: Partial<StoredEvent> | HiddenEvent | null;
  try {
    event = JSON.parse(text) as typeof event;
  } catch {
    throw wrong(line, 'expected one event as JSON');
  }
  if (event?.type === 'hidden') throw wrong(line, 'it is hidden: whoever exports a room for this must see all of it');
  const { type, audience, seq, at, by, cid, data } = event ?? {};
  const isWhole =
    typeof type === 'string' &&
    (audience === 'everyone' || audience === 'staff') &&
    [seq, at].every((number) => Number.isSafeInteger(number) && Number(number) >= 0) &&
    typeof cid === 'string' &&
    typeof data === 'object' &&
    isPerson(by);
  if (!isWhole) throw wrong(line, 'expected an event with type, audience, data, by, cid, seq and at');
  return event as StoredEvent;
}

function isPerson(by: Partial<Person> | undefined): boolean {
  return [by?.id, by?.name, by?.role].every((value) => typeof value === 'string');
}

function wrong(line: number, what: string): StoreOpenError {
  return new StoreOpenError(`line ${line}: ${what}; nothing was written`);
}
