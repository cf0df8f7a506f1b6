/** What the server in memory tells of an event. */
import {
  parseLaneName,
  queueRowsOf,
  type FrameTable,
  type LobbyRow,
  type Person,
  type StoredEvent,
} from '@support-chat/protocol';
import type { TestSession } from './test-network.js';
import { asSeenBy, type TestRoom } from './test-room.js';

/** Tells everybody whom it concerns of an event; of a room that was deleted for the last time. */
export function tellOf(room: TestRoom, event: StoredEvent, sessions: Iterable<TestSession>): void {
  const lane = parseLaneName(room.name);
  const questions = queueRowsOf(room.name, room.questions).filter(({ rev }) => rev === event.seq);
  const isGone = room.doc.deleted !== undefined;
  for (const session of sessions) {
    const { person } = session;
    if (lane?.person === person.id) session.send('standing', { room: room.name, standing: room.standingOf(person) });
    if (session.rooms.has(room.name)) session.send('events', { room: room.name, events: [asSeenBy(person, event)] });
    if (isGone) session.rooms.delete(room.name);
    if (!session.isInLobby) continue;
    session.send('lobby', isGone ? { rows: [], gone: [room.name] } : { rows: [rowFor(person, room)], questions });
  }
}

/** The room as the lobby has it. */
export function rowFor(person: Person, room: TestRoom): LobbyRow {
  return { room: room.doc, standing: room.standingOf(person) };
}

/** Tells colleagues which question somebody has open. */
export function tellLooking(
  looking: NonNullable<FrameTable['lobby']['looking']>,
  sessions: Iterable<TestSession>,
): Record<string, never> {
  for (const session of sessions)
    if (session.isInLobby && session.person.id !== looking.by.id) session.send('lobby', { rows: [], looking });
  return {};
}
