/** Socket.IO with the same settings and frames of the same shape and size, but no log: nothing is checked or stored. */
import { createServer } from 'node:http';
import { limits } from '@support-chat/protocol';
import { Server } from 'socket.io';
import { answerParent } from './child-process.mjs';
import { person } from './people.mjs';

const http = createServer();
const io = new Server(http, {
  serveClient: false,
  pingInterval: limits.pingIntervalMs,
  pingTimeout: limits.pingTimeoutMs,
  maxHttpBufferSize: limits.maxFrameBytes,
  perMessageDeflate: false,
  httpCompression: false,
});
let seq = 100_000;

io.on('connection', (socket) => {
  const by = person(Number(socket.handshake.auth.token));
  socket.on('room.join', ({ room }, acknowledge) => {
    socket.join(room);
    acknowledge({ ok: true, answer: {} });
  });
  socket.on('message.post', ({ room, cid, body }, acknowledge) => {
    const at = Date.now();
    const event = { type: 'message.posted', audience: 'everyone', data: { body }, by, seq: (seq += 1), at, cid };
    io.to(room).emit('events', { room, events: [event] });
    acknowledge({ ok: true, answer: { seq, at, dup: false } });
  });
});
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

answerParent(
  {
    start: () => `http://127.0.0.1:${http.address().port}/`,
    tokens: (count) => Array.from({ length: count }, (_, index) => String(index)),
    createRoom: () => null,
  },
  () => io.close(),
);
