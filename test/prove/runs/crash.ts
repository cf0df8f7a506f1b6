/** The server is killed without warning, again and again, and tabs are killed between sending and the answer. */
import type { Report } from '../checker.js';
import { Scene } from '../scene.js';
import type { Run, Size } from './run.js';
import { objectionToServices, withServices } from './services.js';

export const crash: Run = {
  name: 'crash',
  about: 'F1 F2 F3 F4 F5 F20: kill -9 of the server and of tabs, SQLite',
  rounds: { short: 5, full: 1_000 },
  play: (size) => playCrashes(size, {}),
};

export const crashPostgres: Run = {
  name: 'crash-postgres',
  about: 'F1 F2 F3 F4 F5 F20: kill -9 of the server and of tabs, PostgreSQL and Redis',
  rounds: { short: 4, full: 300 },
  objection: objectionToServices,
  play: (size) => withServices(({ env }) => playCrashes(size, env)),
};

/** Kills the server `rounds` times while everybody writes. */
async function playCrashes({ rounds, seed, say }: Size, env: Readonly<Record<string, string>>): Promise<Report> {
  const scene = await Scene.open({ seed, env });
  try {
    const node = scene.nodes[0];
    if (!node) throw new RangeError('a scene has a node');
    const stop = scene.chatter(30);
    for (let round = 1; round <= rounds; round += 1) {
      await scene.pause(20, 400);
      if (scene.random.next() < 0.4) await scene.random.pick(scene.devices).crash();
      await node.end('SIGKILL');
      if (scene.random.next() < 0.3) await scene.random.pick(scene.devices).crash();
      await scene.pause(0, 200);
      await node.start();
      await scene.reconnect();
      if (round % 50 === 0) say(`${round} kills, ${scene.acknowledged} messages acknowledged`);
    }
    await stop();
    return await scene.check();
  } finally {
    await scene.remove();
  }
}
