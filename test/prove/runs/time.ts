/** Time does what it should not: the server's clock jumps by hours either way, and its process stands still. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Scene } from '../scene.js';
import { freeze } from './nodes.js';
import type { Run } from './run.js';

const preload = new URL('../clock.mjs', import.meta.url).href;
const hourMs = 3_600_000;

export const time: Run = {
  name: 'time',
  about: 'F9 F15: the clock of the server jumps up to 2 hours, its process is frozen, and it is killed; SQLite',
  rounds: { short: 4, full: 300 },
  async play({ rounds, seed, say }) {
    // A token outlives the largest jump.
    const scene = await Scene.open({ seed, tokenTtlMs: 24 * hourMs });
    try {
      const [node] = scene.nodes;
      if (!node) throw new RangeError('a scene has a node');
      const clockFile = join(scene.dir, 'clock');
      const restart = async (): Promise<void> => {
        await node.end('SIGKILL');
        await node.start(preload, { CLOCK_FILE: clockFile });
        await scene.reconnect();
      };
      await restart();
      const stop = scene.chatter(40);
      for (let round = 1; round <= rounds; round += 1) {
        await scene.pause(100, 500);
        writeFileSync(clockFile, String(scene.random.between(-2 * hourMs, 2 * hourMs)));
        node.signal('SIGUSR2');
        await scene.pause(100, 500);
        if (scene.random.next() < 0.3) await freeze(scene, node);
        if (scene.random.next() < 0.3) await restart();
        if (round % 20 === 0) say(`${round} jumps, ${scene.acknowledged} messages acknowledged`);
      }
      await stop();
      return await scene.check();
    } finally {
      await scene.remove();
    }
  },
};
