/** The demo's pages and the tokens of its people. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@support-chat/protocol';
import { isMethod, pathOf, sendJson, sendRefusal, type HttpRoute } from '../http-answer.js';
import { setPageHeaders } from '../page-policy.js';
import { serveFiles } from '../static-files.js';
import { demoPeople, type DemoPerson } from './people.js';

const tokenTtlMs = 15 * 60_000;

/** Routes of the demo: everything but the room server's own paths. */
export function createDemoRoutes(options: {
  readonly pagesDir: string;
  readonly mint: (somebody: DemoPerson, ttlMs: number) => Promise<string>;
}): HttpRoute {
  const serve = serveFiles(options.pagesDir);

  const token = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('person');
    const found = demoPeople.find(({ person }) => person.id === id);
    if (!found) return sendRefusal(response, new Refusal('not_found', 'expected ?person= one of /demo/people'));
    sendJson(response, 200, { token: await options.mint(found, tokenTtlMs) });
  };

  return (request, response) => {
    const path = pathOf(request);
    const isDemoPath = path === '/demo/token' || path === '/demo/people';
    if (!isMethod(request, response, 'GET', 'HEAD')) return true;
    if (!isDemoPath) {
      setPageHeaders(request, response, { hasFonts: true });
      serve(request, response);
      return true;
    }
    const objection = objectionTo(request);
    if (objection) sendRefusal(response, new Refusal('forbidden', objection));
    else if (path === '/demo/people')
      sendJson(
        response,
        200,
        demoPeople.map(({ person, title }) => ({ ...person, title })),
      );
    else
      token(request, response).catch((error: unknown) => {
        sendRefusal(response, new Refusal('internal', 'the demo met a bug', { cause: error }));
      });
    return true;
  };
}

/** Tokens for the asking are for this machine alone: not for the network, not for other pages, not by a rebound name. */
function objectionTo(request: IncomingMessage): string | null {
  if (!/^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? ''))
    return 'the demo gives tokens to this machine only';
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(request.headers.host ?? ''))
    return 'the demo gives tokens under the name localhost only';
  const relayed = Object.keys(request.headers).find((name) => /^(?:forwarded|via|x-forwarded-.*)$/.test(name));
  // A proxy on this machine brings people who are not at it.
  if (relayed !== undefined) return `the demo gives tokens to nobody behind a proxy, this request has "${relayed}"`;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return 'the demo gives tokens to its own pages only';
  return null;
}
