/**
 * The seam between the client and what carries it. `socket-wire.ts` is Socket.IO, `testing.ts` is an in-memory server.
 * A wire makes one attempt at a time and knows nothing of retrying, rooms or storage.
 */
import type { Answer, FrameName, FrameTable, RefusalShape, RequestInput, RequestName } from '@support-chat/protocol';

export type WireHandlers = {
  /** The connection is usable; `hello` was received. */
  opened(hello: FrameTable['hello']): void;
  /** The attempt failed or the connection ended. Called once for each `open`, unless `close` was called. */
  closed(reason: string, refusal: RefusalShape | null): void;
  frame<N extends FrameName>(name: N, payload: FrameTable[N]): void;
};

export type Wire = {
  /** Begins one attempt with this token. Allowed only when the last attempt has ended. */
  open(token: string): void;
  /** Resolves to the server's answer, to null when none came: the connection ended or `timeoutMs` passed. Never rejects. */
  request<N extends RequestName>(name: N, input: RequestInput<N>, timeoutMs: number): Promise<Answer<N> | null>;
  /** Ends the connection or the attempt; no handler is called for it. */
  close(): void;
};

/** Makes a wire to one server. */
export type WireMaker = (url: string, handlers: WireHandlers) => Wire;
