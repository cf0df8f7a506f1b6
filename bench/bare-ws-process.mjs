/**
 * `ws` alone, without Socket.IO: it answers in the same framing, so that the same members can use it, and writes the same
 * JSON to each member of a room. What it costs is what the system calls and `ws` cost.
 */
import { answerParent } from './child-process.mjs';
import { person } from './people.mjs';
import { WebSocketServer } from './ws.mjs';

const wss = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
const rooms = new Map();
let seq = 100_000;

wss.on('connection', (socket) => {
  const answer = (id, value) => socket.send(`43${id}${JSON.stringify([{ ok: true, answer: value }])}`);
  const requests = {
    'room.join': ({ room }) => {
      membersOf(room).add(socket);
      socket.on('close', () => membersOf(room).delete(socket));
      return {};
    },
    'message.post': ({ room, cid, body }) => {
      const at = Date.now();
      const by = person(socket.index);
      const event = { type: 'message.posted', audience: 'everyone', data: { body }, by, seq: (seq += 1), at, cid };
      const frame = Buffer.from(`42${JSON.stringify(['events', { room, events: [event] }])}`);
      for (const member of membersOf(room)) member.send(frame, { binary: false });
      return { seq, at, dup: false };
    },
  };
  socket.on('message', (data) => {
    const packet = data.toString();
    const start = packet.search(/[[{]/);
    const input = JSON.parse(packet.slice(start));
    if (packet.startsWith('40')) {
      socket.index = Number(input.token);
      return socket.send('40{}');
    }
    const [name, value] = input;
    return answer(packet.slice(2, start), requests[name](value));
  });
  socket.send('0{}');
});
await new Promise((resolve) => wss.once('listening', resolve));

function membersOf(room) {
  if (!rooms.has(room)) rooms.set(room, new Set());
  return rooms.get(room);
}

answerParent(
  {
    start: () => `http://127.0.0.1:${wss.address().port}/`,
    tokens: (count) => Array.from({ length: count }, (_, index) => String(index)),
    createRoom: () => null,
  },
  () => wss.close(),
);
