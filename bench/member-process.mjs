/** Members of rooms in one process, apart from the server they are connected to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answerParent } from './child-process.mjs';
import { text } from './people.mjs';
import { openRawSocket } from './raw-socket.mjs';

/** Sockets and delivered messages, by address of the server. */
const crowds = new Map();

answerParent({
  /** Everybody of `tokens` joins the room; a hundred at a time. */
  join: async ({ url, room, tokens }) => {
    const crowd = { room, members: [], delivered: 0, expected: Infinity, whenDone: () => {} };
    crowds.set(`${url}${room}`, crowd);
    const onMessages = (count) => {
      crowd.delivered += count;
      if (crowd.delivered >= crowd.expected) crowd.whenDone();
    };
    for (let start = 0; start < tokens.length; start += 100) {
      const some = tokens.slice(start, start + 100).map((token) => openRawSocket(url, token, onMessages));
      crowd.members.push(...(await Promise.all(some)));
    }
    for (const member of crowd.members) await member.enter(room);
  },

  /** `senders` members keep `inFlight` posts each on their way, until `messages` were delivered to everybody. */
  saturate: async ({ url, room, messages, senders, inFlight }) => {
    const crowd = crowds.get(`${url}${room}`);
    const all = expect(crowd, messages);
    let left = messages;
    const send = async (member) => {
      while (left > 0) {
        left -= 1;
        await member.post(room, text);
      }
    };
    const posting = crowd.members
      .slice(0, senders)
      .flatMap((member) => Array.from({ length: inFlight }, () => send(member)));
    await Promise.all([...posting, all]);
  },

  /** Members post one message after the other at an even pace, until all were delivered to everybody. */
  pace: async ({ url, room, messages, perSecond }) => {
    const crowd = crowds.get(`${url}${room}`);
    const all = expect(crowd, messages);
    let sent = 0;
    const posts = [];
    await new Promise((resolve) => {
      const timer = setInterval(() => {
        posts.push(crowd.members[sent % crowd.members.length].post(room, text));
        sent += 1;
        if (sent < messages) return;
        clearInterval(timer);
        resolve();
      }, 1_000 / perSecond);
    });
    await Promise.all([...posts, all]);
  },

  /**
   * In every room its members post one message after the other at an even pace, the rooms one after the other, too. Resolves
   * to the milliseconds that each message took to everybody in its room.
   */
  talk: async ({ url, rooms, messages, perSecond }) => {
    const gapMs = 1_000 / perSecond;
    const talks = rooms.map((room, index) => {
      const crowd = crowds.get(`${url}${room}`);
      return talkInRoom(crowd, { messages, gapMs, startMs: (gapMs * index) / rooms.length });
    });
    return (await Promise.all(talks)).flat();
  },

  /**
   * A crowd comes back at once, spread over the rooms: everybody connects and joins from the room's cursor on. Resolves to
   * the milliseconds until the last one is caught up, and how many messages they got.
   */
  comeBack: async ({ url, rooms, tokens, cursors }) => {
    const startedAt = performance.now();
    const back = tokens.map(async (token, index) => {
      const member = await openRawSocket(url, token);
      const place = index % rooms.length;
      const answer = await member.ask('room.join', { room: rooms[place], ...cursors[place] });
      return { member, caughtUp: answer.events?.length ?? 0 };
    });
    const members = await Promise.all(back);
    const ms = performance.now() - startedAt;
    for (const { member } of members) member.close();
    return { ms, caughtUp: members.reduce((sum, { caughtUp }) => sum + caughtUp, 0) };
  },

  leave: ({ url, room }) => {
    for (const member of crowds.get(`${url}${room}`).members) member.close();
    crowds.delete(`${url}${room}`);
  },
});

async function talkInRoom(crowd, { messages, gapMs, startMs }) {
  const startAt = performance.now() + startMs;
  const delays = [];
  for (let sent = 0; sent < messages; sent += 1) {
    await sleep(Math.max(startAt + sent * gapMs - performance.now(), 0));
    const sentAt = performance.now();
    const all = expect(crowd, 1).then(() => delays.push(performance.now() - sentAt));
    await Promise.all([crowd.members[sent % crowd.members.length].post(crowd.room, text), all]);
  }
  return delays;
}

/** Resolves when `messages` more were delivered to each member; a delivery too many shows in the next round. */
function expect(crowd, messages) {
  const wanted = crowd.delivered + messages * crowd.members.length;
  crowd.expected = wanted;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${crowd.delivered} of ${wanted} deliveries came in 60 s`)), 60_000);
    crowd.whenDone = () => {
      clearTimeout(late);
      if (crowd.delivered > wanted) return reject(new Error(`${crowd.delivered} deliveries, expected ${wanted}`));
      resolve();
    };
  });
}
