/** What a message said before it was edited, for those who look after the room. */
import { Refusal, type InquiryTable, type MessageVersion, type Person } from '@support-chat/protocol';
import { kinds } from './kinds/kinds.js';
import { sightOf } from './kinds/visibility.js';
import type { Store } from './store/store.js';
import { findVisit } from './visits.js';

/** The first version first; none of one that was taken back. Throws Refusal('not_found' | 'forbidden'). */
export async function versionsOf(
  store: Store,
  person: Person,
  { room: name, message: seq }: InquiryTable['message.versions']['input'],
): Promise<InquiryTable['message.versions']['answer']> {
  const { visit } = await findVisit(store, name, person);
  const policy = kinds[visit.room.kind];
  if (!policy.mayManage(visit) && !policy.mayAnswer(visit))
    throw new Refusal(
      'forbidden',
      `what messages of room "${name}" said before is for those who run it or answer in it`,
    );
  const { isStaff, from } = sightOf(visit);
  const [message] = seq >= from ? await store.messages(name, [seq]) : [];
  if (!message || (message.audience === 'staff' && !isStaff))
    throw new Refusal('not_found', `there is no message ${seq} that you may see`);
  if (message.retracted) return { versions: [] };
  const numbers = [seq, ...(message.edited?.revs ?? [])];
  const events = await Promise.all(numbers.map((number) => store.read(name, { after: number - 1, limit: 1 })));
  return {
    versions: events
      .flat()
      .flatMap((event): MessageVersion[] =>
        event.type === 'message.posted' || event.type === 'message.edited'
          ? [{ seq: event.seq, at: event.at, body: event.data.body }]
          : [],
      ),
  };
}
