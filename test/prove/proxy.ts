/** A TCP proxy that treats what passes as a bad network does. */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the network does to every connection, from now on. `hole` swallows one direction, in silence. */
export type Weather =
  | { readonly kind: 'fair' }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'stall' }
  | { readonly kind: 'hole'; readonly direction: 'up' | 'down' }
  | { readonly kind: 'refuse' };

type Pair = { readonly client: Socket; readonly server: Socket; passed: number; cutAfter: number };

export class Proxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #weather: Weather = { kind: 'fair' };

  private constructor(target: number) {
    this.#server = createServer((client) => {
      if (this.#weather.kind === 'refuse') return void client.resetAndDestroy();
      const server = connect(target, '127.0.0.1');
      const pair: Pair = { client, server, passed: 0, cutAfter: Infinity };
      this.#pairs.add(pair);
      this.#forward(pair, client, server, 'up');
      this.#forward(pair, server, client, 'down');
    });
  }

  /** A proxy to a port of this machine. */
  static async open(target: number): Promise<Proxy> {
    const proxy = new Proxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo; // It listens on a port.
    return `http://127.0.0.1:${port}/`;
  }

  /** Changes the weather. What a hole swallowed is gone, so connections that met one are reset when it is over. */
  set(weather: Weather): void {
    const before = this.#weather;
    this.#weather = weather;
    if (before.kind === 'hole') this.reset();
    const isStalled = weather.kind === 'stall';
    for (const { client, server } of this.#pairs)
      for (const socket of [client, server]) socket[isStalled ? 'pause' : 'resume']();
  }

  /** Ends every connection with a reset. */
  reset(): void {
    for (const pair of this.#pairs) this.#end(pair);
  }

  /** Ends every connection after this many more bytes, in the middle of whatever they are of. */
  cutAfter(bytes: number): void {
    for (const pair of this.#pairs) pair.cutAfter = pair.passed + bytes;
  }

  async close(): Promise<void> {
    this.reset();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(pair: Pair, from: Socket, to: Socket, direction: 'up' | 'down'): void {
    from.on('data', (data) => {
      const weather = this.#weather;
      if (weather.kind === 'hole' && weather.direction === direction) return;
      const left = pair.cutAfter - pair.passed;
      pair.passed += data.length;
      if (data.length < left) return this.#write(to, data, weather);
      to.write(data.subarray(0, left), () => this.#end(pair));
    });
    from.on('error', () => this.#end(pair));
    from.on('close', () => this.#end(pair));
  }

  #write(to: Socket, data: Buffer, weather: Weather): void {
    if (weather.kind !== 'latency') return void to.write(data);
    // Timers of one length keep their order.
    setTimeout(() => to.writable && to.write(data), weather.ms);
  }

  #end(pair: Pair): void {
    if (!this.#pairs.delete(pair)) return;
    for (const socket of [pair.client, pair.server]) socket.resetAndDestroy();
  }
}
