/** Fields of requests, each validated the same wherever it stands. */
import { z } from 'zod';
import { fileLimits } from './files.js';
import { limits, textBytes } from './limits.js';
import { mentionGroups, mentionLimits, objectionToMentions, type Mention } from './mentions.js';
import { attributePattern, roles, type Person } from './people.js';
import { addressPattern, roomKinds, roomNamePattern } from './room-name.js';
import { problemSeverities, problemSorts } from './problems.js';
import { type RoomTemplate } from './shelf.js';

/** A string that survives storage and JSON unchanged: no lone surrogates, no NUL. */
export function plainString(maxChars: number): z.ZodString {
  return z
    .string()
    .max(maxChars, { error: `at most ${maxChars} characters` })
    .refine((text) => text.isWellFormed() && !text.includes('\0'), { error: 'well-formed Unicode without NUL' });
}

export const title = plainString(limits.maxTitleChars).refine((text) => text.trim() !== '', { error: 'not blank' });
export const cannedTitle = plainString(limits.maxCannedTitleChars).refine((words) => words.trim() !== '', {
  error: 'not blank',
});
export const purpose = plainString(limits.maxPurposeChars);
export const reason = plainString(limits.maxReasonChars);
/** Without somebody's name or password in it. */
export const page = plainString(limits.maxPageChars)
  .regex(/^https?:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/iu, { error: 'an address with http or https' })
  .nullable();

/** Of a room that is no lane. */
export const roomName = z
  .string()
  .regex(roomNamePattern, { error: 'a room name: lower-case letters, digits and inner hyphens, 1 to 64 characters' });
export const topics = z
  .array(plainString(limits.maxTopicChars).refine((words) => words.trim() !== '', { error: 'not blank' }))
  .max(limits.maxTopics)
  .readonly();
export const attribute = z.string().regex(attributePattern, { error: 'an attribute as office=osaka' });
export const boundTo = z
  .array(attribute)
  .min(1, { error: 'at least one attribute; leave the field out for everybody' })
  .max(limits.maxAttributes)
  .readonly();
export const checklist = z
  .array(plainString(limits.maxChecklistItemChars).refine((words) => words.trim() !== '', { error: 'not blank' }))
  .max(limits.maxChecklistItems)
  .readonly();
export const address = z.string().regex(addressPattern, {
  error:
    'a room name: lower-case letters, digits and inner hyphens, 1 to 64 characters; for a lane with ~ and a person',
});
export const personId = plainString(limits.maxPersonIdChars).min(1, { error: 'not empty' });
export const person: z.ZodType<Person> = z.object({
  id: personId,
  name: plainString(limits.maxPersonNameChars).min(1, { error: 'not empty' }),
  role: z.enum(roles),
});
export const knownPerson = z.object({
  id: personId,
  name: plainString(limits.maxPersonNameChars).min(1, { error: 'not empty' }),
  role: z.enum(roles).exclude(['guest']),
  reading: plainString(limits.maxPersonNameChars).exactOptional(),
});
export const cid = z.string().regex(/^[0-9a-f]{32}$/, { error: '32 hexadecimal digits' });
export const seq = z.int().min(0);
/** Number of an event. */
export const place = z.int().min(1);
export const commandFields = { room: address, cid };
export const questionFields = { ...commandFields, question: place };

const words = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), { error: 'well-formed Unicode without NUL' })
  .refine((value) => value.length <= limits.maxTextBytes && textBytes(value) <= limits.maxTextBytes, {
    error: `at most ${limits.maxTextBytes} bytes of UTF-8`,
    params: { refusal: 'too_long' },
  });
export const text = words.refine((value) => value.trim() !== '', { error: 'not blank' });

const at = z.int().min(0).max(limits.maxAt);
export const planTimes = { opensAt: at.nullable().exactOptional(), closesAt: at.nullable().exactOptional() };
export const wave = z.object({
  title: plainString(limits.maxWaveTitleChars).refine((words) => words.trim() !== '', { error: 'not blank' }),
  startsAt: at,
  boundTo: z.array(attribute).max(limits.maxAttributes).readonly().exactOptional(),
});
/** From a minute to a week, from an hour to a month. */
export const waits = z.object({
  open: z
    .int()
    .min(60_000)
    .max(7 * 86_400_000)
    .exactOptional(),
  answered: z
    .int()
    .min(3_600_000)
    .max(30 * 86_400_000)
    .exactOptional(),
});
export const problemFields = { ...commandFields, problem: place };
export const problemFacts = {
  what: z.enum(problemSorts),
  severity: z.enum(problemSeverities),
  title,
  startsAt: at,
  endsAt: at.nullable(),
};
/** What staff add for everybody. */
export const remark = { remark: reason.refine((words) => words.trim() !== '', { error: 'not blank' }).exactOptional() };

const mentionPlace = {
  at: seq,
  chars: z
    .int()
    .min(2)
    .max(limits.maxPersonNameChars + 1),
};
const mention: z.ZodType<Mention> = z.union([
  z.object({ ...mentionPlace, person: personId }),
  z.object({ ...mentionPlace, group: z.enum(mentionGroups) }),
]);
const bodyOf = (said: z.ZodType<string, string>) =>
  z
    .object({
      kind: z.literal('text'),
      text: said,
      mentions: z
        .array(mention)
        .min(1, { error: 'at least one mention; leave the field out for none' })
        .max(mentionLimits.maxMentions)
        .readonly()
        .exactOptional(),
    })
    .check(({ value, issues }) => {
      const objection = objectionToMentions(value.text, value.mentions ?? []);
      if (objection) issues.push({ code: 'custom', input: value, path: ['mentions'], message: objection });
    });

export const fileId = z.string().regex(/^[0-9a-f]{32}$/, { error: 'the id of a file: 32 hexadecimal digits' });
export const fileName = plainString(1_024)
  // Stored beside the file, never as its path. Nothing in it may turn, hide or forge what stands around it.
  .overwrite(plainFileName);
/** What is left of a name: its last part, without what hides or turns text, in at most `fileLimits.maxNameBytes` bytes. */
function plainFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const name = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
    .trim();
  const chars = Array.from(/^\.*$/.test(name) ? 'file' : name);
  while (textBytes(chars.join('')) > fileLimits.maxNameBytes) chars.pop();
  return chars.join('');
}

/** One, as a keyboard gives it: Unicode's list of what is recommended for interchange (UTS 51, ED-27). */
const emojiPattern = new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v');
export const emoji = z
  .string()
  .max(limits.maxEmojiChars, { error: 'one emoji' })
  .refine((text) => emojiPattern.test(text), { error: 'one emoji' });

export const body = z.discriminatedUnion('kind', [bodyOf(text)]);
/** What stands beside files; empty when they say everything. */
export const bodyBesideFiles = z.discriminatedUnion('kind', [
  bodyOf(words.overwrite((value) => (value.trim() === '' ? '' : value))),
]);

export const template: z.ZodType<RoomTemplate> = z.object({
  ...{
    kind: z.enum(roomKinds).exclude(['lane']),
    title: plainString(limits.maxTitleChars),
    purpose,
    topics,
    checklist,
  },
  boundTo: z.array(attribute).max(limits.maxAttributes).readonly(),
});
export const queueView = z.object({ filter: plainString(20), query: plainString(200) });
