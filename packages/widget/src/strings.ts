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
  /** Below 0: that many too many. */
  charsLeft(count: number): string;
  /** `isAgain`: there was a connection before; `kept`: messages that wait for one. */
  connecting(isAgain: boolean, kept: number): string;
  readonly tryNow: string;
};

/** By code; and what holds for all messages: nothing is kept, the room is over, or not open yet. */
export type Refusals = Readonly<Record<RefusalCode | 'unkept' | 'over' | 'planned', string>>;

/** `refusals` is empty for the moment between the first words and theirs. `empty`: the desk's, of a room without messages. */
export type Strings = FirstStrings & { readonly refusals: Partial<Refusals>; readonly empty?: string };

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
export type AllStrings = Strings & { readonly refusals: Refusals } & QuestionLineStrings;

/** Loads all of one language. */
export async function loadStrings(language: Language): Promise<AllStrings> {
  const [strings, refusals, { questionLineStrings }] = await Promise.all([
    loadFirstStrings(language),
    loadRefusals(language),
    import('./late/question-line-strings.js'),
  ]);
  return { ...questionLineStrings[language], ...strings, refusals };
}
