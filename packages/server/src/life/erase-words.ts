/** After a message was retracted: its words go where else they stand, and then out of the log. */
import { Refusal, type MessageDoc, type Person } from '@support-chat/protocol';
import type { FileUpkeep } from '../files/upkeep.js';
import { appendAndTell } from '../append-and-tell.js';
import type { Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import { followRetraction } from '../commands/said.js';
import type { Logger } from '../logger.js';
import { isBound } from '../kinds/visibility.js';
import { startLooking } from '../looker.js';
import { ownCid } from '../own-cid.js';
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
  for (const place of places) {
    try {
      const [message] = await store.messages(place.room, [place.seq]);
      if (!message || (await followMessage({ store, bus }, place.room, message))) followed.push(place);
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

/**
 * Takes the words back also in the room where a question went on, or where it was asked first. Again, it changes nothing. False
 * while a question is on its way: only when it has arrived, or is back, is it known where its words stand.
 */
export async function followMessage(
  { store, bus }: Omit<Seams, 'files'>,
  room: string,
  message: MessageDoc,
): Promise<boolean> {
  const { seq, question, from, retracted } = message;
  if (!retracted || !question) return true;
  const { moved } = question;
  const onward = moved?.seq ? [{ room: moved.room, seq: moved.seq }] : [];
  // What came out of a room for some people alone does not say so.
  const homes = from ? [{ ...from, isThere: true }] : await store.movedTo({ room, seq });
  const back = homes.filter(({ isThere }) => isThere);
  const here = await store.room(room);
  // Nor does anybody else learn why something was taken back in one.
  const told = here && isBound(here.room) ? { ...retracted, reason: '' } : retracted;
  for (const there of [...onward, ...back]) await takeBackAsWell({ store, bus }, there, { ...told, room, seq });
  return moved?.seq !== null && back.length === homes.length;
}

/** Takes a message back because another one was, or will not be what it goes on as. Again, it changes nothing. */
export async function takeBackAsWell(
  { store, bus }: Omit<Seams, 'files'>,
  there: MessagePlace,
  { by, reason, room, seq }: MessagePlace & { readonly by: Person; readonly reason: string },
): Promise<void> {
  const cid = await ownCid(store, 'retract', room, seq, there.seq);
  try {
    const { events } = await appendAndTell(
      { store, bus },
      {
        ...{ room: there.room, by, cid, hash: 'retract', about: [there.seq], leavesMarker: true },
        decide: (held) => followRetraction(held, there.seq, { by, reason }),
      },
    );
    await tellUncalled({ store, bus }, there.room, events);
  } catch (error) {
    // It is done.
    if (!(error instanceof Refusal) || error.code !== 'changed') throw error;
  }
}

/** Starts looking for what is left to be erased. Every node may: what one has done the others find done. Returns the stop. */
export function startErasing(options: Seams & { readonly clock: Clock; readonly log: Logger }): () => void {
  const { clock, log, ...seams } = options;
  const { store } = seams;
  return startLooking(
    async (isStopped) => {
      const errors: unknown[] = [];
      for (let places = await store.retractions(maxPerLook); places.length > 0 && !isStopped();) {
        // Those that cannot be erased now do not hold up the ones after them.
        await eraseWords(seams, places).catch((error: unknown) => errors.push(error));
        places = places.length < maxPerLook ? [] : await store.retractions(maxPerLook, places.at(-1));
      }
      if (errors.length > 0) throw new AggregateError(errors, 'some words that were taken back are still in the log');
    },
    { clock, log, what: 'messages that were taken back', firstMs },
  );
}
