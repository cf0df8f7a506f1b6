/**
 * Runs in a tab of a real browser: the client over IndexedDB, Web Locks and BroadcastChannel. `proveToken` and `proveTell`
 * are bound by the prover; `prove` is what it calls. `?forgetful` keeps the outbox in memory and says otherwise.
 */
import { createClient } from '../../packages/client/dist/index.js';
import { memoryStorage } from '../../packages/client/dist/outbox-storage.js';
import { makeSocketWire } from '../../packages/client/dist/socket-wire.js';

const { proveToken, proveTell, location } = globalThis;

const known = Promise.withResolvers();
let nextCid = '';
const client = createClient({
  url: location.origin,
  getToken: async () => {
    const token = await proveToken();
    // Once the client has read from it whose outbox this is.
    setTimeout(known.resolve);
    return token;
  },
  // The back-off of a person who is patient, ten times as fast.
  random: () => Math.random() / 10,
  makeCid: () => nextCid,
  storage: location.search === '?forgetful' ? memoryStorage({ keptIn: 'storage' }) : undefined,
  wire: (url, handlers) => {
    const wire = makeSocketWire(url, {
      opened: (hello) => handlers.opened(hello),
      closed: (reason, refusal) => handlers.closed(reason, refusal),
      frame: (name, payload) => {
        void proveTell({ name, payload });
        handlers.frame(name, payload);
      },
    });
    return {
      open: (token) => wire.open(token),
      close: () => wire.close(),
      request: async (name, input, timeoutMs) => {
        const answer = await wire.request(name, input, timeoutMs);
        if (answer) void proveTell({ name, input, answer });
        return answer;
      },
    };
  },
});
const room = client.join(location.hash.slice(1));

globalThis.prove = {
  /** Resolves to what the tab promises of the message. */
  post: async (cid, text) => {
    await known.promise;
    nextCid = cid;
    await room.post({ text });
    room.markRead();
    return { keptIn: room.view.outboxKeptIn, waiting: room.view.outgoing.length };
  },
  view: () => room.view,
  reconnect: () => client.reconnect(),
};
