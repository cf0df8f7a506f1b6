/** Headers of the pages this server shows itself: nothing but their own files and their own sockets. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Sets the headers of a page. `hasFonts` also lets the page load its own fonts; `framedBy`: origins whose pages may frame it. */
export function setPageHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  options: { readonly hasFonts?: boolean; readonly framedBy?: readonly string[] } = {},
): void {
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `media-src 'self'`,
    ...(options.hasFonts ? [`font-src 'self'`] : []),
    `connect-src ${socketSources(request.headers.host).join(' ')}`,
    `require-trusted-types-for 'script'`,
    'trusted-types lit-html',
    `frame-ancestors ${options.framedBy ? [`'self'`, ...options.framedBy].join(' ') : `'none'`}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ];
  response.setHeader('Content-Security-Policy', policy.join('; '));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  // A host page that isolates itself takes only frames that say they may be taken.
  response.setHeader('Cross-Origin-Resource-Policy', options.framedBy ? 'cross-origin' : 'same-origin');
}

function socketSources(host: string | undefined): string[] {
  // The Host header is the client's word: only what can be a host goes into a policy.
  if (host === undefined || !/^[a-z0-9.-]+(:\d+)?$|^\[[0-9a-f:.]+\](:\d+)?$/i.test(host)) return [`'self'`];
  return [`'self'`, `ws://${host}`, `wss://${host}`];
}
