/**
 * The life of the connection: one attempt after another until `close`, with a fresh token for each. It knows nothing of
 * rooms; it says when it is online, when it was lost, and what came.
 */
import { isRetryable, type Answer, type FrameName, type FrameTable } from '@support-chat/protocol';
import type { RefusalCode, RefusalShape, RequestInput, RequestName } from '@support-chat/protocol';
import { backOffMs } from './back-off.js';
import type { Clock } from './clock.js';
import { freezeDeep } from './freeze.js';
import type { ConnectionState, ConnectionView } from './view.js';
import type { Wire, WireMaker } from './wire.js';

/** Limits of one connection, in milliseconds. */
export const connectionLimits = {
  /** For the first attempt; doubled after each attempt that ran out of time, so that slow networks get through. */
  connectMs: 3_000,
  longestConnectMs: 12_000,
  tokenMs: 15_000,
  requestMs: 10_000,
  /** How long a live connection may take to prove that it is alive. */
  probeMs: 5_000,
  /** A connection that lived this long was good: counting failures starts again. */
  stableMs: 5_000,
  /** How often a refused connection asks whether there is another token. */
  refusedMs: 60_000,
} as const;

/** Refusals of a connection that waiting does not cure. */
const finalCodes: ReadonlySet<RefusalCode> = new Set(['token_invalid', 'origin_refused', 'forbidden']);

export type ConnectionSeams = {
  readonly url: string;
  readonly getToken: () => Promise<string> | string;
  readonly makeWire: WireMaker;
  readonly clock: Clock;
  readonly random: () => number;
};

/** Asks the server one thing. Resolves to null when no answer came; never rejects. */
export type Ask = <N extends RequestName>(name: N, input: RequestInput<N>) => Promise<Answer<N> | null>;

export type ConnectionListener = {
  /** The page gave this token; the server has not seen it. */
  token(token: string): void;
  online(hello: FrameTable['hello']): void;
  /** Called once for each `online`. */
  lost(): void;
  frame<N extends FrameName>(name: N, payload: FrameTable[N]): void;
  /** `view` is another one. */
  changed(): void;
};

/** One connection, alive from `start` to `close`. */
export class Connection {
  readonly #seams: ConnectionSeams;
  readonly #listener: ConnectionListener;
  readonly #wire: Wire;
  #view: ConnectionView = viewOf('idle');
  /** Changes with each attempt and each end, so that what was begun before is recognised as late. */
  #turn = 0;
  #cancelTimer: () => void = () => undefined;
  #failures = 0;
  /** When the first of these failures was. */
  #failedAt = 0;
  #connectMs: number = connectionLimits.connectMs;
  #token: string | null = null;
  /** True after the token was renewed at once because the server refused it; one time until the connection is good. */
  #isRenewed = false;
  /** The token that was refused for good, and why. */
  #refused: { readonly token: string | null; readonly refusal: RefusalShape } | null = null;
  #waitsForServer = false;
  #goingAwayMs: number | null = null;
  #signedOut: RefusalShape | null = null;
  #isProbing = false;

