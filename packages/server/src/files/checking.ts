/** Brings files to the scanner, and says in every message that shows one what it found. */
import { filesOf, Refusal, type EventDraft, type FileState } from '@support-chat/protocol';
import { appendAndTell } from '../append-and-tell.js';
import { clockwork } from '../auth/clockwork.js';
import type { Bus } from '../bus/bus.js';
import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import { startLooking } from '../looker.js';
import { cidOf } from '../own-cid.js';
import { allInState } from '../store/file-rows.js';
import type { Held, MessagePlace, Store } from '../store/store.js';
import type { ByteStore } from './byte-store.js';
import type { Scan } from './scanner.js';

const firstMs = 1_000;

export type Checking = {
  /** Has this file checked now. What fails is tried again with the next look. */
  check(id: string): void;
  stop(): void;
};

/** Starts looking for files that wait. Every node may: the same verdict twice is one event. */
export function startChecking(options: {
  readonly store: Store;
  readonly bus: Pick<Bus, 'publish'>;
  readonly bytes: ByteStore;
  readonly scan: Scan;
  readonly clock: Clock;
  readonly log: Logger;
}): Checking {
  const { store, bytes, scan, clock, log } = options;
  const running = new Map<string, Promise<void>>();

  const checkNow = async (id: string): Promise<void> => {
    const found = await bytes.open(id, 'file');
    // Its bytes are with another node, which checks it, or nobody is to have it any more.
    if (!found) return;
    const harm = await scan(found.bytes);
    if (harm !== null) log.warn('a file is harmful', { file: id, found: harm });
    await conclude(options, id, harm === null ? 'ready' : 'refused');
    if (harm !== null) await bytes.remove(id);
  };
  const check = (id: string): Promise<void> => {
    const checking = running.get(id) ?? checkNow(id).finally(() => running.delete(id));
    running.set(id, checking);
    return checking;
  };
  /** One that the scanner gives no verdict of holds up no other; the log says it once a look, however many there are. */
  const lookOnce = async (isStopped: () => boolean): Promise<void> => {
    const failures: unknown[] = [];
    for await (const { id } of allInState(store.files, 'checking')) {
      if (isStopped()) break;
      await check(id).catch((error: unknown) => failures.push({ file: id, error }));
    }
    if (failures.length > 0) log.warn('files could not be checked', { count: failures.length, last: failures.at(-1) });
  };
  const stop = startLooking(lookOnce, { clock, log, what: 'files that wait for the scanner', firstMs });
  return {
    check: (id) =>
      void check(id).catch((error: unknown) => log.warn('a file could not be checked', { file: id, error })),
    stop,
  };
}

/** Says it. A file that no message shows yet has only its row; the message then says it from the start. */
async function conclude(
  { store, bus }: { readonly store: Store; readonly bus: Pick<Bus, 'publish'> },
  id: string,
  state: FileState,
): Promise<void> {
  if (await store.files.settle(id, state)) return;
  for (const { room, seq } of await store.files.places(id)) {
    const cid = cidOf('checked', id, room, seq);
    await appendAndTell(
      { store, bus },
      {
        ...{ room, by: clockwork, cid, hash: 'checked', about: [seq], files: [id], leavesMarker: true },
        decide: (held) => checked(held, { room, seq }, id, state),
      },
    ).catch((error: unknown) => {
      // It was taken back meanwhile: nobody has it any more.
      if (!(error instanceof Refusal) || error.code !== 'changed') throw error;
    });
  }
}

function checked({ message: find }: Held, { seq }: MessagePlace, id: string, state: FileState): readonly EventDraft[] {
  const message = find(seq);
  const { body } = message ?? {};
  if (!message || message.retracted || body?.kind !== 'text' || !filesOf(body).some((file) => file.id === id))
    throw new Refusal('changed', `message ${seq} shows no file ${id} any more`);
  const files = filesOf(body).map((file) => (file.id === id ? { ...file, state } : file));
  const data = { message: seq, file: id, state, body: { ...body, files } };
  return [{ type: 'file.checked', audience: message.audience, data }];
}
