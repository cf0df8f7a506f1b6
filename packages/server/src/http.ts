/** Everything over HTTP that is not a socket: health, metrics, the browser's files, and what a token is good for. */
import { join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isMethod, pathOf, sendJson, type HttpRoute } from './http-answer.js';
import type { OriginPolicy } from './origin.js';
import { setPageHeaders } from './page-policy.js';
import { serveFiles } from './static-files.js';
import type { Durability } from './store/store.js';

export type HttpOptions = {
  /** How safe an append is now; null when the store takes none, or does not answer in time. */
  readonly askStore: () => Promise<Durability | null>;
  readonly origins: OriginPolicy;
  /** Origins of host pages, whose frames may show a room. */
  readonly hostOrigins: readonly string[];
  readonly publicDir: string;
  /** Whether new work is welcome. */
  readonly isReady: () => boolean;
  /** Sockets open now. */
  readonly connectionCount: () => number;
  readonly serveMetrics: (request: IncomingMessage, response: ServerResponse) => void;
  readonly serveApi: HttpRoute;
};

/** The routes of the room server. What is under none of its paths is left alone. */
export function createHttpRoutes(options: HttpOptions): HttpRoute {
  const { askStore, origins, hostOrigins, isReady, connectionCount, serveMetrics, serveApi } = options;
  const serveWidget = serveFiles(join(options.publicDir, 'widget'));
  const serveDesk = serveFiles(join(options.publicDir, 'desk'));
  const serveGuest = serveFiles(join(options.publicDir, 'guest'));
  const serveFrame = serveFiles(join(options.publicDir, 'frame'));

  const health = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    const durability = await askStore();
    if (durability) sendJson(response, 200, { status: 'ok', store: durability, connections: connectionCount() });
    else sendJson(response, 503, { status: 'failed' });
  };

  const readiness = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    if (!isReady()) sendJson(response, 503, { status: 'stopping' });
    else if (await askStore()) sendJson(response, 200, { status: 'ready' });
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

  const guest = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    setPageHeaders(request, response);
    serveGuest(underPath(request, '/guest'), response);
  };

  const frame = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    setPageHeaders(request, response, { framedBy: hostOrigins });
    serveFrame(underPath(request, '/frame'), response);
  };

  /** For every page: a browser does not tell a page that its socket was refused for its origin. */
  const ownOrigin = (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    sendJson(response, 200, { isAllowed: origins.objectionTo(request.headers) === null });
  };

  return (request, response) => {
    const path = pathOf(request);
    if (path === '/healthz') void health(request, response);
    else if (path === '/readyz') void readiness(request, response);
    else if (path === '/metrics') serveMetrics(request, response);
    else if (path.startsWith('/widget/')) widget(request, response);
    else if (path === '/desk' || path.startsWith('/desk/')) desk(request, response);
    else if (path === '/guest' || path.startsWith('/guest/')) guest(request, response);
    else if (path === '/frame' || path.startsWith('/frame/')) frame(request, response);
    else if (path === '/api/origin') ownOrigin(request, response);
    else return serveApi(request, response);
    return true;
  };
}

/** The same request as the files see it: with the path inside its directory. */
function underPath(request: IncomingMessage, prefix: string): IncomingMessage {
  request.url = `/${(request.url ?? '').slice(prefix.length).replace(/^\//, '')}`;
  return request;
}
