/** Validation of everything a client sends. Only servers import this: in a browser zod would double the bundle. */
import { z } from 'zod';
import { fileLimits } from './files.js';
import { searchLimits } from './found-messages.js';
import { limits } from './limits.js';
import { Refusal } from './refusal.js';
import { cannedScopes } from './canned.js';
import { audiences } from './events.js';
import { mentionGroups, mentionLimits } from './mentions.js';
import { memberRoles, type Person } from './people.js';
import { roomKinds } from './room-name.js';
import type { RequestInput, RequestName } from './requests.js';
import { jsonSchemaOf } from './document-schemas.js';
import { questionStates, ratings, type QuestionState } from './questions.js';
import { shelfNames } from './shelf.js';
import {
  address,
  attribute,
  body,
  bodyBesideFiles,
  boundTo,
  cannedTitle,
  checklist,
  cid,
  commandFields,
  emoji,
  fileId,
  fileName,
  knownPerson,
  page,
  person,
  personId,
  place,
  plainString,
  planTimes,
  problemFacts,
  problemFields,
  purpose,
  questionFields,
  queueView,
  reason,
  remark,
  roomName,
  seq,
  template,
  text,
  title,
  topics,
  waits,
  wave,
} from './field-schemas.js';

export { documentJsonSchemas, objectionToDocument, type DocumentName } from './document-schemas.js';

