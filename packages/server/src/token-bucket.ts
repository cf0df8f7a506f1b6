/** Limits how much one person asks of this node, over all their connections. */
import { Refusal } from '@support-chat/protocol';

type Bucket = { tokens: number; at: number };

/** Buckets past this many are looked through for full ones, which say nothing and are dropped. */
const sweepAt = 10_000;

export class TokenBuckets {
  readonly #capacity: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();
  #nextSweep = sweepAt;

  constructor(options: { readonly capacity: number; readonly perSecond: number; readonly now: () => number }) {
    this.#capacity = options.capacity;
    this.#perSecond = options.perSecond;
    this.#now = options.now;
  }

  /** Takes `cost` tokens of this key. Throws Refusal('rate_limited') saying when there will be enough. */
  take(key: string, cost: number): void {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? this.#create(key, now);
    // A clock set back gives nothing and takes nothing.
    const passedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(this.#capacity, bucket.tokens + (passedMs * this.#perSecond) / 1_000);
    bucket.at = now;
    if (bucket.tokens < cost) {
      const retryAfterMs = Math.ceil(((cost - bucket.tokens) / this.#perSecond) * 1_000);
      throw new Refusal('rate_limited', `too many requests; wait ${retryAfterMs} ms`, { retryAfterMs });
    }
    bucket.tokens -= cost;
  }

  #create(key: string, now: number): Bucket {
    if (this.#buckets.size >= this.#nextSweep) this.#sweep(now);
    const bucket = { tokens: this.#capacity, at: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #sweep(now: number): void {
    const refillMs = (this.#capacity / this.#perSecond) * 1_000;
    for (const [key, { at }] of this.#buckets) if (now - at >= refillMs) this.#buckets.delete(key);
    this.#nextSweep = Math.max(sweepAt, this.#buckets.size * 2);
  }
}