  constructor(seams: ConnectionSeams, listener: ConnectionListener) {
    this.#seams = seams;
    this.#listener = listener;
    this.#wire = seams.makeWire(seams.url, {
      opened: (hello) => this.#opened(freezeDeep(hello)),
      closed: (_reason, refusal) => this.#ended(this.#signedOut ?? refusal),
      frame: (name, payload) => this.#received(name, freezeDeep(payload)),
    });
  }

  get view(): ConnectionView {
    return this.#view;
  }

  start(): void {
    if (this.#view.state === 'idle') this.#attempt();
  }

  /** Tries again at once, with a token it asks for now, when waiting or refused. Does nothing while connecting or online. */
  reconnect(): void {
    if (this.#view.state !== 'waiting' && this.#view.state !== 'refused') return;
    this.#refused = null;
    this.#isRenewed = false;
    this.#attempt();
  }

  /** The network or the person may be back: tries at once, or makes sure that the connection is alive and misses nothing. */
  wake(): void {
    const { state } = this.#view;
    if (state === 'online') void this.#probe();
    // What the server asked for is kept: a person who switches tabs must not hammer it.
    if (state === 'waiting' && !this.#waitsForServer) this.#attempt();
    if (state === 'refused') this.#askForAnotherToken();
  }

  /** Resolves to the answer, to null when none came: not online, lost meanwhile, or `timeoutMs` passed. */
  async request<N extends RequestName>(
    name: N,
    input: RequestInput<N>,
    timeoutMs: number = connectionLimits.requestMs,
  ): Promise<Answer<N> | null> {
    if (this.#view.state !== 'online') return null;
    const turn = this.#turn;
    const answer = await this.#wire.request(name, input, timeoutMs);
    if (turn !== this.#turn) return null;
    if (!answer) void this.#probe();
    return freezeDeep(answer);
  }

  close(): void {
    if (this.#view.state === 'closed') return;
    this.#leaveTurn();
    this.#wire.close();
    this.#show(viewOf('closed'));
  }

  #attempt(): void {
    const turn = this.#leaveTurn();
    this.#show(viewOf('connecting', { refusal: this.#view.refusal }));
    this.#askToken(turn, (token) => {
      if (token === this.#refused?.token) return this.#refuse(this.#refused.refusal);
      this.#open(token);
    });
  }

  #askForAnotherToken(): void {
    const turn = this.#leaveTurn();
    this.#askToken(turn, (token) => {
      if (token === this.#refused?.token) return this.#refuse(this.#refused.refusal);
      this.#show(viewOf('connecting'));
      this.#open(token);
    });
  }

  #askToken(turn: number, use: (token: string) => void): void {
    const fail = (error: unknown): void => {
      if (turn !== this.#turn) return;
      const said = error instanceof Error ? error.message : String(error);
      // `fetch` throws a TypeError when it reaches nobody: that says nothing about the sign-in.
      const code = error instanceof TypeError ? 'unavailable' : 'token_expired';
      this.#wait({ code, message: `getToken gave no token: ${said}` });
    };
    this.#cancelTimer = this.#seams.clock.after(connectionLimits.tokenMs, () =>
      fail(new TypeError('nothing came in time')),
    );
    new Promise<string>((resolve) => resolve(this.#seams.getToken())).then((token) => {
      if (turn !== this.#turn) return;
      this.#listener.token(token);
      use(token);
    }, fail);
  }

  #open(token: string): void {
    this.#token = token;
    this.#goingAwayMs = null;
    this.#signedOut = null;
    this.#leaveTurn();
    this.#cancelTimer = this.#seams.clock.after(this.#connectMs, () => {
      this.#connectMs = Math.min(this.#connectMs * 2, connectionLimits.longestConnectMs);
      this.#wire.close();
      this.#ended(null);
    });
    this.#wire.open(token);
  }

  #opened(hello: FrameTable['hello']): void {
    this.#leaveTurn();
    this.#connectMs = connectionLimits.connectMs;
    this.#cancelTimer = this.#seams.clock.after(connectionLimits.stableMs, () => {
      this.#failures = 0;
      this.#isRenewed = false;
    });
    this.#show(viewOf('online'));
    this.#listener.online(hello);
  }

  #received<N extends FrameName>(name: N, payload: FrameTable[N]): void {
    // The name says which payload it is; the table ties them but the compiler does not narrow one by the other.
    if (name === 'going_away') this.#goingAwayMs = (payload as FrameTable['going_away']).inMs;
    if (name === 'signed_out') this.#signedOut = (payload as FrameTable['signed_out']).refusal;
    this.#listener.frame(name, payload);
  }

  /** The attempt failed or the connection was lost. */
  #ended(refusal: RefusalShape | null): void {
    if (this.#view.state === 'closed') return;
    const wasOnline = this.#view.state === 'online';
    this.#leaveTurn();
    if (!refusal || (refusal.code !== 'token_expired' && refusal.code !== 'token_invalid')) this.#wait(refusal);
    else this.#renew(refusal);
    if (wasOnline) this.#listener.lost();
  }

  #renew(refusal: RefusalShape): void {
    if (this.#isRenewed) return this.#wait(refusal);
    if (refusal.code === 'token_invalid') this.#refused = { token: this.#token, refusal };
    this.#isRenewed = true;
    // Without the refusal: a token that ends is routine, and another one is about to come.
    this.#show(viewOf('connecting'));
    this.#attempt();
  }

  #wait(refusal: RefusalShape | null): void {
    if (refusal && finalCodes.has(refusal.code)) return this.#refuse(refusal);
    const { clock, random } = this.#seams;
    const retryAfterMs = refusal && isRetryable(refusal.code) ? refusal.retryAfterMs : undefined;
    if (this.#failures === 0) this.#failedAt = clock.now();
    const lastedMs = clock.now() - this.#failedAt;
    const waitMs = this.#goingAwayMs ?? backOffMs({ failures: this.#failures++, random, lastedMs, retryAfterMs });
    this.#waitsForServer = this.#goingAwayMs !== null || retryAfterMs !== undefined;
    this.#goingAwayMs = null;
    this.#leaveTurn();
    this.#cancelTimer = clock.after(waitMs, () => this.#attempt());
    this.#show(viewOf('waiting', { retryAt: clock.now() + waitMs, refusal }));
  }

  #refuse(refusal: RefusalShape): void {
    this.#refused = { token: this.#token, refusal };
    this.#leaveTurn();
    this.#cancelTimer = this.#seams.clock.after(connectionLimits.refusedMs, () => this.#askForAnotherToken());
    this.#show(viewOf('refused', { refusal }));
  }

  /** Asks for the heads: the answer heals lost events, no answer shows a connection that is dead and does not know it. */
  async #probe(): Promise<void> {
    if (this.#isProbing) return;
    this.#isProbing = true;
    const turn = this.#turn;
    const answer = await this.#wire.request('room.heads', {}, connectionLimits.probeMs);
    this.#isProbing = false;
    if (turn !== this.#turn) return;
    if (answer?.ok) this.#listener.frame('heads', freezeDeep(answer.answer));
    if (answer) return;
    this.#wire.close();
    this.#ended(null);
  }

  #leaveTurn(): number {
    this.#cancelTimer();
    this.#cancelTimer = () => undefined;
    return ++this.#turn;
  }

  #show(view: ConnectionView): void {
    this.#view = view;
    this.#listener.changed();
  }
}

function viewOf(state: ConnectionState, rest: Partial<Omit<ConnectionView, 'state'>> = {}): ConnectionView {
  return Object.freeze({ state, retryAt: null, refusal: null, ...rest });
}
