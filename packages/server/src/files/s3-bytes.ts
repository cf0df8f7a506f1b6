/** The bytes of files in a bucket that speaks S3. https://docs.aws.amazon.com/AmazonS3/latest/API/ */
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import { Refusal } from '@support-chat/protocol';
import type { ByteStore, FilePart } from './byte-store.js';

export type Bucket = {
  /** `https://host/bucket`, or with a prefix behind it. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** Requests are signed, their bodies are streamed and not part of the signature: TLS keeps them whole. */
export function createS3Bytes(
  { url, region, accessKeyId, secretAccessKey }: Bucket,
  { answerMs = 60_000 }: { readonly answerMs?: number } = {},
): ByteStore {
  const client = new AwsClient({ service: 's3', region, accessKeyId, secretAccessKey, retries: 3 });
  const ask = async (id: string, part: FilePart, init: RequestInit & { duplex?: 'half' }): Promise<Response> => {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new TypeError('expected the id of a file: 32 hexadecimal digits');
    const address = `${url.replace(/\/+$/, '')}/${part === 'file' ? id : `${id}.${part}`}`;
    const headers = new Headers(init.headers);
    headers.set('x-amz-content-sha256', 'UNSIGNED-PAYLOAD');
    const signed = await client.sign(address, { method: init.method ?? 'GET', headers });
    // Signed without its body, which can be read once.
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), answerMs);
    const request = { ...init, headers: signed.headers, signal: silence.signal };
    const response = await fetch(address, request)
      .catch((error: unknown) => {
        throw new Refusal('unavailable', 'the store of files does not answer; try again', { cause: error });
      })
      // How long the bytes then take is up to who reads them.
      .finally(() => clearTimeout(timer));
    if (response.ok || response.status === 404) return response;
    const text = await response.text();
    throw new Refusal('unavailable', 'the store of files refused; try again', {
      cause: new Error(`${init.method ?? 'GET'} ${part}: ${response.status} ${text.slice(0, 500)}`),
    });
  };
  return {
    put: async (id, part, path) => {
      const { size } = await stat(path);
      const headers = { 'content-length': String(size), 'content-type': 'application/octet-stream' };
      const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
      const response = await ask(id, part, { method: 'PUT', headers, body, duplex: 'half' });
      if (!response.ok)
        throw new Refusal('unavailable', 'the store of files has no such bucket', { cause: response.status });
      await rm(path, { force: true });
    },
    open: async (id, part, range) => {
      const headers = range ? { range: `bytes=${range.first}-${range.last}` } : {};
      const response = await ask(id, part, { headers });
      if (response.status === 404 || !response.body) return null;
      const [, all] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
      const size = Number(all ?? response.headers.get('content-length'));
      // The web's stream and Node's are one at run time; their types are not.
      return { size, bytes: Readable.fromWeb(response.body) };
    },
    remove: async (id) => {
      for (const part of ['file', 'thumbnail'] as const) await ask(id, part, { method: 'DELETE' });
    },
  };
}
