/** Who may read the metrics: whoever has the token, or, where none is set, programs on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@support-chat/protocol';
import { isMethod, sendRefusal } from './http-answer.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { settingsTable } from './options.js';

/** What proxies add. A request that came through one is not from this machine, whoever holds the socket. */
const proxyHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

/** Answers requests for the metrics. `token` is empty where none is set. */
export function createMetricsRoute(options: {
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly token: string;
  readonly log: Logger;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const { metrics, token, log } = options;
  const expected = digestOf(`Bearer ${token}`);

  const objectionTo = ({ headers, socket }: IncomingMessage): string | null => {
    if (token !== '')
      return timingSafeEqual(digestOf(headers.authorization ?? ''), expected)
        ? null
        : 'expected the header "Authorization: Bearer", followed by the metrics token of this server';
    if (isLoopback(socket.remoteAddress) && proxyHeaders.every((name) => headers[name] === undefined)) return null;
    return `metrics are for programs on this machine; set ${settingsTable.metricsToken.env} and send it as a bearer token`;
  };

  return (request, response) => {
    if (!isMethod(request, response, 'GET', 'HEAD')) return;
    const objection = objectionTo(request);
    if (objection !== null) return sendRefusal(response, new Refusal('forbidden', objection));
    metrics.text().then(
      (text) => sendText(response, metrics.contentType, text),
      (error: unknown) => {
        log.error('the metrics could not be read', { error });
        sendRefusal(response, new Refusal('internal', 'the server met a bug; it is in its log'));
      },
    );
  };
}

/** Of one length for every text, as the comparison wants it. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(?:::ffff:)?127\./.test(address));
}

function sendText(response: ServerResponse, contentType: string, text: string): void {
  response.writeHead(200, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
