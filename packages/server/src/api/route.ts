/** What a route over HTTP is: its description is what OpenAPI says, its `run` what it does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Person } from '@support-chat/protocol';
import type { DocumentName, InputJsonSchema } from '@support-chat/protocol/schemas';

export type ApiMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A text that is written while it is read. */
export type TextAnswer = {
  readonly contentType: string;
  readonly fileName: string;
  readonly parts: AsyncIterable<string>;
};

/** What came and what goes, for routes whose body or answer is bytes. */
export type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

export type ApiRoute = {
  readonly method: ApiMethod;
  /** `/api/rooms/{room}/messages`; what is in braces are fields of the input. */
  readonly path: string;
  /** What it is about, for the table of contents. */
  readonly tag: string;
  readonly summary: string;
  /** Tokens of the caller's bucket. */
  readonly cost: number;
  /** Everything it takes: what is not in the path is in the query of a GET, or in the body. */
  readonly input: InputJsonSchema;
  /** What it answers, or the media types of a text. */
  readonly answer: DocumentName | { readonly contentTypes: readonly string[] };
  /** Whether it appends; then a repeated `Idempotency-Key` gets the first answer. */
  readonly isCommand: boolean;
  /** Needs no token; `person` is then whoever is at the address. */
  readonly isOpen?: true;
  /** Its body is bytes, which `run` reads. */
  readonly takesBytes?: true;
  /** Takes a ticket in the query in place of a token. */
  readonly takesTicket?: true;
  /** Does it for this person. `cid` is the command's id. Null when it has answered by itself. Throws Refusal. */
  readonly run: (
    person: Person,
    input: Readonly<Record<string, unknown>>,
    cid: string,
    exchange: Exchange,
  ) => Promise<object | TextAnswer | null>;
};

export function isTextAnswer(answer: object | TextAnswer): answer is TextAnswer {
  return 'parts' in answer;
}
