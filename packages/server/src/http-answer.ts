/** How this server writes small HTTP answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal, RefusalCode } from '@support-chat/protocol';

/** Takes a request and returns true, or leaves it alone and returns false. */
export type HttpRoute = (request: IncomingMessage, response: ServerResponse) => boolean;

const statuses: { readonly [C in RefusalCode]: number } = {
  bad_request: 400,
  token_invalid: 401,
  token_expired: 401,
  origin_refused: 403,
  not_found: 404,
  forbidden: 403,
  room_closed: 409,
  changed: 409,
  rev_conflict: 409,
  unconfirmed: 409,
  room_exists: 409,
  too_long: 413,
  file_too_large: 413,
  file_refused: 415,
  file_missing: 409,
  hash_mismatch: 422,
  quota_full: 403,
  cid_conflict: 409,
  too_many_rooms: 409,
  rate_limited: 429,
  unavailable: 503,
  storage_full: 507,
  internal: 500,
};

/** Sends JSON that nobody may keep. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  const shape = refusal.toJSON();
  if (shape.retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(shape.retryAfterMs / 1_000));
  if (statuses[refusal.code] === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  sendJson(response, statuses[refusal.code], { refusal: shape });
}

/** Sends a 404 in the shape of every other error. */
export function sendNothingHere(response: ServerResponse): void {
  sendJson(response, 404, { refusal: { code: 'not_found', message: 'there is nothing at this address' } });
}

/** Whether the method is one of these; answers 405 when not. */
export function isMethod(request: IncomingMessage, response: ServerResponse, ...methods: string[]): boolean {
  if (methods.includes(request.method ?? '')) return true;
  response.setHeader('Allow', methods.join(', '));
  sendJson(response, 405, { refusal: { code: 'bad_request', message: `expected one of ${methods.join(', ')}` } });
  return false;
}

/** The path of a request, undecoded, without its query. */
export function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
