/** Who may have a file: whoever sees a message that shows it, and until there is one whoever brought it. Asked for now, each time. */
import { filesOf, Refusal, type AttachedFile, type Person } from '@support-chat/protocol';
import { sightOf } from '../kinds/visibility.js';
import type { FileRow } from '../store/file-rows.js';
import type { MessagePlace, Store } from '../store/store.js';
import { findVisit, isLaneToBegin } from '../visits.js';

/**
 * The file, if the person may have it. Throws Refusal: `not_found`, also for a file that is not there; `unavailable` while the
 * scanner is not done with it, `file_refused` when it is harmful.
 */
export async function requireFile(store: Store, person: Person, id: string): Promise<AttachedFile> {
  const row = await store.files.get(id);
  if (!row?.file || row.state === 'gone' || !(await mayHave(store, person, row))) throw notThere();
  if (row.state === 'checking')
    throw new Refusal('unavailable', 'the file is being checked; ask again in a moment', { retryAfterMs: 1_000 });
  if (row.state === 'refused') throw new Refusal('file_refused', 'the file is harmful; nobody can have it');
  return row.file;
}

/** What both a file that is not there and one that the person may not have get. */
function notThere(): Refusal {
  return new Refusal('not_found', 'there is no file of this id that you may have');
}

async function mayHave(store: Store, person: Person, row: FileRow): Promise<boolean> {
  const places = await store.files.places(row.id);
  for (const place of places) if (await isShownTo(store, person, place, row.id)) return true;
  if (row.isAttached || row.person !== person.id) return false;
  return (await isVisible(store, row.room, person)) || isLaneToBegin(store, row.room, person);
}

async function isShownTo(store: Store, person: Person, { room, seq }: MessagePlace, id: string): Promise<boolean> {
  const found = await visitOrNull(store, room, person);
  if (!found) return false;
  const { isStaff, from } = sightOf(found.visit);
  const [message] = seq >= from ? await store.messages(room, [seq]) : [];
  if (!message || message.retracted || (message.audience === 'staff' && !isStaff)) return false;
  return filesOf(message.body).some((file) => file.id === id);
}

async function isVisible(store: Store, room: string, person: Person): Promise<boolean> {
  return (await visitOrNull(store, room, person)) !== null;
}

async function visitOrNull(store: Store, room: string, person: Person) {
  try {
    return await findVisit(store, room, person);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return null;
    throw error;
  }
}
