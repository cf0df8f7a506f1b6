/** The disk is full now and then: nothing is acknowledged that is not stored, and it goes on by itself. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Scene } from '../scene.js';
import type { Run } from './run.js';

export const disk: Run = {
  name: 'disk',
  about:
    'F8: the disk of the data directory is full and free again, and the server is killed meanwhile; SQLite on a tmpfs',
  rounds: { short: 3, full: 100 },
  objection: () =>
    process.getuid?.() === 0 && process.platform === 'linux' ? null : 'mounting a small disk needs root',
  async play({ rounds, seed, say }) {
    const dir = mkdtempSync(join(tmpdir(), 'support-chat-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=700', 'tmpfs', dir]);
    const scene = await Scene.open({ seed, dir });
    try {
      const [node] = scene.nodes;
      if (!node) throw new RangeError('a scene has a node');
      const stop = scene.chatter(40);
      for (let round = 1; round <= rounds; round += 1) {
        await scene.pause(100, 500);
        fill(join(dir, 'ballast'));
        await scene.pause(200, 1_000);
        if (scene.random.next() < 0.5) await node.end('SIGKILL');
        rmSync(join(dir, 'ballast'));
        if (!node.isRunning) await node.start();
        await scene.reconnect();
        if (round % 20 === 0) say(`${round} times full, ${scene.acknowledged} messages acknowledged`);
      }
      await stop();
      return await scene.check();
    } finally {
      await scene.remove();
      // Lazily: a driver may keep the file of a closed database until its statements are collected as garbage.
      execFileSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true });
    }
  },
};

/** Writes until nothing more goes on the disk. */
function fill(path: string): void {
  const block = Buffer.alloc(65_536, 1);
  for (let size = block.length; size >= 1; size >>= 4) {
    try {
      for (;;) writeFileSync(path, block.subarray(0, size), { flag: 'a' });
    } catch {
      // Full for pieces of this size; smaller ones may still fit.
    }
  }
}
