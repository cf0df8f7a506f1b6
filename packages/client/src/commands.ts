/** Commands that a person waits for: sent with one command id until they are answered. */
import { isRetryable, Refusal } from '@support-chat/protocol';
import type { Appended, Answer, CommandName, RefusalShape, RequestInput } from '@support-chat/protocol';
import { backOffMs } from './back-off.js';
import type { Clock } from './clock.js';
import type { Ask } from './connection.js';

/** How long a person is kept waiting for a command. */
const patienceMs = 20_000;

export type CommandSeams = {
  readonly ask: Ask;
  readonly clock: Clock;
  readonly random: () => number;
  readonly makeCid: () => string;
};

/** Everything of a command but its id. */
export type CommandInput<N extends CommandName> = Omit<RequestInput<N>, 'cid'>;

/** Sends commands that do not go through the outbox. */
export class Commands {
  readonly #seams: CommandSeams;
  /** Ends of the commands that wait. */
  readonly #giveUps = new Set<() => void>();
  /** New attempts of those that wait for a connection. */
  readonly #attempts = new Set<() => void>();

  constructor(seams: CommandSeams) {
    this.#seams = seams;
  }

  /** Resolves when it is durable. Throws the server's Refusal, and Refusal('unavailable') when no answer came in 20 s:
  then it may have been done. */
  send<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Appended> {
    const { ask, clock, random, makeCid } = this.#seams;
    // `cid` is the one field that CommandInput leaves out.
    const command = { ...input, cid: makeCid() } as unknown as RequestInput<N>;
    return new Promise((resolve, reject) => {
      let last: RefusalShape = {
        code: 'unavailable',
        message: `no answer to ${name}; look whether it was done`,
      };
      let cancelRetry = (): void => undefined;
      let isOver = false;
      const end = (): void => {
        isOver = true;
        cancelPatience();
        cancelRetry();
        this.#giveUps.delete(giveUp);
        this.#attempts.delete(again);
      };
      const giveUp = (): void => {
        end();
        reject(new Refusal(last.code, last.message, last));
      };
      const cancelPatience = clock.after(patienceMs, giveUp);
      this.#giveUps.add(giveUp);

      let failures = 0;
      const attempt = async (): Promise<void> => {
        const answer: Answer<N> | null = await ask(name, command);
        if (isOver) return;
        if (answer?.ok) {
          end();
          return resolve(answer.answer);
        }
        if (answer) last = answer.refusal;
        if (answer && !isRetryable(last.code)) return giveUp();
        const waitMs = backOffMs({ failures: failures++, random, retryAfterMs: answer?.refusal.retryAfterMs });
        cancelRetry = clock.after(waitMs, again);
        if (!answer) this.#attempts.add(again);
      };
      const again = (): void => {
        cancelRetry();
        this.#attempts.delete(again);
        void attempt();
      };
      void attempt();
    });
  }

  /** The connection is up: what waits for one is sent at once. */
  connect(): void {
    for (const again of [...this.#attempts]) again();
  }

  /** Rejects everything that waits. */
  close(): void {
    for (const giveUp of [...this.#giveUps]) giveUp();
  }
}
