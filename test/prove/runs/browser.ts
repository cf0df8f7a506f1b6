/** A real browser: its tabs, the whole of it and the server die while messages are on their way. */
import { cast } from '@support-chat/protocol/samples';
import { bundlePage } from '../browser-bundle.js';
import { BrowserGuest } from '../browser-guest.js';
import type { Report } from '../checker.js';
import { findChromium } from '../chromium.js';
import type { RoomNode } from '../room-node.js';
import { Scene } from '../scene.js';
import type { Run, Size } from './run.js';

type Stage = { readonly scene: Scene; readonly guest: BrowserGuest; readonly node: RoomNode };

/** Each may leave tabs, the browser and the server dead; they are healed afterwards. */
const faults: readonly { readonly name: string; bring(stage: Stage): Promise<void> }[] = [
  { name: 'a tab crashed', bring: ({ scene, guest }) => guest.crash(scene.random.pick(guest.tabs)) },
  { name: 'the server killed', bring: ({ node }) => node.end('SIGKILL') },
  {
    name: 'a tab crashed before the answer',
    bring: (stage) => unanswered(stage, ({ scene, guest }) => guest.crash(scene.random.pick(guest.tabs))),
  },
  { name: 'the browser killed', bring: ({ guest }) => guest.kill() },
  {
    name: 'a tab closed, then the server killed',
    bring: async ({ scene, guest, node }) => {
      await guest.closeTab(scene.random.pick(guest.tabs));
      await node.end('SIGKILL');
    },
  },
  { name: 'the browser killed before the answer', bring: (stage) => unanswered(stage, ({ guest }) => guest.kill()) },
];

export const browser: Run = {
  name: 'browser',
  about: `F4 F5: two tabs of a real Chromium, IndexedDB and Web Locks: ${faults.map(({ name }) => name).join(', ')}`,
  rounds: { short: faults.length, full: 300 },
  objection: objectionToBrowser,
  play: (size) => playBrowser(size),
};

/** Why there can be no browser here, or null. */
export function objectionToBrowser(): string | null {
  return findChromium() === null ? 'Chromium was not found; set CHROMIUM_PATH' : null;
}

/** Brings one of the faults after the other, `rounds` of them, while everybody writes. `isForgetful` as of the guest. */
export async function playBrowser(
  size: Size,
  { isForgetful, quietWithinMs }: { readonly isForgetful?: boolean; readonly quietWithinMs?: number } = {},
): Promise<Report> {
  const program = findChromium();
  if (program === null) throw new Error('this run needs Chromium');
  const script = await bundlePage();
  const scene = await Scene.open({ seed: size.seed, devices: 3, quietWithinMs });
  try {
    const guest = new BrowserGuest({ scene, script, program, person: cast.ana, isForgetful });
    scene.guests.push(guest);
    await guest.heal();
    return await playDeaths(scene, guest, size);
  } finally {
    await scene.remove();
  }
}

async function playDeaths(scene: Scene, guest: BrowserGuest, { rounds, say }: Size): Promise<Report> {
  const [node] = scene.nodes;
  if (!node) throw new RangeError('a scene has a node');
  const stops = [scene.chatter(60), guest.chatter(15)];
  const first = scene.random.between(0, faults.length - 1);
  for (let round = 1; round <= rounds; round += 1) {
    await scene.pause(100, 600);
    await faults[(first + round) % faults.length]?.bring({ scene, guest, node });
    await scene.pause(0, 200);
    if (!node.isRunning && scene.random.next() < 0.5) await node.start();
    await guest.heal();
    if (!node.isRunning) await node.start();
    await Promise.all([scene.reconnect(), guest.reconnect()]);
    if (round % 10 === 0)
      say(
        `${round} deaths, ${scene.acknowledged} messages acknowledged, ${guest.doubts} not promised by a tab that died`,
      );
  }
  for (const stop of stops) await stop();
  say(promisesOf(guest));
  return scene.check();
}

function promisesOf({ promised, doubts }: BrowserGuest): string {
  return `the tabs promised to keep ${promised} messages, and died before they could say so of ${doubts}`;
}

/** The server stands still while both tabs post, so that whoever dies now dies between sending and the answer. */
async function unanswered(stage: Stage, bring: (stage: Stage) => Promise<void>): Promise<void> {
  const { guest, node } = stage;
  node.signal('SIGSTOP');
  try {
    await Promise.all(guest.tabs.map((tab) => guest.post(tab)));
    await bring(stage);
  } finally {
    node.signal('SIGCONT');
  }
}
