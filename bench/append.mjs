/**
 * Durable acknowledged appends a second, straight against the SQLite store: 64 senders who share commits, against one
 * sender who waits for each. Both write to the same file, in turn, for half a second a round.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleDrafts } from '@support-chat/protocol/samples';
import { openSqliteStore } from '../packages/server/dist/store/sqlite/sqlite-store.js';
import { inTurn, median } from './medians.mjs';
import { person, text } from './people.mjs';
import { report } from './report.mjs';

const rounds = 7;
const roundMs = 500;
const created = sampleDrafts['room.created'];
const posted = { ...sampleDrafts['message.posted'], data: { body: { kind: 'text', text } } };

const dir = await mkdtemp(join(tmpdir(), 'support-chat-bench-'));
const store = openSqliteStore({ path: join(dir, 'rooms.db'), clock: systemClock() });
let lastCid = 0;
try {
  await append(person(0), created);
  await appendsPerSecond(64); // Warms up; not counted.
  const rates = await inTurn(rounds, { shared: () => appendsPerSecond(64), alone: () => appendsPerSecond(1) });
  const [shared, alone] = [median(rates.shared.map(({ rate }) => rate)), median(rates.alone.map(({ rate }) => rate))];
  const perCommit = median(rates.shared.map(({ perCommit }) => perCommit));
  const note = `${Math.round(shared)} against ${Math.round(alone)} a second; ${perCommit.toFixed(0)} and 1 a commit`;
  report('append: durable appends, 64 senders against one transaction a message', [
    { figure: 'appends a second', value: shared / alone, unit: '×', atLeast: 4, note },
  ]);
} finally {
  await store.close();
  await rm(dir, { recursive: true, force: true });
}

async function appendsPerSecond(senders) {
  const before = store.counts();
  const startedAt = performance.now();
  const send = async (by) => {
    while (performance.now() - startedAt < roundMs) await append(by, posted);
  };
  await Promise.all(Array.from({ length: senders }, (_, index) => send(person(index))));
  const passedMs = performance.now() - startedAt;
  const after = store.counts();
  const appends = after.appends - before.appends;
  const commits = after.commits - before.commits;
  if (senders === 1 && commits !== appends)
    throw new Error(`${appends} appends in ${commits} commits are not one each`);
  return { rate: (appends / passedMs) * 1_000, perCommit: appends / commits };
}

function append(by, draft) {
  const cid = String((lastCid += 1));
  return store.append({ room: 'rollout', by, cid, hash: 'bench', decide: () => [draft] });
}

function systemClock() {
  const after = (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  };
  return { now: Date.now, after };
}
