/** Members who come back by themselves whenever they are cut off, with the back-off of the published client. */
import { backOffMs } from '../packages/client/dist/back-off.js';
import { answerParent } from './child-process.mjs';
import { openRawSocket } from './raw-socket.mjs';

let members = [];

answerParent({
  /** Everybody joins a room, spread evenly; a hundred at a time. Resolves to the head of each room. */
  enter: async ({ url, rooms, tokens }) => {
    members = tokens.map((token, index) => ({ url, token, room: rooms[index % rooms.length], epoch: '', head: 0 }));
    for (let start = 0; start < members.length; start += 100)
      await Promise.all(members.slice(start, start + 100).map(connect));
    for (const member of members) void stayConnected(member);
    return Object.fromEntries(members.map(({ room, head }) => [room, head]));
  },

  /** Resolves when everybody has `missed` more events than when it was asked, to when each was connected and caught up. */
  comeBack: ({ missed }) =>
    Promise.all(
      members.map(
        (member) =>
          new Promise((resolve) => {
            member.wanted = member.head + missed;
            member.whenBack = resolve;
          }),
      ),
    ),
});

async function connect(member) {
  const socket = await openRawSocket(member.url, member.token);
  member.connectedAt = Date.now();
  const cursor = member.head > 0 ? { after: member.head, epoch: member.epoch } : {};
  const { epoch, standing } = await socket.ask('room.join', { room: member.room, ...cursor });
  Object.assign(member, { socket, epoch, head: standing.head });
  if (member.head >= member.wanted) member.whenBack({ connectedAt: member.connectedAt, caughtUpAt: Date.now() });
}

async function stayConnected(member) {
  for (;;) {
    await member.socket.closed;
    const closedAt = Date.now();
    for (let failures = 0; ; failures += 1) {
      const waitMs = backOffMs({ failures, random: Math.random, lastedMs: Date.now() - closedAt });
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      const isBack = await connect(member).then(
        () => true,
        () => false,
      );
      if (isBack) break;
    }
  }
}
