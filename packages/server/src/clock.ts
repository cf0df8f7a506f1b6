/** Time as an argument: what needs the hour or a delay asks here, so that a test can turn the hands. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once after `delayMs`. Returns its undo, which may be called at any time. */
  after(delayMs: number, run: () => void): () => void;
};

/** The longest delay a Node timer keeps; a longer one would fire at once. */
const maxTimerMs = 2_147_483_647;

/** The machine's own clock. Delays longer than 24 days are cut to that. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  after: (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, Math.min(delayMs, maxTimerMs));
    return () => clearTimeout(timer);
  },
});
