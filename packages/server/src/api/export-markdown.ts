/** A conversation as Markdown (CommonMark). What people wrote means there what it means here, and nothing more. */
import {
  filesOf,
  type AttachedFile,
  type MessageDoc,
  type Person,
  type Retracted,
  type RoomDoc,
} from '@support-chat/protocol';
import type { Conversation } from './export.js';
import { escapedMarkdown, textMarkdown } from './text-markdown.js';

export async function* markdownOf({ room, messages }: Conversation): AsyncGenerator<string> {
  yield `# ${escapedMarkdown(room.title)}\n\n${escapedMarkdown(room.purpose)}\n`;
  let day = '';
  for await (const message of messages) {
    const [date, time] = momentOf(message.at);
    if (date !== day) yield `\n## ${(day = date)}\n`;
    yield lines(message, time, room);
  }
}

/** Day and minute in UTC, as ISO 8601 has them. */
export function momentOf(at: number): [date: string, time: string] {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  return [date, time.slice(0, 5)];
}

/** What is known of a file beside its name. */
export function aboutFile({ type, size, state }: AttachedFile): string {
  return `(${type}, ${size} bytes${state === 'ready' ? '' : `, ${state}`})`;
}

/** How a writer gives what people wrote, and the place of a message in the file. */
export type Marking = { readonly text: (words: string) => string; readonly place: (seq: number) => string };

/** What stands behind the name of whoever wrote it. */
export function marksOf(
  { seq, by, re, audience, question, body, edited, retracted, reactions = [] }: MessageDoc,
  { pins }: RoomDoc,
  { text, place }: Marking,
): string[] {
  return [
    place(seq),
    ...(by.role === 'employee' ? [] : [by.role]),
    ...(audience === 'staff' ? ['note'] : []),
    ...(pins?.some((pin) => pin.seq === seq) ? ['pinned'] : []),
    ...(edited ? [`edited ${new Date(edited.at).toISOString()}`] : []),
    ...(retracted ? [goneWords(retracted, by, text)] : []),
    ...reactions.map(({ emoji, people }) => `${emoji} ${people.length}`),
    ...(re === undefined ? [] : [`reply to ${place(re)}`]),
    ...(question
      ? [
          question.merged
            ? `same as ${place(question.merged.into)}`
            : question.moved
              ? `moved to ${text(question.moved.title)}`
              : question.state,
        ]
      : []),
    ...(question && question.affected.length > 1 ? [`${question.affected.length} people`] : []),
    ...(question?.visits
      ? [`let in for it: ${question.visits.map(({ person }) => text(person.name)).join(', ')}`]
      : []),
    ...(body.kind === 'problem'
      ? [`${body.problem.what} ${place(body.problem.seq)} ${body.change}`, body.problem.severity]
      : []),
    ...(question?.answer == null ? [] : [`answer ${place(question.answer)}`]),
  ];
}

/** That there was a message, and why its words are not there any more. */
function goneWords({ at, by, reason }: Retracted, author: Person, text: Marking['text']): string {
  const who = by.id === author.id ? '' : ` by ${text(by.name)}`;
  return `taken back${who} ${new Date(at).toISOString()}${reason ? `: ${text(reason)}` : ''}`;
}

function lines(message: MessageDoc, time: string, room: RoomDoc): string {
  const head = `\n**${escapedMarkdown(message.by.name)}** ${time} UTC · ${marksOf(message, room, marking).join(' · ')}\n`;
  if (message.retracted) return head;
  const text = message.body.text === '' ? [] : textMarkdown(message.body.text);
  const files = filesOf(message.body).map((file) => `File: ${escapedMarkdown(file.name)} ${aboutFile(file)}  `);
  return `${head}\n${[...text, ...files].map((line) => `> ${line}`).join('\n')}\n`;
}

const marking: Marking = { text: escapedMarkdown, place: (seq) => `#${seq}` };