/** One schema a request. Unknown keys are dropped. */
const requestSchemas: { readonly [N in RequestName]: z.ZodType<RequestInput<N>> } = {
  'message.post': z
    .object({
      ...commandFields,
      body: bodyBesideFiles,
      files: z
        .array(fileId)
        .min(1, { error: 'at least one file; leave the field out for none' })
        .max(fileLimits.maxPerMessage, { error: `at most ${fileLimits.maxPerMessage} files` })
        .refine((ids) => new Set(ids).size === ids.length, { error: 'each file once' })
        .readonly()
        .exactOptional(),
      audience: z.enum(audiences).exactOptional(),
      re: place.optional(),
      invites: z.array(person).min(1).max(mentionLimits.maxMentions).readonly().exactOptional(),
      untilSolved: z.literal(true).exactOptional(),
      isConfirmed: z.literal(true).exactOptional(),
    })
    .refine(({ body: { text: words }, files }) => words !== '' || files, {
      error: 'not blank',
      path: ['body', 'text'],
    }),
  'message.edit': z.object({
    ...{ ...commandFields, message: place, rev: place, body, isConfirmed: z.literal(true).exactOptional() },
  }),
  'message.retract': z.object({ ...commandFields, message: place, reason: reason.exactOptional() }),
  'message.react': z.object({ ...commandFields, message: place, emoji, isOn: z.boolean() }),
  'message.pin': z.object({ ...commandFields, pin: place }),
  'message.unpin': z.object({ ...commandFields, pin: place }),
  'room.create': z.object({
    ...{ room: roomName, cid, title, purpose },
    kind: z.enum(roomKinds).exclude(['lane']),
    isPrivate: z.literal(true).exactOptional(),
    ...planTimes,
    topics: topics.exactOptional(),
    boundTo: boundTo.exactOptional(),
    checklist: checklist.exactOptional(),
  }),
  'room.plan': z.object({
    ...commandFields,
    ...planTimes,
    waves: z.array(wave).max(limits.maxWaves).readonly().exactOptional(),
    waits: waits.exactOptional(),
  }),
  'room.open': z.object(commandFields),
  'checklist.set': z.object({ ...commandFields, items: checklist }),
  'checklist.tick': z.object({
    ...{ ...commandFields, item: seq, text: plainString(limits.maxChecklistItemChars), isDone: z.boolean() },
  }),
  'room.describe': z.object({
    ...commandFields,
    title,
    purpose,
    page: page.exactOptional(),
    topics: topics.exactOptional(),
    boundTo: z.array(attribute).max(limits.maxAttributes).readonly().exactOptional(),
  }),
  'room.close': z.object({ ...commandFields, reason }),
  'room.reopen': z.object({ ...commandFields, reason }),
  'room.archive': z.object({ ...commandFields, reason }),
  'room.unarchive': z.object({ ...commandFields, reason }),
  'room.delete': z.object({ ...commandFields, name: z.string().max(1_300), reason }),
  'room.recover': z.object({ ...commandFields, reason }),
  'lane.begin': z.object({ ...commandFields, person }),
  'member.add': z.object({ ...commandFields, person, as: z.enum(memberRoles).exclude(['guest']) }),
  'member.remove': z.object({ ...commandFields, person: personId }),
  'link.make': z.object({
    ...commandFields,
    label: title,
    hash: z.string().regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256: 64 hexadecimal digits' }),
    expiresAt: z.int().min(0),
    maxUses: z.int().min(1).max(limits.maxGuestsPerLink),
    forQuestion: place.exactOptional(),
  }),
  'link.revoke': z.object({ ...commandFields, link: place, guests: z.array(personId).max(limits.maxGuestsPerLink) }),
  'question.claim': z.object({ ...questionFields, from: plainString(limits.maxPersonIdChars).exactOptional() }),
  'question.hand': z.object({ ...questionFields, to: person }),
  'question.release': z.object(questionFields),
  'question.promise': z.object({ ...questionFields, until: z.int().min(0).max(8.64e15) }),
  'question.answer': z.object({ ...questionFields, answer: place }),
  'question.resolve': z.object(questionFields),
  'question.reopen': z.object(questionFields),
  'question.merge': z.object({ ...questionFields, into: place }),
  'question.split': z.object({ ...questionFields, into: place }),
  'question.move': z.object({ ...questionFields, toRoom: address }),
  'question.rate': z.object({ ...questionFields, rating: z.enum(ratings) }),
  'question.join': z.object(questionFields),
  'question.leave': z.object(questionFields),
  'problem.announce': z.object({ ...commandFields, ...problemFacts, ...remark }),
  'problem.update': z.object({ ...problemFields, rev: place, ...problemFacts, ...remark }),
  'problem.end': z.object({ ...problemFields, ...remark }),
  'problem.join': z.object(problemFields),
  'problem.leave': z.object(problemFields),
  'people.find': z.object({ room: address, text: plainString(limits.maxPersonNameChars) }),
  'people.count': z.object({ room: address, group: z.enum(mentionGroups) }),
  'people.keep': z.object({ people: z.array(knownPerson).min(1).max(limits.maxKept).readonly() }),
  'calls.read': z.object({}),
  'ratings.mine': z.object({ room: address }),
  'canned.list': z.object({ room: address, after: cid.exactOptional() }),
  'canned.keep': z
    .object({
      ...{ id: cid, scope: z.enum(cannedScopes), room: roomName.exactOptional(), text, rev: seq },
      title: cannedTitle,
      reading: cannedTitle.exactOptional(),
    })
    .refine(({ scope, room }) => (scope === 'room') === (room !== undefined), {
      error: 'a room where the scope is "room", and none elsewhere',
      path: ['room'],
    }),
  'canned.drop': z.object({ id: cid, rev: seq }),
  'shelf.list': z.object({ shelf: z.enum(shelfNames) }),
  'shelf.keep': z
    .object({
      ...{ shelf: z.enum(shelfNames), id: cid, rev: seq, value: z.union([template, queueView]) },
      title: plainString(limits.maxShelfTitleChars).refine((words) => words.trim() !== '', { error: 'not blank' }),
    })
    // An object for whoever describes it, and yet one of two: the check ties the value to its shelf.
    .refine(({ shelf, value }) => (shelf === 'templates') === 'kind' in value, {
      error: 'a template on the shelf of templates, a view on that of views',
      path: ['value'],
    }) as unknown as z.ZodType<RequestInput<'shelf.keep'>>,
  'shelf.drop': z.object({ id: cid, rev: seq }),
  'problem.mine': z.object({ room: address }),
  'room.join': z.object({
    room: address,
    after: seq.exactOptional(),
    epoch: z.string().max(64).exactOptional(),
  }),
  'room.leave': z.object({ room: address }),
  'room.read': z.object({
    room: address,
    after: seq,
    limit: z.int().min(1).max(limits.maxEventsPerRead).exactOptional(),
  }),
  'room.page': z.object({
    room: address,
    before: z.int().min(1),
    limit: z.int().min(1).max(limits.maxMessagesPerPage).exactOptional(),
  }),
  'rooms.find': z.object({ text: plainString(200) }),
  'rooms.deleted': z.object({}),
  'message.versions': z.object({ room: address, message: place }),
  'message.search': z.object({
    text: plainString(searchLimits.maxChars),
    room: address.exactOptional(),
    timeZone: plainString(64).exactOptional(),
    after: z
      .string()
      .regex(/^\d{1,4}:\d{1,18}(?:-\d{1,18}){0,2}$/, { error: 'what an answer had as next' })
      .exactOptional(),
    limit: z.int().min(1).max(searchLimits.maxPerPage).exactOptional(),
  }),
  'room.members': z.object({ room: address }),
  'member.mine': z.object({ room: address }),
  'wave.mine': z.object({ room: address }),
  'room.numbers': z.object({ room: address, timeZone: plainString(64).exactOptional() }),
  'room.heads': z.object({}),
  'marker.move': z.object({ room: address, seq }),
  'lobby.join': z.object({}),
  'queue.read': z.object({ after: z.object({ room: address, seq }).exactOptional() }),
  'question.look': z.object({ room: address, question: place.nullable() }),
  'questions.mine': z.object({ room: address }),
  'question.suggest': z.object({ room: address, text: plainString(limits.maxTextBytes) }),
  'typing.tell': z.object({ room: address, isTyping: z.boolean(), re: place.exactOptional() }),
  'room.roster': z.object({ room: address }),
  'presence.tell': z.object({ isIdle: z.boolean().exactOptional(), isBusy: z.boolean().exactOptional() }),
};

