import {
  isStaff,
  parseLaneName,
  Refusal,
  type CannedReply,
  type InquiryTable,
  type Person,
} from '@support-chat/protocol';

/** Prepared texts that live in memory. */
export class TestCanned {
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
