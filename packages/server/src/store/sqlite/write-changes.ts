/** Puts the rows of one transaction into the tables. */
import type { Changes } from '../batch.js';
import type { SqliteFileRows } from './file-rows.js';
import type { Statements } from './statements.js';

type Seams = {
  readonly statements: Statements;
  readonly files: SqliteFileRows;
  /** Of a room that was there before. */
  readonly idOf: (room: string) => number | undefined;
};

/** Inside the transaction. Returns the ids of the rooms that got events. */
export function writeChanges(
  { rooms, events, messages, markers, questions, members, affected, calls, retracted, files, times }: Changes,
  { statements, files: fileRows, idOf }: Seams,
): Map<string, number> {
  const { insertRoom, updateRoom, insertEvent, putMessage, putQuestion, moveMarker } = statements;
  const ids = new Map<string, number>();
  for (const [name, { id, head, chain, doc }] of rooms) {
    const json = JSON.stringify(doc);
    if (id !== null) updateRoom.run(head, chain, json, id);
    ids.set(name, id ?? Number(insertRoom.run(name, head, chain, json).lastInsertRowid));
  }
  for (const { room, seq, at, person, cid, part, hash, content, salt, commitment, chain } of events)
    insertEvent.run(idIn(ids, room), seq, at, person, cid, part, hash, content, salt, commitment, chain);
  for (const { room, message } of messages)
    putMessage.run(
      ...[idIn(ids, room), message.seq, message.by.id],
      Number(message.audience === 'staff'),
      JSON.stringify(message),
    );
  for (const { room, seq, rev, question } of questions) {
    const { state, owner, affected, since, dueAt } = question;
    putQuestion.run(idIn(ids, room), seq, state, owner?.id ?? null, affected.length, since, dueAt, rev);
  }
  for (const { room, person, member } of members) {
    if (member) statements.putMember.run(idIn(ids, room), person, JSON.stringify(member));
    else statements.removeMember.run(idIn(ids, room), person);
  }
  for (const { room, person, seq, at } of calls) statements.addCall.run(person, idIn(ids, room), seq, at);
  fileRows.write(files);
  for (const { room, seq } of retracted) statements.addRetraction.run(idIn(ids, room), seq);
  for (const { room, person, problem, isAffected } of affected)
    statements[isAffected ? 'addAffected' : 'removeAffected'].run(idIn(ids, room), person, problem);
  for (const { room, dueAt } of times)
    if (dueAt === null) statements.dropTime.run(idIn(ids, room));
    else statements.putTime.run(idIn(ids, room), dueAt);
  for (const { room, person, seq } of markers) moveMarker.run(ids.get(room) ?? idOf(room) ?? null, person, seq);
  return ids;
}

/** The id of a room that got events. */
export function idIn(ids: ReadonlyMap<string, number>, room: string): number {
  const id = ids.get(room);
  if (id === undefined) throw new TypeError(`the room ${room} has rows but was not written`);
  return id;
}
