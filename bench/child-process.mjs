/** A process of the bench that answers questions: the measured server, its bare rival, and the members. */
import { fork } from 'node:child_process';

/** Starts a file of this folder. `ask` resolves to what its handler returned; `stop` lets it end by itself. */
export function startChild(file, { args = [], execArgv = [] } = {}) {
  const child = fork(new URL(file, import.meta.url), args, {
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map();
  let lastId = 0;
  child.on('message', ({ id, answer, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new Error(`${file}: ${error}`));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  void ended.then((code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
  });
  return {
    ask: (name, input) =>
      new Promise((resolve, reject) => {
        waiting.set((lastId += 1), { resolve, reject });
        child.send({ id: lastId, name, input });
      }),
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
    /** Ends it without warning. */
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The other end, called in the child: `handlers` by name, and what to do when the bench is over. */
export function answerParent(handlers, close = () => {}) {
  const all = { cpuMicros, memory, ...handlers };
  process.on('message', async ({ id, name, input }) => {
    try {
      process.send({ id, answer: await all[name](input) });
    } catch (error) {
      process.send({ id, error: String(error?.stack ?? error) });
    }
  });
  process.once('disconnect', async () => {
    await close();
    process.exit(0);
  });
}

/** CPU this process has used, all threads, user and system. */
function cpuMicros() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** What this process holds in memory, in bytes; without garbage when it runs with --expose-gc. */
async function memory() {
  // What finalizers let go is collected by the next one.
  for (let run = 0; run < 3; run += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return process.memoryUsage();
}
