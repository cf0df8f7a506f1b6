/** What is seen of a client from outside, wherever it runs: the steps of its wire and the end of its view. */
import { isRetryable, type Person } from '@support-chat/protocol';
import type { RoomView } from '@support-chat/client';
import type { Shown, Step } from './history.js';

/** What a device received. */
export function stepsOfFrame(device: string, name: string, payload: unknown): readonly Step[] {
  if (name !== 'events') return [];
  // The name says which payload it is; the compiler does not narrow one by the other.
  const { room, events } = payload as { room: string; events: readonly { seq: number; cid?: string }[] };
  return events.map(({ seq, cid = null }) => ({ kind: 'recv', device, room, seq, cid }));
}

/** What the answer to a request told, or null when it told nothing of a message for good. */
export function stepOfAnswer(name: string, input: unknown, answer: unknown): Step | null {
  if (name !== 'message.post' || !answer) return null;
  // Requests and answers of the wire, which the protocol ties to their names.
  const { room, cid } = input as { room: string; cid: string };
  const told = answer as { ok: true; answer: { seq: number } } | { ok: false; refusal: { code: string } };
  if (told.ok) return { kind: 'ok', room, cid, seq: told.answer.seq };
  return isRetryable(told.refusal.code) ? null : { kind: 'fail', room, cid, code: told.refusal.code };
}

/** Whether a client has what the log has up to `head`, and nothing waits. */
export function isSettled({ state, connection, messages, outgoing }: RoomView, head: number): boolean {
  const isSent = outgoing.every((message) => message.state !== 'sending');
  // What is the last thing that happened is told by the message it happened to.
  const last = messages.reduce((most, { rev }) => Math.max(most, rev), 0);
  return state === 'ready' && connection.state === 'online' && isSent && last >= head;
}

/** What a device of the person shows. */
export function shownIn(view: RoomView, device: string, person: Person): Shown {
  const { name: room, messages, outgoing, hasOlder } = view;
  const cidsIn = (state: string) => outgoing.filter((message) => message.state === state).map(({ cid }) => cid);
  return {
    ...{ device, person: person.id, room, hasOlder, isStaff: person.role === 'agent' },
    messages: messages.map(({ seq, cid }) => ({ seq, cid })),
    ...{ waiting: cidsIn('sending'), failed: cidsIn('failed') },
  };
}
