/** Runs in a process of its own: writes an index anew, so that nothing is in it but what it has. The path is the argument. */
import { openDerivedDatabase } from '../store/sqlite/database.js';

const { database, close } = openDerivedDatabase(process.argv[2] ?? '');
database.exec('VACUUM');
close();
