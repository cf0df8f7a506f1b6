/** Between nodes: hints that there is more to read, and signals. Never truth: losing either must lose nothing stored. */
import type { Signal } from '@support-chat/protocol';

/** Says that a room's log has grown to `head`. */
export type Hint = { readonly room: string; readonly head: number };

/** A signal on its way to everybody in its room except, if named, the person it comes from. */
export type Told = { readonly signal: Signal; readonly exceptPerson?: string };

export type Bus = {
  publishHint(hint: Hint): void;
  publishSignal(told: Told): void;
  /** Subscribes this node, its own publications included. Returns the undo. */
  subscribe(listener: { onHint(hint: Hint): void; onSignal(told: Told): void }): () => void;
  close(): Promise<void>;
};
