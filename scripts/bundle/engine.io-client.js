/**
 * The part of engine.io-client that the wire uses: packets of text over a WebSocket or over long polling, from one to the
 * other while it opens, from polling to a WebSocket later, and a heartbeat that notices silence. It takes the place of the
 * whole one in the page. https://socket.io/docs/v4/engine-io-protocol/
 */
import { Emitter } from '@socket.io/component-emitter';

const packets = { open: '0', close: '1', ping: '2', pong: '3', message: '4', upgrade: '5', noop: '6' };

/** Emits `open`, `data` with each text, `error` when it cannot open, and once `close`. */
export class Socket extends Emitter {
  #address;
  #names;
  #transport = null;
  /** What the server said when it opened: `sid`, times in milliseconds, `maxPayload` in bytes. */
  #session = null;
  /** Packets that wait while the transport changes; null when they need not. */
  #waiting = null;
  #timer;
  #isOver = false;
  #lost = () => this.#end('network connection lost');

  constructor(origin, { path, transports: names }) {
    super();
    this.#address = new URL(path, origin);
    this.#names = [...names];
    addEventListener('offline', this.#lost);
    this.#attempt();
  }

  write(text) {
    this.#send(packets.message + text);
  }

  close() {
    this.#end('forced close');
  }

  async #attempt() {
    const name = this.#names.shift();
    this.#transport = null;
    const Transport = await transports[name]().catch(() => null);
    if (this.#isOver) return;
    if (!Transport) return this.#closed();
    const transport = (this.#transport = new Transport(this.#addressOf(name), {
      packet: (packet) => transport === this.#transport && this.#take(packet),
      closed: () => transport === this.#transport && this.#closed(),
    }));
  }

  #closed() {
    if (this.#session) return this.#end('transport close');
    if (this.#names.length > 0) return this.#attempt();
    this.emit('error', new Error('no transport could be opened'));
    this.#end('transport error');
  }

  #take(packet) {
    const type = packet[0];
    if (type === packets.message) this.emit('data', packet.slice(1));
    else if (type === packets.ping) {
      this.#send(packets.pong);
      this.#expectPing();
    } else if (type === packets.open) {
      this.#session = JSON.parse(packet.slice(1));
      this.#transport.session = this.#session;
      this.#expectPing();
      this.emit('open');
      if (this.#names.includes('websocket')) this.#goOver();
    } else if (type === packets.close) this.#end('transport close');
  }

  #send(packet) {
    if (this.#waiting) this.#waiting.push(packet);
    else this.#transport.send(packet);
  }

  #expectPing() {
    clearTimeout(this.#timer);
    const { pingInterval, pingTimeout } = this.#session;
    this.#timer = setTimeout(() => this.#end('ping timeout'), pingInterval + pingTimeout);
  }

  /** Polling works; a WebSocket that answers takes its place, and one that does not is forgotten. */
  #goOver() {
    const polling = this.#transport;
    const probe = new WebSocketTransport(this.#addressOf('websocket'), {
      opened: () => probe.send(`${packets.ping}probe`),
      packet: async (packet) => {
        if (probe === this.#transport) return this.#take(packet);
        if (packet !== `${packets.pong}probe`) return;
        this.#waiting = [];
        await polling.pause();
        if (this.#isOver) return probe.close();
        this.#transport = probe;
        probe.send(packets.upgrade);
        for (const waiting of this.#waiting) probe.send(waiting);
        this.#waiting = null;
      },
      closed: () => {
        if (probe === this.#transport || this.#waiting) this.#end('transport close');
      },
    });
    this.once('close', () => probe.close());
  }

  #addressOf(name) {
    const address = new URL(this.#address);
    address.search = new URLSearchParams({
      EIO: '4',
      transport: name,
      ...(this.#session && { sid: this.#session.sid }),
    });
    return address;
  }

  #end(reason) {
    if (this.#isOver) return;
    this.#isOver = true;
    removeEventListener('offline', this.#lost);
    clearTimeout(this.#timer);
    const transport = this.#transport;
    this.#transport = null;
    transport?.close();
    this.emit('close', reason);
  }
}

class WebSocketTransport {
  #socket;

  constructor(address, { opened, packet, closed }) {
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = (this.#socket = new WebSocket(address));
    socket.onopen = opened;
    socket.onmessage = ({ data }) => packet(data);
    socket.onclose = closed;
  }

  send(packet) {
    // Before it is closed nothing else is sent; after that it does not matter.
    if (this.#socket.readyState === 1) this.#socket.send(packet);
  }

  close() {
    this.#socket.onclose = null;
    this.#socket.close();
  }
}

/** Few need long polling: it comes when a WebSocket cannot be had. From where the module stands whose place this takes. */
const transports = {
  websocket: async () => WebSocketTransport,
  polling: async () => (await import('../../../../scripts/bundle/engine.io-polling.js')).PollingTransport,
};
