/** A bucket that speaks as much S3 as the product asks, and checks each signature by itself (AWS Signature Version 4). */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function isSigned({ method = '', url = '/', headers }: IncomingMessage, secret: string): boolean {
  const pattern = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, , scope = '', names = '', signature] = pattern.exec(headers.authorization ?? '') ?? [];
  const [path = '', query = ''] = url.split('?');
  const lines = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}`);
  const payload = String(headers['x-amz-content-sha256']);
  const canonical = [method, path, query, ...lines, '', names, payload].join('\n');
  const [date = '', region = '', service = ''] = scope.split('/');
  const text = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  return hmac(key, text).toString('hex') === signature;
}

export type S3Stub = {
  /** Address of the bucket. */
  readonly url: string;
  readonly objects: Map<string, Buffer>;
  /** Requests that were refused for their signature. */
  readonly refused: number;
  /** What it answers in place of doing its work; 0 for that. */
  failWith: number;
  /** Comes between the bytes of a PUT and that they are there. */
  beforePut: () => Promise<unknown>;
  close(): Promise<void>;
};

export async function startS3(secret: string): Promise<S3Stub> {
  const objects = new Map<string, Buffer>();
  const state = { refused: 0, failWith: 0, beforePut: (): Promise<unknown> => Promise.resolve() };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void answer());
    const answer = async () => {
      const { method, url = '/', headers } = request;
      if (!isSigned(request, secret)) {
        state.refused += 1;
        return response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
      }
      if (state.failWith) return response.writeHead(state.failWith).end('<Error><Code>SlowDown</Code></Error>');
      if (method === 'PUT') {
        await state.beforePut();
        objects.set(url, Buffer.concat(chunks));
      }
      const found = objects.get(url);
      if (method === 'DELETE') objects.delete(url);
      if (method !== 'GET') return response.writeHead(method === 'DELETE' ? 204 : 200).end();
      if (!found) return response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      if (first === undefined) return response.writeHead(200, { 'content-length': found.length }).end(found);
      const part = found.subarray(Number(first), Number(last) + 1);
      response.writeHead(206, {
        'content-length': part.length,
        'content-range': `bytes ${first}-${last}/${found.length}`,
      });
      return response.end(part);
    };
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return Object.assign(state, {
    url: `http://127.0.0.1:${address.port}/bucket/files`,
    objects,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
