/** What a client needs of the world around it, and what it takes when it is not told. */
import { systemClock, type Clock } from './clock.js';
import { indexedStorage } from './indexed-storage.js';
import type { Locks } from './outbox-leader.js';
import { memoryStorage, type OutboxStorage } from './outbox-storage.js';
import { browserPage, type Page } from './page.js';
import { makeSocketWire } from './socket-wire.js';
import { broadcastChannel, type TabChannelMaker } from './tab-channel.js';
import type { WireMaker } from './wire.js';

export type ClientOptions = {
  /** Base address of the room server, such as `https://chat.example`. Relative to the page when there is one. */
  readonly url: string;
  /** Gives a token; called before every attempt to connect. It may reject: the client waits and asks again. */
  readonly getToken: () => Promise<string> | string;
  /** What carries requests and frames. Default: Socket.IO. */
  readonly wire?: WireMaker;
  /** Where unsent messages and drafts are kept. Default: IndexedDB in a browser, memory elsewhere. */
  readonly storage?: OutboxStorage;
  /** Time. Default: the machine's. */
  readonly clock?: Clock;
  /** Numbers in [0, 1) for waits. Default: `Math.random`. */
  readonly random?: () => number;
  /** Makes command ids: 32 hexadecimal digits that nobody can guess. Default: 128 random bits. */
  readonly makeCid?: () => string;
  /** Decides which tab sends. Default: Web Locks; null: every tab sends what it made. */
  readonly locks?: Locks | null;
  /** Tells other tabs that the outbox changed. Default: BroadcastChannel in a browser; null: tells nobody. */
  readonly tabs?: TabChannelMaker | null;
  /** The page around the client. Default: the browser's; null: none. */
  readonly page?: Page | null;
  /** Receives what subscribers throw. Default: the window's error event, the console elsewhere. */
  readonly report?: (error: unknown) => void;
};

/** Options with every default filled in. */
export type Settings = { readonly [K in keyof ClientOptions]-?: Exclude<ClientOptions[K], undefined> };

/** Fills in what is not given. Throws a TypeError for an option that does not exist and for a bad address. */
export function settingsFrom(options: ClientOptions): Settings {
  const isBrowser = typeof window !== 'undefined';
  // Made absolute, so that pages that spell it in different ways share one outbox.
  const url = new URL(options.url, globalThis.location?.href).href;
  const settings: Settings = {
    url,
    getToken: options.getToken,
    wire: options.wire ?? makeSocketWire,
    storage: options.storage ?? (isBrowser ? indexedStorage(url, () => window.indexedDB) : memoryStorage()),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    makeCid: options.makeCid ?? randomCid,
    locks: options.locks !== undefined ? options.locks : isBrowser ? (navigator.locks ?? null) : null,
    tabs:
      options.tabs !== undefined ? options.tabs : isBrowser && 'BroadcastChannel' in window ? broadcastChannel : null,
    page: options.page !== undefined ? options.page : browserPage(),
    report: options.report ?? reportError,
  };
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(settings, name)) {
      throw new TypeError(`no option "${name}"; there are ${Object.keys(settings).join(', ')}`);
    }
  }
  return Object.freeze(settings);
}

/** `crypto.randomUUID` would need https, which an intranet may not have. */
function randomCid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function reportError(error: unknown): void {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  else console.error(error);
}
