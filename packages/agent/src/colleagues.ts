/** Who else answers, as far as this desk has seen. Pure. */
import type { LobbyView, RoomView } from '@support-chat/client';
import { isStaff, type Person } from '@support-chat/protocol';

export type Colleague = {
  readonly person: Person;
  /** In the open room, or at the desk. */
  readonly isHere: boolean;
};

/** Everybody of the staff but the reader: those who are here first, then by name. */
export function colleaguesOf(lobby: LobbyView | null, view: RoomView | null): Colleague[] {
  const here = new Map((view?.helpers ?? []).map((person) => [person.id, person]));
  const owners = lobby?.questions?.flatMap(({ owner }) => owner ?? []) ?? [];
  const writers = lobby?.rows.flatMap(({ room }) => room.last?.by ?? []) ?? [];
  const inRoom = view?.messages.map(({ by }) => by) ?? [];
  const known = new Map([...writers, ...owners, ...inRoom, ...here.values()].map((person) => [person.id, person]));
  const me = lobby?.me?.id ?? view?.me?.id;
  return [...known.values()]
    .filter(({ id, role }) => id !== me && isStaff(role))
    .map((person) => ({ person, isHere: here.has(person.id) }))
    .sort((a, b) => Number(b.isHere) - Number(a.isHere) || a.person.name.localeCompare(b.person.name));
}
