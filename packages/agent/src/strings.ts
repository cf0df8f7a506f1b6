/** What the desk says beside what the widget's parts say. A new language is one file in `strings/` and a row here. */
import type { Presence, RoomKind } from '@support-chat/protocol';
import type { Language } from '@support-chat/widget/parts';
import type { QueueFilter } from './queue-order.js';

export type DeskStrings = {
  /** Whose days and numbers. */
  readonly locale: string;
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
  /** Beside a question, while others write to it. */
  answersNow(names: readonly string[]): string;
  /** At a question, while colleagues have it before them. */
  openNow(names: readonly string[]): string;
  readonly sameAs: string;
  readonly kind: string;
  readonly kinds: { readonly [K in Exclude<RoomKind, 'lane'>]: { readonly name: string; readonly help: string } };
  readonly privateRoom: string;
  readonly privateHelp: string;
  /** Gives the link that leads to a question. */
  readonly linkTo: string;
  readonly shareRoom: string;
  readonly sameAsHelp: string;
  readonly split: string;
  laneReaders(person: string): string;
  readonly laneOf: string;
  readonly newRoom: string;
  readonly back: string;
  readonly facts: string;
  readonly noMessages: string;
  /** In place of the words of a message that was taken back. */
  readonly takenBack: string;
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
  readonly promise: string;
  /** `when` is a day and a time. */
  promised(when: string): string;
  readonly doNotDisturb: string;
  readonly presences: Readonly<Record<Presence, string>>;
  handOverHeading(count: number): string;
  readonly handOverAll: string;
  handedOver(done: number, all: number): string;
  readonly noColleagues: string;
  readonly isHere: string;
  readonly canned: string;
  readonly keepCanned: string;
  readonly keepCannedHelp: string;
  readonly pin: string;
  readonly unpin: string;
  pinsFull(count: number): string;
  readonly revoke: string;
  readonly revoked: string;
  linkUses(used: number, most: number): string;
  readonly linkOver: string;
  /** A link that ends with its question. */
  readonly endsWhenSolved: string;
  readonly linkEnded: string;
  /** At a question. */
  readonly guestForThis: string;
  readonly letOut: string;
  readonly closeRoom: string;
  closeRoomAsk(title: string): string;
  /** How many questions of it are open; they wait until it is reopened. */
  closeRoomOpen(count: number): string;
  /** Chooses several questions. */
  readonly select: string;
  selected(count: number): string;
  readonly answerAll: string;
  readonly moveOpen: string;
  /** Opens what is done more seldom with a question. */
  readonly more: string;
  readonly moveTo: string;
  readonly incident: string;
  /** The first line of a room that was made out of a question. */
  incidentFrom(asker: string, room: string): string;
  /** The note below the question, before the address of that room. */
  readonly incidentMade: string;
  readonly reopenRoom: string;
  readonly archiveRoom: string;
  readonly unarchiveRoom: string;
  /** Opens a dialog that asks first. */
  readonly deleteRoom: string;
  readonly deletedRooms: string;
  /** Of a room that is not open yet: on which day it opens, when there is one. */
  planned(day: string | null): string;
  readonly plannedHelp: string;
  readonly openRoom: string;
  readonly times: string;
  opensOn(when: string | null): string;
  closesOn(when: string): string;
  waves(count: number): string;
  readonly noTimes: string;
  readonly change: string;
  readonly views: string;
  readonly topics: string;
  readonly topicsHelp: string;
  readonly topicsWrong: string;
  readonly boundTo: string;
  readonly boundToHelp: string;
  readonly boundToWrong: string;
  /** What a change of it does, where the room is there already. */
  readonly boundToChange: string;
  readonly cannotBind: string;
  onlyFor(attributes: string): string;
  readonly opensField: string;
  readonly opensHelp: string;
  readonly opensWrong: string;
  readonly archived: string;
  readonly closedHelp: string;
  readonly archivedHelp: string;
  /** Shows the rooms that were put away. */
  archive(count: number): string;
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
  readonly searchMessages: string;
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
