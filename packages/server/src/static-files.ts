/** Files of a directory over HTTP, from memory: a build that removes them under a running server takes nothing away. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pathOf, sendNothingHere } from './http-answer.js';

export type ServeFile = (request: IncomingMessage, response: ServerResponse) => void;

type File = { readonly content: Buffer; readonly etag: string };

/** A file whose name carries a hash of its content never changes. */
const hashedName = /\/chunks\/(?:late\/)?[^/]*-[A-Za-z0-9_-]{8,}\.(?:js|css)$/;

/** Smallest first. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css;charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html;charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript;charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript;charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain;charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Serves `dir` as it is now; a later build needs a restart. All of it is kept in memory. Prefers a `.br` or `.gz` beside
 * the file. A directory that is not there serves nothing, and names that begin with a dot are left out.
 */
export function serveFiles(dir: string): ServeFile {
  const files = readFiles(dir);
  return (request, response) => {
    const path = decodedPathOf(request);
    const name = [path, `${path}.html`, `${path.replace(/\/$/, '')}/index.html`].find((one) => files.has(one));
    const plain = name === undefined ? undefined : files.get(name);
    if (name === undefined || !plain) return sendNothingHere(response);

    const accepted = acceptedEncodings(request);
    const encoding = encodings.find(([token, suffix]) => accepted.has(token) && files.has(name + suffix));
    const { content, etag } = (encoding && files.get(name + encoding[1])) ?? plain;
    response.setHeader('Cache-Control', hashedName.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('Content-Type', contentTypes[extname(name)] ?? 'application/octet-stream');
    response.setHeader('ETag', etag);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (encoding) response.setHeader('Content-Encoding', encoding[0]);
    if (isKnown(request, etag)) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, { 'Content-Length': content.length });
    response.end(request.method === 'HEAD' ? undefined : content);
  };
}

/** Every file by its path with a slash in front. */
function readFiles(dir: string): ReadonlyMap<string, File> {
  const files = new Map<string, File>();
  if (!existsSync(dir)) return files;
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dir, name);
    const parts = name.split(sep);
    if (parts.some((part) => part.startsWith('.')) || !statSync(path).isFile()) continue;
    const content = readFileSync(path);
    const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
    files.set(`/${parts.join('/').normalize()}`, { content, etag });
  }
  return files;
}

function decodedPathOf(request: IncomingMessage): string {
  const path = pathOf(request);
  try {
    return decodeURI(path);
  } catch {
    return path; // No file has such a name: it ends as a 404.
  }
}

function acceptedEncodings({ headers }: IncomingMessage): ReadonlySet<string> {
  const offers = (headers['accept-encoding'] ?? '').split(',');
  const wanted = offers.filter((offer) => !/;\s*q=0(?:\.0*)?\s*$/.test(offer));
  return new Set(wanted.map((offer) => offer.replace(/;.*/, '').trim().toLowerCase()));
}

/** Whether the client has what it would get; proxies may have made its tag a weak one. */
function isKnown({ headers }: IncomingMessage, etag: string): boolean {
  const known = (headers['if-none-match'] ?? '').split(',');
  return known.some((one) => one.trim().replace(/^W\//, '') === etag);
}
