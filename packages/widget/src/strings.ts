/** Everything the panel says, by language. A new language is one file in `strings/`, a row here and one in `launcher-strings.ts`. */
import type { RefusalCode } from '@support-chat/protocol';
import type { QuestionLineStrings } from './late/question-line-strings.js';
import type { Language } from './launcher-strings.js';

/** What is said before anything can be refused. */
export type FirstStrings = {
  readonly close: string;
  readonly messages: string;
  readonly message: string;
  readonly send: string;
  readonly placeholder: string;
  /** In a lane. */
  readonly lanePlaceholder: string;
  readonly laneWelcome: string;
  readonly today: string;
  readonly yesterday: string;
  readonly you: string;
  readonly support: string;
  readonly manager: string;
  readonly bot: string;
  readonly guest: string;
  readonly note: string;
  readonly newMessages: string;
  jumpToNewest(unseen: number): string;
  readonly loadingOlder: string;
  beginning(title: string): string;
  readonly welcome: string;
  readonly empty: string;
  /** `away`: who is in the room and will see it later, when nobody can help now. */
  helpers(count: number, away: readonly string[]): string;
  helpersNamed(names: readonly string[]): string;
  people(count: number): string;
  typing(names: readonly string[]): string;
  readonly sending: string;
  readonly sent: string;
  readonly failed: string;
  readonly retry: string;
  readonly edit: string;
  readonly copy: string;
  charsLeft(count: number): string;
  tooLong(count: number): string;
  /** `isAgain`: there was a connection before; `kept`: messages that wait for one. */
  connecting(isAgain: boolean, kept: number): string;
  readonly tryNow: string;
  readonly outboxInMemory: string;
  readonly roomClosed: string;
  readonly roomPlanned: string;
  readonly keys: string;
};

export type Refusals = Readonly<Record<RefusalCode, string>>;

/** `refusals` is empty for the moment between the first words and theirs. */
export type Strings = FirstStrings & { readonly refusals: Partial<Refusals> };

const loaders: { readonly [L in Language]: () => Promise<{ strings: FirstStrings }> } = {
  en: () => import('./strings/en.js'),
  ja: () => import('./strings/ja.js'),
};

const refusalLoaders: { readonly [L in Language]: () => Promise<{ refusals: Refusals }> } = {
  en: () => import('./late/refusals/en.js'),
  ja: () => import('./late/refusals/ja.js'),
};

/** Loads what the first message needs of one language; a request of its own in the browser. */
export async function loadFirstStrings(language: Language): Promise<Strings> {
  return { ...(await loaders[language]()).strings, refusals: {} };
}

/** Loads why something was refused. */
export async function loadRefusals(language: Language): Promise<Refusals> {
  return (await refusalLoaders[language]()).refusals;
}

/** All of one language. */
export type AllStrings = FirstStrings & { readonly refusals: Refusals } & QuestionLineStrings;

/** Loads all of one language. */
export async function loadStrings(language: Language): Promise<AllStrings> {
  const [strings, refusals, { questionLineStrings }] = await Promise.all([
    loadFirstStrings(language),
    loadRefusals(language),
    import('./late/question-line-strings.js'),
  ]);
  return { ...questionLineStrings[language], ...strings, refusals };
}
