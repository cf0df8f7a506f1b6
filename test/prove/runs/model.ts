/** Random schedules over the published client and the server's own parts, in one process and under a clock of its own. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../packages/server/dist/store/sqlite/sqlite-store.js';
import type { Violation } from '../checker.js';
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
    const total = { invoked: 0, acknowledged: 0, failed: 0, received: 0, logged: 0 };
    const violations: Violation[] = [];
    const startedAt = performance.now();
    for (let first = 0; first < rounds; first += roomsPerShelf) {
      const shelf = openShelf();
      try {
        for (let round = first; round < Math.min(first + roomsPerShelf, rounds); round += 1) {
          const report = await playSchedule(shelf, seed + round, steps);
          for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += report[key];
          const again = `npm run prove -- model --rounds 1 --seed ${seed + round}`;
          violations.push(
            ...report.violations.map(({ invariant, what }) => ({ invariant, what: `${what} (${again})` })),
          );
        }
      } finally {
        await shelf.remove();
      }
      const played = Math.min(first + roomsPerShelf, rounds);
      const perMinute = Math.round((played / (performance.now() - startedAt)) * 60_000);
      if (played % 500 === 0) say(`${played} schedules, ${perMinute} a minute, ${total.acknowledged} acknowledged`);
    }
    return { ...total, violations };
  },
};

/** A store in a file that is gone afterwards; in memory where the system offers that, since only processes die here. */
function openShelf(): Shelf & { remove(): Promise<void> } {
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'support-chat-model-'));
  const clock = new VirtualClock();
  const open = () => openSqliteStore({ path: join(dir, 'rooms.db'), clock });
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