/** Parses what came for one request. Throws Refusal('bad_request' | 'too_long') naming the first field that is wrong. */
export function parseRequest<N extends RequestName>(name: N, input: unknown): RequestInput<N> {
  // The table's own type ties each name to its input; indexing it with a type parameter loses the tie.
  const schema = requestSchemas[name] as unknown as z.ZodType<RequestInput<N>>;
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw refusalOf(name, result.error);
}

/** What routes over HTTP take that no socket asks for. */
export type ReadingTable = {
  /** Rooms that the caller may see, by name, after this one. */
  readonly 'rooms.list': { readonly after?: string; readonly limit?: number };
  readonly 'room.show': { readonly room: string };
  readonly 'room.unread': { readonly room: string };
  readonly 'room.questions': {
    readonly room: string;
    readonly state?: QuestionState;
    readonly after?: number;
    readonly limit?: number;
  };
  readonly 'room.messages': { readonly room: string; readonly before?: number; readonly limit?: number };
  readonly 'room.export': { readonly room: string; readonly format: ExportFormat };
  readonly 'queue.show': { readonly room?: string; readonly after?: number };
  readonly 'person.signOut': { readonly person: string };
  /** `sha256`: 64 hexadecimal digits. */
  readonly 'file.begin': {
    readonly room: string;
    readonly name: string;
    readonly size: number;
    readonly sha256: string;
  };
  readonly 'upload.show': { readonly upload: string };
  readonly 'file.link': { readonly file: string };
  readonly 'file.show': { readonly file: string; readonly ticket?: string };
};

export type ReadingName = keyof ReadingTable;

/** `jsonl`: every event as it is. `markdown`, `html`: for people. */
export const exportFormats = ['jsonl', 'markdown', 'html', 'csv'] as const;

export type ExportFormat = (typeof exportFormats)[number];

const readingSchemas: { readonly [N in ReadingName]: z.ZodType<ReadingTable[N]> } = {
  'rooms.list': z.object({ after: address.exactOptional(), limit: z.int().min(1).max(500).exactOptional() }),
  'room.show': z.object({ room: address }),
  'room.unread': z.object({ room: address }),
  'room.questions': z.object({
    room: address,
    state: z.enum(questionStates).exactOptional(),
    after: seq.exactOptional(),
    limit: z.int().min(1).max(limits.maxQuestionsPerRead).exactOptional(),
  }),
  'room.messages': z.object({
    room: address,
    before: place.exactOptional(),
    limit: z.int().min(1).max(limits.maxMessagesPerPage).exactOptional(),
  }),
  'room.export': z.object({ room: address, format: z.enum(exportFormats) }),
  'queue.show': z.object({ room: address.exactOptional(), after: seq.exactOptional() }),
  'person.signOut': z.object({ person: personId }),
  'file.begin': z.object({
    room: address,
    name: fileName,
    size: z.int().min(1, { error: 'at least one byte' }),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256: 64 hexadecimal digits in small letters' }),
  }),
  'upload.show': z.object({ upload: fileId }),
  'file.link': z.object({ file: fileId }),
  'file.show': z.object({ file: fileId, ticket: z.string().max(2_000).exactOptional() }),
};

