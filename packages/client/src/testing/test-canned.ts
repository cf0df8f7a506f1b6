import {
  isStaff,
  parseLaneName,
  Refusal,
  type CannedReply,
  type InquiryTable,
  type Person,
  type ShelfItem,
} from '@support-chat/protocol';

/** What staff keep, in memory. `nameOf`: of the room, if the person may see it. */
export function keptInquiries(nameOf: (person: Person, room: string) => string) {
  const [canned, shelf] = [new TestCanned(), new Map<string, { readonly by: string; readonly item: ShelfItem }>()];
  const requireRev = (id: string, rev: number, without: number): void => {
    if ((shelf.get(id)?.item.rev ?? without) !== rev) throw new Refusal('changed', `${id} is not as you saw it`);
  };
  type By = { readonly person: Person };
  return {
    'canned.list': ({ person }: By, { room }: InquiryTable['canned.list']['input']) =>
      canned.list(person, nameOf(person, room)),
    'canned.keep': ({ person }: By, input: InquiryTable['canned.keep']['input']) => canned.keep(person, input),
    'canned.drop': (_by: By, input: InquiryTable['canned.drop']['input']) => canned.drop(input),
    'shelf.list': ({ person: { id } }: By, { shelf: name }: InquiryTable['shelf.list']['input']) => ({
      items: [...shelf.values()]
        .filter(({ item, by }) => item.shelf === name && (name === 'templates' || by === id))
        .map(({ item }) => item),
    }),
    'shelf.keep': ({ person: { id: by } }: By, { rev, ...fields }: InquiryTable['shelf.keep']['input']) => {
      requireRev(fields.id, rev, 0);
      shelf.set(fields.id, { by, item: { ...fields, rev: rev + 1 } });
      return { rev: rev + 1 };
    },
    'shelf.drop': (_by: By, { id, rev }: InquiryTable['shelf.drop']['input']) => {
      requireRev(id, rev, rev);
      shelf.delete(id);
      return {};
    },
  };
}

/** Prepared texts that live in memory. */
class TestCanned {
  readonly #rows = new Map<string, { readonly by: string; readonly reply: CannedReply }>();

  list({ id, role }: Person, name: string): InquiryTable['canned.list']['answer'] {
    if (!isStaff(role)) throw new Refusal('not_found', 'there is no room of this name that you may see');
    const room = parseLaneName(name)?.of ?? name;
    const replies = [...this.#rows.values()].flatMap(({ by, reply }) => {
      const isUsable = reply.scope === 'all' || (reply.scope === 'me' ? by === id : reply.room === room);
      return isUsable ? [reply] : [];
    });
    return { replies, isLast: true };
  }

  keep({ id: by }: Person, { rev, ...fields }: InquiryTable['canned.keep']['input']): { readonly rev: number } {
    this.#requireRev(fields.id, rev, 0);
    this.#rows.set(fields.id, { by, reply: { ...fields, rev: rev + 1 } });
    return { rev: rev + 1 };
  }

  drop({ id, rev }: InquiryTable['canned.drop']['input']): Record<string, never> {
    this.#requireRev(id, rev, rev);
    this.#rows.delete(id);
    return {};
  }

  #requireRev(id: string, rev: number, without: number): void {
    if ((this.#rows.get(id)?.reply.rev ?? without) !== rev)
      throw new Refusal('changed', `canned reply ${id} is not as you saw it`);
  }
}
