import type { RoomDoc } from './documents.js';
import type { RoomEvent } from './events.js';
import type { Call } from './mentions.js';
import type { Person } from './people.js';
import type { QuestionState } from './questions.js';
import type { RefusalShape } from './refusal.js';
import type { Here, Standing } from './requests.js';

/** One room in the list of somebody who serves it. */
export type LobbyRow = {
  readonly room: RoomDoc;
  readonly standing: Standing;
};

/** A question in the queue of somebody who answers: enough to choose it by. */
export type QueueRow = {
  readonly room: string;
  /** Number of the message that asks. */
  readonly seq: number;
  /** Number of the last event about it; a row with a smaller one is older. */
  readonly rev: number;
  /** When it was asked, milliseconds since the epoch. */
  readonly at: number;
  readonly by: Person;
  /** One line, at most 140 characters. */
  readonly excerpt: string;
  readonly state: QuestionState;
  readonly owner: Person | null;
  /** How many it concerns. */
  readonly affected: number;
  readonly escalations: number;
  /** As in `QuestionDoc`. */
  readonly promised?: number;
};

/** Somebody of the staff has this question open. */
export type Look = { readonly by: Person; readonly room: string; readonly question: number };

/** What need not survive: never in the log, may be lost. */
export type Signal =
  | {
      readonly type: 'typing';
      readonly room: string;
      readonly by: Person;
      readonly isTyping: boolean;
      readonly re?: number;
    }
  | { readonly type: 'here'; readonly room: string; readonly here: Here };

/** What the server sends without being asked. */
export type FrameTable = {
  /** First on every connection. */
  hello: {
    readonly me: Person;
    /** Changes when the log may have lost events, after a restore for example. A reader with another one starts anew. */
    readonly epoch: string;
    /** Server time, milliseconds since the epoch. */
    readonly at: number;
  };
  /** More of a room's log. Ascending, but losing one must lose nothing: readers heal gaps. */
  events: { readonly room: string; readonly events: readonly RoomEvent[] };
  /** Heads of the joined rooms, every `limits.beaconMs`: tells of a lost last event, which shows no gap. */
  heads: { readonly heads: Readonly<Record<string, number>> };
  signal: Signal;
  /** The person's marker moved, on this device or another. */
  standing: { readonly room: string; readonly standing: Standing };
  /**
   * Rows that changed, or the person's wish not to be disturbed. `gone`: rooms that the person may not see any more. `looking`: which
   * question a colleague has open now, null for none any more; it may be lost.
   */
  lobby: {
    readonly rows: readonly LobbyRow[];
    readonly questions?: readonly QueueRow[];
    readonly isBusy?: boolean;
    readonly gone?: readonly string[];
    readonly looking?: Omit<Look, 'question'> & { readonly question: number | null };
    /** Messages that call the person no more: their words were taken back. */
    readonly uncalled?: readonly { readonly room: string; readonly seq: number }[];
  };
  /** Somebody calls the person now. `isQuiet`: the person does not want to be disturbed. */
  called: { readonly call: Call; readonly isQuiet: boolean };
  /** The server is about to close; come back after `inMs`. */
  going_away: { readonly inMs: number };
  /** The connection is about to be closed for this reason. */
  signed_out: { readonly refusal: RefusalShape };
};

export type FrameName = keyof FrameTable;

/** Names of all frames, for adapters that subscribe one by one. */
export const frameNames = [
  'hello',
  'events',
  'heads',
  'signal',
  'standing',
  'lobby',
  'called',
  'going_away',
  'signed_out',
] as const satisfies readonly FrameName[];
