/** Why a request was not done. `retryable`: the same request may succeed later without anybody changing it. */
export const refusalCodes = {
  bad_request: { retryable: false, meaning: 'the request does not have the shape the protocol gives it' },
  token_invalid: { retryable: false, meaning: 'the token is forged, malformed or made for another audience' },
  token_expired: { retryable: true, meaning: 'the token was good once; fetch a new one and connect again' },
  origin_refused: { retryable: false, meaning: 'the page that opened the connection is not on the list of origins' },
  not_found: { retryable: false, meaning: 'there is no such room, or the person may not know of it' },
  forbidden: { retryable: false, meaning: 'the person may see the room but not do this' },
  room_closed: { retryable: false, meaning: 'the room is closed; it can be read but not written to' },
  room_exists: { retryable: false, meaning: 'another room has this name' },
  too_long: { retryable: false, meaning: 'the text is longer than the limit' },
  cid_conflict: { retryable: false, meaning: 'this command id was used before with other content' },
  too_many_rooms: { retryable: false, meaning: 'the connection is in as many rooms as it may be' },
  rate_limited: { retryable: true, meaning: 'too many requests; wait for retryAfterMs' },
  unavailable: { retryable: true, meaning: 'the server is starting, stopping or waiting for its store' },
  storage_full: { retryable: true, meaning: 'the store has no space left; nothing was written' },
  internal: { retryable: false, meaning: 'the server met a bug; it is in its log under the command id' },
} as const;

export type RefusalCode = keyof typeof refusalCodes;

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
  return Object.hasOwn(refusalCodes, code) && refusalCodes[code as RefusalCode].retryable;
}
