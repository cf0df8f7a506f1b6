import type { InquiryTable, Person, RoomDoc } from '@support-chat/protocol';
import { hasOneOf } from './auth/attributes.js';

/** The wave that names an attribute of the person, the first of several. Of the attributes of a wave nobody is told. */
export function ownWave({ waves = [], wavesFor = [] }: RoomDoc, person: Person): InquiryTable['wave.mine']['answer'] {
  const place = wavesFor.findIndex((attributes) => hasOneOf(person, attributes));
  return { wave: waves[place] ?? null };
}
