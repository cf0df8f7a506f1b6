/** One random schedule: people, nodes and a network under one clock, until all is quiet; then the history is checked. */
import { isDeepStrictEqual } from 'node:util';
import { withoutWords, wordsIn, type Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { createTestLocks, createTestStorage, createTestToken } from '@support-chat/client/testing';
import type { Clock } from '../../../packages/server/dist/clock.js';
import { createLogger } from '../../../packages/server/dist/logger.js';
import type { Store } from '../../../packages/server/dist/store/store.js';
import { checkHistory, type Report, type Violation } from '../checker.js';
import { Device, type Profile } from '../device.js';
import type { Step } from '../history.js';
import { logIn } from '../log-in.js';
import { createRandom, type Random } from '../random.js';
import { ModelBus } from './model-bus.js';
import { ModelNetwork } from './model-network.js';
import { ModelNode } from './model-node.js';
import { VirtualClock } from './virtual-clock.js';

/** A store that can be left and opened again, as by the next process. */
export type Shelf = { readonly clock: VirtualClock; readonly store: Store; reopen(): Promise<void> };

const people: readonly Person[] = [cast.ana, cast.ana, cast.ben, cast.mia];
/** DELIVERY I12. */
const quietWithinMs = 60_000;

type Stage = {
  readonly random: Random;
  readonly shelf: Shelf;
  readonly bus: ModelBus;
  readonly network: ModelNetwork;
  readonly nodes: ModelNode[];
  readonly devices: readonly Device[];
  readonly skew: { ms: number };
  /** Makes a node in place of this one. */
  renew(index: number): void;
};

/** What happens at one step, and how often among all. */
const acts: readonly { readonly weight: number; act(stage: Stage): unknown }[] = [
  { weight: 12, act: ({ random, devices }) => void random.pick(devices).post() },
  { weight: 4, act: ({ random, devices }) => random.pick(devices).room.markRead() },
  { weight: 6, act: ({ random, devices }) => random.pick(devices).change(random) },
  { weight: 1, act: async ({ shelf: { store } }) => store.eraseWords(await store.retractions(100)) },
  { weight: 12, act: ({ random, shelf }) => shelf.clock.advance(random.pick([1, 40, 300, 2_000])) },
  { weight: 1, act: ({ random, shelf }) => shelf.clock.advance(random.between(5_000, 40_000)) },
  { weight: 2, act: ({ random, devices }) => random.pick(devices).crash() },
  { weight: 1, act: ({ random, devices }) => random.pick(devices).client.reconnect() },
  { weight: 4, act: ({ network }) => network.breakOne() },
  { weight: 1, act: ({ network }) => network.breakAll() },
  { weight: 1, act: ({ network }) => (network.isCut = !network.isCut) },
  { weight: 2, act: ({ network, random }) => network.slowDown(random.between(500, 20_000)) },
  { weight: 2, act: ({ bus }) => (bus.isDown = !bus.isDown) },
  { weight: 1, act: ({ skew, random }) => (skew.ms += random.between(-3_600_000, 3_600_000)) },
  { weight: 2, act: killOne },
  { weight: 1, act: killAll },
];
const deck = acts.flatMap(({ weight, act }) => Array.from({ length: weight }, () => act));

/** Plays the schedule of this seed in a room of its own. The same seed gives the same schedule. */
export async function playSchedule(shelf: Shelf, seed: number, steps: number): Promise<Report> {
  const random = createRandom(seed);
  const room = `rollout-${seed}`;
  const history: Step[] = [];
  const faults: string[] = [];
  const stage = await openStage(shelf, { random, room, history }, (line) => void faults.push(line));
  for (let step = 0; step < steps; step += 1) await random.pick(deck)(stage);

  stage.network.isCut = stage.bus.isDown = false;
  stage.network.isCalm = true;
  let unsettled = true;
  for (let waitedMs = 0; unsettled && waitedMs < quietWithinMs; waitedMs += 1_000) {
    await shelf.clock.advance(1_000);
    const head = (await shelf.store.heads([room])).get(room) ?? 0;
    unsettled = !stage.devices.every((device) => device.isSettled(head));
  }
  const shown = stage.devices.map((device) => device.shown());
  const said = await differencesOf(stage, room);
  await Promise.all(stage.devices.map((device) => device.close()));
  for (const node of stage.nodes) node.kill();
  const report = checkHistory({ steps: history, logs: new Map([[room, await logIn(shelf.store, room)]]), shown });
  const late = unsettled ? [{ invariant: 'I12 liveness' as const, what: `not quiet ${quietWithinMs} ms later` }] : [];
  const bugs = faults.map((what) => ({ invariant: 'I12 liveness' as const, what: `logged: ${what}` }));
  return { ...report, violations: [...report.violations, ...late, ...bugs, ...said] };
}

/** Where a device shows a message otherwise than the store has it, and words that were taken back and are in the log still. */
async function differencesOf({ shelf: { store }, devices }: Stage, room: string): Promise<Violation[]> {
  const differences: string[] = [];
  await store.eraseWords(await store.retractions(100));
  const { messages } = await store.page(room, { before: Number.MAX_SAFE_INTEGER, limit: 100_000, isStaff: true });
  const stored = new Map(messages.map((message) => [message.seq, message]));
  for (const { name, room: joined } of devices)
    for (const message of joined.view.messages)
      if (!isDeepStrictEqual(structuredClone(message), stored.get(message.seq)))
        differences.push(`${name} shows another message ${message.seq} than the store has`);
  for (const event of await store.read(room, { after: 0, limit: 100_000 })) {
    const isGone = stored.get(wordsIn(event) ?? 0)?.retracted !== undefined;
    if (isGone && JSON.stringify(withoutWords(event)) !== JSON.stringify(event))
      differences.push(`event ${event.seq} still has words that were taken back`);
  }
  return differences.map((what) => ({ invariant: 'I9 convergence', what }));
}

async function openStage(
  shelf: Shelf,
  { random, room, history }: { readonly random: Random; readonly room: string; readonly history: Step[] },
  fault: (line: string) => void,
): Promise<Stage> {
  const { clock } = shelf;
  const skew = { ms: 0 };
  const wall: Clock = { now: () => clock.now() + skew.ms, after: clock.after };
  const log = createLogger({ level: 'error', write: fault, now: wall.now });
  const bus = new ModelBus(clock, random);
  const nodes: ModelNode[] = [];
  const nodeCount = random.between(1, 2);
  let made = 0;
  const makeNode = (): ModelNode =>
    new ModelNode({
      ...{ store: shelf.store, bus: bus.busOf(`node-${(made += 1)}`), clock: wall, log },
      hasOthers: nodeCount > 1,
    });
  for (let index = 0; index < nodeCount; index += 1) nodes.push(makeNode());
  const created = { name: room, kind: 'rollout', title: 'Rollout', purpose: '' } as const;
  const draft = { type: 'room.created', audience: 'everyone', data: created } as const;
  await shelf.store.append({ room, by: cast.mia, cid: 'made', hash: '', decide: () => [draft] });

  const network = new ModelNetwork({ clock, random, pickNode: () => random.pick(nodes) });
  let cids = 0;
  const profiles = new Map<string, Profile>();
  const devices = people.map((person, index) => {
    const profile = profiles.get(person.id) ?? newProfile();
    profiles.set(person.id, profile);
    return new Device({
      ...{ name: `${person.id}-${index}`, person, room, profile, clock },
      url: () => 'http://model/',
      getToken: () => Promise.resolve(createTestToken(person.id)),
      random: () => random.next(),
      record: (step) => void history.push(step),
      makeWire: network.wireOf(person),
      makeCid: () => (cids += 1).toString(16).padStart(32, '0'),
    });
  });
  await clock.advance(2_000);
  return {
    ...{ random, shelf, bus, network, nodes, devices, skew },
    renew: (index) => void (nodes[index] = makeNode()),
  };
}

/** Storage, locks and messages that the tabs of one browser share. */
function newProfile(): Profile {
  const channels = new Set<{ readonly name: string; readonly heard: () => void }>();
  return {
    storage: createTestStorage(),
    locks: createTestLocks(),
    tabs: (name, heard) => {
      const own = { name, heard };
      channels.add(own);
      const tell = () =>
        channels.forEach((other) => other !== own && other.name === name && queueMicrotask(other.heard));
      return { tell, close: () => void channels.delete(own) };
    },
  };
}

async function killOne(stage: Stage): Promise<void> {
  const { random, nodes, network, shelf } = stage;
  const index = random.between(0, nodes.length - 1);
  nodes[index]?.kill();
  network.breakTo(nodes[index]);
  await shelf.clock.advance(random.between(0, 3_000));
  stage.renew(index);
}

/** Every process dies, and the next ones find the file as it is. */
async function killAll(stage: Stage): Promise<void> {
  for (const node of stage.nodes) node.kill();
  stage.network.breakAll();
  await stage.shelf.reopen();
  await stage.shelf.clock.advance(stage.random.between(0, 3_000));
  stage.nodes.forEach((_, index) => stage.renew(index));
}
