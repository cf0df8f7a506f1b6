/** The network between clients and the server in memory, and everything that goes wrong with it. */
import { Refusal, type Answer, type FrameName, type FrameTable, type RefusalCode } from '@support-chat/protocol';
import type { Person, RequestName } from '@support-chat/protocol';
import type { Clock } from '../clock.js';
import type { Wire, WireHandlers, WireMaker } from '../wire.js';

/** What the server does with the sessions that the network brings. */
export type TestGateway = {
  /** The person of a token. Throws Refusal. */
  admit(token: string): Person;
  hello(person: Person): FrameTable['hello'];
  answer(session: TestSession, name: RequestName, input: unknown): unknown;
  left(session: TestSession): void;
};

/** One connection, as the server sees it. */
export type TestSession = {
  readonly person: Person;
  readonly rooms: Set<string>;
  isInLobby: boolean;
  send<N extends FrameName>(name: N, payload: FrameTable[N]): void;
  end(refusal: Refusal | null): void;
};

type Planned = { readonly request: RequestName | 'connect'; readonly refusal: Refusal };

/** Makes wires and loses what it is told to lose. */
export class TestNetwork {
  readonly #gateway: TestGateway;
  readonly #clock: Clock;
  readonly sessions = new Set<TestSession>();
  /** Requests that reached the server, in order. */
  readonly requests: { readonly by: string; readonly name: RequestName; readonly input: unknown }[] = [];
  isCut = false;
  /** Half-open: nothing arrives and nobody is told. */
  isSilent = false;
  dropsFrames = false;
  repeatsFrames = false;
  #held: (() => void)[] | null = null;
  #planned: Planned[] = [];
  #answersToLose = 0;

  constructor(gateway: TestGateway, clock: Clock) {
    this.#gateway = gateway;
    this.#clock = clock;
  }

  refuseNext(code: RefusalCode, request: RequestName | 'connect', retryAfterMs?: number): void {
    const options = retryAfterMs === undefined ? {} : { retryAfterMs };
    this.#planned.push({ request, refusal: new Refusal(code, `the test refuses ${request}`, options) });
  }

  loseNextAnswer(): void {
    this.#answersToLose++;
  }

  hold(): () => void {
    const held: (() => void)[] = (this.#held ??= []);
    return () => {
      if (this.#held === held) this.#held = null;
      for (const deliver of held.splice(0)) deliver();
    };
  }

  endAll(refusal: Refusal | null = null): void {
    for (const session of [...this.sessions]) session.end(refusal);
  }

  readonly makeWire: WireMaker = (_url, handlers): Wire => {
    let session: TestSession | null = null;
    let attempt: object | null = null;
    let giveUps = new Set<() => void>();
    const end = (): void => {
      attempt = null;
      const ended = session;
      session = null;
      if (ended) this.sessions.delete(ended);
      for (const giveUp of giveUps) giveUp();
      giveUps = new Set();
      if (ended) this.#gateway.left(ended);
    };
    return {
      open: (token) => {
        const own = (attempt = {});
        queueMicrotask(() => {
          if (attempt !== own || this.isSilent) return;
          const opened = this.#connect(token, handlers, (refusal) => {
            end();
            const ending = (attempt = {});
            queueMicrotask(() => {
              if (attempt !== ending) return;
              handlers.closed(refusal?.message ?? 'transport close', refusal?.toJSON() ?? null);
            });
          });
          if (opened instanceof Refusal || opened === null) {
            attempt = null;
            return handlers.closed('refused', opened?.toJSON() ?? null);
          }
          session = opened;
          this.sessions.add(opened);
          handlers.opened(copyOf(this.#gateway.hello(opened.person)));
        });
      },
      request: (name, input, timeoutMs) =>
        new Promise((resolve) => {
          const asking = session;
          if (!asking) return resolve(null);
          const give = (answer: Answer<typeof name> | null): void => {
            cancel();
            giveUps.delete(giveUp);
            resolve(answer);
          };
          const giveUp = (): void => give(null);
          giveUps.add(giveUp);
          const cancel = this.#clock.after(timeoutMs, giveUp);
          const sent = copyOf(input);
          queueMicrotask(() => {
            if (session !== asking || this.isSilent) return;
            const answer = this.#answer(asking, name, sent);
            // It was made for this very request.
            const deliver = (): void => {
              if (session === asking && answer) give(copyOf(answer) as Answer<typeof name>);
            };
            if (this.#held) this.#held.push(deliver);
            else deliver();
          });
        }),
      close: end,
    };
  };

  #connect(
    token: string,
    handlers: WireHandlers,
    ended: (refusal: Refusal | null) => void,
  ): TestSession | Refusal | null {
    if (this.isCut) return null;
    try {
      const planned = this.#takePlanned('connect');
      if (planned) return planned;
      const session: TestSession = {
        person: this.#gateway.admit(token),
        rooms: new Set(),
        isInLobby: false,
        send: (name, payload) => {
          if (this.isSilent || (this.dropsFrames && name !== 'signed_out')) return;
          const copy = copyOf(payload);
          for (let times = this.repeatsFrames ? 2 : 1; times > 0; times--) {
            queueMicrotask(() => this.sessions.has(session) && handlers.frame(name, copy));
          }
        },
        end: (refusal) => {
          if (this.sessions.has(session)) ended(refusal);
        },
      };
      return session;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #answer(session: TestSession, name: RequestName, input: unknown): unknown {
    this.requests.push({ by: session.person.id, name, input });
    const planned = this.#takePlanned(name);
    if (planned) return { ok: false, refusal: planned.toJSON() };
    try {
      const answer = { ok: true, answer: this.#gateway.answer(session, name, input) };
      if (name !== 'message.post' || this.#answersToLose === 0) return answer;
      this.#answersToLose--;
      session.end(null);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, refusal: error.toJSON() };
      throw error;
    }
  }

  #takePlanned(request: RequestName | 'connect'): Refusal | null {
    const index = this.#planned.findIndex((planned) => planned.request === request);
    return index === -1 ? null : (this.#planned.splice(index, 1)[0]?.refusal ?? null);
  }
}

/** A copy as the network makes one. */
function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
