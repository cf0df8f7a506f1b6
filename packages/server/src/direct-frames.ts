/**
 * One frame to many WebSockets: encoded once, written once to each, past the layers of Socket.IO that would queue, count
 * and wrap it for every member. They cost as much as the system call itself when a room is quiet.
 */
import type { Socket } from 'socket.io';

/** What is used of `ws` below Engine.IO's transport; Engine.IO itself writes prepared frames through the same method. */
type PreparedSender = { readonly sendFrame?: (frame: readonly Buffer[], done?: () => void) => void };

/** A Socket.IO event of the default namespace as one unmasked WebSocket text frame. RFC 6455, section 5.2. */
export function encodeFrame(name: string, payload: unknown): Buffer {
  const message = Buffer.from(`42${JSON.stringify([name, payload])}`);
  const size = message.length;
  const lengthBytes = size < 126 ? 0 : size < 65_536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(2 + lengthBytes + size);
  frame[0] = 0x81; // final, text
  frame[1] = size < 126 ? size : size < 65_536 ? 126 : 127;
  if (lengthBytes === 2) frame.writeUInt16BE(size, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(size), 2);
  message.copy(frame, 2 + lengthBytes);
  return frame;
}

/** Writes the frame, if the socket is a WebSocket with nothing queued before it. False: nothing was done. */
export function writeFrame(socket: Pick<Socket, 'conn'>, frame: Buffer): boolean {
  const { conn } = socket;
  if (conn.readyState !== 'open' || conn.transport.name !== 'websocket') return false;
  // Engine.IO declares its queue and the transport's socket private or untyped; both are read, never changed.
  const { writeBuffer, transport } = conn as unknown as {
    readonly writeBuffer: readonly unknown[];
    readonly transport: { readonly socket?: { readonly _sender?: PreparedSender } };
  };
  const sender = transport.socket?._sender;
  if (writeBuffer.length > 0 || typeof sender?.sendFrame !== 'function') return false;
  sender.sendFrame([frame]);
  return true;
}
