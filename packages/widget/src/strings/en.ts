/** English. Every language is a file of this shape; neither is a translation of the other. */
import type { Strings } from '../strings.js';

const list = (names: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
const messages = (n: number): string => (n === 1 ? '1 message' : `${n} messages`);

export const strings: Strings = {
  close: 'Close',
  messages: 'Messages',
  message: 'Message',
  send: 'Send',
  placeholder: 'Write to everybody in this room',
  today: 'Today',
  yesterday: 'Yesterday',
  you: 'You',
  support: 'Support',
  manager: 'Manager',
  bot: 'Bot',
  note: 'Note',
  newMessages: 'New messages',
  jumpToNewest: (unseen) => (unseen > 0 ? `${messages(unseen)} below` : 'Newest messages'),
  loadingOlder: 'Loading older messages',
  beginning: (title) => `This is where “${title}” begins.`,
  welcome: 'Ask your question here. Support and colleagues see it, and the answer helps everybody.',
  empty: 'No messages yet. Be the first to ask.',
  helpers: (n) =>
    n === 0 ? 'Nobody is at the desk right now' : n === 1 ? '1 person can help now' : `${n} people can help now`,
  helpersNamed: (names) => `Can help now: ${list(names)}`,
  people: (n) => (n === 1 ? '1 person here' : `${n} people here`),
  typing: (names) =>
    names.length > 3
      ? `${names.length} people are typing`
      : `${list(names)} ${names.length === 1 ? 'is' : 'are'} typing`,
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Not sent',
  retry: 'Try again',
  edit: 'Edit',
  copy: 'Copy',
  charsLeft: (n) => `About ${n.toLocaleString('en')} characters left`,
  tooLong: (n) => `About ${n.toLocaleString('en')} characters too long. Shorten it or send it in parts.`,
  connecting: (isAgain, kept) =>
    `${isAgain ? 'Reconnecting' : 'Connecting'}${kept === 0 ? '' : ` – your ${kept === 1 ? 'message is' : `${kept} messages are`} kept.`}`,
  tryNow: 'Try now',
  outboxInMemory: 'This browser does not let us store anything. Keep the page open until your messages are sent.',
  roomClosed: 'This room is closed. You can read everything, but not write.',
  announce: (author, text) => `${author}: ${text}`,
  announceMany: (n) => `${n} new messages`,
  keys: 'Enter sends, Shift + Enter makes a new line',
  refusals: {
    bad_request: 'The server did not understand this. Reload the page and try again.',
    token_invalid: 'We could not confirm who you are. Reload the page and sign in again.',
    token_expired: 'Your sign-in has expired. Reload the page.',
    origin_refused: 'This page may not use support chat. Tell the owner of the page.',
    not_found: 'There is no such room, or you may not enter it.',
    forbidden: 'You may read here, but not do this.',
    room_closed: 'The room was closed before this was sent.',
    changed: 'This has changed meanwhile. Please look again.',
    room_exists: 'A room with this name exists already. Choose another name.',
    too_long: 'This is too long. Shorten it or send it in parts.',
    cid_conflict: 'This was sent before with another text. Copy it and send it again.',
    too_many_rooms: 'Too many rooms are open. Close one first.',
    rate_limited: 'That was a lot at once. It is sent in a moment.',
    unavailable: 'The server is restarting. It is sent as soon as it is back.',
    storage_full: 'Server storage is full. Your message is kept.',
    internal: 'Something went wrong on the server. Try again, or copy your text.',
  },
};
