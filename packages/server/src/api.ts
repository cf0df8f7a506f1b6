/** Routes under /api/ that answer somebody with a token. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isStaff, laneName, parseLaneName, Refusal, type Person } from '@support-chat/protocol';
import { parsePersonId, parseRequest } from '@support-chat/protocol/schemas';
import type { VerifyToken } from './auth/token.js';
import { isMethod, pathOf, sendJson, sendNothingHere, sendRefusal, type HttpRoute } from './http-answer.js';
import { sightOf } from './kinds/visibility.js';
import type { Logger } from './logger.js';
import type { OriginPolicy } from './origin.js';
import type { SignOuts } from './sign-outs.js';
import type { Reader, Store } from './store/store.js';
import { findVisit } from './visits.js';
import type { TokenBuckets } from './token-bucket.js';

export type ApiOptions = {
  readonly store: Store;
  readonly signOuts: SignOuts;
  readonly verifyToken: VerifyToken;
  readonly buckets: TokenBuckets;
  readonly origins: OriginPolicy;
  readonly log: Logger;
  /** Whether new work is welcome. */
  readonly isReady: () => boolean;
};

type ApiRoute = {
  /** Its group is what `answer` is given, decoded. */
  readonly path: RegExp;
  readonly method: 'GET' | 'POST';
  /** Tokens of the person's bucket. */
  readonly cost: number;
  /** Resolves to what is sent as JSON. Throws Refusal. */
  readonly answer: (person: Person, name: string) => Promise<object>;
};

/** The routes. What is not under /api/ is left alone. */
export function createApi(options: ApiOptions): HttpRoute {
  const { verifyToken, buckets, origins, log, isReady } = options;
  const routes = routesOver(options);

  const serve = async (request: IncomingMessage, response: ServerResponse, route: ApiRoute, name: string) => {
    if (!allowOrigin(request, response)) return;
    const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method];
    if (!isMethod(request, response, ...methods, 'OPTIONS')) return;
    if (request.method === 'OPTIONS') return sendPreflight(response, methods);
    try {
      if (!isReady()) throw new Refusal('unavailable', 'the server is stopping', { retryAfterMs: 1_000 });
      const { person } = await verifyToken(bearerOf(request));
      buckets.take(person.id, route.cost);
      sendJson(response, 200, await route.answer(person, decoded(name)));
    } catch (error) {
      if (!(error instanceof Refusal)) log.error('a route met a bug', { route: route.path.source, error });
      const bug = new Refusal('internal', 'the server met a bug; it is in its log');
      sendRefusal(response, error instanceof Refusal ? error : bug);
    }
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

  return (request, response) => {
    const path = pathOf(request);
    if (!path.startsWith('/api/')) return false;
    for (const route of routes) {
      const name = route.path.exec(path)?.[1];
      if (name === undefined) continue;
      void serve(request, response, route, name);
      return true;
    }
    sendNothingHere(response);
    return true;
  };
}

function routesOver({ store, signOuts }: ApiOptions): readonly ApiRoute[] {
  return [
    {
      // For the launcher's badge, before there is a socket.
      path: /^\/api\/rooms\/([^/]+)\/unread$/,
      method: 'GET',
      cost: 2,
      answer: async (person, name) => {
        const { room } = parseRequest('room.leave', { room: name }); // The schema of a bare room name.
        const { from } = sightOf((await findVisit(store, room, person)).visit);
        const standing = await store.standing(room, readerIn(person, from));
        // What the desk said in private counts, too.
        const lane = parseLaneName(room) ? null : await store.standing(laneName(room, person.id), readerIn(person, 1));
        return { unread: standing.unread + (lane?.unread ?? 0), marker: standing.marker, head: standing.head };
      },
    },
    {
      path: /^\/api\/people\/([^/]+)\/sign-out$/,
      method: 'POST',
      cost: 4,
      answer: async (person, name) => {
        const id = parsePersonId(name);
        if (id !== person.id && person.role !== 'manager')
          throw new Refusal('forbidden', `managers sign others out, you are ${person.role}`);
        await signOuts.signOut(id);
        return {};
      },
    },
  ];
}

function readerIn({ id, role }: Person, from: number): Reader {
  return { person: id, isStaff: isStaff(role), from };
}

function sendPreflight(response: ServerResponse, methods: readonly string[]): void {
  response.writeHead(204, {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': 'authorization',
    'Access-Control-Max-Age': '600',
  });
  response.end();
}

function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** A part of a path as it was meant. Throws Refusal for a broken escape. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal('bad_request', 'expected a path of whole %-escapes');
  }
}
