/** Puts a server, a clock and clients together for tests. */
import { createClient, type Client, type ClientOptions, type Room, type RoomView } from '@support-chat/client';
import {
  createTestClock,
  createTestPage,
  createTestServer,
  createTestStorage,
  createTestToken,
  settle,
  type TestServerOptions,
} from '@support-chat/client/testing';

/** A server whose clock stands still, and clients made for it. */
export function createStage(options: Omit<TestServerOptions, 'clock'> = {}) {
  const clock = createTestClock();
  const server = createTestServer({ ...options, clock });
  const errors: unknown[] = [];
  let cids = 0;
  return {
    clock,
    server,
    /** What subscribers threw. */
    errors,
    /** A client with storage, page and random numbers of its own, unless told otherwise. */
    client: (person: string, seams: Partial<ClientOptions> = {}): Client =>
      createClient({
        url: 'test:',
        getToken: () => createTestToken(person),
        wire: server.wire,
        clock,
        storage: createTestStorage(),
        page: createTestPage(),
        random: () => 0.5,
        makeCid: () => (++cids).toString(16).padStart(32, 'c'),
        report: (error) => void errors.push(error),
        ...seams,
      }),
  };
}

export function textsOf(view: RoomView): string[] {
  return view.messages.map((message) => message.body.text);
}

/** What is not in the log yet, as `state: text`. */
export function outgoingOf(view: RoomView): string[] {
  return view.outgoing.map((message) => `${message.state}: ${message.body.text}`);
}

/** Resolves with the first view that fits. */
export function untilView(room: Room, fits: (view: RoomView) => boolean): Promise<RoomView> {
  return new Promise((resolve) => {
    const end = room.subscribe((view) => {
      if (!fits(view)) return;
      queueMicrotask(() => end());
      resolve(view);
    });
  });
}

export { settle };
