/** Wires from the published client to the nodes of the model: slow, cut, half-open, never out of order. */
import type { Answer, FrameName, FrameTable, Person, RequestName } from '@support-chat/protocol';
import type { WireHandlers, WireMaker } from '@support-chat/client';
import type { Random } from '../random.js';
import { Lane } from './lane.js';
import type { ModelNode, Session } from './model-node.js';
import type { VirtualClock } from './virtual-clock.js';

/** How long Socket.IO takes to notice that the other end is gone. */
const silenceMs = 16_000;

export class ModelNetwork {
  /** No attempt succeeds. */
  isCut = false;
  /** Nothing takes long any more. */
  isCalm = false;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly links = new Set<Link>();
  readonly #pickNode: () => ModelNode;

  constructor(options: { readonly clock: VirtualClock; readonly random: Random; readonly pickNode: () => ModelNode }) {
    this.clock = options.clock;
    this.random = options.random;
    this.#pickNode = options.pickNode;
  }

  /** The way of one person's client to the nodes. */
  wireOf(person: Person): WireMaker {
    return (_url, handlers) => {
      let link: Link | null = null;
      return {
        open: () => (link = new Link(this, this.#pickNode(), person, handlers)),
        close: () => link?.leave(),
        // What comes back is what the node answered to this very request.
        request: (name, input, timeoutMs) => (link?.request(name, input, timeoutMs) ?? noAnswer) as Promise<never>,
      };
    };
  }

  /** Breaks a connection; each end notices in its own time, at once or after the silence. */
  breakOne(): void {
    if (this.links.size > 0) this.random.pick([...this.links]).break();
  }

  /** Breaks every connection to a node that is gone. */
  breakTo(node: ModelNode | undefined): void {
    for (const link of this.links) if (link.node === node) link.break();
  }

  breakAll(): void {
    for (const link of this.links) link.break();
  }

  /** A client takes no events for a while. */
  slowDown(forMs: number): void {
    if (this.links.size > 0) this.random.pick([...this.links]).slowDown(forMs);
  }
}

const noAnswer = Promise.resolve(null);

/** One attempt and, when it comes up, the connection it becomes. */
class Link {
  readonly #network: ModelNetwork;
  readonly node: ModelNode;
  readonly #handlers: WireHandlers;
  readonly #up: Lane;
  readonly #down: Lane;
  #session: Session | null = null;
  /** The client was told that it ended, or ended it. */
  #isOver = false;

  constructor(network: ModelNetwork, node: ModelNode, person: Person, handlers: WireHandlers) {
    const { clock, random } = network;
    const latency = () =>
      random.next() < 0.02 && !network.isCalm ? random.between(500, 5_000) : random.between(0, 60);
    this.#network = network;
    this.node = node;
    this.#handlers = handlers;
    this.#up = new Lane(clock, latency);
    this.#down = new Lane(clock, latency);
    if (network.isCut || !node.isRunning) {
      clock.after(latency(), () => this.#tellClosed());
      return;
    }
    network.links.add(this);
    this.#up.send(() => this.#connect(person));
  }

  /** Resolves to null when no answer comes in time. */
  request(name: RequestName, input: unknown, timeoutMs: number): Promise<Answer | null> {
    return new Promise((resolve) => {
      const cancel = this.#network.clock.after(timeoutMs, () => resolve(null));
      const text = JSON.stringify(input);
      this.#up.send(() => {
        const session = this.#session;
        void session?.ask(name, JSON.parse(text)).then((answer) => {
          if (!session.connection.isOpen) return;
          const copy = structuredClone(answer);
          this.#down.send(() => {
            cancel();
            resolve(copy);
          });
        });
      });
    });
  }

  /** The client ends it; the server notices in its time. */
  leave(): void {
    this.#isOver = true;
    this.break();
  }

  break(): void {
    this.#up.break();
    this.#down.break();
    this.#network.links.delete(this);
    const { clock, random } = this.#network;
    const noticeMs = (): number => (random.next() < 0.5 ? 0 : random.between(1, silenceMs));
    clock.after(noticeMs(), () => this.#tellClosed());
    clock.after(noticeMs(), () => this.#session?.end());
  }

  slowDown(forMs: number): void {
    const session = this.#session;
    session?.setSlow(true);
    this.#network.clock.after(forMs, () => session?.setSlow(false));
  }

  #connect(person: Person): void {
    const send = <F extends FrameName>(name: F, frame: FrameTable[F]): void =>
      this.#down.send(() => {
        if (!this.#isOver) this.#handlers.frame(name, frame);
      });
    this.#session = this.node.connect(person, send);
    const hello = { me: person, epoch: this.node.store.epoch, at: this.#network.clock.now() };
    this.#down.send(() => {
      if (!this.#isOver) this.#handlers.opened(hello);
    });
  }

  #tellClosed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handlers.closed('the model', null);
  }
}
