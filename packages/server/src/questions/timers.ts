/** Lets time pass for questions: looks for those that are due, and does to each what its state asks for. */
import { parseLaneName, Refusal } from '@support-chat/protocol';
import { appendAndTell } from '../append-and-tell.js';
import { clockwork } from '../auth/clockwork.js';
import type { Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import { startLooking } from '../looker.js';
import { cidOf } from '../own-cid.js';
import type { Presence } from '../presence.js';
import type { QuestionRow, Store } from '../store/store.js';
import { carryQuestion } from './carry.js';
import { putOffUntil } from './due.js';
import { expireQuestion } from './expire.js';

/** How long a question rests that cannot move now. */
const restMs = 60 * 60_000;
/** And one with which something went wrong. */
const retryMs = 60_000;
const maxPerLook = 100;

/** Starts looking. Every node may: what one has done the others find done. Returns the stop. */
export function startTimers(options: {
  readonly store: Store;
  readonly bus: Bus;
  readonly presence: Pick<Presence, 'isHelping'>;
  readonly clock: Clock;
  readonly log: Logger;
}): () => void {
  const { store, bus, presence, clock, log } = options;
  const expire = async (row: QuestionRow): Promise<void> => {
    const { room, seq, dueAt, owner } = row;
    if (dueAt === null) return;
    if (row.state === 'moved') return carryQuestion({ store, bus }, { room, seq });
    // While the nodes do not hear each other, who is on another one cannot be told from who is gone.
    const isOwnerHere = owner !== null && (!bus.isConnected || presence.isHelping(owner));
    const laterAt = putOffUntil(row, { isOwnerHere, now: clock.now() });
    if (laterAt !== null) return store.putOff(row, { from: dueAt, to: laterAt });
    try {
      await appendAndTell(
        { store, bus },
        {
          // One due time of one question ends once.
          ...{ room, by: clockwork, cid: cidOf('due', room, seq, dueAt), hash: 'expire', about: [seq] },
          beside: parseLaneName(room)?.of ?? null,
          decide: (held) => expireQuestion(held, seq),
        },
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // `changed`: somebody was quicker, and its row says so.
      if (error.code === 'room_closed') await store.putOff(row, { from: dueAt, to: clock.now() + restMs });
      else if (error.code !== 'changed') throw error;
    }
  };
  return startLooking(
    async (isStopped) => {
      for (const question of await store.dueQuestions(clock.now(), maxPerLook))
        if (!isStopped())
          // One that cannot be done does not hold up the others.
          await expire(question).catch((error: unknown) => {
            log.warn('a question that is due could not be looked after', { room: question.room, error });
            const { dueAt: from } = question;
            return from === null ? undefined : store.putOff(question, { from, to: clock.now() + retryMs });
          });
    },
    { clock, log, what: 'questions that are due' },
  );
}
