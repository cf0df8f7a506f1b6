/** People who send and wait for the acknowledgement, in one process, to a room server or one that speaks XMPP. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answerParent } from './child-process.mjs';
import { text } from './people.mjs';
import { openRawSocket } from './raw-socket.mjs';
import { openXmppSocket } from './xmpp-socket.mjs';

/** Senders by name of their crowd. */
const crowds = new Map();

answerParent({
  /** Somebody for each of `tokens` connects to `url`, or to `port`, where tokens are names; the rooms take turns. */
  enter: async ({ crowd, url, port, tokens, rooms }) => {
    const senders = [];
    for (const [index, token] of tokens.entries()) {
      const socket = await (url ? openRawSocket(url, token) : openXmppSocket(port, token));
      const room = rooms[index % rooms.length];
      await socket.enter(room);
      senders.push({ post: () => socket.post(room, text), close: () => socket.close() });
    }
    crowds.set(crowd, senders);
  },

  /** Everybody keeps `inFlight` messages on their way for that long. Resolves to how many were acknowledged, in what time. */
  send: async ({ crowd, forMs, inFlight }) => {
    let sent = 0;
    const startedAt = performance.now();
    const send = async ({ post }) => {
      for (; performance.now() - startedAt < forMs; sent += 1) await post();
    };
    const all = crowds.get(crowd).flatMap((sender) => Array.from({ length: inFlight }, () => send(sender)));
    await Promise.all(all);
    return { sent, ms: performance.now() - startedAt };
  },

  /** One after the other they send at an even pace. Resolves to the milliseconds until each acknowledgement. */
  pace: async ({ crowd, messages, perSecond }) => {
    const senders = crowds.get(crowd);
    const startAt = performance.now();
    const sends = [];
    for (let index = 0; index < messages; index += 1) {
      await sleep(Math.max(startAt + (index * 1_000) / perSecond - performance.now(), 0));
      const sentAt = performance.now();
      sends.push(senders[index % senders.length].post().then(() => performance.now() - sentAt));
    }
    return Promise.all(sends);
  },

  leave: ({ crowd }) => {
    for (const { close } of crowds.get(crowd)) close();
    crowds.delete(crowd);
  },
});
