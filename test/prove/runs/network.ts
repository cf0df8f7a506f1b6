/** The network misbehaves in every way it can between people and the server, which stays up. */
import { Proxy, type Weather } from '../proxy.js';
import type { Random } from '../random.js';
import { Scene } from '../scene.js';
import type { Run } from './run.js';

type Fault = { readonly name: string; readonly bring: (proxy: Proxy, random: Random) => number };

const weather = (change: (random: Random) => Weather, ms: number) => (proxy: Proxy, random: Random) => {
  proxy.set(change(random));
  return ms;
};

/** Each returns how long it lasts, in milliseconds. */
const faults: readonly Fault[] = [
  { name: 'reset', bring: (proxy) => (proxy.reset(), 100) },
  { name: 'cut in a frame', bring: (proxy, random) => (proxy.cutAfter(random.between(1, 3_000)), 400) },
  { name: 'latency', bring: weather((random) => ({ kind: 'latency', ms: random.between(50, 400) }), 1_000) },
  { name: 'stall', bring: weather(() => ({ kind: 'stall' }), 1_500) },
  { name: 'refused', bring: weather(() => ({ kind: 'refuse' }), 500) },
  {
    name: 'resets one after the other',
    bring: (proxy) => {
      const stop = setInterval(() => proxy.reset(), 150);
      setTimeout(() => clearInterval(stop), 1_500);
      return 1_600;
    },
  },
  {
    name: 'refused after a reset',
    bring: (proxy) => {
      proxy.set({ kind: 'refuse' });
      proxy.reset();
      return 800;
    },
  },
];
/** A swallowed direction shows only when an answer or a heartbeat stays away. */
const slowFaults: readonly Fault[] = [
  { name: 'requests swallowed', bring: weather(() => ({ kind: 'hole', direction: 'up' }), 12_000) },
  { name: 'answers swallowed', bring: weather(() => ({ kind: 'hole', direction: 'down' }), 12_000) },
  { name: 'long stall', bring: weather(() => ({ kind: 'stall' }), 18_000) },
];

export const network: Run = {
  name: 'network',
  about: `F11 F12: ${[...faults, ...slowFaults].map(({ name }) => name).join(', ')}`,
  rounds: { short: 8, full: 1_000 },
  async play({ rounds, seed, say }) {
    const proxies: Proxy[] = [];
    let proxyUrl = '';
    const scene = await Scene.open({
      seed,
      devices: rounds > 20 ? 20 : 8,
      meet: async (node) => {
        const proxy = await Proxy.open(node.port);
        proxies.push(proxy);
        proxyUrl = proxy.url;
      },
      urlFor: () => proxyUrl,
    });
    try {
      const [proxy] = proxies;
      if (!proxy) throw new RangeError('a scene has a node');
      const stop = scene.chatter(40);
      for (let round = 1; round <= rounds; round += 1) {
        await scene.pause(50, 400);
        const fault = scene.random.pick(scene.random.next() < (rounds > 20 ? 0.1 : 0) ? slowFaults : faults);
        const lastsMs = fault.bring(proxy, scene.random);
        await scene.pause(lastsMs / 2, lastsMs);
        proxy.set({ kind: 'fair' });
        if (round % 20 === 0) say(`${round} faults, ${scene.acknowledged} messages acknowledged`);
      }
      await stop();
      return await scene.check();
    } finally {
      await scene.remove();
      for (const proxy of proxies) await proxy.close();
    }
  },
};
