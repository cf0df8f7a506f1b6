/** A conversation as rows for a spreadsheet: one message a row, in UTF-8 with the mark by which spreadsheets know that. */
import { csvRow, filesOf, type MessageDoc } from '@support-chat/protocol';
import type { Conversation } from './export.js';

const columns =
  'number,time,name,person,role,audience,reply to,question,answer,people,edited,taken back,text,files'.split(',');

export async function* csvOf({ messages }: Conversation): AsyncGenerator<string> {
  yield `\ufeff${csvRow(columns)}`;
  for await (const message of messages) yield csvRow(cellsOf(message));
}

function cellsOf({ seq, at, by, audience, re, question, edited, retracted, body }: MessageDoc): (string | number)[] {
  const time = (moment: number | undefined): string => (moment === undefined ? '' : new Date(moment).toISOString());
  return [
    ...[seq, time(at), by.name, by.id, by.role, audience, re ?? ''],
    ...[question?.state ?? '', question?.answer ?? '', question?.affected.length ?? ''],
    ...[time(edited?.at), time(retracted?.at), body.text],
    filesOf(body)
      .map(({ name }) => name)
      .join('; '),
  ];
}
