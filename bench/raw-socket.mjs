/** A Socket.IO client that costs next to nothing: it speaks the framing itself and never parses what it only counts. */
import { randomBytes } from 'node:crypto';
import { WebSocket } from './ws.mjs';

const posted = Buffer.from('"type":"message.posted"');

/** Opens a socket and waits until it is admitted. `onMessages` is told how many messages each frame delivered. */
export function openRawSocket(url, token, onMessages = () => {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  const waiting = new Map();
  let lastId = 0;
  const opened = {
    /** Sends a request and resolves to its answer. Throws the refusal. */
    ask: (name, input) =>
      new Promise((resolve, reject) => {
        waiting.set((lastId += 1), { resolve, reject });
        socket.send(`42${lastId}${JSON.stringify([name, input])}`);
      }),
    enter: (room) => opened.ask('room.join', { room }),
    /** Resolves when the message was acknowledged. */
    post: (room, text) =>
      opened.ask('message.post', { room, cid: randomBytes(16).toString('hex'), body: { kind: 'text', text } }),
    close: () => socket.close(),
    /** Resolves when the connection is gone. */
    closed: new Promise((resolve) => socket.once('close', resolve)),
  };
  const settle = (packet) => {
    const start = packet.indexOf('[');
    const id = Number(packet.slice(2, start));
    const [{ ok, answer, refusal }] = JSON.parse(packet.slice(start));
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (ok) resolve(answer);
    else reject(new Error(`${refusal.code}: ${refusal.message}`));
  };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const kind = data.toString('latin1', 0, 2);
      if (kind === '42') onMessages(countIn(data));
      else if (kind === '43') settle(data.toString());
      else if (kind[0] === '2') socket.send('3');
      else if (kind[0] === '0') socket.send(`40${JSON.stringify({ token })}`);
      else if (kind === '40') resolve(opened);
      else if (kind === '44') reject(new Error(data.toString()));
    });
  });
}

/** A frame may deliver several messages. */
function countIn(data) {
  let count = 0;
  for (let at = data.indexOf(posted); at !== -1; at = data.indexOf(posted, at + posted.length)) count += 1;
  return count;
}
