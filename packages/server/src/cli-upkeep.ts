/** The commands that look after a store: verify, backup, restore, migrate, import, search rebuild. Each resolves to the exit code. */
import { systemClock } from './clock.js';
import { completeSettings, settingsTable, type Settings } from './options.js';
import { indexEverything } from './search/indexer.js';
import { newEpoch } from './store/epoch.js';
import { openStore } from './store/open-store.js';
import { StoreOpenError } from './store/store-open-error.js';
import type { Store } from './store/store.js';
import { openBackup, writeBackup } from './upkeep/backup-file.js';
import { fillStore, portionsOf } from './upkeep/copy.js';
import { importRoom } from './upkeep/room-file.js';
import { showProgress } from './upkeep/progress.js';
import { verifyStore, type Verified } from './upkeep/verify.js';

/** Where the commands write: results, and how far they are. */
export type Terminal = { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WriteStream };

const clock = systemClock;

/** Looks at everything; 1 when something is wrong. Also while a server runs. */
export async function verify(given: Partial<Settings>, { stdout, stderr }: Terminal): Promise<number> {
  return using(await openStore(completeSettings(given), { clock, isReader: true }), async (store) => {
    const verified = await verifyStore(store, showProgress(stderr, 'verified'));
    stdout.write(linesFor(verified));
    return verified.faults.length > 0 ? 1 : 0;
  });
}

/** Writes everything there is to a file. Also while a server runs. */
export async function backup(path: string, given: Partial<Settings>, { stdout, stderr }: Terminal): Promise<number> {
  return using(await openStore(completeSettings(given), { clock, isReader: true }), async (store) => {
    const progress = showProgress(stderr, 'backed up');
    const { rooms, events } = await writeBackup(store, path, { progress, now: clock.now() });
    stdout.write(`${path}: ${rooms} rooms, ${events} events\n`);
    return 0;
  });
}

/** Fills an empty store from a backup, and verifies it. Clients read it anew: what was written later is not in it. */
export async function restore(path: string, given: Partial<Settings>, terminal: Terminal): Promise<number> {
  const source = await openBackup(path);
  return using(await openStore(completeSettings(given), { clock, isFilling: true }), async (store) => {
    const progress = showProgress(terminal.stderr, 'restored');
    progress.begin(source.events);
    const differences = await fillStore(store, source.portions, { progress, epoch: newEpoch(), source: source.id });
    progress.end();
    if (differences.length > 0) return tellDifferences(differences, terminal);
    terminal.stdout.write(`restored as of ${new Date(source.at).toISOString()}\n`);
    return verifyFilled(store, terminal);
  });
}

/** Moves everything into an empty PostgreSQL database, and verifies it. No server may run on the source meanwhile. */
export async function migrate(to: string, given: Partial<Settings>, terminal: Terminal): Promise<number> {
  const settings = completeSettings(given);
  if (settings.databaseUrl !== '')
    throw new StoreOpenError(
      `migrate moves the file of the data directory; run it without ${settingsTable.databaseUrl.env}`,
    );
  const target = completeSettings({ ...settings, databaseUrl: to });
  // A writer would make a file that is missing.
  await (await openStore(settings, { clock, isReader: true })).close();
  // As its writer, so that nothing is added while it is copied.
  return using(await openStore(settings, { clock }), async (from) =>
    using(await openStore(target, { clock, isFilling: true }), async (store) => {
      const progress = showProgress(terminal.stderr, 'moved');
      const heads = await from.heads();
      progress.begin([...heads.values()].reduce((sum, head) => sum + head, 0));
      // Its log, not how far it is: what came after an interruption is only more to copy.
      const { epoch } = from;
      const differences = await fillStore(store, portionsOf(from, heads), { progress, epoch, source: epoch });
      progress.end();
      if (differences.length > 0) return tellDifferences(differences, terminal);
      const code = await verifyFilled(store, terminal);
      if (code === 0)
        terminal.stdout.write(`start the server with ${settingsTable.databaseUrl.env}; the file was left as it is\n`);
      return code;
    }),
  );
}

/** Takes a room back in from the lines of an export. No server may run on the store meanwhile. */
export async function importFile(
  path: string,
  { name, ...given }: Partial<Settings> & { readonly name?: string | undefined },
  { stdout, stderr }: Terminal,
): Promise<number> {
  return using(await openStore(completeSettings(given), { clock }), async (store) => {
    const { room, events } = await importRoom(store, path, { name, progress: showProgress(stderr, 'imported') });
    stdout.write(`room "${room}" is here with its ${events} events; a server that is started finds its messages\n`);
    return 0;
  });
}

/** Makes the index of messages anew. Servers on the same database may run, and find what is in it so far. */
export async function rebuildSearch(given: Partial<Settings>, { stdout, stderr }: Terminal): Promise<number> {
  const settings = completeSettings(given);
  // A writer would make a file that is missing.
  if (settings.databaseUrl === '') await (await openStore(settings, { clock, isReader: true })).close();
  return using(await openStore(settings, { clock }), async (store) => {
    const heads = [...(await store.heads()).values()];
    const progress = showProgress(stderr, 'indexed');
    progress.begin(heads.reduce((sum, head) => sum + head, 0));
    await store.search.empty();
    await indexEverything(store, (count) => progress.add(count));
    progress.end();
    stdout.write(`the index of messages is made anew: ${heads.length} rooms, ${progress.done} events\n`);
    return 0;
  });
}

function tellDifferences(differences: readonly string[], { stdout }: Terminal): number {
  const advice = 'the store is not what its source is; no server opens it: empty it and run this again';
  stdout.write([...differences, advice, ''].join('\n'));
  return 1;
}

async function verifyFilled(store: Store, { stdout, stderr }: Terminal): Promise<number> {
  const verified = await verifyStore(store, showProgress(stderr, 'verified'));
  stdout.write(linesFor(verified));
  return verified.faults.length > 0 ? 1 : 0;
}

async function using(store: Store, work: (store: Store) => Promise<number>): Promise<number> {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function linesFor({ rooms, events, erased, faults }: Verified): string {
  const lines = faults.map(({ room, seq, what }) =>
    seq === null ? `room ${room}: ${what}` : `room ${room}, event ${seq}: ${what}`,
  );
  const state = faults.length === 0 ? 'all sound' : `${faults.length} rooms are damaged`;
  return [...lines, `${rooms} rooms, ${events} events, ${erased} of them erased: ${state}`, ''].join('\n');
}
