/**
 * The part of socket.io-client that the wire uses, on engine.io-client: one attempt, the default namespace, JSON, and no
 * reconnection, buffer or retry of its own – the outbox does those. It takes the place of the whole one in the page, where
 * that would cost 2.4 kB more. https://socket.io/docs/v4/socket-io-protocol/
 */
import { Emitter } from '@socket.io/component-emitter';
import { Socket as Engine } from 'engine.io-client';
import { Decoder, Encoder, PacketType } from 'socket.io-parser';

export function io(uri, options) {
  return new Socket(uri, options);
}

class Socket extends Emitter {
  connected = false;
  /** As in socket.io-client, where the manager holds the engine. */
  io = { engine: null };
  #uri;
  #options;
  #encoder = new Encoder();
  #waiting = new Map();
  #nextId = 0;

  constructor(uri, options) {
    super();
    this.#uri = uri;
    this.#options = options;
  }

  connect() {
    const engine = (this.io.engine = new Engine(this.#uri, this.#options));
    const decoder = new Decoder();
    decoder.on('decoded', (packet) => this.#receive(packet));
    engine.on('open', () => this.#options.auth((data) => this.#write({ type: PacketType.CONNECT, data })));
    engine.on('data', (text) => {
      try {
        decoder.add(text);
      } catch {
        engine.close(); // The client comes back and reads what it missed.
      }
    });
    engine.on('error', (error) => this.connected || this.emitReserved('connect_error', error));
    engine.on('close', (reason) => this.#end(reason));
  }

  disconnect() {
    if (this.connected) this.#write({ type: PacketType.DISCONNECT });
    this.io.engine?.close();
    this.#end('io client disconnect');
  }

  timeout(ms) {
    return {
      emit: (name, input, answered) => {
        const id = this.#nextId++;
        const timer = setTimeout(() => this.#answer(id, new Error('operation has timed out')), ms);
        this.#waiting.set(id, { answered, timer });
        this.#write({ type: PacketType.EVENT, id, data: [name, input] });
      },
    };
  }

  #write(packet) {
    for (const text of this.#encoder.encode(packet)) this.io.engine.write(text);
  }

  #receive({ type, id, data }) {
    if (type === PacketType.CONNECT) {
      this.connected = true;
      this.emitReserved('connect');
    } else if (type === PacketType.EVENT) this.emitReserved(...data);
    else if (type === PacketType.ACK) this.#answer(id, null, data[0]);
    else if (type === PacketType.CONNECT_ERROR) {
      this.emitReserved('connect_error', Object.assign(new Error(data.message), { data: data.data }));
    } else {
      this.#end('io server disconnect');
      this.io.engine.close();
    }
  }

  #answer(id, error, answer) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    waiting?.answered(error, answer);
  }

  #end(reason) {
    if (!this.connected) return;
    this.connected = false;
    for (const id of [...this.#waiting.keys()]) this.#answer(id, new Error('socket has been disconnected'));
    this.emitReserved('disconnect', reason);
  }
}
