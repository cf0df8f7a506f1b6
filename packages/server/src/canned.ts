/** Canned replies: prepared texts of one person, of a room's staff, or of everybody who helps. */
import {
  cannedScopes,
  isStaff,
  limits,
  parseLaneName,
  Refusal,
  type CannedFields,
  type CannedReply,
  type InquiryTable,
  type Person,
} from '@support-chat/protocol';
import { notVisible } from './kinds/visibility.js';
import { placeOf } from './store/canned-row.js';
import type { CannedRow, Store } from './store/store.js';
import { findVisit } from './visits.js';

/** Answers over sockets and over HTTP. They throw Refusal. */
export type CannedAnswers = {
  readonly [N in 'canned.list' | 'canned.keep' | 'canned.drop']: (
    by: { readonly person: Person },
    input: InquiryTable[N]['input'],
  ) => Promise<InquiryTable[N]['answer']>;
};

/** Whoever may use a canned reply may change it; to everybody else it is not there. */
export function createCannedAnswers(store: Store): CannedAnswers {
  /** Throws Refusal('not_found') unless the person helps, and in this room when one is named. */
  const requireHelper = async (person: Person, room?: string): Promise<void> => {
    if (!isStaff(person.role)) throw notVisible();
    if (room !== undefined) await findVisit(store, room, person);
  };

  const isOwn = async ({ reply, by }: CannedRow, person: Person): Promise<boolean> => {
    if (!isCanned(reply)) return false;
    if (reply.scope !== 'room') return reply.scope === 'all' || by === person.id;
    return requireHelper(person, reply.room).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal && error.code === 'not_found') return false;
        throw error;
      },
    );
  };

  /** The one of this id; null when there is none that the person may change. */
  const find = async (id: string, person: Person): Promise<CannedRow | null> => {
    const row = await store.canned(id);
    return row && (await isOwn(row, person)) ? row : null;
  };

  /** Two who add at the same moment may pass the limit by one: it keeps lists short, nothing hangs on it. */
  const requireSpace = async ({ scope, ...reply }: CannedReply, by: string): Promise<void> => {
    const count = await store.countCanned({ scope, of: placeOf({ scope, ...reply }, by) });
    if (count >= limits.maxCanned)
      throw new Refusal('forbidden', `there are ${count} canned replies in this place; drop one before adding another`);
  };

  return {
    'canned.list': async ({ person }, { room, after = '' }) => {
      await requireHelper(person, room);
      const user = { person: person.id, room: parseLaneName(room)?.of ?? room };
      const found = await store.cannedFor(user, after, limits.maxCannedPerRead + 1);
      const replies = portionOf(found.slice(0, limits.maxCannedPerRead));
      return { replies, isLast: replies.length === found.length };
    },

    'canned.keep': async ({ person }, { rev, ...fields }) => {
      await requireHelper(person, fields.room);
      const before = await find(fields.id, person);
      // A retry: the first try was stored, and its answer lost.
      if (before?.reply.rev === rev + 1 && isSame(before, fields, person)) return { rev: rev + 1 };
      if ((before?.reply.rev ?? 0) !== rev) throw changed(fields.id);
      const reply: CannedReply = { ...fields, rev: rev + 1 };
      // What is the person's alone stays theirs when others change it; taken back, it is of whoever takes it.
      const row = { reply, by: reply.scope === 'me' ? person.id : (before?.by ?? person.id) };
      const isMoved = before === null || placeOf(before.reply, before.by) !== placeOf(reply, row.by);
      if (isMoved || before.reply.scope !== reply.scope) await requireSpace(reply, row.by);
      if (await store.putCanned(row, rev)) return { rev: reply.rev };
      throw changed(fields.id);
    },

    'canned.drop': async ({ person }, { id, rev }) => {
      await requireHelper(person);
      const before = await find(id, person);
      if (before && (before.reply.rev !== rev || !(await store.dropCanned(id, rev)))) throw changed(id);
      return {};
    },
  };
}

/** And nothing that is on a shelf. */
function isCanned(reply: CannedRow['reply']): reply is CannedReply {
  return cannedScopes.some((scope) => scope === reply.scope);
}

function isSame({ reply, by }: CannedRow, fields: CannedFields, person: Person): boolean {
  const keys = ['scope', 'room', 'title', 'reading', 'text'] as const;
  return keys.every((key) => reply[key] === fields[key]) && (fields.scope !== 'me' || by === person.id);
}

/** As many as one frame should hold, and at least one. */
function portionOf(replies: readonly CannedReply[]): readonly CannedReply[] {
  let chars = 0;
  const end = replies.findIndex(({ text }) => (chars += text.length) > limits.maxFrameBytes);
  return end === -1 ? replies : replies.slice(0, Math.max(end, 1));
}

function changed(id: string): Refusal {
  return new Refusal('changed', `canned reply ${id} is not as you saw it; list them again`);
}
