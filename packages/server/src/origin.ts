/** From where a browser may connect, and whose address a connection counts against. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export type OriginPolicy = {
  /** Whether a page of this origin may talk to this server, which the request called by `host`. */
  allows(origin: string, host: string | undefined): boolean;
  /** Null when the request may go on, otherwise why not, for the log. */
  objectionTo(headers: IncomingHttpHeaders): string | null;
};

/** Allows the listed origins and pages of the host itself. Programs send no Origin; they are let in without a cookie. */
export function createOriginPolicy(origins: readonly string[]): OriginPolicy {
  const listed = new Set(origins);
  const allows = (origin: string, host: string | undefined): boolean =>
    listed.has(origin) || (host !== undefined && hostOf(origin) === host.toLowerCase());
  return {
    allows,
    objectionTo: (headers) => {
      const { origin, host, cookie } = headers;
      if (origin !== undefined) return allows(origin, host) ? null : 'the origin is not on the list';
      // A browser leaves Origin out of same-origin GETs only, and no page can forge Sec-Fetch-Site.
      if (cookie === undefined || headers['sec-fetch-site'] === 'same-origin') return null;
      return 'a cookie without an origin';
    },
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) && /^https?:/.test(origin) ? new URL(origin).host : null;
}

/** The client's address, past `proxyHops` trusted proxies that append to X-Forwarded-For. */
export function addressOf(request: IncomingMessage, proxyHops: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (proxyHops === 0) return direct;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  return forwarded.at(-proxyHops)?.trim() || direct;
}
