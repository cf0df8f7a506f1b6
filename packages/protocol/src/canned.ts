/** Who uses a canned reply: only whoever made it, whoever helps in one room, or everybody who helps. */
export const cannedScopes = ['me', 'room', 'all'] as const;

export type CannedScope = (typeof cannedScopes)[number];

/** A prepared text, as somebody wants it kept. */
export type CannedFields = {
  /** 128 random bits as 32 hexadecimal digits, made once by who makes the reply. */
  readonly id: string;
  readonly scope: CannedScope;
  /** The room it is for, when `scope` says so; never a lane: those use what the room beside them has. */
  readonly room?: string;
  /** What it is found by, 1 to `limits.maxCannedTitleChars` characters. */
  readonly title: string;
  /** How the title is read, in kana; it is found by that, too. */
  readonly reading?: string;
  /** As it goes into a message; `{{asker}}` and its like are filled in by whoever inserts it. */
  readonly text: string;
};

/** A prepared text, as it is kept. */
export type CannedReply = CannedFields & {
  /** 1 at first, one more with each change. */
  readonly rev: number;
};
