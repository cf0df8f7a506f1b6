/** A member that stops reading: a WebSocket by hand, because every library reads. RFC 6455, and Engine.IO 4 inside. */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';

/** Less than half of the time the server waits for a sign of life. */
const aliveEveryMs = 4_000;

export class StoppedSocket {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout | null;

  private constructor(socket: Socket, isAlive: boolean) {
    this.#socket = socket;
    // The answer to a ping that waits unread behind everything else.
    this.#timer = isAlive ? setInterval(() => socket.write(frameOf('3')), aliveEveryMs) : null;
    socket.on('error', () => this.close());
  }

  /** Joins the room, then reads nothing more. With `isAlive` it goes on answering the heartbeat. */
  static async open(options: {
    readonly url: string;
    readonly token: string;
    readonly room: string;
    readonly isAlive: boolean;
  }): Promise<StoppedSocket> {
    const socket = await upgrade(options.url);
    // Engine.IO's hello, Socket.IO's admission, the answer to the request: each is written when the one before has come.
    await heard(socket, '0{', () => {});
    await heard(socket, '40{', () => socket.write(frameOf(`40${JSON.stringify({ token: options.token })}`)));
    const join = `420${JSON.stringify(['room.join', { room: options.room }])}`;
    await heard(socket, '430[', () => socket.write(frameOf(join)));
    socket.pause();
    return new StoppedSocket(socket, options.isAlive);
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#socket.destroy();
  }
}

function upgrade(url: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    };
    const asked = request(`${url}socket.io/?EIO=4&transport=websocket`, { headers });
    asked.once('error', reject).once('response', ({ statusCode }) => reject(new Error(`no WebSocket: ${statusCode}`)));
    asked.once('upgrade', (_response, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.end();
  });
}

/** Does something and resolves when this text has come. Whatever else came is not looked at. */
function heard(socket: Socket, text: string, ask: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let read = '';
    const gone = (): void => reject(new Error(`the server closed before it said ${text}`));
    const listen = (data: Buffer): void => {
      read += data.toString('latin1');
      if (!read.includes(text)) return;
      socket.off('data', listen).off('close', gone);
      resolve();
    };
    socket.on('data', listen).once('close', gone);
    ask();
  });
}

/** A text as one masked frame of a client. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  const head = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.from([0x81, 0xfe, 0, 0]);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}
