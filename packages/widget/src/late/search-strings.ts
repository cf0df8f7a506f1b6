/** What the search of messages says; it comes when somebody wants to search. */
import type { SearchKind, SearchOperator } from '@support-chat/protocol';
import { searchWords } from './search.js';

export type SearchStrings = {
  readonly search: string;
  readonly close: string;
  readonly placeholder: string;
  readonly here: string;
  readonly everywhere: string;
  readonly filters: string;
  readonly operators: Readonly<
    Record<Exclude<SearchOperator, 'is' | 'has'>, readonly [typed: string, meaning: string]>
  >;
  readonly kinds: Readonly<Record<SearchKind, readonly [typed: string, meaning: string]>>;
  readonly first: string;
  readonly none: string;
  readonly noneHelp: string;
  unclear(words: readonly string[]): string;
  readonly failed: string;
  readonly again: string;
  readonly more: string;
  readonly further: string;
  found(count: number, isAll: boolean): string;
  readonly building: (percent: number) => string;
  readonly note: string;
  readonly private: string;
  readonly answer: string;
  readonly question: string;
  readonly copy: string;
  readonly copied: string;
};

export const searchStrings: { readonly en: SearchStrings; readonly ja: SearchStrings } = {
  en: {
    search: searchWords.en,
    close: 'Close search',
    placeholder: 'Words in a message',
    here: 'This room',
    everywhere: 'All rooms',
    filters: 'Narrow it down',
    operators: {
      from: ['from:', 'by a person'],
      in: ['in:', 'in a room'],
      before: ['before:', 'before a day, as 2026-03-31'],
      after: ['after:', 'from a day on, as 2026-03-31'],
    },
    kinds: { question: ['is:question', 'questions'], answer: ['is:answer', 'answers'] },
    first: 'Find what was said, also months ago. A piece of a word is enough.',
    none: 'No message has these words.',
    noneHelp: 'Try fewer words, or a piece of one.',
    unclear: (words) => `Not understood: ${words.join(' ')}. Days are written as 2026-03-31.`,
    failed: 'The search got no answer. Your words are kept.',
    again: 'Try again',
    more: 'Show more',
    further: 'Look further back',
    found: (count, isAll) => `${count}${isAll ? '' : '+'} ${count === 1 && isAll ? 'message' : 'messages'}`,
    building: (percent) => `Older messages are still being made searchable: ${percent}% done.`,
    note: 'Note',
    private: 'Private',
    answer: 'Answer',
    question: 'Question',
    copy: 'Copy link',
    copied: 'Copied',
  },
  ja: {
    search: searchWords.ja,
    close: '検索を閉じる',
    placeholder: 'メッセージ内の言葉',
    here: 'このルーム',
    everywhere: 'すべてのルーム',
    filters: '絞り込む',
    operators: {
      from: ['差出人:', '人で絞り込む'],
      in: ['ルーム:', 'ルームで絞り込む'],
      before: ['以前:', 'その日より前（例 2026-03-31）'],
      after: ['以降:', 'その日から後（例 2026-03-31）'],
    },
    kinds: { question: ['種類:質問', '質問だけ'], answer: ['種類:回答', '回答だけ'] },
    first: '数か月前のメッセージも、言葉の一部から探せます。',
    none: '一致するメッセージはありません。',
    noneHelp: '言葉を減らすか、一部だけで試してください。',
    unclear: (words) => `「${words.join(' ')}」がわかりません。日付は 2026-03-31 のように入力してください。`,
    failed: '検索の結果を取得できませんでした。入力した言葉は残っています。',
    again: 'もう一度試す',
    more: 'さらに表示',
    further: 'さらにさかのぼる',
    found: (count, isAll) => `${count}件${isAll ? '' : '以上'}`,
    building: (percent) => `古いメッセージの検索を準備中です（${percent}%）。`,
    note: 'メモ',
    private: '非公開',
    answer: '回答',
    question: '質問',
    copy: 'リンクをコピー',
    copied: 'コピーしました',
  },
};
