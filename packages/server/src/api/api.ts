/** Everything under /api/: who asks, for what, and the answer or the refusal. */
import { hash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal, type Person } from '@support-chat/protocol';
import type { VerifyToken } from '../auth/token.js';
import { isMethod, pathOf, sendJson, sendNothingHere, sendRefusal, type HttpRoute } from '../http-answer.js';
import type { Logger } from '../logger.js';
import type { OriginPolicy } from '../origin.js';
import type { Guests } from '../guests.js';
import type { Numbers } from '../numbers/numbers.js';
import type { ShelfAnswers } from '../shelf.js';
import type { CannedAnswers } from '../canned.js';
import type { PeopleAnswers } from '../people/people-answers.js';
import type { RoomLog } from '../room-log.js';
import type { Searcher } from '../search/searcher.js';
import type { SignOuts } from '../sign-outs.js';
import type { Store } from '../store/store.js';
import type { TokenBuckets } from '../token-bucket.js';
import { commandRoutes } from './command-routes.js';
import { readJsonObject } from './json-body.js';
import type { Bus } from '../bus/bus.js';
import { openApiOf, pathFields } from './openapi.js';
import type { Files } from '../files/files.js';
import { cannedRoutes } from './canned-routes.js';
import { fileRoutes } from './file-routes.js';
import { peopleRoutes } from './people-routes.js';
import { readingRoutes } from './reading-routes.js';
import { isTextAnswer, type ApiRoute, type Exchange, type TextAnswer } from './route.js';

export type ApiOptions = {
  readonly store: Store;
  readonly bus: Bus;
  readonly roomLog: RoomLog;
  readonly numbers: Numbers;
  readonly searcher: Searcher;
  readonly people: PeopleAnswers;
  readonly canned: CannedAnswers;
  readonly shelf: ShelfAnswers;
  readonly guests: Guests;
  readonly files: Files;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly signOuts: SignOuts;
  readonly verifyToken: VerifyToken;
  readonly buckets: TokenBuckets;
  readonly origins: OriginPolicy;
  readonly log: Logger;
  /** Whether new work is welcome. */
  readonly isReady: () => boolean;
  /** Of this server. */
  readonly version: string;
};

const docsPath = '/api/docs/json';

/** Every route. */
export function apiRoutes(
  options: Pick<
    ApiOptions,
    | 'store'
    | 'bus'
    | 'files'
    | 'roomLog'
    | 'signOuts'
    | 'numbers'
    | 'searcher'
    | 'guests'
    | 'people'
    | 'canned'
    | 'shelf'
  >,
): readonly ApiRoute[] {
  return [
    ...commandRoutes(options.roomLog),
    ...readingRoutes(options),
    ...peopleRoutes(options.people),
    ...cannedRoutes(options.canned, options.shelf),
    ...fileRoutes(options.store, options.files),
  ];
}

