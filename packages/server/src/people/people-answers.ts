/** Requests about people: whom somebody can call, how many, and who called them. */
import { limits, Refusal, type InquiryTable, type Person } from '@support-chat/protocol';
import { kinds } from '../kinds/kinds.js';
import type { Connection } from '../connection.js';
import type { Presence } from '../presence.js';
import type { Store } from '../store/store.js';
import { findVisit, isLaneToBegin } from '../visits.js';
import type { Calls } from './calls.js';
import type { Directory } from './directory.js';

/** Answers over sockets and over HTTP. They throw Refusal. */
export type PeopleAnswers = {
  readonly [N in 'people.find' | 'people.count' | 'people.keep' | 'calls.read']: (
    by: Pick<Connection, 'person' | 'isStaff'>,
    input: InquiryTable[N]['input'],
  ) => Promise<InquiryTable[N]['answer']>;
};

export function createPeopleAnswers({
  store,
  presence,
  directory,
  calls,
}: {
  readonly store: Store;
  readonly presence: Presence;
  readonly directory: Directory;
  readonly calls: Calls;
}): PeopleAnswers {
  return {
    'people.find': async ({ person, isStaff }, { room, text }) => {
      if (await isLaneToBegin(store, room, person)) return { people: [] };
      const { visit } = await findVisit(store, room, person);
      const { isPrivate } = visit.room;
      const here = new Map(presence.peopleIn(room));
      for (const helper of presence.here(room, { isStaff }, isPrivate).helpers ?? [])
        if (!here.has(helper.id)) here.set(helper.id, { id: helper.id, name: helper.name, role: helper.role });
      const members = visit.room.members ? await store.members(room) : [];
      return { people: await directory.find({ visit, text, members, here }) };
    },

    'people.count': async ({ person }, { room, group }) => {
      const { visit } = await findVisit(store, room, person);
      if (!kinds[visit.room.kind].mayCall(visit)) throw mayNotCall(person);
      const { [group]: people } = await calls.in(room);
      return { people: people.filter(({ id }) => id !== person.id).length };
    },

    'people.keep': async ({ person }, { people }) => {
      if (person.role !== 'manager' && person.role !== 'bot')
        throw new Refusal('forbidden', `telling of people is for managers and bots, you are ${person.role}`);
      await directory.keep(people);
      return { kept: people.length };
    },

    'calls.read': async ({ person }) => ({ calls: await calls.unseenBy(person, limits.maxCalls) }),
  };
}

function mayNotCall({ role }: Person): Refusal {
  return new Refusal('forbidden', `calling everybody in the room is not for you; you are ${role} there`);
}
