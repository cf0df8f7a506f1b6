/** How many sockets are open, in all and from one address. Counted before anybody has said who they are. */
export class ConnectionLimit {
  readonly #maxPerAddress: number;
  readonly #maxTotal: number;
  readonly #counts = new Map<string, number>();
  #total = 0;

  constructor(options: { readonly maxPerAddress: number; readonly maxTotal: number }) {
    this.#maxPerAddress = options.maxPerAddress;
    this.#maxTotal = options.maxTotal;
  }

  /** Null when one more from this address is all right, otherwise why not. */
  objectionTo(address: string): string | null {
    if (this.#total >= this.#maxTotal) return 'too many connections';
    return (this.#counts.get(address) ?? 0) >= this.#maxPerAddress ? 'too many connections from one address' : null;
  }

  /** Counts a connection. Returns the undo. */
  count(address: string): () => void {
    this.#total += 1;
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1);
    return () => {
      this.#total -= 1;
      const left = (this.#counts.get(address) ?? 1) - 1;
      if (left === 0) this.#counts.delete(address);
      else this.#counts.set(address, left);
    };
  }
}
