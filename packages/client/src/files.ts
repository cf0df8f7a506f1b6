/** Files of messages: brought to the server piece by piece, and fetched from it. No part of the first download imports this. */
import { isRetryable, Refusal, type AttachedFile, type RefusalShape, type Upload } from '@support-chat/protocol';
import { backOffMs } from './back-off.js';
import { systemClock, type Clock } from './clock.js';
import { sha256Of } from './sha256.js';

export type FilesOptions = {
  /** As for `createClient`. */
  readonly url: string;
  readonly getToken: () => Promise<string> | string;
  /** What asks the server. Default: the machine's. */
  readonly fetch?: typeof fetch;
  /** Time. Default: the machine's. */
  readonly clock?: Clock;
  /** Numbers in [0, 1) for waits. Default: `Math.random`. */
  readonly random?: () => number;
};

export type UploadOptions = {
  /** What it is called. Default: the name that the file has. */
  readonly name?: string;
  /** Gives it up; what is on the server of it is removed. */
  readonly signal?: AbortSignal;
  /** Told as it goes on, in bytes; also that it is 0 again, when it was lost on the server. */
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void;
};

/** The files of one person at one room server. */
export type Files = {
  /**
   * Brings a file into a room, to be shown by a message that names its id. Goes on where it was after a lost connection, for
   * as long as it takes. Throws Refusal: `file_too_large`, `file_refused`, `quota_full`, `hash_mismatch`, `not_found` for a
   * room that the person may not see, `forbidden` or `room_closed` where they may not write; and what `signal` was ended with.
   */
  upload(room: string, file: Blob & { readonly name?: string }, options?: UploadOptions): Promise<AttachedFile>;
  /** Removes a file of this person that no message shows. Throws Refusal('changed') when one does. */
  discard(id: string): Promise<void>;
  /** What is in the file, or the small picture of it. Throws Refusal('not_found') for who may not have it. */
  file(id: string, options?: { readonly thumbnail?: boolean; readonly signal?: AbortSignal }): Promise<Blob>;
  /**
   * An address of the file that needs no token, for this person, for `fileLimits.linkMs` at most: for `<video crossorigin>`
   * and for saving. Throws Refusal('not_found') for who may not have it.
   */
  fileLink(id: string): Promise<string>;
};

/** Bytes of a piece: it grows while pieces are fast, so that it is told how far it is on slow lines too. */
const piece = { first: 262_144, most: 4_194_304, fastMs: 1_000 } as const;

type Call = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: BodyInit };

/** Makes what uploads and fetches files. It holds nothing open. */
export function createFiles(options: FilesOptions): Files {
  const { getToken, clock = systemClock, random = Math.random } = options;
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const base = new URL(options.url, globalThis.location?.href);
  let token: string | null = null;

  const call = async (path: string, { headers = {}, ...rest }: Call, signal?: AbortSignal): Promise<Response> => {
    token ??= await getToken();
    const response = await send(new URL(`api/${path}`, base).href, {
      ...{ ...rest, headers: { ...headers, authorization: `Bearer ${token}` } },
      ...{ cache: 'no-store', credentials: 'omit', ...(signal && { signal }) },
    });
    if (response.ok) return response;
    const refusal = await refusalIn(response);
    // The next attempt asks for another one.
    if (response.status === 401) token = null;
    throw refusal;
  };

  /** Again and again, until it is answered for good. */
  const insist = async <T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    for (let failures = 0; ; failures += 1) {
      try {
        return await ask();
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof Refusal && !isRetryable(error.code)) throw error;
        const retryAfterMs = error instanceof Refusal ? error.retryAfterMs : undefined;
        await after(backOffMs({ failures, random, retryAfterMs }), clock, signal);
      }
    }
  };

  const uploadOf = async (response: Response): Promise<Upload> => (await response.json()) as Upload;

  const sendPieces = async (
    begun: Upload,
    file: Blob,
    { signal, onProgress }: UploadOptions,
  ): Promise<AttachedFile> => {
    const path = `uploads/${begun.id}`;
    let bytes: number = piece.first;
    for (let upload = begun; ;) {
      onProgress?.(upload.offset, upload.size);
      if (upload.file) return upload.file;
      const { offset } = upload;
      const startedAt = clock.now();
      let isFirst = true;
      upload = await insist(async () => {
        // What came of a piece whose answer was lost is not sent again.
        const now = isFirst ? upload : await uploadOf(await call(path, {}, signal));
        isFirst = false;
        if (now.file || now.offset !== offset) return now;
        const headers = { 'content-type': 'application/partial-upload', 'upload-offset': String(offset) };
        const body = file.slice(offset, offset + bytes);
        return uploadOf(await call(path, { method: 'PATCH', headers, body }, signal));
      }, signal);
      const isFast = clock.now() - startedAt < piece.fastMs;
      bytes = isFast ? Math.min(bytes * 2, piece.most) : piece.first;
    }
  };

  return {
    upload: async (room, file, uploadOptions = {}) => {
      const { signal, name = file.name ?? 'file' } = uploadOptions;
      signal?.throwIfAborted();
      const sha256 = await sha256Of(file, signal);
      const body = JSON.stringify({ name, size: file.size, sha256 });
      // A retry begins no second one.
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomKey() };
      const path = `rooms/${encodeURIComponent(room)}/files`;
      const begun = await insist(() => call(path, { method: 'POST', headers, body }, signal).then(uploadOf), signal);
      try {
        return await sendPieces(begun, file, uploadOptions);
      } catch (error) {
        // What cannot be removed now goes by itself.
        if (signal?.aborted) void call(`uploads/${begun.id}`, { method: 'DELETE' }).catch(() => undefined);
        throw error;
      }
    },
    discard: async (id) => {
      await call(`uploads/${id}`, { method: 'DELETE' });
    },
    file: async (id, { thumbnail = false, signal } = {}) =>
      (await call(`files/${id}${thumbnail ? '/thumbnail' : ''}`, {}, signal)).blob(),
    fileLink: async (id) => {
      const { url } = (await (await call(`files/${id}/link`, { method: 'POST' })).json()) as { readonly url: string };
      return new URL(url.replace(/^\//, ''), base).href;
    },
  };
}

async function refusalIn(response: Response): Promise<Refusal> {
  const answer: unknown = await response.json().catch(() => null);
  // A proxy answers in words of its own: the server is not there.
  if (typeof answer !== 'object' || answer === null || !('refusal' in answer))
    return new Refusal('unavailable', `expected an answer of the room server, got HTTP ${response.status}`);
  const shape = answer.refusal as RefusalShape;
  return new Refusal(shape.code, shape.message, shape);
}

function after(delayMs: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      cancel();
      // Whoever ends it says with what.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(signal?.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', end);
      resolve();
    });
    signal?.addEventListener('abort', end, { once: true });
  });
}

function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
