/** Messages as the server in memory finds them: by plain substrings. Words are not folded, and nothing is put in order but by time. */
import {
  excerptOf,
  filesOf,
  isStaff,
  parseLaneName,
  parseSearch,
  searchLimits,
  type FoundMessage,
  type InquiryTable,
  type MessageDoc,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';

type Searched = { readonly name: string; readonly begun: RoomDoc | null; readonly messages: readonly MessageDoc[] };

/** What `person` finds in those of these rooms that are not somebody else's lane. */
export function searchIn(
  person: Person,
  rooms: Iterable<Searched>,
  { text, after = '0', limit = 20 }: InquiryTable['message.search']['input'],
): InquiryTable['message.search']['answer'] {
  const query = parseSearch(text);
  const words = query.terms.map((term) => term.text.toLowerCase());
  const isNothing =
    query.unclear.length > 0 || words.length + query.from.length + query.is.length + Number(query.hasFile) === 0;
  const isHidden = ({ name, begun }: Searched): boolean =>
    !begun ||
    begun.deleted !== undefined ||
    (!isStaff(person.role) && (parseLaneName(name)?.person ?? person.id) !== person.id);
  const found = (isNothing ? [] : [...rooms])
    .filter((room) => !isHidden(room))
    .flatMap(({ begun, messages }) => (begun ? messages.map((message) => ({ room: begun, message, messages })) : []))
    .filter(({ room }) => isIn(room, query.in))
    .filter(({ message }) => message.audience === 'everyone' || isStaff(person.role))
    .filter(({ message: { body } }) =>
      words.every((word) => `${body.text}\n${excerptOf(body)}`.toLowerCase().includes(word)),
    )
    .filter(({ message: { body } }) => !query.hasFile || filesOf(body).length > 0)
    .filter(({ message: { by } }) => query.from.every((name) => isNamed(name === 'me' ? person.id : name, by)))
    .filter(({ message, messages }) =>
      query.is.every((kind) => (kind === 'question' ? message.question !== undefined : isAnswer(message, messages))),
    )
    .sort((a, b) => b.message.at - a.message.at || b.message.seq - a.message.seq);
  const from = Number.parseInt(after, 10);
  const next = from + limit < found.length ? `${from + limit}:0` : null;
  return {
    messages: found.slice(from, from + limit).map((one) => foundMessage(one, words)),
    ...{ next, unclear: query.unclear, indexed: 1 },
  };
}

function isIn({ name, title }: RoomDoc, named: readonly string[]): boolean {
  return named.length === 0 || named.some((wanted) => name === wanted || title.includes(wanted));
}

function isNamed(name: string, { id, name: whole }: Person): boolean {
  return id === name || whole.toLowerCase().includes(name.toLowerCase());
}

function isAnswer({ seq }: MessageDoc, messages: readonly MessageDoc[]): boolean {
  return messages.some(({ question }) => question?.answer === seq);
}

function foundMessage(
  { room, message, messages }: { room: RoomDoc; message: MessageDoc; messages: readonly MessageDoc[] },
  words: readonly string[],
): FoundMessage {
  const { seq, at, by, audience, question } = message;
  const excerpt = message.body.text.slice(0, searchLimits.maxExcerptChars);
  const ranges = words
    .map((word) => [excerpt.toLowerCase().indexOf(word), word.length] as const)
    .filter(([place]) => place >= 0)
    .sort(([a], [b]) => a - b);
  return {
    ...{ room: room.name, title: room.title, kind: room.kind, seq, at, by, excerpt, ranges },
    ...(audience === 'staff' && { isNote: true as const }),
    ...(question && { state: question.state }),
    ...(isAnswer(message, messages) && { isAnswer: true as const }),
  };
}
