/** The seam to time. Timers are monotonic; `now` is only for showing and for what must be compared across reloads. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once after `ms`. Returns what cancels it; cancelling late or twice does nothing. */
  after(ms: number, run: () => void): () => void;
};

/** The clock of the machine. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});
