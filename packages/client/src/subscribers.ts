/**
 * A view and those who render it. Changes are marked, and told once per microtask; the view is built when somebody looks.
 */
export class Subscribers<View> {
  readonly #build: (last: View | null) => View;
  readonly #report: (error: unknown) => void;
  readonly #callbacks = new Set<{ tell: (view: View) => void; told: View | null }>();
  #view: View | null = null;
  #isStale = true;
  #isQueued = false;

  /** `build` gets the last view, so that unchanged parts can keep their identity, and returns it when nothing changed. */
  constructor(build: (last: View | null) => View, report: (error: unknown) => void) {
    this.#build = build;
    this.#report = report;
  }

  /** The view as it is now, changes that were not told yet included. */
  get view(): View {
    if (this.#view === null || this.#isStale) this.#view = this.#build(this.#view);
    this.#isStale = false;
    return this.#view;
  }

  /** Calls `tell` at once, then after each change. Returns the end of it. What `tell` throws is reported and stops nobody. */
  add(tell: (view: View) => void): () => void {
    const entry = { tell, told: null };
    this.#callbacks.add(entry);
    this.#tell(entry);
    return () => void this.#callbacks.delete(entry);
  }

  /** Says that the view may have changed. */
  changed(): void {
    this.#isStale = true;
    if (this.#isQueued) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      for (const entry of [...this.#callbacks]) if (this.#callbacks.has(entry)) this.#tell(entry);
    });
  }

  #tell(entry: { tell: (view: View) => void; told: View | null }): void {
    const view = this.view;
    if (entry.told === view) return;
    entry.told = view;
    try {
      entry.tell(view);
    } catch (error) {
      this.#report(error);
    }
  }
}
