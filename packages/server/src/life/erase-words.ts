/** After a message was retracted: its words go where else they stand, and then out of the log. */
import { createHash } from 'node:crypto';
import { Refusal, type MessageDoc } from '@support-chat/protocol';
import type { FileUpkeep } from '../files/upkeep.js';
import { appendAndTell } from '../append-and-tell.js';
import type { Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import { followRetraction } from '../commands/said.js';
import type { Logger } from '../logger.js';
import { startLooking } from '../looker.js';
import { tellUncalled } from '../people/calls.js';
import type { MessagePlace, Store } from '../store/store.js';

const firstMs = 1_000;
const maxPerLook = 100;

type Seams = {
  readonly store: Store;
  readonly bus: Pick<Bus, 'publish'>;
  readonly files: Pick<FileUpkeep, 'removeSoon'>;
};

/**
 * Erases the words of these messages. What fails, or is interrupted, is done by whoever looks next. Throws AggregateError
 * when some could not be followed into another room; the others are erased.
 */
export async function eraseWords({ store, bus, files }: Seams, places: readonly MessagePlace[]): Promise<void> {
  const [followed, errors]: [MessagePlace[], unknown[]] = [[], []];
  for (const { room, seq } of places) {
    try {
      const [message] = await store.messages(room, [seq]);
      if (message) await followMessage({ store, bus }, room, message);
      // A question on its way arrives, or comes back; only then is it known where its words stand.
      if (message?.question?.moved?.seq !== null) followed.push({ room, seq });
    } catch (error) {
      errors.push(error);
    }
  }
  // Before the words: what is erased last is looked for as long as anything is left. Where the bytes lie may be slow.
  await store.files.withdraw(followed);
  await store.eraseWords(followed);
  files.removeSoon();
  if (errors.length > 0) throw new AggregateError(errors, 'messages could not be followed into another room');
}

/** Takes the words back also in the room where a question went on, or where it was asked first. Again, it changes nothing. */
export async function followMessage(
  { store, bus }: Omit<Seams, 'files'>,
  room: string,
  message: MessageDoc,
): Promise<void> {
  const { seq, question, from, retracted } = message;
  if (!retracted) return;
  const moved = question?.moved;
  const onward = moved?.seq ? [{ room: moved.room, seq: moved.seq }] : [];
  // What came out of a room for some people alone does not say so.
  const back = from ? [from] : question ? await store.movedTo({ room, seq }) : [];
  for (const there of [...onward, ...back]) {
    const cid = createHash('sha256').update(`retract\n${room}\n${seq}\n${there.seq}`).digest('hex').slice(0, 32);
    await appendAndTell(
      { store, bus },
      {
        ...{ room: there.room, by: retracted.by, cid, hash: 'retract', about: [there.seq], leavesMarker: true },
        decide: (held) => followRetraction(held, there.seq, retracted),
      },
    )
      .then(({ events }) => tellUncalled({ store, bus }, there.room, events))
      .catch((error: unknown) => {
        // It is done.
        if (!(error instanceof Refusal) || error.code !== 'changed') throw error;
      });
  }
}

/** Starts looking for what is left to be erased. Every node may: what one has done the others find done. Returns the stop. */
export function startErasing(options: Seams & { readonly clock: Clock; readonly log: Logger }): () => void {
  const { clock, log, ...seams } = options;
  const { store } = seams;
  return startLooking(
    async (isStopped) => {
      const places = await store.retractions(maxPerLook);
      if (places.length > 0 && !isStopped()) await eraseWords(seams, places);
    },
    { clock, log, what: 'messages that were taken back', firstMs },
  );
}
