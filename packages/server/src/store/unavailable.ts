import { Refusal } from '@support-chat/protocol';

/** Says that the store cannot answer now. */
export function unavailable(cause?: unknown): Refusal {
  return new Refusal('unavailable', 'the store cannot be written to now; try again later', {
    retryAfterMs: 2_000,
    cause,
  });
}

/** Says that the store has no space. */
export function storageFull(cause: unknown): Refusal {
  return new Refusal('storage_full', 'the store has no space left; nothing was written, try again later', {
    retryAfterMs: 10_000,
    cause,
  });
}
