/** Files that were uploaded from this page, by id: a message that is not in the log yet names ids alone. */
import type { AttachedFile } from '@support-chat/protocol';

const known = new Map<string, AttachedFile>();

export function rememberFile(file: AttachedFile): void {
  known.set(file.id, file);
}

/** Those that were uploaded before the page was loaded anew have no name and no type. */
export function knownFiles(ids: readonly string[]): AttachedFile[] {
  return ids.map(
    (id) => known.get(id) ?? { id, name: '…', type: '', size: 0, kind: 'other', hasThumbnail: false, state: 'ready' },
  );
}
