/** Several nodes on one PostgreSQL and one Redis, any of which may go away at any time. */
import type { RoomNode } from '../room-node.js';
import { Scene } from '../scene.js';
import type { Report } from '../checker.js';
import type { Run, Size } from './run.js';
import { objectionToServices, withServices, type Services } from './services.js';

type Stage = Services & { readonly scene: Scene };

/** Each ends with everything running again. */
const faults: readonly { readonly name: string; readonly weight: number; bring(stage: Stage): Promise<void> }[] = [
  {
    name: 'node killed',
    weight: 5,
    bring: async ({ scene }) => {
      const node = scene.random.pick(scene.nodes);
      await node.end('SIGKILL');
      await scene.pause(0, 300);
      await node.start();
    },
  },
  {
    name: 'rolling restart',
    weight: 2,
    bring: async ({ scene }) => {
      for (const node of scene.nodes) {
        await node.end('SIGTERM');
        await node.start();
        await scene.pause(100, 300);
      }
    },
  },
  { name: 'node frozen', weight: 1, bring: ({ scene }) => freeze(scene, scene.random.pick(scene.nodes)) },
  {
    name: 'Redis killed',
    weight: 2,
    bring: async ({ scene, redis }) => {
      await redis.end('SIGKILL');
      await scene.pause(200, 1_500);
      await redis.start();
    },
  },
  {
    name: 'PostgreSQL killed',
    weight: 2,
    bring: async ({ scene, postgres }) => {
      await postgres.end('SIGKILL');
      await scene.pause(0, 800);
      await postgres.start();
    },
  },
];

export const nodes: Run = {
  name: 'nodes',
  about: `F6 F7 F13 F14: two nodes on PostgreSQL and Redis: ${faults.map(({ name }) => name).join(', ')}`,
  rounds: { short: 6, full: 300 },
  objection: objectionToServices,
  play: (size) =>
    withServices(async (services) => {
      const scene = await Scene.open({ seed: size.seed, env: services.env, nodes: 2, devices: 6 });
      return playFaults({ ...services, scene }, size).finally(() => scene.remove());
    }),
};

async function playFaults(stage: Stage, { rounds, say }: Size): Promise<Report> {
  const { scene } = stage;
  const stop = scene.chatter(40);
  const deck = faults.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  for (let round = 1; round <= rounds; round += 1) {
    await scene.pause(50, 500);
    if (scene.random.next() < 0.3) await scene.random.pick(scene.devices).crash();
    await scene.random.pick(deck).bring(stage);
    await scene.reconnect();
    if (round % 20 === 0) say(`${round} faults, ${scene.acknowledged} messages acknowledged`);
  }
  await stop();
  return scene.check();
}

/** The process stands still, as on a machine that swaps or a laptop that sleeps. */
export async function freeze(scene: Scene, node: RoomNode): Promise<void> {
  node.signal('SIGSTOP');
  await scene.pause(500, 4_000);
  node.signal('SIGCONT');
}
