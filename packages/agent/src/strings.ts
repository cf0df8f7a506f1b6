/** What the desk says beside what the widget's parts say. A new language is one file in `strings/` and a row here. */
import type { Presence } from '@support-chat/protocol';
import type { Language } from '@support-chat/widget/parts';
import type { QueueFilter } from './queue-order.js';

export type DeskStrings = {
  readonly desk: string;
  readonly rooms: string;
  readonly findRoom: string;
  readonly noRooms: string;
  readonly noMatch: string;
  readonly questions: string;
  readonly show: string;
  readonly queueFilters: Readonly<Record<QueueFilter, string>>;
  readonly findQuestion: string;
  readonly noQuestions: Readonly<Record<QueueFilter, string>>;
  readonly noQuestionMatch: string;
  /** The reader looks into it. */
  readonly yours: string;
  readonly inPrivate: string;
  readonly talkInPrivate: string;
  readonly sameAs: string;
  readonly sameAsHelp: string;
  readonly split: string;
  laneReaders(person: string): string;
  readonly laneOf: string;
  readonly newRoom: string;
  readonly back: string;
  readonly facts: string;
  readonly noMessages: string;
  waiting(span: string, questions: number): string;
  readonly answered: string;
  readonly closed: string;
  unread(count: number, isMore: boolean): string;
  readonly purpose: string;
  readonly here: string;
  people(count: number): string;
  readonly tag: string;
  readonly tagHelp: string;
  readonly copy: string;
  readonly copied: string;
  readonly close: string;
  readonly numbers: string;
  readonly guestLink: string;
  readonly exportRoom: string;
  readonly handOver: string;
  readonly doNotDisturb: string;
  readonly presences: Readonly<Record<Presence, string>>;
  handOverHeading(count: number): string;
  readonly handOverAll: string;
  handedOver(done: number, all: number): string;
  readonly noColleagues: string;
  readonly isHere: string;
  readonly revoke: string;
  readonly revoked: string;
  linkUses(used: number, most: number): string;
  readonly linkOver: string;
  readonly closeRoom: string;
  closeRoomAsk(title: string): string;
  readonly reopenRoom: string;
  readonly cancel: string;
  readonly save: string;
  readonly edit: string;
  readonly name: string;
  readonly nameHelp: string;
  readonly nameWrong: string;
  readonly title: string;
  readonly purposeHelp: string;
  readonly create: string;
  readonly required: string;
  readonly signIn: string;
  readonly signInHelp: string;
  readonly token: string;
  readonly whoAreYou: string;
  readonly staffOnly: string;
  readonly signOut: string;
  readonly keys: string;
  readonly singleKeys: string;
  readonly notDone: string;
  readonly keyList: readonly (readonly [key: string, meaning: string])[];
  readonly placeholder: string;
  readonly lanePlaceholder: string;
};

const loaders: { readonly [L in Language]: () => Promise<{ strings: DeskStrings }> } = {
  en: () => import('./strings/en.js'),
  ja: () => import('./strings/ja.js'),
};

export async function loadDeskStrings(language: Language): Promise<DeskStrings> {
  return (await loaders[language]()).strings;
}
