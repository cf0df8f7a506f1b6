/**
 * Socket.IO with the same settings and frames of the same shape and size, but no log: nothing is checked or stored. With the
 * argument `keeping` it is the least that can be called durable: a number from a counter, one table, one transaction for all
 * that came within 5 ms, and answer and frame after it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@support-chat/protocol';
import { Server } from 'socket.io';
import { openDatabase } from '../packages/server/dist/store/sqlite/database.js';
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
const keeper = process.argv[2] === 'keeping' ? openKeeper() : null;

io.on('connection', (socket) => {
  const by = person(Number(socket.handshake.auth.token));
  socket.on('room.join', ({ room }, acknowledge) => {
    socket.join(room);
    acknowledge({ ok: true, answer: {} });
  });
  socket.on('message.post', ({ room, cid, body }, acknowledge) => {
    const at = Date.now();
    const event = { type: 'message.posted', audience: 'everyone', data: { body }, by, seq: (seq += 1), at, cid };
    const tell = () => {
      io.to(room).emit('events', { room, events: [event] });
      acknowledge({ ok: true, answer: { seq: event.seq, at, dup: false } });
    };
    if (keeper) keeper.keep(room, event, tell);
    else tell();
  });
});
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

answerParent(
  {
    start: () => `http://127.0.0.1:${http.address().port}/`,
    tokens: (count) => Array.from({ length: count }, (_, index) => String(index)),
    createRoom: () => null,
  },
  () => {
    keeper?.close();
    return io.close();
  },
);

function openKeeper() {
  const dir = mkdtempSync(join(tmpdir(), 'support-chat-bench-'));
  const { database, close } = openDatabase(join(dir, 'rooms.db'));
  database.exec('CREATE TABLE events (room TEXT, seq INTEGER, cid TEXT UNIQUE, content TEXT, PRIMARY KEY (room, seq))');
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?)');
  let waiting = [];
  const commit = () => {
    const now = waiting;
    waiting = [];
    database.exec('BEGIN IMMEDIATE');
    for (const { room, event } of now) insert.run(room, event.seq, event.cid, JSON.stringify(event));
    database.exec('COMMIT');
    for (const { tell } of now) tell();
  };
  return {
    keep: (room, event, tell) => {
      if (waiting.push({ room, event, tell }) === 1) setTimeout(commit, 5);
    },
    close: () => {
      close();
      rmSync(dir, { recursive: true });
    },
  };
}
