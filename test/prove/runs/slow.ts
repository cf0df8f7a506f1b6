/** Members that stop reading: they cost a bounded amount, nobody else notices, and they find everything in the log. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '@support-chat/protocol';
import type { Report, Violation } from '../checker.js';
import type { Step } from '../history.js';
import { Proxy } from '../proxy.js';
import type { RoomNode } from '../room-node.js';
import { room, Scene } from '../scene.js';
import { StoppedSocket } from '../stopped-socket.js';
import type { Run, Size } from './run.js';

const stoppedCount = 50;
const fullMegabytes = 30;
/** Of the devices, those behind a network that stalls; they come last. */
const stalledCount = 2;
const deviceCount = 6;
/** Of the server, DELIVERY R18: from the moment a connection is slow to its end. */
const closedWithinMs = 30_000;
const maxGrowthBytes = 32 * 1_048_576;
const maxSlowdown = 2;

export const slow: Run = {
  name: 'slow',
  about: `F10 R18: ${stoppedCount} sockets stop reading, ${stalledCount} devices stall, and each round offers them 1 MB; SQLite`,
  rounds: { short: 8, full: fullMegabytes },
  play: async (size) => (size.rounds < fullMegabytes ? (await playLoad(size, true)).report : playBoth(size)),
};

/**
 * At full size, what slow members cost is held against the same load without them, before and after: of the two the one
 * that fared worse counts, because the machine may have been busy. Times are worth something where nothing else runs.
 */
async function playBoth(size: Size): Promise<Report> {
  const before = await playLoad(size, false);
  const during = await playLoad(size, true);
  const after = await playLoad(size, false);
  const reports = [before, during, after].map(({ report }) => report);
  const sum = (count: (report: Report) => number): number => reports.reduce((all, report) => all + count(report), 0);
  return {
    invoked: sum(({ invoked }) => invoked),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    failed: sum(({ failed }) => failed),
    received: sum(({ received }) => received),
    logged: sum(({ logged }) => logged),
    violations: [
      ...reports.flatMap(({ violations }) => violations),
      ...compare([before.load, after.load], during.load),
    ],
  };
}

type Played = { readonly report: Report; readonly load: Load };

/** A load to warm up where figures are held, then the one that counts, with or without slow members. */
async function playLoad({ rounds, seed, say }: Size, hasSlow: boolean): Promise<Played> {
  const isFull = rounds >= fullMegabytes;
  const deliveries = new Deliveries();
  const proxies: Proxy[] = [];
  const stopped: StoppedSocket[] = [];
  try {
    const scene = await Scene.open({
      ...{ seed, devices: deviceCount, watch: (step) => deliveries.note(step) },
      meet: async (node) => void proxies.push(await Proxy.open(node.port)),
      urlFor: (node, index) => (index < deviceCount - stalledCount ? node.url : (proxies[0]?.url ?? node.url)),
    });
    const [node] = scene.nodes;
    if (!node) throw new RangeError('a scene has a node');
    try {
      if (isFull) await offer(scene, node, deliveries, rounds);
      if (hasSlow) {
        await stop(scene, node, stopped);
        proxies[0]?.set({ kind: 'stall' });
      }
      const load = await offer(scene, node, deliveries, rounds);
      say(`${hasSlow ? 'with' : 'without'} slow members: ${wordsFor(load)}`);
      proxies[0]?.set({ kind: 'fair' });
      const late = hasSlow && isFull ? await waitForTheEnd(node, say) : [];
      if (hasSlow && load.slow < stoppedCount)
        late.push({ invariant: 'R18 slow consumers', what: `only ${load.slow} were known as slow` });
      for (const socket of stopped) socket.close();
      const report = await scene.check();
      return { load, report: { ...report, violations: [...report.violations, ...late] } };
    } finally {
      await scene.remove();
    }
  } finally {
    for (const socket of stopped) socket.close();
    for (const proxy of proxies) await proxy.close();
  }
}

/** Adds people who stop reading. Every other one answers the heartbeat, so that only the backlog can end it. */
async function stop(scene: Scene, node: RoomNode, sockets: StoppedSocket[]): Promise<void> {
  for (let index = 1; index <= stoppedCount; index += 1) {
    const token = await scene.tokenFor({ id: `stopped-${index}`, name: `Stopped ${index}`, role: 'employee' });
    sockets.push(await StoppedSocket.open({ url: node.url, token, room, isAlive: index % 2 === 0 }));
  }
}

