/** Why a request was not done. */
export const refusalCodes = [
  /** The request does not have the shape the protocol gives it. */
  'bad_request',
  /** The token is forged, malformed or made for another audience. */
  'token_invalid',
  /** The token was good once; fetch a new one and connect again. */
  'token_expired',
  /** The page that opened the connection is not on the list of origins. */
  'origin_refused',
  /** There is no such room, or the person may not know of it. */
  'not_found',
  /** The person may see the room but not do this. */
  'forbidden',
  /** The room is closed; it can be read but not written to. */
  'room_closed',
  /** It is no longer as the person saw it; look again. */
  'changed',
  /** The message says something else by now; look at what it says, and edit that. */
  'rev_conflict',
  /** It would call more people than its author may have thought; do it again, confirmed. */
  'unconfirmed',
  /** Another room has this name. */
  'room_exists',
  /** The text is longer than the limit. */
  'too_long',
  /** The file is larger than files may be here, or than was announced. */
  'file_too_large',
  /** A kind of file that is not taken here, a picture that cannot be read, or something harmful. */
  'file_refused',
  /** The file is not there, not yours, of another room, or shown by another message already; upload it again. */
  'file_missing',
  /** What came is not what was announced; upload it again. */
  'hash_mismatch',
  /** The person's files, or those of the room, take as much space as they may. */
  'quota_full',
  /** This command id was used before with other content. */
  'cid_conflict',
  /** The connection is in as many rooms as it may be. */
  'too_many_rooms',
  /** Too many requests; wait for retryAfterMs. */
  'rate_limited',
  /** The server is starting, stopping or waiting for its store. */
  'unavailable',
  /** The store has no space left; nothing was written. */
  'storage_full',
  /** The server met a bug; it is in its log under the command id. */
  'internal',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** The same request may succeed later without anybody changing it. */
const retryableCodes: readonly string[] = [
  'token_expired',
  'rate_limited',
  'unavailable',
  'storage_full',
] satisfies RefusalCode[];

/** A refusal as it crosses the wire. */
export type RefusalShape = {
  readonly code: RefusalCode;
  /** English, for developers and logs: what was expected, what came, what to do. Translate by `code` for people. */
  readonly message: string;
  /** Milliseconds to wait before trying again; only with retryable codes. */
  readonly retryAfterMs?: number;
};

/** The only error that crosses the wire. Everything else is a bug and stays where it happened. */
export class Refusal extends Error implements RefusalShape {
  readonly code: RefusalCode;
  readonly retryAfterMs?: number;

  constructor(code: RefusalCode, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'Refusal';
    this.code = code;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }

  toJSON(): RefusalShape {
    const shape = { code: this.code, message: this.message };
    return this.retryAfterMs === undefined ? shape : { ...shape, retryAfterMs: this.retryAfterMs };
  }
}

/** Whether the same request may succeed later. Unknown codes come from newer servers and count as final. */
export function isRetryable(code: string): boolean {
  return retryableCodes.includes(code);
}
