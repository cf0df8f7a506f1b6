/**
 * Runs in a process of its own: writes an index anew, so that nothing is in it but what it has. The path is the argument. Ends
 * with whoever started it. Exit code 0 only when nothing else is left in any file.
 */
import { isMainThread, Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { openDerivedDatabase, type Statement } from '../store/sqlite/database.js';

const path = process.argv[2] ?? '';
if (isMainThread) {
  // The engine keeps its thread busy; this one hears when the server is gone.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  new Worker(fileURLToPath(import.meta.url), { argv: [path] }).once('exit', (code) => process.exit(code));
} else writeAnew();

function writeAnew(): void {
  const { database, close } = openDerivedDatabase(path);
  // Segments of words tell their pages apart by words, of which some were taken out; one that stands alone would stay as it is.
  database.exec(`BEGIN IMMEDIATE;
    INSERT INTO words (rowid, tokens) VALUES (-1, 'x');
    INSERT INTO words (words) VALUES ('optimize');
    INSERT INTO words (words, rowid, tokens) VALUES ('delete', -1, 'x');
    COMMIT;
    VACUUM`);
  const [emptied] = (database.prepare('PRAGMA wal_checkpoint (TRUNCATE)') as Statement<{ busy: number }>).all();
  close();
  // Somebody reads an old state of it.
  if (emptied?.busy !== 0) process.exit(1);
}
