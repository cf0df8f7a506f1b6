/** Connects people to a test server over real sockets. */
import assert from 'node:assert/strict';
import type {
  Answer,
  FrameName,
  FrameTable,
  Person,
  RefusalShape,
  RequestAnswer,
  RequestInput,
  RequestName,
} from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { Store } from '@support-chat/server';
import { newCid, type TestServer } from '@support-chat/server/testing';
import { io, type Socket } from 'socket.io-client';
import WebSocket from 'ws';
import { frameGapMs } from '../dist/feed.js';

export const { ana, ben, kenji, mia, tom, sato } = cast;

const patienceMs = 40_000;

export type Client = {
  readonly socket: Socket;
  /** Every frame so far, in order. */
  readonly frames: readonly { name: string; frame: unknown }[];
  /** The answer, or a failed test. */
  ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestAnswer<N>>;
  /** The refusal, or a failed test. */
  refusalFor(name: string, input: unknown): Promise<RefusalShape>;
  post(room: string, text: string, audience?: 'everyone' | 'staff'): Promise<{ seq: number; at: number; dup: boolean }>;
  /** The first frame of this name, past or to come, that fits. */
  next<F extends FrameName>(name: F, fits?: (frame: FrameTable[F]) => boolean): Promise<FrameTable[F]>;
  framesOf<F extends FrameName>(name: F): FrameTable[F][];
  /** Resolves when everything sent to this client before has arrived. */
  settle(): Promise<void>;
  close(): void;
};

/** The store with some methods replaced. */
export function changedStore(store: Store, changed: Partial<Store>): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(changed, name) ?? Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Connects and waits for `hello`. */
export async function connect(server: TestServer, person: Person, token?: string): Promise<Client> {
  const socket = openSocket(server, token ?? (await server.tokenFor(person)));
  const client = clientOf(socket);
  await Promise.race([
    client.next('hello'),
    happening(socket, 'connect_error').then((error) => assert.fail(`refused: ${String(error)}`)),
  ]);
  return client;
}

/** Resolves to what comes with the next event of the socket itself. */
export function happening(socket: Socket, name: 'connect_error' | 'disconnect'): Promise<unknown> {
  return new Promise((resolve) => void socket.once(name, resolve));
}

/** The refusal a connection is answered with. */
export async function refusedConnect(server: TestServer, token: unknown): Promise<RefusalShape> {
  const socket = openSocket(server, token);
  const error = (await happening(socket, 'connect_error')) as Error & { data?: RefusalShape };
  socket.close();
  assert.ok(error.data, `expected a refusal, got ${error.message}`);
  return error.data;
}

export function openSocket(server: TestServer, token: unknown): Socket {
  return io(server.url, { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token } });
}

function clientOf(socket: Socket): Client {
  const frames: { name: string; frame: unknown }[] = [];
  const waiting = new Set<() => void>();
  socket.onAny((name: string, frame: unknown) => {
    frames.push({ name, frame });
    for (const check of [...waiting]) check();
  });
  const emit = async (name: string, input: unknown): Promise<Answer> =>
    (await socket.timeout(8_000).emitWithAck(name, input)) as Answer;
  const client: Client = {
    socket,
    frames,
    ask: async (name, input) => {
      const answer = await emit(name, input);
      assert.ok(answer.ok, `${name} was refused: ${JSON.stringify(answer)}`);
      return answer.answer as never;
    },
    refusalFor: async (name, input) => {
      const answer = await emit(name, input);
      assert.ok(!answer.ok, `${name} was not refused: ${JSON.stringify(answer)}`);
      return answer.refusal;
    },
    post: (room, text, audience = 'everyone') =>
      client.ask('message.post', { room, cid: newCid(), body: { kind: 'text', text }, audience }),
    next: (name, fits = () => true) =>
      new Promise((resolve, reject) => {
        // Far longer than anything takes here: what never comes is to be named, not to stop the whole run.
        const tooLong = setTimeout(() => {
          waiting.delete(check);
          const last = JSON.stringify(client.framesOf(name).slice(-3));
          reject(new Error(`no fitting "${name}" within ${patienceMs / 1000} s; the last were ${last}`));
        }, patienceMs);
        const check = (): void => {
          const found = client.framesOf(name).find(fits);
          if (!found) return;
          waiting.delete(check);
          clearTimeout(tooLong);
          resolve(found);
        };
        tooLong.unref();
        waiting.add(check);
        check();
      }),
    framesOf: (name) => frames.filter((entry) => entry.name === name).map((entry) => entry.frame as never),
    settle: async () => {
      // A busy room rests between two frames; the server's timers are on this same loop and run before this one.
      await new Promise((resolve) => setTimeout(resolve, frameGapMs + 10));
      await client.ask('room.heads', {});
    },
    close: () => void socket.close(),
  };
  return client;
}

/** Creates a room as an agent. */
export async function createRoom(server: TestServer, room = 'rollout'): Promise<void> {
  await server.submit(mia, 'room.create', { room, kind: 'rollout', title: `Room ${room}`, purpose: 'Testing' });
}

/** A bare WebSocket to the engine, for frames no client would send. */
export function openRaw(server: TestServer, headers: Record<string, string> = {}): WebSocket {
  return new WebSocket(`${server.url.replace('http', 'ws')}socket.io/?EIO=4&transport=websocket`, { headers });
}

/** The HTTP status a handshake with these headers is refused with, or 101. */
export async function handshakeStatus(server: TestServer, headers: Record<string, string>): Promise<number> {
  const socket = openRaw(server, headers);
  return new Promise((resolve, reject) => {
    socket.once('open', () => (socket.terminate(), resolve(101)));
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.once('error', reject);
  });
}

/** A raw WebSocket past the engine's and Socket.IO's own greetings, signed in as this person. */
export async function signInRaw(server: TestServer, person: Person): Promise<WebSocket> {
  const socket = openRaw(server);
  await nextRaw(socket, '0{');
  socket.send(`40${JSON.stringify({ token: await server.tokenFor(person) })}`);
  await nextRaw(socket, '42["hello"');
  return socket;
}

/** The next raw packet that begins so. */
export async function nextRaw(socket: WebSocket, prefix: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const onMessage = (data: unknown): void => {
      const text = String(data);
      if (!text.startsWith(prefix)) return;
      socket.off('message', onMessage);
      resolve(text);
    };
    socket.on('message', onMessage);
    socket.once('close', () => reject(new Error(`closed before ${prefix}`)));
  });
}
