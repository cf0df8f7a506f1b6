/**
 * The part of engine.io-client that the wire uses: packets of text over a WebSocket or over long polling, from one to the
 * other while it opens, from polling to a WebSocket later, and a heartbeat that notices silence. It takes the place of the
 * whole one in the page. https://socket.io/docs/v4/engine-io-protocol/
 */
import { Emitter } from '@socket.io/component-emitter';

const packets = { open: '0', close: '1', ping: '2', pong: '3', message: '4', upgrade: '5', noop: '6' };
const separator = '\x1e';

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

  #attempt() {
    const name = this.#names.shift();
    const transport = (this.#transport = new transports[name](this.#addressOf(name), {
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
    const probe = new transports.websocket(this.#addressOf('websocket'), {
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
    transport.close();
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

class PollingTransport {
  session = null;
  #address;
  #handlers;
  #abort = new AbortController();
  #outgoing = [];
  #posting = null;
  #isPaused = false;
  #polling;

  constructor(address, handlers) {
    this.#address = address;
    this.#handlers = handlers;
    this.#polling = this.#poll();
  }

  send(packet) {
    this.#outgoing.push(packet);
    this.#posting ??= this.#post();
  }

  /** Resolves when what is on its way has arrived; nothing is asked or sent after that. */
  async pause() {
    this.#isPaused = true;
    await Promise.all([this.#polling, this.#posting]);
  }

  close() {
    // The server is told, so that it need not wait for the end of a heartbeat.
    if (this.session && !this.#isPaused)
      void this.#ask({ method: 'POST', body: packets.close, keepalive: true }).catch(() => {});
    this.#abort.abort();
  }

  async #poll() {
    try {
      while (!this.#isPaused && !this.#abort.signal.aborted) {
        const text = await (await this.#ask({ signal: this.#abort.signal })).text();
        for (const packet of text.split(separator)) this.#handlers.packet(packet);
      }
    } catch {
      if (!this.#abort.signal.aborted) this.#handlers.closed();
    }
  }

  async #post() {
    try {
      while (this.#outgoing.length > 0)
        await this.#ask({ method: 'POST', body: this.#portion(), signal: this.#abort.signal });
      this.#posting = null;
    } catch {
      if (!this.#abort.signal.aborted) this.#handlers.closed();
    }
  }

  /** As many packets as the server takes at once. */
  #portion() {
    let body = this.#outgoing.shift();
    while (this.#outgoing.length > 0) {
      const more = body + separator + this.#outgoing[0];
      // A character has at most three bytes in UTF-8.
      if (more.length * 3 > this.session.maxPayload) break;
      body = more;
      this.#outgoing.shift();
    }
    return body;
  }

  async #ask(options) {
    if (this.session) this.#address.searchParams.set('sid', this.session.sid);
    this.#address.searchParams.set('t', `${Date.now()}${Math.random()}`);
    const answer = await fetch(this.#address, { cache: 'no-store', ...options });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer;
  }
}

const transports = { websocket: WebSocketTransport, polling: PollingTransport };
