/** Which of the tabs sends. They share one outbox, so one of them does; a Web Lock says which. */

/** What this needs of `navigator.locks`. */
export type Locks = {
  request(name: string, options: { signal: AbortSignal }, held: () => Promise<void>): Promise<unknown>;
};

/** Stands for the lead while the connection is up, so that a tab that is connected sends. */
export class OutboxLeader {
  readonly #locks: Locks;
  readonly #gained: () => void;
  #resign: (() => void) | null = null;
  #isLeader = false;

  constructor(locks: Locks, gained: () => void) {
    this.#locks = locks;
    this.#gained = gained;
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  /** Asks for the lead under this name, giving up the one before. `gained` is called when it comes. */
  stand(name: string): void {
    this.resign();
    const abort = new AbortController();
    let release = (): void => undefined;
    const isOver = new Promise<void>((resolve) => (release = resolve));
    this.#resign = () => {
      abort.abort();
      release();
    };
    const resign = this.#resign;
    const asked = this.#locks.request(name, { signal: abort.signal }, () => {
      if (this.#resign !== resign) return Promise.resolve();
      this.#isLeader = true;
      this.#gained();
      return isOver;
    });
    // Refused or aborted: another tab leads, or nobody asks any more. A browser that refuses the lock altogether
    // would leave nobody to send, so that this tab leads then.
    asked.catch(() => {
      if (this.#resign !== resign) return;
      this.#isLeader = true;
      this.#gained();
    });
  }

  /** Gives the lead to the next tab that stands. */
  resign(): void {
    this.#isLeader = false;
    this.#resign?.();
    this.#resign = null;
  }
}
