/** Looking after a store: verify finds what is wrong, backups come back whole, migrations lose nothing. */
import assert from 'node:assert/strict';
import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { cast, sampleDrafts } from '@support-chat/protocol/samples';
import { StoreOpenError, type Store } from '@support-chat/server';
import { startTestServer } from '@support-chat/server/testing';
import { createRandom } from '../../../test/prove/random.js';
import { systemClock } from '../dist/clock.js';
import type { EventRow } from '../dist/store/event-row.js';
import { openDatabase } from '../dist/store/sqlite/database.js';
import { Connections } from '../dist/store/postgres/connections.js';
import { openPostgresStore } from '../dist/store/postgres/postgres-store.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { showProgress } from '../dist/upkeep/progress.js';
import { verifyStore } from '../dist/upkeep/verify.js';
import {
  ask,
  backedUp,
  bin,
  everythingIn,
  fill,
  filledDir,
  newDatabase,
  newDir,
  openAt,
  postgres,
  root,
  run,
  silent,
  skip,
} from './upkeep-kit.js';

test('verify finds nothing in a sound store, and names the first bad event in a changed one', async () => {
  const dir = await filledDir();
  const sound = run(['verify', '--data-dir', dir]);
  assert.deepEqual([sound.status, sound.stdout], [0, '2 rooms, 123 events, 0 of them erased: all sound\n']);
  const changes: [string, RegExp][] = [
    [
      `UPDATE events SET content = replace(content, '"type"', '"Type"') WHERE room_id = 1 AND seq = 7`,
      /rollout, event 7: it does not follow/,
    ],
    [`UPDATE events SET at = at + 1 WHERE room_id = 2 AND seq = 3`, /vpn, event 3: it does not follow/],
    [`UPDATE events SET person = 'ben' WHERE room_id = 1 AND seq = 1`, /rollout, event 1: it does not follow/],
    [
      `DELETE FROM events WHERE room_id = 1 AND seq = 30`,
      /rollout, event 30: missing; the next event there is has number 31/,
    ],
    [`DELETE FROM events WHERE room_id = 1 AND seq > 59`, /rollout, event 60: missing; the room's head is 61/],
    [
      `UPDATE events SET seq = CASE seq WHEN 5 THEN 6000 ELSE 5 END WHERE room_id = 1 AND seq IN (5, 6)`,
      /rollout, event/,
    ],
    [
      `UPDATE events SET salt = NULL WHERE room_id = 1 AND seq = 9`,
      /rollout, event 9: it has neither salt nor commitment/,
    ],
    [`UPDATE rooms SET chain = 'x' WHERE id = 2`, /vpn: the room's chain does not end with its last event/],
    [`UPDATE rooms SET doc = replace(doc, '"open"', '"closed"') WHERE id = 1`, /rollout: the room's document is not/],
    [
      `UPDATE messages SET doc = replace(doc, '"body"', '"Body"') WHERE room_id = 1 AND seq = (SELECT min(seq) FROM messages)`,
      /rollout: message \d+ is not/,
    ],
    [
      `DELETE FROM messages WHERE room_id = 1 AND seq = (SELECT min(seq) FROM messages)`,
      /rollout: message \d+ is missing/,
    ],
    [
      `UPDATE markers SET seq = 999 WHERE room_id = 2 AND person = 'mia'`,
      /vpn: the marker of "mia" is at 999, past the head 62/,
    ],
    [
      `INSERT INTO affected (room_id, person, problem) VALUES (1, 'mia', 2)`,
      /rollout: whom its problems concern is not what its events make it/,
    ],
    [`DELETE FROM calls WHERE room_id = 1`, /rollout: whom its messages call is not what its events make it/],
    [`DELETE FROM questions WHERE room_id = 1`, /rollout: 1 questions have 0 rows/],
    [`UPDATE questions SET due_at = NULL WHERE room_id = 1`, /rollout: the row of question 2 is not/],
    [`UPDATE questions SET due_at = 1 WHERE room_id = 1`, /rollout: the row of question 2 is not/],
    [`UPDATE questions SET owner = 'tom', seq = 3 WHERE room_id = 2`, /vpn: message 3 has a row among the questions/],
  ];
  for (const [sql, finding] of changes) {
    const { database, close } = openDatabase(join(dir, 'rooms.db'));
    database.exec(sql);
    close();
    const changed = run(['verify', '--data-dir', dir]);
    assert.equal(changed.status, 1, sql);
    assert.match(changed.stdout, finding, sql);
    assert.match(changed.stdout, /\d rooms are damaged/);
    rmSync(dir, { recursive: true });
    const again = openAt(dir);
    await fill(again);
    await again.close();
  }
});

test('T54 of 1,000 random changes to a log, verify finds every one', async () => {
  const dir = await filledDir();
  const store = openAt(dir);
  const sound = (await store.readRows('rollout', { after: 0, limit: 1_000 }))?.rows ?? [];
  const random = createRandom(54);
  const at = () => random.between(0, sound.length - 1);
  const row = () => sound[at()] as EventRow; // `at` is within.
  const renumbered = (rows: readonly EventRow[]) => rows.map((each, index) => ({ ...each, seq: index + 1 }));
  const changes: (() => EventRow[])[] = [
    () => sound.toSpliced(at(), 1),
    () => renumbered(sound.toSpliced(random.between(0, sound.length - 2), 1)),
    () => renumbered(sound.toSpliced(at(), 0, row())),
    () => sound.slice(0, random.between(1, sound.length - 1)),
    () => {
      const [one, other] = [random.between(0, sound.length - 2), sound.length - 1];
      return renumbered(sound.with(one, sound[other] as EventRow).with(other, sound[one] as EventRow));
    },
    () => {
      const [one, name] = [
        row(),
        random.pick(['at', 'person', 'cid', 'part', 'hash', 'content', 'salt', 'chain'] as const),
      ];
      const value = one[name];
      const changed = typeof value === 'number' ? value + random.between(1, 9) : `${value} `;
      return sound.with(one.seq - 1, { ...one, [name]: changed });
    },
  ];
  let found = 0;
  for (let i = 0; i < 1_000; i += 1) {
    const rows = random.pick(changes)();
    const chain = sound.at(-1)?.chain ?? '';
    const spoilt: Store = Object.create(store, {
      heads: { value: () => Promise.resolve(new Map([['rollout', sound.length]])) },
      readRows: {
        value: (_room: string, { after, limit }: { after: number; limit: number }) =>
          Promise.resolve({ rows: rows.slice(after, after + limit), chain }),
      },
      room: { value: () => store.room('rollout') },
      page: { value: store.page },
      readMarkers: { value: store.readMarkers },
    }) as Store;
    const { faults } = await verifyStore(spoilt, silent());
    if (faults.length === 1 && faults[0]?.seq !== null) found += 1;
  }
  assert.equal(found, 1_000);
  await store.close();
});

test('erased content leaves a sound chain', async () => {
  const dir = await filledDir();
  const { database, close } = openDatabase(join(dir, 'rooms.db'));
  const { commitmentOf } = await import('../dist/store/event-row.js');
  const row = database.prepare('SELECT salt, content FROM events WHERE room_id = 1 AND seq = 2').get() as {
    salt: string;
    content: string;
  };
  const set = database.prepare('UPDATE events SET salt = NULL, commitment = ? WHERE room_id = 1 AND seq = 2');
  set.run(commitmentOf(row.salt, row.content));
  close();
  const { status, stdout } = run(['verify', '--data-dir', dir]);
  assert.deepEqual([status, stdout], [0, '2 rooms, 123 events, 1 of them erased: all sound\n']);
});

test('F16 T58 a backup under load comes back whole, for its owner alone, as another epoch', async () => {
  const server = await startTestServer({ rateBurst: 100_000 });
  await server.submit(cast.mia, 'room.create', { room: 'rollout', kind: 'rollout', title: 'R', purpose: '' });
  let isOver = false;
  let posted = 0;
  const writing = (async () => {
    for (; !isOver; posted += 1)
      await server.submit(cast.ana, 'message.post', { room: 'rollout', body: { kind: 'text', text: `m${posted}` } });
  })();
  const file = join(root, 'live.backup');
  const { promisify } = await import('node:util');
  const { execFile } = await import('node:child_process');
  const env = { PATH: process.env['PATH'] };
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'backup', file, '--data-dir', server.dir], {
    env,
  });
  isOver = true;
  await writing;
  const events = Number(/1 rooms, (\d+) events/.exec(stdout)?.[1]);
  assert.ok(events > 1 && events <= posted + 1, stdout);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const dir = newDir();
  const restored = run(['restore', file, '--data-dir', dir]);
  assert.equal(restored.status, 0, restored.stderr);
  assert.match(restored.stdout, new RegExp(`1 rooms, ${events} events, 0 of them erased: all sound`));
  const [store, original] = [
    openAt(dir),
    openSqliteStore({ path: join(server.dir, 'rooms.db'), clock: systemClock, isReader: true }),
  ];
  assert.notEqual(store.epoch, original.epoch);
  assert.deepEqual(
    await store.read('rollout', { after: 0, limit: events }),
    await original.read('rollout', { after: 0, limit: events }),
  );
  await Promise.all([store.close(), original.close(), server.close()]);
});

test('a restore goes into an empty store only, and one that was cut off is not opened until it is done', async () => {
  const source = await filledDir();
  const file = join(root, 'whole.backup');
  assert.equal(run(['backup', file, '--data-dir', source]).status, 0);
  const refused = run(['restore', file, '--data-dir', source]);
  assert.deepEqual(
    [refused.status, refused.stderr],
    [2, 'support-chat: the target has rooms already; give an empty one\n'],
  );

  const lines = backedUp(file);
  const cut = join(root, 'cut.backup');
  writeFileSync(cut, gzipSync(lines.slice(0, 2).join('\n') + '\n'));
  const dir = newDir();
  const half = run(['restore', cut, '--data-dir', dir]);
  assert.equal(half.status, 2);
  assert.match(half.stderr, /cut.backup is cut off before its end/);
  const env = { SUPPORT_CHAT_JWT_SECRET: 'x'.repeat(32), PORT: '0' };
  assert.match(run(['serve', '--data-dir', dir], env).stderr, /did not end; run it again/);
  assert.equal(run(['restore', file, '--data-dir', dir]).status, 0);
  const [store, original] = [openAt(dir), openAt(source)];
  assert.deepEqual(await everythingIn(store), await everythingIn(original));
  await Promise.all([store.close(), original.close()]);
});

test('what is no backup, or a damaged one, is refused in one line', async () => {
  const file = join(root, 'broken.backup');
  assert.equal(run(['backup', file, '--data-dir', await filledDir()]).status, 0);
  truncateSync(file, statSync(file).size - 20);
  const damaged = run(['restore', file, '--data-dir', newDir()]);
  assert.deepEqual([damaged.status, damaged.stderr.includes('cannot read')], [2, true], damaged.stderr);
  const text = join(root, 'letter');
  writeFileSync(text, 'this is a letter');
  for (const [args, words] of [
    [['restore', text], /cannot read .*letter/],
    [['restore', join(root, 'none')], /cannot read .*ENOENT/],
    [['restore'], /restore needs the FILE/],
    [['backup', join(root, 'x')], /cannot open .*rooms.db/],
    [['backup'], /backup needs the FILE/],
    [['verify', 'x'], /did not expect "x"/],
    [['migrate'], /migrate needs --to/],
    [['migrate', '--to', 'mysql://x'], /begins with postgres/],
    [['migrate', '--to', 'postgres://x'], /cannot open .*rooms.db/],
  ] as const) {
    const { status, stderr } = run([...args, '--data-dir', newDir()]);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, words);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('a migration moves everything to PostgreSQL and verifies it', { skip }, async () => {
  const dir = await filledDir();
  const to = postgres?.url ?? '';
  const moved = run(['migrate', '--to', to, '--data-dir', dir]);
  assert.equal(moved.status, 0, moved.stderr);
  assert.match(moved.stderr, /moved 123 of 123 events\n/);
  assert.match(moved.stdout, /2 rooms, 123 events, 0 of them erased: all sound\n.*DATABASE_URL/);
  const [source, target] = [openAt(dir), await openPostgresStore({ url: to, clock: systemClock })];
  assert.equal(target.epoch, source.epoch, 'nothing is missing, so clients go on reading');
  assert.deepEqual(
    JSON.parse(JSON.stringify(await everythingIn(target))),
    JSON.parse(JSON.stringify(await everythingIn(source))),
  );
  assert.match(run(['migrate', '--to', to, '--data-dir', dir]).stderr, /in use by another process/);
  await source.close();
  assert.match(run(['migrate', '--to', to, '--data-dir', dir]).stderr, /the target has rooms already/);
  assert.deepEqual((await verifyStore(target, silent())).faults, []);
  const file = join(root, 'postgres.backup');
  assert.equal(run(['backup', file], { DATABASE_URL: to }).status, 0);
  const back = newDir();
  assert.equal(run(['restore', file, '--data-dir', back]).status, 0);
  const restored = openAt(back);
  assert.deepEqual(
    JSON.parse(JSON.stringify(await everythingIn(restored))),
    JSON.parse(JSON.stringify(await everythingIn(target))),
  );
  await Promise.all([restored.close(), target.close()]);
});

test('verify and backup leave PostgreSQL as it is, and say what they miss', { skip }, async () => {
  const url = await newDatabase();
  const [file, env] = [join(root, 'look.backup'), { DATABASE_URL: url }];
  const looking = { DATABASE_URL: url.replace('chat@', 'looker@') };
  const refusals = () => [run(['verify'], env), run(['backup', file], env)].map((r) => [r.status, r.stderr]);
  const refusal = (words: string) => Array<unknown>(2).fill([2, `support-chat: ${words}\n`]);
  const none =
    'expected the tables of support-chat in the schema support_chat of the database, found none; check the address, or start the server once to make them';
  assert.deepEqual(refusals(), refusal(none));
  assert.deepEqual(await ask(url, `SELECT FROM pg_namespace WHERE nspname = 'support_chat'`), []);

  const store = await openPostgresStore({ url, clock: systemClock });
  await fill(store);
  await ask(postgres?.adminUrl ?? '', 'CREATE ROLE looker LOGIN');
  await ask(
    url,
    `GRANT USAGE ON SCHEMA support_chat TO looker;
    GRANT SELECT ON ALL TABLES IN SCHEMA support_chat TO looker`,
  );
  // As after a failover: the next server begins another epoch.
  await ask(url, `UPDATE support_chat.meta SET value = 'elsewhere' WHERE key = 'place'`);
  // What a server does that starts and one that writes.
  const server = new pg.Client(url);
  await server.connect();
  await server.query(`BEGIN; SELECT pg_advisory_xact_lock(7220514331); SELECT FROM support_chat.rooms, support_chat.meta
    FOR UPDATE; LOCK TABLE support_chat.events IN ROW EXCLUSIVE MODE`);
  const meta = () => ask(url, 'SELECT m.ctid, * FROM support_chat.meta m, support_chat.version ORDER BY key');
  const before = await meta();
  assert.deepEqual(run(['verify'], looking).stdout, '2 rooms, 123 events, 0 of them erased: all sound\n');
  assert.equal(run(['backup', file], looking).status, 0);
  await server.end();
  assert.deepEqual(await meta(), before);
  assert.equal((JSON.parse(backedUp(file)[0] ?? '') as { epoch: string }).epoch, store.epoch);

  await store.close();
  const [current] = (await ask(url, 'SELECT version FROM support_chat.version')) as { version: number }[];
  await ask(url, 'DROP TABLE support_chat.questions; UPDATE support_chat.version SET version = 2');
  const older = await meta();
  assert.deepEqual(
    refusals(),
    refusal(
      `the database has version 2, this program reads ${current?.version}; start the server once to bring it up to date`,
    ),
  );
  assert.deepEqual(await meta(), older);
  await ask(url, 'UPDATE support_chat.version SET version = 999');
  const newer = `the database has version 999, this program knows up to ${current?.version}; use the newer one`;
  assert.deepEqual(refusals(), refusal(newer));
});

test('whoever reads a store writes nothing into it, on either engine', { skip }, async () => {
  const [url, dir] = [await newDatabase(), await filledDir()];
  const server = await openPostgresStore({ url, clock: systemClock, markerDelayMs: 1 });
  await fill(server);
  const reader = await openPostgresStore({ url, clock: systemClock, isReader: true, markerDelayMs: 1 });
  const readers = [reader, openSqliteStore({ path: join(dir, 'rooms.db'), clock: systemClock, isReader: true })];
  const cid = { room: 'rollout', by: cast.ana, cid: 'x', hash: 'h' };
  for (const store of readers) {
    const before = await everythingIn(store);
    for (const write of [
      () => store.append({ ...cid, decide: () => [sampleDrafts['message.posted']] }),
      () => store.moveMarker('rollout', { person: 'mia', isStaff: true }, 30),
      () => store.adopt('rollout', { rows: [], markers: [{ person: 'mia', seq: 30 }] }),
      () => store.putOff({ room: 'rollout', seq: 2 }, { from: 9, to: 10 }),
      () => store.signOut('ana', 9),
      () => store.beginEpoch(),
    ])
      await assert.rejects(write(), { code: 'unavailable' }, String(write));
    assert.deepEqual(await everythingIn(store), before);
  }
  await assert.rejects(reader.durability(), { code: 'unavailable' });
  // Should a write get past all that, the database refuses it.
  const options = { url, max: 1, patienceMs: 5_000, check: () => Promise.resolve(), onError: () => {} };
  const connections = new Connections({ ...options, isReader: true });
  await assert.rejects(connections.query('', 'DELETE FROM support_chat.markers'), { code: '25006' });
  await connections.close();
  // A connection that finds another log does not go on with it.
  await server.beginEpoch();
  await ask(postgres?.adminUrl ?? '', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'chat'`);
  // Each connection of the pool finds out once that it is gone.
  for (let connection = 0; connection < 10; connection += 1) await reader.heads().catch(() => {});
  await assert.rejects(
    reader.heads(),
    (error) => error instanceof StoreOpenError && /run .* again/.test(error.message),
  );
  for (const store of [...readers, server]) await store.close();
});

test('progress is a bar on a terminal, and plain lines elsewhere', () => {
  for (const isTTY of [true, false]) {
    let text = '';
    let nowAt = 0;
    const progress = showProgress({ isTTY, columns: 80, write: (part) => (text += part) }, 'moved', () => nowAt);
    progress.begin(200);
    for (const ms of [50, 60, 5_000]) {
      nowAt += ms;
      progress.add(50);
    }
    progress.end();
    assert.deepEqual(
      text,
      isTTY
        ? `\r${'░'.repeat(30)}   0 % moved 0 of 200 events\r${'█'.repeat(15)}${'░'.repeat(15)}  50 % moved 100 of 200 events\r${'█'.repeat(23)}${'░'.repeat(7)}  75 % moved 150 of 200 events\r${'█'.repeat(23)}${'░'.repeat(7)}  75 % moved 150 of 200 events\n`
        : 'moved 150 of 200 events\nmoved 150 of 200 events\n',
    );
  }
});
