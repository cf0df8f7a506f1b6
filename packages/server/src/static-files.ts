/** Files of a directory over HTTP, by sirv. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { sendNothingHere } from './http-answer.js';

export type ServeFile = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void;

/** A file whose name carries a hash of its content never changes. */
const hashedName = /\/chunks\/[^/]*-[A-Za-z0-9_-]{8,}\.(?:js|css)$/;

/**
 * Serves `dir` as it is now; a later build needs a restart. Prefers a `.br` or `.gz` beside the file. A directory that is
 * not there serves nothing.
 */
export function serveFiles(dir: string): ServeFile {
  if (!existsSync(dir)) return (_request, response, next) => (next ? next() : sendNothingHere(response));
  const serve = sirv(dir, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders: (response, path) => {
      const isHashed = hashedName.test(path);
      response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.setHeader('X-Content-Type-Options', 'nosniff');
    },
  });
  return (request, response, next) => serve(request, response, next ?? (() => sendNothingHere(response)));
}
