/** Which of the tabs sends. They share one outbox, so one of them does; a Web Lock says which. */

/** What this needs of `navigator.locks`. */
export type Locks = {
  request(name: string, options: { signal: AbortSignal }, held: () => Promise<void>): Promise<unknown>;
};

/** Stands for the lead while the connection is up, so that a tab that is connected sends. */
export class OutboxLeader {
  readonly #locks: Locks;
  readonly #prepare: () => Promise<void>;
  readonly #gained: () => void;
  #resign: (() => void) | null = null;
  #isLeader = false;

  /** `prepare` learns what the tab that led before has done; only then does this one lead, and `gained` is called. */
  constructor(locks: Locks, { prepare, gained }: { prepare: () => Promise<void>; gained: () => void }) {
    this.#locks = locks;
    this.#prepare = prepare;
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
    const asked = this.#locks.request(name, { signal: abort.signal }, async () => {
      if (this.#resign === resign) await this.#prepare();
      if (this.#resign !== resign) return;
      this.#isLeader = true;
      this.#gained();
      await isOver;
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
