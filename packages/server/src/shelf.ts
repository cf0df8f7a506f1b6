/** What staff keep at the server beside prepared texts: templates of rooms, views of the queue. */
import {
  isStaff,
  limits,
  Refusal,
  type InquiryTable,
  type Person,
  type ShelfItem,
  type ShelfName,
} from '@support-chat/protocol';
import { notVisible } from './kinds/visibility.js';
import type { CannedRow, Store } from './store/store.js';

/** Answers over sockets and over HTTP. They throw Refusal. */
export type ShelfAnswers = {
  readonly [N in 'shelf.list' | 'shelf.keep' | 'shelf.drop']: (
    by: { readonly person: Person },
    input: InquiryTable[N]['input'],
  ) => Promise<InquiryTable[N]['answer']>;
};

/** Templates are of everybody who helps; to others than its owner a view is not there. */
export function createShelfAnswers(store: Store): ShelfAnswers {
  /** The one of this id; null when there is none that the person may change. Throws Refusal('not_found') unless they help. */
  const find = async (id: string, person: Person): Promise<CannedRow | null> => {
    requireStaff(person);
    const row = await store.canned(id);
    const isOwn = row?.reply.scope === 'templates' || (row?.reply.scope === 'views' && row.by === person.id);
    return isOwn ? row : null;
  };

  return {
    'shelf.list': async ({ person }, { shelf }) => {
      requireStaff(person);
      return {
        items: (await store.cannedIn({ scope: shelf, of: ownerOf(shelf, person) }, limits.maxShelf)).map(itemOf),
      };
    },

    'shelf.keep': async ({ person }, { rev, ...fields }) => {
      const before = await find(fields.id, person);
      const { shelf, id, title, value } = fields;
      const reply = { id, scope: shelf, title, text: JSON.stringify(value), rev: rev + 1 };
      // A retry: the first try was stored, and its answer lost.
      if (before && isSame(before.reply, reply)) return { rev: reply.rev };
      if ((before?.reply.rev ?? 0) !== rev || (before && before.reply.scope !== shelf)) throw changed(id);
      await requireSpace(store, reply, person);
      if (await store.putCanned({ reply, by: before?.by ?? person.id }, rev)) return { rev: reply.rev };
      throw changed(id);
    },

    'shelf.drop': async ({ person }, { id, rev }) => {
      const before = await find(id, person);
      if (before && (before.reply.rev !== rev || !(await store.dropCanned(id, rev)))) throw changed(id);
      return {};
    },
  };
}

function requireStaff({ role }: Person): void {
  if (!isStaff(role)) throw notVisible();
}

/** Two who add at the same moment may pass the limit by one: it keeps lists short, nothing hangs on it. */
async function requireSpace(
  store: Store,
  { id, scope: shelf, text }: CannedRow['reply'] & { readonly scope: ShelfName },
  person: Person,
): Promise<void> {
  const others = (await store.cannedIn({ scope: shelf, of: ownerOf(shelf, person) }, limits.maxShelf)).filter(
    ({ reply }) => reply.id !== id,
  );
  if (others.length >= limits.maxShelf)
    throw new Refusal('forbidden', `there are ${others.length} ${shelf} already; drop one before adding another`);
  // All of them come in one answer.
  const bytes = others.reduce((sum, { reply }) => sum + Buffer.byteLength(reply.text), Buffer.byteLength(text));
  if (bytes > limits.maxShelfBytes)
    throw new Refusal(
      'forbidden',
      `all ${shelf} together may have ${limits.maxShelfBytes} bytes, with this one they have ${bytes}; drop or shorten one`,
    );
}

function itemOf({ reply: { id, scope, title, text, rev } }: CannedRow): ShelfItem {
  // Only parsed values were written.
  return { shelf: scope, id, title, value: JSON.parse(text) as unknown, rev } as ShelfItem;
}

/** Empty for what is everybody's. */
function ownerOf(shelf: ShelfName, { id }: Person): string {
  return shelf === 'views' ? id : '';
}

function isSame(a: CannedRow['reply'], b: CannedRow['reply']): boolean {
  return a.scope === b.scope && a.title === b.title && a.text === b.text && a.rev === b.rev;
}

function changed(id: string): Refusal {
  return new Refusal('changed', `what is kept as ${id} is not as you saw it; list the shelf again`);
}
