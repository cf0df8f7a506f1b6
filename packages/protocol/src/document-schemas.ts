/** Schemas of what the server gives over HTTP: the compiler holds them to the types, and OpenAPI is made from them. */
import { z } from 'zod';
import type { Body } from './bodies.js';
import type { MemberDoc, MessageDoc, MessagePage, MessageVersion, RoomDoc, Wave } from './documents.js';
import { cannedScopes, type CannedReply } from './canned.js';
import { audiences } from './events.js';
import { fileKinds, fileStates, type AttachedFile, type Upload } from './files.js';
import type { GuestLinkState } from './guests.js';
import type { QueueRow } from './frames.js';
import { mentionGroups, type Call, type FoundPerson, type Mention } from './mentions.js';
import type { RoomNumbers } from './numbers.js';
import { memberRoles, roles, type Person } from './people.js';
import type { Pin } from './pins.js';
import { problemChanges, problemSeverities, problemSorts, type ProblemDoc } from './problems.js';
import { questionStates, ratings, type QuestionDoc } from './questions.js';
import { refusalCodes, type RefusalShape } from './refusal.js';
import type { Appended } from './requests.js';
import { roomKinds, roomStates } from './room-name.js';
import { shelfNames } from './shelf.js';
import type { QuestionLink, Visitor } from './visitors.js';

const seq = z.int().min(0).describe('Number of an event in the log of its room');
const time = z.int().describe('Milliseconds since the epoch');
const person: z.ZodType<Person> = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) });
const problemState = {
  seq: seq.describe('Number of the message that announced it'),
  ...{ what: z.enum(problemSorts), severity: z.enum(problemSeverities), title: z.string() },
  ...{ startsAt: time, endsAt: time.nullable(), remark: z.string().nullable(), affected: z.int() },
};
const problem: z.ZodType<ProblemDoc> = z.object({ ...problemState, rev: seq, updatedAt: time, by: person });
const pin: z.ZodType<Pin> = z.object({ seq, excerpt: z.string(), rev: seq, by: person, at: time });
const mentionPlace = { at: z.int(), chars: z.int() };
const mention: z.ZodType<Mention> = z.union([
  z.object({ ...mentionPlace, person: z.string() }),
  z.object({ ...mentionPlace, group: z.enum(mentionGroups) }),
]);
const file: z.ZodType<AttachedFile> = z.object({
  ...{ id: z.string(), name: z.string(), type: z.string().describe('Media type, by what is in it'), size: z.int() },
  ...{ kind: z.enum(fileKinds), width: z.int().exactOptional(), height: z.int().exactOptional() },
  animated: z.literal(true).exactOptional(),
  ...{ hasThumbnail: z.boolean(), state: z.enum(fileStates) },
});
const upload: z.ZodType<Upload> = z.object({
  ...{ id: z.string(), offset: z.int().describe('Bytes that are there'), size: z.int() },
  file: file.exactOptional().describe('All of it is there'),
});
const body: z.ZodType<Body> = z.union([
  z.object({
    ...{ kind: z.literal('text'), text: z.string(), mentions: z.array(mention).readonly().exactOptional() },
    files: z.array(file).readonly().exactOptional(),
  }),
  z.object({
    ...{ kind: z.literal('problem'), change: z.enum(problemChanges), problem: z.object(problemState) },
    text: z.string(),
  }),
  z.object({ kind: z.literal('erased'), text: z.literal('') }),
  z.object({
    ...{ kind: z.literal('link'), hash: z.string(), expiresAt: time, maxUses: z.int(), text: z.string() },
    forQuestion: seq.exactOptional(),
  }),
]);

const linkState: z.ZodType<GuestLinkState> = z.object({ guests: z.array(person).readonly(), isRevoked: z.boolean() });

const letIn = { person, as: z.enum(memberRoles) };
const visitor: z.ZodType<Visitor> = z.object({ ...letIn, questions: z.array(seq).readonly() });
const questionLink: z.ZodType<QuestionLink> = z.object({
  ...{ link: seq, expiresAt: time, guests: z.array(person).readonly(), questions: z.array(seq).readonly() },
});

const question: z.ZodType<QuestionDoc> = z.object({
  state: z.enum(questionStates),
  since: time,
  owner: person.nullable(),
  affected: z.array(z.string()).readonly(),
  answer: seq.nullable(),
  dueAt: time.nullable(),
  escalations: z.int(),
  promised: z.int().exactOptional(),
  merged: z.object({ into: seq, was: z.enum(questionStates) }).exactOptional(),
  moved: z
    .object({ room: z.string(), title: z.string(), seq: seq.nullable(), was: z.enum(questionStates) })
    .exactOptional(),
  inherited: z
    .array(z.object({ from: seq, people: z.array(z.string()).readonly() }))
    .readonly()
    .exactOptional(),
  visits: z.array(z.object(letIn)).readonly().exactOptional(),
});

