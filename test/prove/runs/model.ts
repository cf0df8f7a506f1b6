/** Random schedules over the published client and the server's own parts, in one process and under a clock of its own. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../packages/server/dist/store/sqlite/sqlite-store.js';
import type { Report } from '../checker.js';
import { playSchedule, type Shelf } from '../model/schedule.js';
import { VirtualClock } from '../model/virtual-clock.js';
import type { Run } from './run.js';

const steps = 200;
/** Rooms in one file; the next schedules get another one. */
const roomsPerShelf = 50;

export const model: Run = {
  name: 'model',
  about: `F1–F6 F9–F12 F15 F20: schedules of ${steps} random steps with tabs, nodes and a network in one process`,
  rounds: { short: 40, full: 10_000 },
  async play({ rounds, seed, say }) {
    const reports: Report[] = [];
    const startedAt = performance.now();
    while (reports.length < rounds) {
      const count = Math.min(roomsPerShelf, rounds - reports.length);
      reports.push(...(await playOnOneShelf(seed + reports.length, count)));
      const perMinute = Math.round((reports.length / (performance.now() - startedAt)) * 60_000);
      if (reports.length % 500 === 0) say(`${reports.length} schedules, ${perMinute} a minute`);
    }
    return sumOf(reports);
  },
};

async function playOnOneShelf(firstSeed: number, count: number): Promise<Report[]> {
  const shelf = openShelf();
  const reports: Report[] = [];
  try {
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const report = await playSchedule(shelf, seed, steps);
      const again = `npm run prove -- model --rounds 1 --seed ${seed}`;
      const violations = report.violations.map(({ invariant, what }) => ({ invariant, what: `${what} (${again})` }));
      reports.push({ ...report, violations });
    }
    return reports;
  } finally {
    await shelf.remove();
  }
}

function sumOf(reports: readonly Report[]): Report {
  const sum = (count: (report: Report) => number): number => reports.reduce((all, report) => all + count(report), 0);
  return {
    invoked: sum(({ invoked }) => invoked),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    failed: sum(({ failed }) => failed),
    received: sum(({ received }) => received),
    logged: sum(({ logged }) => logged),
    violations: reports.flatMap(({ violations }) => violations),
  };
}

/** A store in a file that is gone afterwards; in memory where the system offers that, since only processes die here. */
function openShelf(): Shelf & { remove(): Promise<void> } {
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'support-chat-model-'));
  const clock = new VirtualClock();
  const open = () => openSqliteStore({ path: join(dir, 'rooms.db'), clock, restMs: 0 });
  let store = open();
  return {
    clock,
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = open();
    },
    remove: async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
