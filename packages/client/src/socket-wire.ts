/** The wire over Socket.IO: one socket an attempt, reconnection off, the token in the handshake and never in the address. */
import { frameNames, refusalCodes, type Answer, type FrameName, type FrameTable } from '@support-chat/protocol';
import type { RefusalShape, RequestInput, RequestName } from '@support-chat/protocol';
import { io, type Socket } from 'socket.io-client';
import type { Wire, WireHandlers } from './wire.js';

/** Makes a Socket.IO wire to the server at `url`, which may have a path: `https://chat.example/support` uses `/support/socket.io/`. */
export function makeSocketWire(url: string, handlers: WireHandlers): Wire {
  return new SocketWire(new URL(url), handlers);
}

class SocketWire implements Wire {
  readonly #url: URL;
  readonly #handlers: WireHandlers;
  #socket: Socket | null = null;
  #isOpen = false;
  /** Some proxies swallow WebSockets without a word; polling gets through. */
  #startsWithPolling = false;

  constructor(url: URL, handlers: WireHandlers) {
    this.#url = url;
    this.#handlers = handlers;
  }

  open(token: string): void {
    const socket = io(this.#url.origin, {
      path: `${this.#url.pathname.replace(/\/+$/, '')}/socket.io/`,
      auth: (give) => give({ token }),
      transports: this.#startsWithPolling ? ['polling', 'websocket'] : ['websocket', 'polling'],
      tryAllTransports: true,
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      // Longer than the connection waits: it is the one that ends an attempt that takes too long.
      timeout: 30_000,
    });
    this.#socket = socket;
    this.#isOpen = false;
    for (const name of frameNames)
      socket.on(name, (payload: FrameTable[typeof name]) => this.#received(socket, name, payload));
    socket.on('connect_error', (error) => {
      const refusal = refusalOf(error);
      if (refusal) return this.#ended(socket, error.message, refusal);
      void askOrigin(this.#url).then((answer) => this.#ended(socket, error.message, answer));
    });
    socket.on('disconnect', (reason) => this.#ended(socket, reason, null));
    socket.connect();
  }

  request<N extends RequestName>(name: N, input: RequestInput<N>, timeoutMs: number): Promise<Answer<N> | null> {
    const socket = this.#socket;
    if (!socket?.connected) return Promise.resolve(null);
    return new Promise((resolve) => {
      const giveUp = (): void => resolve(null);
      // Socket.IO gives an error when the time is up and when the socket is gone; both mean that no answer came.
      socket.timeout(timeoutMs).emit(name, input, (error: Error | null, answer: Answer<N>) => {
        socket.off('disconnect', giveUp);
        resolve(error ? null : answer);
      });
      socket.once('disconnect', giveUp);
    });
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    if (!this.#isOpen) this.#startsWithPolling = !this.#startsWithPolling;
    socket.disconnect();
    socket.io.engine?.close();
  }

  #received<N extends FrameName>(socket: Socket, name: N, payload: FrameTable[N]): void {
    if (socket !== this.#socket) return;
    if (name !== 'hello') return this.#handlers.frame(name, payload);
    this.#isOpen = true;
    // The name says which payload it is; the compiler does not narrow one by the other.
    this.#handlers.opened(payload as FrameTable['hello']);
  }

  #ended(socket: Socket, reason: string, refusal: RefusalShape | null): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    socket.disconnect();
    this.#handlers.closed(reason, refusal);
  }
}

/**
 * A browser does not tell a page why its socket failed, so a page of another origin asks whether it is on the server's list.
 * Resolves to null when it is, and when nobody answers.
 */
async function askOrigin({ origin, href }: URL): Promise<RefusalShape | null> {
  if (!globalThis.location || location.origin === origin) return null;
  try {
    const answer = await fetch(`${href.replace(/\/+$/, '')}/api/origin`);
    const { isAllowed } = (await answer.json()) as { isAllowed?: unknown };
    return isAllowed === false ? { code: 'origin_refused', message: 'this origin is not on the list' } : null;
  } catch {
    return null; // The server cannot be reached: that is all there is to say.
  }
}

/** The refusal a server's middleware attached to the error, if any. */
function refusalOf(error: Error & { data?: unknown }): RefusalShape | null {
  const data = error.data;
  if (typeof data !== 'object' || data === null || !('code' in data)) return null;
  if (!(refusalCodes as readonly unknown[]).includes(data.code)) return null;
  // Checked to be one of our own codes, so it was made by a server that speaks this protocol.
  return data as RefusalShape;
}