/** Serves the routes. What is not under /api/ is left alone. */
export function createApi(options: ApiOptions): HttpRoute {
  const { verifyToken, buckets, origins, log, isReady } = options;
  const routes = apiRoutes(options);
  const docs = openApiOf(routes, options.version);
  const places = [...new Set(routes.map(({ path }) => path))].map((path) => ({
    pattern: patternOf(path),
    fields: pathFields(path),
    routes: routes.filter((route) => route.path === path),
  }));

  const personOf = async (request: IncomingMessage, route: ApiRoute, file: unknown): Promise<Person> => {
    if (route.isOpen) return somebodyAt(options.addressOf(request));
    const { ticket } = route.takesTicket ? queryOf(request) : {};
    if (typeof ticket !== 'string' || request.headers.authorization !== undefined)
      return (await verifyToken(bearerOf(request))).person;
    const holder = await options.files.tickets.open(ticket, String(file));
    const objection = options.signOuts.objectionTo(holder);
    if (objection) throw objection;
    return holder.person;
  };

  const answer = async (exchange: Exchange, route: ApiRoute, inPath: Record<string, unknown>) => {
    const { request } = exchange;
    if (!isReady()) throw new Refusal('unavailable', 'the server is stopping', { retryAfterMs: 1_000 });
    const person = await personOf(request, route, inPath['file']);
    buckets.take(person.id, route.cost);
    const rest = route.method === 'GET' ? queryOf(request) : route.takesBytes ? {} : await readJsonObject(request);
    const input = { ...(route.method === 'GET' ? withIntegers(route, rest) : rest), ...withIntegers(route, inPath) };
    return route.run(person, input, cidOf(request, person, route), exchange);
  };

  const serve = async (
    request: IncomingMessage,
    response: ServerResponse,
    { routes: found, fields }: (typeof places)[number],
    values: readonly string[],
  ) => {
    if (!allowOrigin(request, response)) return;
    const methods = found.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    if (!isMethod(request, response, ...methods, 'OPTIONS')) return;
    if (request.method === 'OPTIONS') return sendPreflight(response, methods);
    const route = found.find(({ method }) => method === (request.method === 'HEAD' ? 'GET' : request.method));
    if (!route) return sendNothingHere(response);
    try {
      const inPath = Object.fromEntries(fields.map((field, place) => [field, decoded(values[place] ?? '')]));
      const found = await answer({ request, response }, route, inPath);
      if (found === null) return;
      if (isTextAnswer(found)) await sendText(response, found);
      else sendJson(response, 200, found);
    } catch (error) {
      if (!(error instanceof Refusal)) log.error('a route met a bug', { route: route.path, error });
      // A text that has begun can only be cut off.
      if (response.headersSent) return void response.destroy();
      const bug = new Refusal('internal', 'the server met a bug; it is in its log');
      sendRefusal(response, error instanceof Refusal ? error : bug);
      // The rest of a body that was too long is not waited for.
      if (!request.complete) response.once('finish', () => request.destroy());
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
    response.setHeader('Access-Control-Expose-Headers', 'content-disposition, content-range, upload-offset');
    return true;
  };

  return (request, response) => {
    const path = pathOf(request);
    if (!path.startsWith('/api/')) return false;
    if (path === docsPath) {
      if (isMethod(request, response, 'GET', 'HEAD')) sendJson(response, 200, docs);
      return true;
    }
    for (const place of places) {
      const match = place.pattern.exec(path);
      if (!match) continue;
      void serve(request, response, place, match.slice(1));
      return true;
    }
    sendNothingHere(response);
    return true;
  };
}

/** Who has no token yet is limited by where they are. */
function somebodyAt(address: string): Person {
  return { id: `at ${address}`, name: address, role: 'guest' };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`);
}

/** The same key of the same caller is the same command. */
function cidOf(request: IncomingMessage, { id }: Person, { method, path }: ApiRoute): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return randomBytes(16).toString('hex');
  if (typeof key !== 'string' || key === '' || key.length > 255)
    throw new Refusal('bad_request', 'expected an Idempotency-Key of 1 to 255 characters');
  return hash('sha256', JSON.stringify([id, method, path, key]), 'hex').slice(0, 32);
}

function queryOf({ url = '' }: IncomingMessage): Record<string, unknown> {
  const query = new URL(url, 'http://localhost').searchParams;
  return Object.fromEntries(query);
}

/** In a path and a query everything is text; where a number is expected, digits are one. */
function withIntegers(route: ApiRoute, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const isNumber = route.input.properties[name]?.type === 'integer' && /^\d{1,16}$/.test(String(value));
      return [name, isNumber ? Number(value) : value];
    }),
  );
}

/** Writes the parts as fast as they are taken. */
async function sendText(response: ServerResponse, { contentType, fileName, parts }: TextAnswer): Promise<void> {
  const head = () =>
    response.writeHead(200, {
      'Content-Type': contentType,
      // RFC 6266. Addresses of lanes have characters that a quoted name may have.
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
  if (response.req.method === 'HEAD') return void head().end();
  const rest = parts[Symbol.asyncIterator]();
  // What goes wrong before the first part is still a refusal.
  const first = await rest.next();
  head();
  if (first.done) return void response.end();
  await pipeline(
    (async function* () {
      yield first.value;
      yield* { [Symbol.asyncIterator]: () => rest };
    })(),
    response,
  );
}

function sendPreflight(response: ServerResponse, methods: readonly string[]): void {
  response.writeHead(204, {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': 'authorization, content-type, idempotency-key, range, upload-offset',
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
