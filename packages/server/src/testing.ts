/** The test kit: a real server on a free port with a real store in a temporary directory. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Appended, CommandName, CommandTable, Person } from '@support-chat/protocol';
import type { Clock } from './clock.js';
import { createRoomServer, type MintOptions, type RoomServer, type RoomServerOptions } from './server.js';

export type TestServer = {
  readonly server: RoomServer;
  /** Address of the server, with a slash at its end. */
  readonly url: string;
  /** Its data directory; gone after `close` unless it was given. */
  readonly dir: string;
  readonly jwtSecret: string;
  /** Every log line so far. */
  readonly logLines: readonly string[];
  /** A token for this person that lasts an hour, or `ttlMs`. */
  tokenFor(person: Person, options?: MintOptions): Promise<string>;
  /** Submits a command, under a new cid unless one is given. */
  submit<N extends CommandName>(
    by: Person,
    name: N,
    input: Omit<CommandTable[N], 'cid'> & { readonly cid?: string },
  ): Promise<Appended>;
  /** Stops the server and removes what it wrote. */
  close(): Promise<void>;
};

/** Starts a server on 127.0.0.1. Options as for `createRoomServer`; a `dataDir` that is given is kept. */
export async function startTestServer(options: RoomServerOptions = {}): Promise<TestServer> {
  const jwtSecret = options.jwtSecret ?? randomBytes(32).toString('hex');
  const dir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'support-chat-')));
  const logLines: string[] = [];
  const server = createRoomServer({
    port: 0,
    logLevel: 'debug',
    writeLog: (line) => void logLines.push(line),
    ...options,
    jwtSecret,
    dataDir: dir,
  });
  const { url } = await server.listen();
  return {
    server,
    url,
    dir,
    jwtSecret,
    logLines,
    tokenFor: (person, tokenOptions) => server.mintToken(person, tokenOptions),
    // A command's input is its own fields and a cid.
    submit: (by, name, input) => server.submit(by, name, { cid: newCid(), ...input } as never),
    close: async () => {
      await server.close();
      if (options.dataDir === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A command id nobody has used. */
export function newCid(): string {
  return randomBytes(16).toString('hex');
}

export type ManualClock = Clock & {
  /** Moves the time on and runs what falls due, in order of its time. */
  advance(byMs: number): void;
};

/** A clock that stands until it is turned. */
export function createManualClock(startAt = 1_750_000_000_000): ManualClock {
  let nowAt = startAt;
  let due: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => nowAt,
    after: (delayMs, run) => {
      const entry = { at: nowAt + delayMs, run };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    advance: (byMs) => {
      const endAt = nowAt + byMs;
      for (;;) {
        const next = due.filter(({ at }) => at <= endAt).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        due = due.filter((other) => other !== next);
        nowAt = next.at;
        next.run();
      }
      nowAt = endAt;
    },
  };
}
