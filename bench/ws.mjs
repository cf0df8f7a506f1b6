/** The `ws` that Socket.IO itself brings; the one at the top of node_modules may be another tool's older one. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const requireBesideEngine = createRequire(fileURLToPath(import.meta.resolve('engine.io')));

export const WebSocket = requireBesideEngine('ws');
export const { WebSocketServer } = WebSocket;
