/** What stands between and around messages in a list: days, the line before new ones, runs of one author. Pure. */
import type { MessageDoc } from '@support-chat/protocol';
import type { ClockWords } from './clock-words.js';

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: MessageDoc;
      readonly isOwn: boolean;
      /** Whether it shows its author: the messages after it by the same person follow without. */
      readonly startsRun: boolean;
      /** Whether it says what it replies to: not right after that, or after another reply to it. */
      readonly showsReplied: boolean;
    };

const runLastsMs = 5 * 60_000;

/** Rows for `messages[start, end)`; the message before `start` decides whether the first one begins a day or a run. */
export function rowsOf(
  messages: readonly MessageDoc[],
  bounds: { readonly start: number; readonly end: number },
  options: { readonly meId: string | null; readonly firstUnread: number | null; readonly words: ClockWords },
): Row[] {
  const rows: Row[] = [];
  let previous = messages[bounds.start - 1];
  for (const message of messages.slice(bounds.start, bounds.end)) {
    const isNewDay = !previous || options.words.dayKey(previous.at) !== options.words.dayKey(message.at);
    const isFirstUnread = message.seq === options.firstUnread;
    if (isNewDay) rows.push({ kind: 'day', key: `day-${message.seq}`, at: message.at });
    if (isFirstUnread) rows.push({ kind: 'new', key: 'new' });
    rows.push({
      kind: 'message',
      key: message.cid,
      message,
      isOwn: message.by.id === options.meId,
      showsReplied: message.re !== undefined && previous?.seq !== message.re && previous?.re !== message.re,
      startsRun: isNewDay || isFirstUnread || !continuesRun(previous, message),
    });
    previous = message;
  }
  return rows;
}

function continuesRun(previous: MessageDoc | undefined, message: MessageDoc): boolean {
  return (
    previous !== undefined &&
    previous.by.id === message.by.id &&
    previous.audience === message.audience &&
    message.at - previous.at < runLastsMs
  );
}
