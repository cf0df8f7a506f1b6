import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Listener = {
  /** The port it got; another than asked for when that was 0. */
  readonly port: number;
  /** Takes no more connections, and ends those that are doing nothing. */
  stopAccepting(): void;
  /** Cuts every connection that is left; resolves when the port is free. */
  close(): Promise<void>;
};

/** Makes the server listen. Rejects with the system's error when the port cannot be had. */
export async function startListening(server: Server, host: string, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closed = new Promise<void>((resolve) => void server.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port, // It listens on a port, not on a pipe.
    stopAccepting: () => {
      if (server.listening) server.close();
      server.closeIdleConnections();
    },
    close: () => {
      if (server.listening) server.close();
      // A WebSocket whose other end is gone would hold the port for half a minute.
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}