const message: z.ZodType<MessageDoc> = z.object({
  ...{ seq, at: time, by: person, cid: z.string(), audience: z.enum(audiences), body },
  re: seq.exactOptional(),
  from: z.object({ room: z.string(), title: z.string(), seq }).exactOptional(),
  link: linkState.exactOptional(),
  edited: z.object({ at: time, revs: z.array(seq).readonly() }).exactOptional(),
  retracted: z.object({ at: time, by: person, reason: z.string() }).exactOptional(),
  reactions: z
    .array(z.object({ emoji: z.string(), people: z.array(z.object({ id: z.string(), name: z.string() })).readonly() }))
    .readonly()
    .exactOptional(),
  question: question.exactOptional(),
  rev: seq,
});

const wave: z.ZodType<Wave> = z.object({
  ...{ title: z.string(), startsAt: time },
  isForSome: z.literal(true).exactOptional().describe('Somebody may ask whether it is theirs'),
});

const room: z.ZodType<RoomDoc> = z.object({
  name: z.string(),
  kind: z.enum(roomKinds),
  isPrivate: z.literal(true).exactOptional(),
  lane: z.object({ of: z.string(), person }).exactOptional(),
  members: z.int().exactOptional(),
  visitors: z.array(visitor).readonly().exactOptional(),
  links: z.array(questionLink).readonly().exactOptional(),
  state: z.enum(roomStates),
  opensAt: time.nullable().exactOptional(),
  closesAt: time.nullable().exactOptional(),
  waves: z.array(wave).readonly().exactOptional(),
  wavesFor: z.array(z.array(z.string()).readonly()).readonly().exactOptional(),
  waits: z.object({ open: z.int().exactOptional(), answered: z.int().exactOptional() }).exactOptional(),
  archived: z.object({ at: time, reason: z.string() }).exactOptional(),
  deleted: z.object({ at: time, by: person, reason: z.string(), until: time }).exactOptional(),
  erasedAt: time.exactOptional(),
  ...{ title: z.string(), purpose: z.string(), createdAt: time, messages: z.int() },
  page: z.string().nullable().exactOptional(),
  topics: z.array(z.string()).readonly().exactOptional(),
  boundTo: z.array(z.string()).readonly().exactOptional(),
  checklist: z
    .array(z.object({ text: z.string(), done: z.object({ by: person, at: time }).nullable() }))
    .readonly()
    .exactOptional(),
  last: z.object({ seq, at: time, by: person, excerpt: z.string() }).nullable(),
  waiting: z.object({ seq, since: time, by: person, count: z.int() }).nullable(),
  questions: z
    .object({
      ...{ open: z.int(), claimed: z.int(), answered: z.int(), resolved: z.int() },
      merged: z.int().exactOptional(),
      moved: z.int().exactOptional(),
    })
    .exactOptional(),
  problems: z.array(problem).readonly().exactOptional(),
  pins: z.array(pin).readonly().exactOptional(),
});

const member: z.ZodType<MemberDoc> = z.object({ person, as: z.enum(memberRoles), from: seq, rev: seq });
const appended: z.ZodType<Appended> = z.object({ seq, at: time, dup: z.boolean() });
const page: z.ZodType<MessagePage> = z.object({ from: seq, messages: z.array(message).readonly(), head: seq });
const queueRow: z.ZodType<QueueRow> = z.object({
  ...{ room: z.string(), seq, rev: seq, at: time, by: person, excerpt: z.string(), state: z.enum(questionStates) },
  ...{ owner: person.nullable(), affected: z.int(), escalations: z.int() },
  promised: z.int().exactOptional(),
});
const refusal: z.ZodType<RefusalShape> = z.object({
  code: z.enum(refusalCodes),
  message: z.string().describe('English, for developers: what was expected, what came, what to do'),
  retryAfterMs: z.int().exactOptional(),
});
/** What an event is about depends on its type; `docs/protocol.md` has them all. */
const event = z.looseObject({ seq, type: z.string() });

const duration = z.number().nullable().describe('Milliseconds; null without any');
const numbers: z.ZodType<RoomNumbers> = z.object({
  ...{ asked: z.int(), merged: z.int(), answered: z.int(), resolved: z.int(), waiting: z.int(), affected: z.int() },
  ...{ messages: z.int(), people: z.int(), byDesk: z.int(), byColleagues: z.int() },
  ...{ helped: z.int(), didNotHelp: z.int() },
  helpers: z.array(z.object({ person, answers: z.int() })).readonly(),
  ...{ firstAnswerMs: duration, solutionMs: duration },
  days: z.array(z.object({ day: z.string(), asked: z.int(), resolved: z.int(), waiting: z.int() })).readonly(),
});

