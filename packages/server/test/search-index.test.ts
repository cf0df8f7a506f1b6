/** The index of messages on both engines. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import pg from 'pg';
import { systemClock } from '../dist/clock.js';
import { testIndex } from './search-contract.js';
import { openPostgresStore } from '../dist/store/postgres/postgres-store.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { startPostgres } from '../../../test/services/postgres.js';

let path = '';
const openFile = async () => openSqliteStore({ path, clock: systemClock });
testIndex(
  'sqlite',
  {
    open: () => {
      path = join(mkdtempSync(join(tmpdir(), 'support-chat-index-')), 'rooms.db');
      return openFile();
    },
    reopen: openFile,
    remove: async () => rmSync(dirname(path), { recursive: true, force: true }),
  },
  400,
);

const postgres = await startPostgres();
after(() => postgres?.remove());
let schemas = 0;
const openSchema = () =>
  openPostgresStore({ url: postgres?.url ?? '', clock: systemClock, schema: `s${schemas}`, markerDelayMs: 1 });
if (postgres)
  testIndex(
    'postgres',
    {
      open: () => {
        schemas += 1;
        return openSchema();
      },
      reopen: openSchema,
      remove: async () => {
        const client = new pg.Client(postgres.adminUrl);
        await client.connect();
        await client.query(`DROP SCHEMA s${schemas} CASCADE`).finally(() => client.end());
      },
    },
    150,
  );
