import type { CannedReply } from '@support-chat/protocol';
import type { CannedRow } from './store.js';

/** A canned reply as it lies in the table. */
export type CannedColumns = {
  readonly id: string;
  readonly scope: string;
  /** The room or the person it is for; empty where it is for everybody who helps. */
  readonly place: string;
  readonly person: string;
  readonly title: string;
  readonly reading: string | null;
  readonly body: string;
  readonly rev: number;
};

export const cannedColumns = 'id, scope, place, person, title, reading, body, rev';

/** What is read from the table. */
export function cannedRowOf({ id, scope, place, person, title, reading, body, rev }: CannedColumns): CannedRow {
  const reply = {
    // Only parsed scopes were written.
    ...{ id, scope: scope as CannedRow['reply']['scope'] },
    ...(scope === 'room' && { room: place }),
    title,
    ...(reading !== null && { reading }),
    ...{ text: body, rev },
  };
  return { reply, by: person };
}

/** What is written to the table, in the order of its columns. */
export function cannedValuesOf({
  reply,
  by,
}: CannedRow): [string, string, string, string, string, string | null, string, number] {
  const { id, scope, title, reading = null, text, rev } = reply;
  return [id, scope, placeOf(reply, by), by, title, reading, text, rev];
}

/** A row that was asked for by the scope of a canned reply. */
export function cannedReplyOf(columns: CannedColumns): CannedReply {
  return cannedRowOf(columns).reply as CannedReply;
}

/** The room or the person a canned reply is for. */
export function placeOf({ scope, room = '' }: CannedRow['reply'], by: string): string {
  return scope === 'me' || scope === 'views' ? by : room;
}
