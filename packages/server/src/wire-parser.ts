/** A parser for Socket.IO that speaks its default protocol, and lets an answer go out as bytes that others get as well. */
import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import type { Answer } from '@support-chat/protocol';
import { encodeText, writeFrame, type FrameSocket } from './direct-frames.js';
import { sharedText, splitShared, wireText } from './wire-text.js';

/** What is acknowledged: an answer, and the socket it goes to. */
export class Acknowledgement {
  readonly answer: Answer;
  readonly #socket: FrameSocket;

  constructor(answer: Answer, socket: FrameSocket) {
    this.answer = answer;
    this.#socket = socket;
  }

  /** Writes the answer to the request `id` past Socket.IO's queue, or returns false. */
  write(id: number): boolean {
    const split = this.answer.ok ? splitShared(this.answer.answer) : null;
    if (!split) return writeFrame(this.#socket, [encodeText(`43${id}[${JSON.stringify(this.answer)}]`)]);
    const end = endOf(split.shared);
    const start = `43${id}[{"ok":true,"answer":${split.before}`;
    return writeFrame(this.#socket, [encodeText(start, end.length), end]);
  }
}

/** The shared part of an answer with everything after it, as long as the shared part is in memory somewhere. */
const ends = new WeakMap<object, Buffer>();

function endOf(shared: object): Buffer {
  let end = ends.get(shared);
  if (!end) ends.set(shared, (end = Buffer.from(`${sharedText(shared)}}}]`)));
  return end;
}

/** Nothing this server sends is binary, so it is not searched for anything binary, as Socket.IO's own encoder does. */
class WireEncoder extends Encoder {
  override encode(packet: Packet): unknown[] {
    const { type, nsp, id } = packet;
    if (nsp !== '/' || (type !== PacketType.EVENT && type !== PacketType.ACK)) return super.encode(packet);
    // Socket.IO gives an array: a name and what is told, or what was acknowledged.
    const [first, second] = packet.data as readonly unknown[];
    if (first instanceof Acknowledgement && id !== undefined)
      return first.write(id) ? [] : [`${type}${id}[${JSON.stringify(first.answer)}]`];
    if (typeof first === 'string' && typeof second === 'object' && second !== null && id === undefined)
      return [`${type}["${first}",${wireText(second)}]`];
    return super.encode(packet);
  }
}

/** https://socket.io/docs/v4/custom-parser/ */
export const wireParser = Object.freeze({ Encoder: WireEncoder, Decoder });
