import type { Page } from '../page.js';

/** A page whose events a test calls. */
export type TestPage = Page & {
  wake(): void;
  hide(): void;
  /** Whether the person would be asked before leaving. */
  readonly isWarning: boolean;
  /** Listeners that are there. */
  readonly listeners: number;
};

/** Makes a page that nobody listens to. */
export function createTestPage(): TestPage {
  const wakes = new Set<() => void>();
  const hides = new Set<() => void>();
  const warnings = new Set<object>();
  return {
    onWake: (run) => addTo(wakes, run),
    onHide: (run) => addTo(hides, run),
    warnBeforeLeaving: () => addTo(warnings, {}),
    wake: () => wakes.forEach((run) => run()),
    hide: () => hides.forEach((run) => run()),
    get isWarning() {
      return warnings.size > 0;
    },
    get listeners() {
      return wakes.size + hides.size + warnings.size;
    },
  };
}

function addTo<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => void set.delete(item);
}
