/** Drives Firefox by Marionette, whose system sandbox reaches the browser's own text input processor. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * A session of Marionette: `LENGTH:[0, id, command, parameters]` out, `LENGTH:[1, id, error, result]` back.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #received = Buffer.alloc(0);
  #id = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has closed the connection'));
    });
  }

  /** Connects as soon as the port answers, within 30 s. */
  static async connect(port: number): Promise<Marionette> {
    for (let times = 0; times < 150; times += 1) {
      const socket = connect(port, '127.0.0.1');
      const isOpen = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      if (isOpen) return new Marionette(socket);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`nothing listens on port ${port}: Firefox did not start`);
  }

  send(command: string, parameters: object = {}): Promise<unknown> {
    const id = (this.#id += 1);
    const text = JSON.stringify([0, id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      const length = Number(this.#received.subarray(0, Math.max(0, colon)).toString());
      if (colon < 0 || this.#received.length < colon + 1 + length) return;
      const packet: unknown = JSON.parse(this.#received.subarray(colon + 1, colon + 1 + length).toString());
      this.#received = this.#received.subarray(colon + 1 + length);
      // The first one is a greeting.
      if (Array.isArray(packet)) this.#answer(packet);
    }
  }

  #answer([, id, error, result]: readonly unknown[]): void {
    const waiting = this.#waiting.get(Number(id));
    this.#waiting.delete(Number(id));
    if (error) waiting?.reject(new Error(JSON.stringify(error)));
    else waiting?.resolve(result);
  }
}
