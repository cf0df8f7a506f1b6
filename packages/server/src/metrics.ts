/** What monitoring reads of one server: every instrument, in one place. Labels are words of ours: no room, person or text. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { isRequestName, refusalCodes, requests, type Answer, type RefusalCode } from '@support-chat/protocol';
import type { Bus, News, TakeNews } from './bus/bus.js';
import type { Feed } from './feed.js';
import type { SlowConsumers } from './slow-consumers.js';
import type { Store } from './store/store.js';

/** Told by the gateway. Each costs less than a microsecond. */
export type Meter = {
  /** A request was answered `ms` after it came. */
  answered(name: string, answer: Answer, ms: number): void;
  /** A connection was refused after its handshake. */
  refusedConnection(code: RefusalCode): void;
};

export type HandshakeObjection = (typeof handshakeObjections)[number];

export type Metrics = Meter & {
  refusedHandshake(reason: HandshakeObjection): void;
  /** Counts what goes over the bus. */
  readonly takeNews: TakeNews;
  /** Everything as it is now, in Prometheus' text format. Asks the store how it is, for 2 seconds at most. */
  text(): Promise<string>;
  /** The media type of `text`. */
  readonly contentType: string;
};

/** What is asked only when somebody reads. */
export type MetricsSources = {
  readonly store: Pick<Store, 'counts'>;
  /** Null when the store takes no appends, or does not answer in time. */
  readonly askStore: () => Promise<unknown>;
  readonly bus: Pick<Bus, 'node' | 'isConnected'>;
  readonly busKind: 'local' | 'redis';
  readonly feed: Pick<Feed, 'size'>;
  readonly slow: Pick<SlowConsumers, 'size' | 'closedCount' | 'drainedCount'>;
  /** Sockets open now. */
  readonly connectionCount: () => number;
};

const handshakeObjections = ['not_open', 'origin', 'limit'] as const;

const joinModes = ['window', 'events'] as const;

/** A newer node may send news of a type that is not ours to name. */
const newsTypes = {
  hint: true,
  signal: true,
  looking: true,
  marker: true,
  signed_out: true,
  presence: true,
  busy: true,
  called: true,
  uncalled: true,
} satisfies Record<News['type'], true>;

/** The goal of 500 ms lies on a bound, so that what is above it is counted, not guessed. */
const latencyBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes the instruments of one server; another server in the process has its own. */
export function createMetrics(sources: MetricsSources): Metrics {
  const { store, askStore, bus, busKind, feed, slow, connectionCount } = sources;
  const registry = new Registry();
  const registers = [registry];

  const readGauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      ...{ name, help, registers },
      async collect() {
        this.set(await read());
      },
    });
  };
  const readCounter = (name: string, help: string, read: () => number): void => {
    new Counter({
      ...{ name, help, registers },
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  /** Every label from the start: what appears with its first count is a rise that Prometheus does not see. */
  const counter = <L extends string>(name: string, help: string, labels: readonly Readonly<Record<L, string>>[]) => {
    const labelNames = Object.keys(labels[0] ?? {}) as L[]; // The labels of one counter have the same names.
    const made = new Counter<L>({ name, help, labelNames, registers });
    for (const each of labels) made.inc(each, 0);
    return made;
  };

  readGauge('support_chat_connections', 'Sockets open now.', connectionCount);
  readGauge('support_chat_rooms_live', 'Rooms that somebody on this node is in.', () => feed.size);
  readCounter('support_chat_appends_total', 'Commands stored by this node.', () => store.counts().appends);
  readCounter(
    'support_chat_commits_total',
    'Durable transactions of this node; appends a commit is how many share one.',
    () => store.counts().commits,
  );
  // Before the storage is asked, which takes a connection itself.
  readGauge(
    'support_chat_database_connections_busy',
    'Connections to PostgreSQL at work now; 0 with SQLite.',
    () => store.counts().pool?.busy ?? 0,
  );
  readGauge(
    'support_chat_database_waiting',
    'Tasks that wait for a connection to PostgreSQL now; 0 with SQLite.',
    () => store.counts().pool?.waiting ?? 0,
  );
  readGauge('support_chat_storage_ok', 'Whether the store takes appends, durably: 1 or 0.', async () =>
    (await askStore()) ? 1 : 0,
  );
  readGauge(
    'support_chat_slow_consumers',
    'Connections that get no live events until they take what waits.',
    () => slow.size,
  );
  readCounter(
    'support_chat_slow_consumers_closed_total',
    'Connections closed because they took too little for too long.',
    () => slow.closedCount,
  );
  readCounter(
    'support_chat_resyncs_total',
    'Connections that were slow, took everything, and were told how far their rooms are.',
    () => slow.drainedCount,
  );
  new Gauge({
    name: 'support_chat_bus_connected',
    help: 'Whether this node and the others hear each other: 1 or 0; a node that is alone always does.',
    labelNames: ['kind'],
    registers,
    collect() {
      this.set({ kind: busKind }, bus.isConnected ? 1 : 0);
    },
  });

  const acknowledge = new Histogram({
    name: 'support_chat_acknowledge_seconds',
    help: 'From the arrival of a request to its answer, refusals included.',
    labelNames: ['request'],
    buckets: latencyBounds,
    registers,
  });
  for (const request of [...Object.keys(requests), 'unknown']) acknowledge.zero({ request });

  const codes = refusalCodes;
  const refusals = counter(
    'support_chat_refusals_total',
    'Refused requests and connections, by the code of the refusal.',
    ['request', 'connection'].flatMap((at) => codes.map((code) => ({ at, code }))),
  );
  const handshakes = counter(
    'support_chat_handshakes_refused_total',
    'Handshakes refused before anybody said who they are.',
    handshakeObjections.map((reason) => ({ reason })),
  );
  const joins = counter(
    'support_chat_joins_total',
    'Rooms joined: anew with a window, or going on with the events after a cursor.',
    joinModes.map((mode) => ({ mode })),
  );
  const gaps = counter('support_chat_gaps_healed_total', 'Readings of events that a client had missed.', [{}]);
  const retries = counter(
    'support_chat_retries_total',
    'Commands that came again after they had been stored; nothing was stored twice.',
    [{}],
  );
  const types = [...Object.keys(newsTypes), 'other'].map((type) => ({ type }));
  const published = counter('support_chat_news_published_total', 'News this node told over the bus.', types);
  const received = counter('support_chat_news_received_total', 'News this node heard from other nodes.', types);

  // Started by the first reader: they sample all the time and cannot be stopped, so a server nobody watches has none.
  let hasDefaults = false;
  const addDefaults = (): void => {
    if (hasDefaults) return;
    hasDefaults = true;
    collectDefaultMetrics({ register: registry });
  };

  return {
    answered: (name, answer, ms) => {
      acknowledge.observe({ request: isRequestName(name) ? name : 'unknown' }, ms / 1_000);
      if (!answer.ok) return refusals.inc({ at: 'request', code: answer.refusal.code });
      if (name === 'room.read') return gaps.inc();
      const given = answer.answer;
      if ('mode' in given) joins.inc({ mode: given.mode });
      else if ('dup' in given && given.dup) retries.inc();
    },
    refusedConnection: (code) => refusals.inc({ at: 'connection', code }),
    refusedHandshake: (reason) => handshakes.inc({ reason }),
    takeNews: ({ type }, node) =>
      (node === bus.node ? published : received).inc({ type: Object.hasOwn(newsTypes, type) ? type : 'other' }),
    text: () => {
      addDefaults();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