type Load = {
  readonly p99Ms: number;
  readonly peakBytes: number;
  readonly deliveries: number;
  readonly ms: number;
  /** The most connections that were slow at a time. */
  readonly slow: number;
};

/** Those who read all the time write the longest texts, until this many megabytes are in the log. */
async function offer(scene: Scene, node: RoomNode, deliveries: Deliveries, megabytes: number): Promise<Load> {
  const startedAt = performance.now();
  const enough = scene.acknowledged + Math.ceil((megabytes * 1_000_000) / limits.maxTextBytes);
  deliveries.restart();
  let [peakBytes, slow] = [0, 0];
  const writers = scene.devices.slice(0, -stalledCount);
  const end = scene.chatter(40, { textBytes: limits.maxTextBytes, devices: writers });
  while (scene.acknowledged < enough) {
    peakBytes = Math.max(peakBytes, residentBytes(node));
    slow = Math.max(slow, (await slowIn(node)).now);
    await pause(250);
  }
  await end();
  return { ...deliveries.figures(), peakBytes, slow, ms: performance.now() - startedAt };
}

function compare(without: readonly Load[], during: Load): Violation[] {
  const violations: Violation[] = [];
  const report = (what: string): void => void violations.push({ invariant: 'R18 slow consumers', what });
  const growth = during.peakBytes - Math.max(...without.map(({ peakBytes }) => peakBytes));
  const p99Ms = Math.max(...without.map((load) => load.p99Ms));
  if (growth > maxGrowthBytes) report(`the server grew by ${megabytesOf(growth)}`);
  if (during.p99Ms > maxSlowdown * p99Ms)
    report(`a message took others ${during.p99Ms.toFixed(1)} ms, ${p99Ms.toFixed(1)} ms without slow members`);
  return violations;
}

/** Nobody stays slow for ever: in time all of them are closed or have caught up. */
async function waitForTheEnd(node: RoomNode, say: Size['say']): Promise<Violation[]> {
  const giveUpAt = performance.now() + closedWithinMs;
  let figures = await slowIn(node);
  while (figures.now > 0 && performance.now() < giveUpAt) {
    await pause(250);
    figures = await slowIn(node);
  }
  say(`${figures.closed} were closed for it, ${figures.drained} took everything after all, ${figures.now} are left`);
  const isHeld = figures.now === 0;
  return isHeld ? [] : [{ invariant: 'R18 slow consumers', what: `${figures.now} were still slow after 30 s` }];
}

/** As the server itself counts them. */
async function slowIn(node: RoomNode): Promise<{ now: number; closed: number; drained: number }> {
  const text = await (await fetch(`${node.url}metrics`)).text();
  const read = (name: string): number => {
    const value = new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`the metrics have no ${name}`);
    return Number(value);
  };
  return {
    now: read('support_chat_slow_consumers'),
    closed: read('support_chat_slow_consumers_closed_total'),
    drained: read('support_chat_resyncs_total'),
  };
}

/** The longest of a hundred ways from the post to each other device that reads all the time. */
class Deliveries {
  readonly #postedAt = new Map<string, { readonly at: number; readonly device: string }>();
  #ms: number[] = [];

  restart(): void {
    this.#ms = [];
    this.#postedAt.clear();
  }

  note(step: Step): void {
    if (step.kind === 'invoke') this.#postedAt.set(step.cid, { at: performance.now(), device: step.device });
    if (step.kind !== 'recv' || step.cid === null || isStalled(step.device)) return;
    const posted = this.#postedAt.get(step.cid);
    if (posted && posted.device !== step.device) this.#ms.push(performance.now() - posted.at);
  }

  figures(): { p99Ms: number; deliveries: number } {
    const sorted = this.#ms.toSorted((a, b) => a - b);
    return { p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0, deliveries: sorted.length };
  }
}

/** Devices are numbered at the end of their names. */
function isStalled(device: string): boolean {
  return Number(device.split('-').at(-1)) >= deviceCount - stalledCount;
}

function residentBytes({ pid }: RoomNode): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? NaN) * 1_024;
}

function wordsFor({ p99Ms, peakBytes, deliveries, slow, ms }: Load): string {
  const times = `${deliveries} deliveries to others in ${(ms / 1_000).toFixed(1)} s, p99 ${p99Ms.toFixed(1)} ms`;
  return `${times}, the server at most ${megabytesOf(peakBytes)}, at most ${slow} known as slow`;
}

function megabytesOf(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