/** Parses what came for one reading. Throws as `parseRequest` does. */
export function parseReading<N extends ReadingName>(name: N, input: unknown): ReadingTable[N] {
  // As above.
  const schema = readingSchemas[name] as unknown as z.ZodType<ReadingTable[N]>;
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw refusalOf(name, result.error);
}

/** What a request or a reading takes, as a JSON Schema (draft 2020-12). */
export function inputJsonSchema(name: RequestName | ReadingName | 'guest' | 'guest look'): InputJsonSchema {
  if (name === 'guest') return jsonSchemaOf(guestEntry) as InputJsonSchema;
  if (name === 'guest look') return jsonSchemaOf(guestLook) as InputJsonSchema;
  const schema = name in readingSchemas ? readingSchemas[name as ReadingName] : requestSchemas[name as RequestName];
  // All of them are objects.
  return jsonSchemaOf(schema) as InputJsonSchema;
}

export type InputJsonSchema = {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, { readonly type?: string }>>;
  readonly required?: readonly string[];
};

/** What somebody from outside comes with: the room and number of the link, its secret, and the name they go by. */
export type GuestEntry = {
  readonly room: string;
  readonly link: number;
  readonly secret: string;
  readonly name: string;
  /** Made once by who comes; the same again is the same guest. */
  readonly cid: string;
};

/** What somebody looks at a link with before they come. */
export type GuestLook = Pick<GuestEntry, 'room' | 'link' | 'secret'>;

const linkFields = { room: roomName, link: place, secret: cid };
const guestLook: z.ZodType<GuestLook> = z.object(linkFields);

const guestEntry: z.ZodType<GuestEntry> = z.object({
  ...linkFields,
  cid,
  // Strangers choose it: nothing in it may turn, hide or forge what stands around it (Unicode TR 36, section 2.10).
  name: plainString(limits.maxPersonNameChars)
    .overwrite((name) =>
      name
        .normalize('NFC')
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
        .trim(),
    )
    .refine((name) => name !== '', { error: 'not blank' }),
});

/** Parses what a guest comes with. Throws Refusal('bad_request'). */
export function parseGuestEntry(input: unknown): GuestEntry {
  const result = guestEntry.safeParse(input);
  if (result.success) return result.data;
  throw refusalOf('guest', result.error);
}

/** Parses what somebody looks at a link with. Throws Refusal('bad_request'). */
export function parseGuestLook(input: unknown): GuestLook {
  const result = guestLook.safeParse(input);
  if (result.success) return result.data;
  throw refusalOf('guest', result.error);
}

/** Parses a person, as a token's claims give one. Throws Refusal('bad_request'). */
export function parsePerson(input: unknown): Person {
  const result = person.safeParse(input);
  if (result.success) return result.data;
  throw refusalOf('person', result.error);
}

/** Parses the id of a person alone. Throws Refusal('bad_request'). */
export function parsePersonId(input: unknown): string {
  const result = personId.safeParse(input);
  if (result.success) return result.data;
  throw refusalOf('person id', result.error);
}

function refusalOf(name: string, error: z.ZodError): Refusal {
  const issue = error.issues[0];
  const path = issue?.path.join('.') || 'input';
  const isTooLong = issue?.code === 'custom' && issue.params?.['refusal'] === 'too_long';
  return new Refusal(
    isTooLong ? 'too_long' : 'bad_request',
    `${name}: ${path}: expected ${issue?.message.replace(/^Invalid (?:input|option): expected /, '') ?? 'another shape'}`,
  );
}
