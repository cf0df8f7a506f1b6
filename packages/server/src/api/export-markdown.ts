/** A conversation as Markdown (CommonMark). What people wrote is text: nothing in it becomes markup. */
import type { MessageDoc, RoomDoc } from '@support-chat/protocol';
import type { Conversation } from './export.js';

export async function* markdownOf({ room, messages }: Conversation): AsyncGenerator<string> {
  yield `# ${escaped(room.title)}\n\n${escaped(room.purpose)}\n`;
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

/** How a writer gives what people wrote, and the place of a message in the file. */
export type Marking = { readonly text: (words: string) => string; readonly place: (seq: number) => string };

/** What stands behind the name of whoever wrote it. */
export function marksOf(
  { seq, by, re, audience, question, body }: MessageDoc,
  { pins }: RoomDoc,
  { text, place }: Marking,
): string[] {
  return [
    place(seq),
    ...(by.role === 'employee' ? [] : [by.role]),
    ...(audience === 'staff' ? ['note'] : []),
    ...(pins?.some((pin) => pin.seq === seq) ? ['pinned'] : []),
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

function lines(message: MessageDoc, time: string, room: RoomDoc): string {
  const text = message.body.text
    .split('\n')
    .map((line) => `> ${escaped(line)}`)
    .join('  \n');
  return `\n**${escaped(message.by.name)}** ${time} UTC · ${marksOf(message, room, marking).join(' · ')}\n\n${text}\n`;
}

const marking: Marking = { text: escaped, place: (seq) => `#${seq}` };

/**
 * CommonMark 2.4: ASCII punctuation can be escaped. Some of it means something anywhere, some at the beginning of a line only;
 * leading spaces would make code.
 */
function escaped(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .trimStart()
    .replace(/[\\`*_[\]<>&~|]/g, '\\$&')
    .replace(/^(?:[#+=-]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`));
}
