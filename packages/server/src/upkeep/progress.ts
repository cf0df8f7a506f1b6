/** How far a long work has come, told to whoever waits for it. */
export type Progress = {
  /** Events dealt with so far. */
  readonly done: number;
  begin(total: number): void;
  add(count: number): void;
  end(): void;
};

/** Where progress is shown: standard error, say. */
export type ProgressStream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
};

const barEveryMs = 100;
const lineEveryMs = 5_000;

/** A bar on a terminal, otherwise a plain line every few seconds and at the end. `verb` says what is done to the events. */
export function showProgress(stream: ProgressStream, verb: string, now: () => number = Date.now): Progress {
  let total = 0;
  let done = 0;
  let shownAt = 0;
  const show = (): void => {
    shownAt = now();
    const share = total === 0 ? 1 : Math.min(done / total, 1);
    const text = `${verb} ${done} of ${total} events`;
    if (!stream.isTTY) return void stream.write(`${text}\n`);
    const width = Math.max(10, Math.min(30, (stream.columns ?? 80) - text.length - 9));
    const filled = Math.round(share * width);
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
    stream.write(`\r${bar} ${String(Math.floor(share * 100)).padStart(3)} % ${text}`);
  };
  return {
    get done() {
      return done;
    },
    begin: (count) => {
      total = count;
      shownAt = now();
      if (stream.isTTY) show();
    },
    add: (count) => {
      done += count;
      if (now() - shownAt >= (stream.isTTY ? barEveryMs : lineEveryMs)) show();
    },
    end: () => {
      show();
      if (stream.isTTY) stream.write('\n');
    },
  };
}
