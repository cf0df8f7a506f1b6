/** The files of the rooms of a client, and what a file is called and how large it is. */
import type { Client, Room } from '@support-chat/client';
import { createFiles, type Files } from '@support-chat/client/files';
import type { AttachedFile } from '@support-chat/protocol';

export type RoomFiles = Files & {
  readonly room: string;
  /** Id of the person; empty while nobody is known. */
  readonly me: string;
};

/** One for each client. */
const all = new WeakMap<Client, Files>();

/** The files of the room that `element` is shown in; null while nobody has the room. */
export function roomFilesOf(element: EventTarget): RoomFiles | null {
  const detail: { room?: Room; client?: Client } = {};
  element.dispatchEvent(new CustomEvent('support-chat-room-wanted', { detail, bubbles: true, composed: true }));
  const { room, client } = detail;
  if (!room || !client) return null;
  const files = all.get(client) ?? createFiles(client.access);
  all.set(client, files);
  return { ...files, room: room.view.name, me: room.view.me?.id ?? '' };
}

/** Saves a file by an address that lasts a minute. Throws Refusal. */
export async function save(files: Files, { id, name }: Pick<AttachedFile, 'id' | 'name'>): Promise<void> {
  const link = document.createElement('a');
  link.href = await files.fileLink(id);
  link.download = name;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.click();
}

export function sizeWords(bytes: number, locale: string): string {
  const [unit, divisor] = bytes < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const);
  const value = Math.max(0.1, bytes / divisor);
  const digits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(value);
}
