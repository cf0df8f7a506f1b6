/** Everything over HTTP that is not a socket: health, metrics, the browser's files, and the launcher's badge. */
import { join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isStaff, Refusal } from '@support-chat/protocol';
import { parseRequest } from '@support-chat/protocol/schemas';
import type { VerifyToken } from './auth/token.js';
import { isMethod, pathOf, sendJson, sendNothingHere, sendRefusal, type HttpRoute } from './http-answer.js';
import { requireVisible } from './kinds/visibility.js';
import type { Logger } from './logger.js';
import type { OriginPolicy } from './origin.js';
import { setPageHeaders } from './page-policy.js';
import { serveFiles } from './static-files.js';
import type { Durability, Store } from './store/store.js';
import type { TokenBuckets } from './token-bucket.js';

export type HttpOptions = {
  readonly store: Store;
  readonly verifyToken: VerifyToken;
  readonly buckets: TokenBuckets;
  readonly origins: OriginPolicy;
  readonly log: Logger;
  readonly publicDir: string;
  /** Whether new work is welcome. */
  readonly isReady: () => boolean;
  /** Sockets open now. */
  readonly connectionCount: () => number;
  readonly serveMetrics: (request: IncomingMessage, response: ServerResponse) => void;
};

const unreadPath = /^\/api\/rooms\/([^/]+)\/unread$/;
const unreadCost = 2;

/** The routes of the room server. What is under none of its paths is left alone. */
export function createHttpRoutes(options: HttpOptions): HttpRoute {
  const { store, verifyToken, buckets, origins, log, isReady, connectionCount, serveMetrics } = options;
  const serveWidget = serveFiles(join(options.publicDir, 'widget'));
  const serveDesk = serveFiles(join(options.publicDir, 'desk'));

  const health = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    const durability = await durabilityNow();
    if (durability) sendJson(response, 200, { status: 'ok', store: durability, connections: connectionCount() });
    else sendJson(response, 503, { status: 'failed' });
  };

  const durabilityNow = async (): Promise<Durability | null> => {
    try {
      return await store.durability();
    } catch (error) {
      log.error('the store takes no appends', { error });
      return null;
    }
  };

  const readiness = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    if (!isReady()) sendJson(response, 503, { status: 'stopping' });
    else if (await durabilityNow()) sendJson(response, 200, { status: 'ready' });
    else sendJson(response, 503, { status: 'failed' });
  };

  const widget = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    // The widget is for pages of other origins; it holds nothing that is not public.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    serveWidget(underPath(request, '/widget'), response);
  };

  const desk = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    setPageHeaders(request, response);
    serveDesk(underPath(request, '/desk'), response);
  };

  const unread = async (request: IncomingMessage, response: ServerResponse, name: string): Promise<void> => {
    if (!allowOrigin(request, response)) return;
    if (!isMethod(request, response, 'GET', 'HEAD', 'OPTIONS')) return;
    if (request.method === 'OPTIONS') return preflight(response);
    try {
      if (!isReady()) throw new Refusal('unavailable', 'the server is stopping', { retryAfterMs: 1_000 });
      const { person } = await verifyToken(bearerOf(request));
      buckets.take(person.id, unreadCost);
      const { room } = parseRequest('room.leave', { room: name }); // The schema of a bare room name.
      requireVisible((await store.room(room))?.room, person);
      const standing = await store.standing(room, { person: person.id, isStaff: isStaff(person.role) });
      sendJson(response, 200, { unread: standing.unread, marker: standing.marker, head: standing.head });
    } catch (error) {
      sendRefusal(response, error instanceof Refusal ? error : bugIn('unread', error));
    }
  };

  /** For every page: a browser does not tell a page that its socket was refused for its origin. */
  const ownOrigin = (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    sendJson(response, 200, { isAllowed: origins.objectionTo(request.headers) === null });
  };

  const allowOrigin = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { origin, host } = request.headers;
    response.setHeader('Vary', 'Origin');
    if (origin === undefined) return true;
    if (!origins.allows(origin, host)) {
      sendRefusal(response, new Refusal('origin_refused', 'this origin is not on the list of origins'));
      return false;
    }
    response.setHeader('Access-Control-Allow-Origin', origin);
    return true;
  };

  const bugIn = (route: string, error: unknown): Refusal => {
    log.error('a route met a bug', { route, error });
    return new Refusal('internal', 'the server met a bug; it is in its log');
  };

  return (request, response) => {
    const path = pathOf(request);
    if (path === '/healthz') void health(request, response);
    else if (path === '/readyz') void readiness(request, response);
    else if (path === '/metrics') serveMetrics(request, response);
    else if (path.startsWith('/widget/')) widget(request, response);
    else if (path === '/desk' || path.startsWith('/desk/')) desk(request, response);
    else if (path === '/api/origin') ownOrigin(request, response);
    else if (path.startsWith('/api/rooms/')) {
      const name = unreadPath.exec(path)?.[1];
      if (name === undefined) sendNothingHere(response);
      else void unread(request, response, name);
    } else return false;
    return true;
  };
}

/** The same request as the files see it: with the path inside its directory. */
function underPath(request: IncomingMessage, prefix: string): IncomingMessage {
  request.url = `/${(request.url ?? '').slice(prefix.length).replace(/^\//, '')}`;
  return request;
}

function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    'Access-Control-Allow-Methods': 'GET, HEAD',
    'Access-Control-Allow-Headers': 'authorization',
    'Access-Control-Max-Age': '600',
  });
  response.end();
}

function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
