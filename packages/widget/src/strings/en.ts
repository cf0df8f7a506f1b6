/** English. Every language is a file of this shape; neither is a translation of the other. */
import type { FirstStrings } from '../strings.js';

const list = (names: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
const messages = (n: number): string => (n === 1 ? '1 message' : `${n} messages`);

export const strings: FirstStrings = {
  close: 'Close',
  messages: 'Messages',
  message: 'Message',
  send: 'Send',
  placeholder: 'Write to everybody in this room',
  lanePlaceholder: 'Write to support only',
  laneWelcome: 'Only you and support read what you write here.',
  today: 'Today',
  yesterday: 'Yesterday',
  you: 'You',
  support: 'Support',
  manager: 'Manager',
  bot: 'Bot',
  guest: 'Guest',
  note: 'Note',
  newMessages: 'New messages',
  jumpToNewest: (unseen) => (unseen > 0 ? `${messages(unseen)} below` : 'Newest messages'),
  loadingOlder: 'Loading older messages',
  beginning: (title) => `This is where “${title}” begins.`,
  welcome: 'Ask your question here. Support and colleagues see it, and the answer helps everybody.',
  helpers: (n, away) =>
    n === 0
      ? away[0]
        ? `${list(away)} will see it later`
        : 'Nobody is at the desk right now'
      : n === 1
        ? '1 person can help now'
        : `${n} people can help now`,
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
  charsLeft: (n) =>
    `About ${Math.abs(n).toLocaleString('en')} characters ${n < 0 ? 'too long. Shorten it or send it in parts.' : 'left'}`,
  connecting: (isAgain, kept) =>
    `${isAgain ? 'Reconnecting' : 'Connecting'}${kept === 0 ? '' : ` – your ${kept === 1 ? 'message is' : `${kept} messages are`} kept.`}`,
  tryNow: 'Try now',
};
