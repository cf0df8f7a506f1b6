/**
 * The part of socket.io-parser that the room protocol uses: JSON packets of the default namespace. It takes the place of
 * the whole one in the page, which also puts binary attachments together. https://socket.io/docs/v4/socket-io-protocol/
 */
import { Emitter } from '@socket.io/component-emitter';

export const protocol = 5;

export const PacketType = {
  CONNECT: 0,
  DISCONNECT: 1,
  EVENT: 2,
  ACK: 3,
  CONNECT_ERROR: 4,
  BINARY_EVENT: 5,
  BINARY_ACK: 6,
};

export class Encoder {
  encode({ type, id, data }) {
    return [`${type}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

export class Decoder extends Emitter {
  /** Throws an Error for anything else; the manager then closes the connection, and the client comes back. */
  add(text) {
    const [, type, id, json] = /^([0-4])(\d*)(.*)$/s.exec(text) ?? [];
    if (type === undefined) throw new Error('not a JSON packet of the default namespace');
    const data = json === '' ? undefined : JSON.parse(json);
    const isList = type === '2' || type === '3';
    if (isList !== Array.isArray(data)) throw new Error('the packet’s payload does not fit its type');
    this.emitReserved('decoded', { type: Number(type), nsp: '/', data, ...(id === '' ? {} : { id: Number(id) }) });
  }

  destroy() {}
}