const found: z.ZodType<FoundPerson> = z.object({
  ...{ id: z.string(), name: z.string(), role: z.enum(roles), reading: z.string().nullable() },
  ...{ as: z.enum(memberRoles).nullable(), mayEnter: z.boolean(), isHere: z.boolean() },
});
const call: z.ZodType<Call> = z.object({
  ...{ room: z.string(), title: z.string(), seq, at: time, by: person, excerpt: z.string() },
});

const canned: z.ZodType<CannedReply> = z.object({
  ...{ id: z.string(), scope: z.enum(cannedScopes), room: z.string().exactOptional(), title: z.string() },
  ...{ reading: z.string().exactOptional(), text: z.string(), rev: z.int() },
});

const version: z.ZodType<MessageVersion> = z.object({ seq, at: time, body });

const documentSchemas = {
  Appended: appended,
  Calls: z.object({ calls: z.array(call) }),
  Canned: z.object({ replies: z.array(canned), isLast: z.boolean() }),
  CannedKept: z.object({ rev: z.int() }),
  Events: z.object({ events: z.array(event), head: seq }),
  Members: z.object({ members: z.array(member) }),
  Found: z.object({ people: z.array(found) }),
  Count: z.object({ people: z.int() }),
  Kept: z.object({ kept: z.int() }),
  MessagePage: page,
  Nothing: z.object({}),
  Queue: z.object({ rows: z.array(queueRow), isLast: z.boolean() }),
  Numbers: z.object({ numbers }),
  Questions: z.object({ questions: z.array(message), isLast: z.boolean() }),
  Refused: z.object({ refusal }),
  Ratings: z.object({
    ratings: z.array(z.object({ question: seq, rating: z.enum(ratings) })),
    offer: seq.nullable(),
  }),
  Room: z.object({ room, head: seq }),
  Rooms: z.object({ rooms: z.array(z.object({ room, head: seq })), isLast: z.boolean() }),
  Shelf: z.object({
    items: z.array(
      z.object({
        ...{ shelf: z.enum(shelfNames), id: z.string(), title: z.string(), rev: z.int() },
        value: z.looseObject({}).describe('A template of a room, or a view of the queue'),
      }),
    ),
  }),
  FoundMessages: z.object({
    messages: z.array(
      z.object({
        ...{ room: z.string(), title: z.string(), kind: z.enum(roomKinds), seq, at: time, by: person },
        excerpt: z.string(),
        ranges: z.array(z.tuple([z.int(), z.int()]).readonly()).readonly(),
        isNote: z.literal(true).exactOptional(),
        state: z.enum(questionStates).exactOptional(),
        isAnswer: z.literal(true).exactOptional(),
      }),
    ),
    next: z.string().nullable(),
    unclear: z.array(z.string()),
    indexed: z.number(),
  }),
  FoundRooms: z.object({
    rooms: z.array(
      z.object({
        ...{
          name: z.string(),
          kind: z.enum(roomKinds),
          state: z.enum(roomStates),
          title: z.string(),
          purpose: z.string(),
        },
        topics: z.array(z.string()).readonly().exactOptional(),
        page: z.string().nullable().exactOptional(),
        opensAt: time.nullable(),
        isForYou: z.boolean().describe('It is bound to an attribute of yours'),
      }),
    ),
    isAll: z.boolean().describe('Whether there are no more that fit'),
  }),
  DeletedRooms: z.object({ rooms: z.array(room) }),
  GuestPass: z.object({ token: z.string(), room: z.string(), person, expiresAt: time }),
  Versions: z.object({ versions: z.array(version) }),
  GuestOffer: z.object({
    ...{ expiresAt: time, endsWhenSolved: z.boolean().describe('It ends earlier, when the question is solved') },
  }),
  OwnWave: z.object({ wave: wave.nullable() }),
  Upload: upload,
  FileLink: z.object({ url: z.string().describe('Path on this server, with a ticket in it'), expiresAt: time }),
  Unread: z.object({ unread: z.int(), marker: seq, head: seq }),
} as const;

/** What an HTTP route can answer, by name. */
export type DocumentName = keyof typeof documentSchemas;

/** JSON Schemas (draft 2020-12) of all answers, by name. */
export function documentJsonSchemas(): Record<DocumentName, object> {
  // Each key of the table is in what is made of its entries.
  return Object.fromEntries(
    Object.entries(documentSchemas).map(([name, schema]) => [name, jsonSchemaOf(schema)]),
  ) as Record<DocumentName, object>;
}

/** What is wrong with an answer of this name; null when nothing is. */
export function objectionToDocument(name: DocumentName, value: unknown): string | null {
  const result = documentSchemas[name].safeParse(value);
  return result.success ? null : z.prettifyError(result.error);
}

/** The schema as OpenAPI 3.1 takes it. */
export function jsonSchemaOf(schema: z.ZodType): object {
  const { $schema: dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  if (dialect !== 'https://json-schema.org/draft/2020-12/schema')
    throw new TypeError(`expected draft 2020-12, got ${dialect}`);
  return rest;
}
