/** The bus between nodes: Redis publish and subscribe. Without Redis a node still hears itself, and tries for ever. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Redis as RedisClient, RedisOptions } from 'ioredis';
import type { Bus, News, TakeNews } from './bus.js';
import { createLocalBus } from './local.js';

export type RedisBusOptions = {
  /** `redis://user:password@host:port/`; `rediss://` for TLS. */
  readonly url: string;
  /** The channel. Nodes of one room server share it. Default `support-chat`. */
  readonly channel?: string;
  /** Longer silence than this means that the network swallowed the connection. Default 5 seconds. */
  readonly silenceMs?: number;
  /** Told when the nodes lose each other, and when they find each other again. */
  readonly onChange?: (isConnected: boolean) => void;
  /** Told why. */
  readonly onError?: (error: Error) => void;
};

/** Reading positions that wait for Redis; of more the oldest are dropped, and seen when the room is opened again. */
const maxUnsent = 10_000;

/** Connects in the background: the bus works for this node from the start. Throws TypeError for an address that is none. */
export function createRedisBus(options: RedisBusOptions): Bus {
  const { url, channel = 'support-chat', silenceMs = 5_000, onChange = () => {}, onError = () => {} } = options;
  if (!/^rediss?:\/\/./.test(url)) throw new TypeError('expected an address that begins with redis:// or rediss://');
  const { Redis } = createRequire(import.meta.url)('ioredis') as typeof import('ioredis');
  const own = createLocalBus(randomUUID());
  const others = new Set<TakeNews>();
  const common = {
    // Most news are worth nothing later: what cannot be sent now is dropped.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 3_000,
    keepAlive: 1_000,
    // From a command that gets no answer.
    socketTimeout: silenceMs,
    retryStrategy: () => 100 + Math.random() * 900,
  } satisfies RedisOptions;
  const sender = new Redis(url, common);
  const receiver = new Redis(url, { ...common, autoResubscribe: false });
  let isSubscribed = false;
  let wasConnected = false;
  let isClosed = false;
  const unsent = new Map<string, News>();
  /** A reading position is told when the others can be reached again: nothing else makes them look for it. */
  const keep = (news: News): void => {
    if (news.type !== 'marker') return;
    const key = JSON.stringify([news.room, news.person]);
    unsent.delete(key);
    unsent.set(key, news);
    const [oldest] = unsent.keys();
    if (unsent.size > maxUnsent && oldest !== undefined) unsent.delete(oldest);
  };
  const send = (news: News): void => {
    if (sender.status !== 'ready') return keep(news);
    sender.publish(channel, JSON.stringify({ node: own.node, news })).catch((error: unknown) => {
      keep(news);
      onError(asError(error));
    });
  };

  const isConnected = (): boolean => isSubscribed && sender.status === 'ready';
  const look = (): void => {
    if (isClosed || isConnected() === wasConnected) return;
    wasConnected = !wasConnected;
    onChange(wasConnected);
  };
  const stopWatching = watchSilence([sender, receiver], silenceMs);

  for (const client of [sender, receiver]) {
    client.on('error', onError);
    client.on('close', look);
  }
  sender.on('ready', () => {
    look();
    const late = [...unsent.values()];
    unsent.clear();
    for (const news of late) send(news);
  });
  receiver.on('close', () => (isSubscribed = false));
  receiver.on('ready', () => {
    receiver.subscribe(channel).then(
      () => {
        isSubscribed = true;
        look();
      },
      (error: unknown) => {
        onError(asError(error));
        receiver.disconnect(true);
      },
    );
  });
  /** A node of another version may say what this one does not understand; that must not end it. */
  const tell = (take: TakeNews, { news, node }: { readonly news: News; readonly node: string }): void => {
    try {
      take(news, node);
    } catch (error) {
      onError(new Error(`news of the type ${news.type} could not be taken`, { cause: error }));
    }
  };
  receiver.on('message', (_channel: string, text: string) => {
    const parsed = parseNews(text);
    if (!parsed) return onError(new Error('the bus carried something that is no news'));
    if (parsed.node !== own.node) for (const take of others) tell(take, parsed);
  });

  return {
    node: own.node,
    get isConnected() {
      return isConnected();
    },
    publish: (news) => {
      if (isClosed) return;
      own.publish(news);
      send(news);
    },
    subscribe: (take) => {
      const undo = own.subscribe(take);
      others.add(take);
      return () => {
        undo();
        others.delete(take);
      };
    },
    close: async () => {
      if (isClosed) return;
      // What was published before is on its way; asking for an answer waits until it is sent.
      if (sender.status === 'ready') await sender.ping().catch(() => {});
      isClosed = true;
      stopWatching();
      others.clear();
      for (const client of [sender, receiver]) client.disconnect();
      await own.close();
    },
  };
}

/** A client that sends nothing would take a half-open connection for a sound one for ever: it asks now and then. */
function watchSilence(clients: readonly RedisClient[], everyMs: number): () => void {
  const timer = setInterval(() => {
    // No answer breaks the connection, which is told as such.
    for (const client of clients) if (client.status === 'ready') client.ping().catch(() => {});
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** What another node published. The channel is ours, but a text that is no news must not end a node. */
function parseNews(text: string): { node: string; news: News } | null {
  try {
    const { node, news } = JSON.parse(text) as { node: unknown; news: News | null };
    return typeof node === 'string' && news !== null && typeof news.type === 'string' ? { node, news } : null;
  } catch {
    return null; // The caller tells of it.
  }
}
