/** A room server, people with devices, and faults between them, until all is quiet; then the history is checked. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cast } from '@support-chat/protocol/samples';
import type { Person } from '@support-chat/protocol';
import { mintToken } from '../../packages/server/dist/auth/token.js';
import { systemClock } from '../../packages/server/dist/clock.js';
import { openPostgresStore } from '../../packages/server/dist/store/postgres/postgres-store.js';
import { openSqliteStore } from '../../packages/server/dist/store/sqlite/sqlite-store.js';
import type { Store } from '../../packages/server/dist/store/store.js';
import { showProgress } from '../../packages/server/dist/upkeep/progress.js';
import { verifyStore } from '../../packages/server/dist/upkeep/verify.js';
import { freePort } from '../services/process.js';
import { checkHistory, type Report } from './checker.js';
import { Device } from './device.js';
import type { Shown, Step } from './history.js';
import { logIn } from './log-in.js';
import { createRandom, type Random } from './random.js';
import { RoomNode } from './room-node.js';

export type SceneOptions = {
  readonly seed: number;
  /** How many devices post and read. Default 4. */
  readonly devices?: number;
  /** Room servers. Default 1. */
  readonly nodes?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The data directory, which is kept. Default: a temporary one. */
  readonly dir?: string;
  /** How long a token is good for. Default 5 minutes, made anew for each connection. */
  readonly tokenTtlMs?: number;
  /** How long after the last fault everything must be sent and shown. Default 30 seconds: DELIVERY I12. */
  readonly quietWithinMs?: number | undefined;
  /** Called for each node that has started, before anybody connects. */
  readonly meet?: (node: RoomNode) => Promise<void>;
  /** Where the device of this number connects to; a proxy, say. Default: one of the nodes, another one at each opening. */
  readonly urlFor?: (node: RoomNode, index: number) => string;
  /** Sees the history as it grows. */
  readonly watch?: (step: Step) => void;
};

/** Somebody else in the room, who brings a browser of another kind. */
export type Guest = {
  /** Whether it has what the log has up to `head`, and nothing waits. */
  isSettled(head: number): Promise<boolean>;
  shown(): Promise<readonly Shown[]>;
  /** May be called again. */
  close(): Promise<void>;
};

/** Where everybody is. */
export const room = 'rollout';
const people: readonly Person[] = [cast.ana, cast.ben, cast.mia, cast.kenji];

export class Scene {
  readonly random: Random;
  readonly nodes: readonly RoomNode[];
  readonly devices: Device[] = [];
  /** Whoever joins later is checked, too. */
  readonly guests: Guest[] = [];
  /** The data directory. */
  readonly dir: string;
  readonly #steps: Step[] = [];
  readonly #databaseUrl: string;
  readonly #jwtSecret: string;
  readonly #tokenTtlMs: number;
  readonly #isDirKept: boolean;
  readonly #quietWithinMs: number;
  readonly #watch: (step: Step) => void;
  #acknowledged = 0;
  #isRemoved = false;

  private constructor(options: SceneOptions, dir: string, jwtSecret: string, ports: readonly number[]) {
    this.dir = dir;
    this.#jwtSecret = jwtSecret;
    this.#quietWithinMs = options.quietWithinMs ?? 30_000;
    this.#watch = options.watch ?? (() => {});
    this.#isDirKept = options.dir !== undefined;
    this.#tokenTtlMs = options.tokenTtlMs ?? 300_000;
    this.#databaseUrl = options.env?.['DATABASE_URL'] ?? '';
    this.random = createRandom(options.seed);
    const env = { SUPPORT_CHAT_JWT_SECRET: jwtSecret, SUPPORT_CHAT_RATE_BURST: '1000000', ...options.env };
    this.nodes = ports.map((port) => new RoomNode({ port, dir, env }));
  }

