/**
 * One frame to many WebSockets: encoded once, written once to each, past the layers of Socket.IO that would queue, count
 * and wrap it for every member. They cost as much as the system call itself when a room is quiet.
 */
import type { Duplex } from 'node:stream';
import type { FrameName } from '@support-chat/protocol';
import type { Socket } from 'socket.io';
import type { Backlog } from './slow-consumers.js';

/** What is used of `ws` below Engine.IO's transport; Engine.IO itself writes prepared frames through the same method. */
type PreparedSender = { readonly sendFrame?: (parts: readonly [Buffer, Buffer?]) => void };

/** The socket of a client, as far as frames are written to it. */
export type FrameSocket = Pick<Socket, 'conn'>;

/** A Socket.IO event of the default namespace as one WebSocket frame. */
export function encodeFrame(name: FrameName, payload: object): Buffer {
  // One text for all who get it now. That others ask for the same events later is told by none of them.
  return encodeText(`42["${name}",${JSON.stringify(payload)}]`);
}

/** The text as one unmasked WebSocket text frame that goes on for `moreBytes` after it. RFC 6455, section 5.2. */
export function encodeText(text: string, moreBytes = 0): Buffer {
  const textBytes = Buffer.byteLength(text);
  const size = textBytes + moreBytes;
  const lengthBytes = size < 126 ? 0 : size < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + lengthBytes + textBytes);
  frame[0] = 0x81; // final, text
  frame[1] = size < 126 ? size : size < 65_536 ? 126 : 127;
  if (lengthBytes === 2) frame.writeUInt16BE(size, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(size), 2);
  frame.write(text, 2 + lengthBytes);
  return frame;
}

/** Writes a frame of one or two parts, if the socket is a WebSocket with nothing queued before it. False: nothing was done. */
export function writeFrame({ conn }: FrameSocket, parts: readonly [Buffer, Buffer?]): boolean {
  if (conn.readyState !== 'open' || conn.transport.name !== 'websocket') return false;
  const { writeBuffer, transport } = insideOf(conn);
  const sender = transport.socket?._sender;
  if (writeBuffer.length > 0 || !transport.writable || typeof sender?.sendFrame !== 'function') return false;
  sender.sendFrame(parts);
  return true;
}

/** Puts a frame behind what is queued for a WebSocket; the bytes are shared with everybody they wait for. False: nothing was done. */
export function queueFrame({ conn }: FrameSocket, frame: Buffer): boolean {
  if (conn.readyState !== 'open' || conn.transport.name !== 'websocket') return false;
  // As Socket.IO's adapter does it; Engine.IO does not declare the option.
  const options = { compress: false, wsPreEncodedFrame: [frame] };
  conn.write('', options);
  return true;
}

/** Whatever is written to the connection in this turn of the event loop leaves in one system call. */
export function writeTogether(socket: Corked): void {
  socket.cork();
  setImmediate(uncork, socket);
}

type Corked = Pick<Duplex, 'cork' | 'uncork'>;

function uncork(socket: Corked): void {
  socket.uncork();
}

/** What waits for the client behind a socket. */
export function backlogOf({ conn }: FrameSocket): Backlog {
  const { writeBuffer, transport } = insideOf(conn);
  const bytes = transport.socket?.bufferedAmount ?? 0;
  if (writeBuffer.length === 0) return bytes === 0 ? noBacklog : { packets: 0, bytes };
  return { packets: writeBuffer.length, bytes: writeBuffer.reduce((sum, packet) => sum + sizeOf(packet), bytes) };
}

const noBacklog: Backlog = Object.freeze({ packets: 0, bytes: 0 });

/** Ends the connection without waiting for what is queued. */
export function cut({ conn }: FrameSocket): void {
  const { socket } = insideOf(conn).transport;
  // A polite close would wait behind everything that is queued.
  if (socket?.terminate) socket.terminate();
  else conn.close(true);
}

type Packet = {
  readonly data?: string | { readonly byteLength: number };
  readonly options?: { readonly wsPreEncodedFrame?: readonly Buffer[] };
};

/** Bytes of a packet; of a text its characters: counting the bytes of long ones each time would cost more than it tells. */
function sizeOf({ data, options }: Packet): number {
  const frame = options?.wsPreEncodedFrame?.reduce((bytes, part) => bytes + part.byteLength, 0);
  return frame ?? (typeof data === 'string' ? data.length : (data?.byteLength ?? 0));
}

/** Engine.IO declares its queue and the transport's socket private or untyped; both are read, never changed. */
function insideOf(conn: Socket['conn']) {
  return conn as unknown as {
    /** Packets the transport has not taken. */
    readonly writeBuffer: readonly Packet[];
    readonly transport: {
      readonly writable: boolean;
      /** `bufferedAmount`: bytes the kernel has not taken. */
      readonly socket?: {
        readonly _sender?: PreparedSender;
        readonly bufferedAmount?: number;
        readonly terminate?: () => void;
      };
    };
  };
}
