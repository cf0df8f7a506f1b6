/** What happened in a run, as seen from outside, and what was there when it was quiet. */

/** A message somebody wanted to post, and what they were told; what a client received; how far somebody had read. */
export type Step =
  | {
      readonly kind: 'invoke';
      readonly device: string;
      readonly person: string;
      readonly room: string;
      readonly cid: string;
    }
  /** The tab died before it said whether what was asked is stored: it may be in the log or not. */
  | { readonly kind: 'doubt'; readonly room: string; readonly cid: string }
  | { readonly kind: 'ok'; readonly room: string; readonly cid: string; readonly seq: number }
  | { readonly kind: 'fail'; readonly room: string; readonly cid: string; readonly code: string }
  /** `cid` is null for an event that only shows its number. */
  | {
      readonly kind: 'recv';
      readonly device: string;
      readonly room: string;
      readonly seq: number;
      readonly cid: string | null;
    }
  | {
      readonly kind: 'marker';
      readonly device: string;
      readonly person: string;
      readonly room: string;
      readonly seq: number;
    };

/** One event of the final log. */
export type Logged = {
  readonly seq: number;
  readonly cid: string;
  readonly person: string;
  readonly isMessage: boolean;
  readonly isForStaff: boolean;
};

/** What a device shows when all is quiet. */
export type Shown = {
  readonly device: string;
  readonly person: string;
  readonly isStaff: boolean;
  readonly room: string;
  readonly hasOlder: boolean;
  readonly messages: readonly { readonly seq: number; readonly cid: string }[];
  /** Command ids still waiting, and those that failed visibly. */
  readonly waiting: readonly string[];
  readonly failed: readonly string[];
};

export type History = {
  readonly steps: readonly Step[];
  readonly logs: ReadonlyMap<string, readonly Logged[]>;
  readonly shown: readonly Shown[];
};
