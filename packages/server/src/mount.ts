import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { sendNothingHere, type HttpRoute } from './http-answer.js';

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Takes an upgrade and returns true, or leaves it alone and returns false. */
export type UpgradeRoute = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

type UpgradeListener = (...upgrade: Parameters<UpgradeRoute>) => void;

/**
 * Puts the routes before the listeners the server has now: those get everything the routes leave alone. Without such
 * listeners the rest is answered 404. Returns the undo, which puts the listeners back.
 */
export function mountOn(server: Server, route: HttpRoute, routeUpgrade: UpgradeRoute): () => void {
  // Node calls both kinds with these arguments; EventEmitter types every listener as Function.
  const requestListeners = server.listeners('request') as RequestListener[];
  const upgradeListeners = server.listeners('upgrade') as UpgradeListener[];

  const onRequest: RequestListener = (request, response) => {
    if (route(request, response)) return;
    if (requestListeners.length === 0) sendNothingHere(response);
    for (const listener of requestListeners) listener.call(server, request, response);
  };
  const onUpgrade: UpgradeListener = (request, socket, head) => {
    if (routeUpgrade(request, socket, head)) return;
    if (upgradeListeners.length === 0) socket.destroy();
    for (const listener of upgradeListeners) listener.call(server, request, socket, head);
  };

  server.removeAllListeners('request').removeAllListeners('upgrade');
  server.on('request', onRequest).on('upgrade', onUpgrade);
  return () => {
    server.off('request', onRequest).off('upgrade', onUpgrade);
    for (const listener of requestListeners) server.on('request', listener);
    for (const listener of upgradeListeners) server.on('upgrade', listener);
  };
}
