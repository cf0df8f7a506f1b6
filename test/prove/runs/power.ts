/** The power fails: what was acknowledged is on the disk, whatever the kernel had not written yet. */
import type { Report } from '../checker.js';
import { objectionToPowerCuts, PowerDisk } from '../power-disk.js';
import { Scene } from '../scene.js';
import type { Run, Size } from './run.js';

export const power: Run = {
  name: 'power',
  about: 'F18 F19: the power of the disk fails, and with it the server; SQLite on an ext4 of its own',
  rounds: { short: 4, full: 300 },
  objection: objectionToPowerCuts,
  play: (size) => playPowerCuts(size),
};

export type PowerCutOptions = {
  /** A module that is loaded before the server. */
  readonly preload?: string;
  /** As of a scene. */
  readonly quietWithinMs?: number;
};

/** Cuts the power `rounds` times while everybody writes. */
export async function playPowerCuts(size: Size, { preload, quietWithinMs }: PowerCutOptions = {}): Promise<Report> {
  const disk = PowerDisk.create();
  try {
    const scene = await Scene.open({ seed: size.seed, dir: disk.dir, quietWithinMs });
    return await cutPower(scene, disk, size, preload).finally(() => scene.remove());
  } finally {
    disk.remove();
  }
}

async function cutPower(scene: Scene, disk: PowerDisk, { rounds, say }: Size, preload?: string): Promise<Report> {
  const [node] = scene.nodes;
  if (!node) throw new RangeError('a scene has a node');
  await node.end('SIGTERM');
  await node.start(preload);
  const stop = scene.chatter(30);
  for (let round = 1; round <= rounds; round += 1) {
    await scene.pause(50, 600);
    disk.cut();
    // The process may live a little longer than its disk; nothing it meets now is acknowledged.
    await scene.pause(0, 100);
    await node.end('SIGKILL');
    disk.restore();
    await node.start(preload);
    await scene.reconnect();
    if (round % 20 === 0) say(`${round} power cuts, ${scene.acknowledged} messages acknowledged`);
  }
  await stop();
  return scene.check();
}
