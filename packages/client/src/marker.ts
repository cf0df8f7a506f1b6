/** Moves the person's marker: at most once a second, the furthest wins, and what was not answered is told again. */
import type { Standing } from '@support-chat/protocol';
import { isRetryable } from '@support-chat/protocol';
import type { Clock } from './clock.js';
import type { Ask } from './connection.js';

const coalesceMs = 1_000;

/** Whether `standing` says less than `last`. Markers only move forward; what comes late is old. */
export function isOlder(standing: Standing, last: Standing): boolean {
  return standing.marker < last.marker || (standing.marker === last.marker && standing.head < last.head);
}

export type MarkerSeams = {
  readonly room: string;
  readonly ask: Ask;
  readonly clock: Clock;
  /** The server's standing after a move. */
  moved(standing: Standing): void;
};

/** The marker of this person in one room, as this tab moves it. */
export class Marker {
  readonly #seams: MarkerSeams;
  #wanted = 0;
  #told = 0;
  #isConnected = false;
  #cancelRest: (() => void) | null = null;

  constructor(seams: MarkerSeams) {
    this.#seams = seams;
  }

  /** Everything up to `seq` was seen. */
  move(seq: number): void {
    if (seq <= this.#wanted) return;
    this.#wanted = seq;
    this.#tell();
  }

  /** The room is joined, the server's marker stands at `marker`. */
  connect(marker: number): void {
    this.#isConnected = true;
    this.#told = marker;
    this.#tell();
  }

  disconnect(): void {
    this.#isConnected = false;
    this.#cancelRest?.();
    this.#cancelRest = null;
  }

  /** Forgets what is to be told: it is about another log or another person. */
  forget(): void {
    this.#wanted = 0;
    this.#told = 0;
  }

  #tell(): void {
    if (!this.#isConnected || this.#cancelRest || this.#wanted <= this.#told) return;
    this.#cancelRest = this.#seams.clock.after(coalesceMs, () => {
      this.#cancelRest = null;
      this.#tell();
    });
    void this.#ask(this.#wanted);
  }

  async #ask(seq: number): Promise<void> {
    const before = this.#told;
    this.#told = seq;
    const answer = await this.#seams.ask('marker.move', { room: this.#seams.room, seq });
    if (answer?.ok) return this.#seams.moved(answer.answer);
    // No answer or not now: the next round tells it again.
    if ((!answer || isRetryable(answer.refusal.code)) && this.#told === seq) this.#told = before;
    if (!this.#cancelRest) this.#tell();
  }
}
