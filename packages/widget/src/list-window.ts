/**
 * Which part of a long history is in the document. Positions are message numbers, so that messages put before or after
 * do not move the window. Pure.
 */
import type { MessageDoc } from '@support-chat/protocol';

export type ListWindow = {
  /** First message shown. */
  readonly fromSeq: number;
  /** Last message shown; null while the window ends at the newest message. */
  readonly toSeq: number | null;
};

/** How many messages are shown at first, by how many the window grows, and where it is cut at its far end. */
export const windowSizes = { first: 60, step: 40, most: 160 } as const;

type Messages = readonly MessageDoc[];

/** The window that ends at the newest message. */
export function newestWindow(messages: Messages): ListWindow {
  return { fromSeq: seqAt(messages, messages.length - windowSizes.first), toSeq: null };
}

/** A window with some context before a message, that message and what follows it. */
export function windowAround(messages: Messages, seq: number): ListWindow {
  const index = indexOfSeq(messages, seq);
  const start = index - 10;
  const end = start + windowSizes.first;
  return { fromSeq: seqAt(messages, start), toSeq: end >= messages.length ? null : seqAt(messages, end - 1) };
}

/** The indexes `[start, end)` of a window in the messages. */
export function boundsOf(messages: Messages, window: ListWindow): { start: number; end: number } {
  const start = indexOfSeq(messages, window.fromSeq);
  return { start, end: window.toSeq === null ? messages.length : indexOfSeq(messages, window.toSeq + 1) };
}

/** One step towards older messages; the newest are let go past the most that is shown. */
export function growOlder(messages: Messages, window: ListWindow): ListWindow {
  const { start, end } = boundsOf(messages, window);
  const from = Math.max(0, start - windowSizes.step);
  const to = Math.min(end, from + windowSizes.most);
  return { fromSeq: seqAt(messages, from), toSeq: to >= messages.length ? null : seqAt(messages, to - 1) };
}

/** One step towards newer messages; the oldest are let go. */
export function growNewer(messages: Messages, window: ListWindow): ListWindow {
  const { start, end } = boundsOf(messages, window);
  const to = Math.min(messages.length, end + windowSizes.step);
  const from = Math.max(start, to - windowSizes.most);
  return { fromSeq: seqAt(messages, from), toSeq: to >= messages.length ? null : seqAt(messages, to - 1) };
}

/** The same window after messages arrived below it: they are left out past the most that is shown. */
export function keepMost(messages: Messages, window: ListWindow): ListWindow {
  const { start, end } = boundsOf(messages, window);
  const to = start + windowSizes.most;
  return to >= end ? window : { fromSeq: window.fromSeq, toSeq: seqAt(messages, to - 1) };
}

/** The index of the first message with this number or a higher one. */
export function indexOfSeq(messages: Messages, seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function seqAt(messages: Messages, index: number): number {
  return messages[Math.min(Math.max(0, index), messages.length - 1)]?.seq ?? 1;
}

/** The message of this number among messages that ascend. */
export function findMessage(messages: Messages, seq: number): MessageDoc | undefined {
  const found = messages[indexOfSeq(messages, seq)];
  return found?.seq === seq ? found : undefined;
}
