import type { FoundRoom, InquiryTable, RoomDoc } from '@support-chat/protocol';

/** The directory; the server folds words, this does not. */
export function foundIn(
  rooms: Iterable<{ readonly begun: RoomDoc | null }>,
  text: string,
): InquiryTable['rooms.find']['answer'] {
  return {
    rooms: [...rooms].flatMap(({ begun }) => (begun && isFound(begun, text) ? [foundRoom(begun)] : [])),
    isAll: true,
  };
}

function isFound(
  { name, kind, state, title, purpose, topics = [], deleted, isPrivate }: RoomDoc,
  text: string,
): boolean {
  if (deleted || isPrivate || kind === 'lane' || state === 'closed') return false;
  const all = [name, title, purpose, ...topics].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => all.includes(word));
}

function foundRoom({ name, kind, state, title, purpose, topics, opensAt }: RoomDoc): FoundRoom {
  const facts = { name, kind, state, title, purpose, ...(topics && { topics }) };
  return { ...facts, opensAt: opensAt ?? null, isForYou: false };
}
