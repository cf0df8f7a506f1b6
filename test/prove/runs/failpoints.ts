/** The server dies exactly where it hurts: each point on the way of a message, one after the other. */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Report } from '../checker.js';
import { Scene } from '../scene.js';
import type { Run, Size } from './run.js';
import { objectionToServices, withServices } from './services.js';

const preload = new URL('../failpoints.mjs', import.meta.url).href;
const serverDist = fileURLToPath(new URL('../../../packages/server/dist', import.meta.url));
const points = ['before-commit', 'in-transaction', 'after-commit', 'after-hint', 'after-acknowledge', 'in-resume'];
/** With everybody writing a point is reached within a second; whoever met many deaths waits up to half a minute to come back. */
const reachedWithinMs = 120_000;

export const failpoints: Run = {
  name: 'failpoints',
  about: `F1 F2 F3: death at each of ${points.join(', ')}; SQLite`,
  rounds: { short: 1, full: 500 },
  play: (size) => playFailpoints(size, {}),
};

export const failpointsPostgres: Run = {
  name: 'failpoints-postgres',
  about: `F1 F2 F3: death at each of ${points.join(', ')}; PostgreSQL and Redis`,
  rounds: { short: 1, full: 500 },
  objection: objectionToServices,
  play: (size) => withServices(({ env }) => playFailpoints(size, env)),
};

/** Dies `rounds` times at each point, while everybody writes. Throws when a point is not reached. */
async function playFailpoints({ rounds, seed, say }: Size, env: Readonly<Record<string, string>>): Promise<Report> {
  const scene = await Scene.open({ seed, env });
  try {
    const node = scene.nodes[0];
    if (!node) throw new RangeError('a scene has a node');
    const stop = scene.chatter(20);
    await node.end('SIGKILL');
    for (let round = 1; round <= rounds; round += 1) {
      for (const point of points) {
        const times = scene.random.between(1, point === 'in-resume' ? scene.devices.length : 20);
        await node.start(preload, { FAILPOINT: `${point}:${times}`, SERVER_DIST: serverDist });
        await within(reachedWithinMs, node.ended(), `nobody came to the point ${point} ${times} times`);
      }
      if (round % 20 === 0) say(`${round} × ${points.length} deaths, ${scene.acknowledged} messages acknowledged`);
    }
    await stop();
    return await scene.check();
  } finally {
    await scene.remove();
  }
}

/** Throws the complaint when it takes longer. */
async function within(ms: number, ended: Promise<void>, complaint: string): Promise<void> {
  const timer = new AbortController();
  const late = pause(ms, null, { signal: timer.signal }).then(() => {
    throw new Error(`${complaint} in ${ms} ms`);
  });
  await Promise.race([ended, late]).finally(() => timer.abort());
}