  /** Starts the servers, makes the room, and waits until every device is in it. */
  static async open(options: SceneOptions): Promise<Scene> {
    const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'support-chat-prove-'));
    const ports = await Promise.all(Array.from({ length: options.nodes ?? 1 }, freePort));
    const scene = new Scene(options, dir, randomBytes(32).toString('hex'), ports);
    await scene.nodes[0]?.run('room', 'create', room, '--title', 'Rollout');
    for (const node of scene.nodes) {
      await node.start();
      await options.meet?.(node);
    }
    scene.#enter(options);
    await scene.#until(() => scene.devices.every((device) => device.isSettled(0)), 'everybody is in the room');
    return scene;
  }

  /** How many messages were acknowledged so far. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Everybody presses "try now"; resolves when somebody is online. */
  async reconnect(): Promise<void> {
    for (const device of this.devices) device.client.reconnect();
    await this.#until(
      () => this.devices.some((device) => device.client.connection.state === 'online'),
      'somebody is online',
    );
  }

  /** Adds to the history what a guest does and hears. */
  record(step: Step): void {
    this.#watch(step);
    if (step.kind === 'ok') this.#acknowledged += 1;
    this.#steps.push(step);
  }

  /** A token that the room servers take. */
  tokenFor(person: Person): Promise<string> {
    const settings = { jwtSecret: this.#jwtSecret, jwtAudience: 'support-chat', jwtIssuer: '' };
    return mintToken(person, { ...settings, now: Date.now(), ttlMs: this.#tokenTtlMs });
  }

  pause(fromMs: number, toMs: number): Promise<void> {
    return pause(this.random.between(fromMs, toMs)).then(() => undefined);
  }

  /**
   * Everybody, or these devices, post a little at a time until told to stop. Resolves when the last post is stored on its
   * device. With `textBytes` every text is that long.
   */
  chatter(
    everyMs: number,
    {
      textBytes = 0,
      devices = this.devices,
    }: { readonly textBytes?: number; readonly devices?: readonly Device[] } = {},
  ): () => Promise<void> {
    let isOver = false;
    const post = async (device: Device, index: number): Promise<void> => {
      const random = createRandom(index + 77);
      while (!isOver && !this.#isRemoved) {
        // A person who sees that nothing goes out stops writing.
        if (device.room.view.outgoing.length < 20) await device.post(textBytes);
        device.room.markRead();
        await pause(random.between(0, 2 * everyMs));
      }
    };
    const posting = Promise.all(devices.map(post));
    return async () => {
      isOver = true;
      await posting;
    };
  }

  /** Waits until all is quiet, ends the servers, and checks everything. */
  async check(): Promise<Report> {
    for (const node of this.nodes) if (!node.isRunning) await node.start();
    let unsettled = '';
    await this.#until(() => this.#isQuiet(), 'all is quiet').catch((error: unknown) => (unsettled = String(error)));
    const shown = this.devices.map((device) => device.shown());
    for (const guest of this.guests) shown.push(...(await guest.shown()));
    await this.#closeAll();
    for (const node of this.nodes) await node.end('SIGTERM');
    const store = await this.#openStore();
    try {
      const logs = new Map([[room, await logIn(store, room)]]);
      const report = checkHistory({ steps: this.#steps, logs, shown });
      const { faults } = await verifyStore(store, showProgress({ write: () => true }, 'verified'));
      const more = faults.map(({ seq, what }) => ({
        invariant: 'I6 dense' as const,
        what: `verify: ${seq ?? ''} ${what}`,
      }));
      const late = unsettled === '' ? [] : [{ invariant: 'I12 liveness' as const, what: unsettled }];
      // Nobody asks for what is not allowed, so whatever broke, waiting would have cured it.
      if (report.failed > 0)
        late.push({ invariant: 'I12 liveness', what: `${report.failed} messages were refused for good` });
      return { ...report, violations: [...report.violations, ...more, ...late] };
    } finally {
      await store.close();
    }
  }

  /** Ends whatever runs and removes what was written. */
  async remove(): Promise<void> {
    this.#isRemoved = true;
    await this.#closeAll();
    for (const node of this.nodes) await node.end('SIGKILL');
    if (!this.#isDirKept) rmSync(this.dir, { recursive: true, force: true });
  }

  #enter(options: SceneOptions): void {
    const urlFor = options.urlFor ?? ((node) => node.url);
    for (let index = 0; index < (options.devices ?? 4); index += 1) {
      const person = people[index % people.length] as Person; // The rest of a division by its length.
      const random = createRandom(options.seed + index + 1);
      this.devices.push(
        new Device({
          ...{ name: `${person.id}-${index}`, person, room },
          url: () => urlFor(this.random.pick(this.nodes), index),
          getToken: () => this.tokenFor(person),
          // The back-off of a person who is patient, ten times as fast.
          random: () => random.next() / 10,
          record: (step) => this.record(step),
        }),
      );
    }
  }

  async #closeAll(): Promise<void> {
    await Promise.all([...this.devices, ...this.guests].map((member) => member.close()));
  }

  async #isQuiet(): Promise<boolean> {
    const head = Math.max(...this.devices.map((device) => device.room.view.messages.at(-1)?.seq ?? 0));
    const seen = this.#steps.reduce((most, step) => (step.kind === 'ok' ? Math.max(most, step.seq) : most), head);
    if (!this.devices.every((device) => device.isSettled(seen))) return false;
    return (await Promise.all(this.guests.map((guest) => guest.isSettled(seen)))).every(Boolean);
  }

  async #until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const giveUpAt = performance.now() + this.#quietWithinMs;
    while (!(await isSo())) {
      if (performance.now() > giveUpAt) throw new Error(`waited ${this.#quietWithinMs} ms in vain until ${what}`);
      await pause(20);
    }
  }

  #openStore(): Promise<Store> {
    const clock = systemClock;
    if (this.#databaseUrl !== '') return openPostgresStore({ url: this.#databaseUrl, clock });
    return Promise.resolve(openSqliteStore({ path: join(this.dir, 'rooms.db'), clock, isReader: true }));
  }
}
