/** What somebody typed to find messages, as what they want. Pure: no clock; what is today is for whoever knows where they are. */

/** A day as people write it, or so many days before today. */
export type SearchDay =
  { readonly year: number; readonly month: number; readonly day: number } | { readonly daysAgo: number };

export type SearchTerm = {
  readonly text: string;
  /** It ends where it ends; otherwise its last word may go on. */
  readonly isWhole: boolean;
};

export type SearchQuery = {
  /** All of them are wanted. */
  readonly terms: readonly SearchTerm[];
  /** One of these people, by id or a part of the name; `me` is whoever asks. */
  readonly from: readonly string[];
  /** One of these rooms, by name or a part of the title. */
  readonly in: readonly string[];
  /** Said before this day began. */
  readonly before: SearchDay | null;
  /** Said on this day or later. */
  readonly after: SearchDay | null;
  readonly is: readonly SearchKind[];
  /** With files. */
  readonly hasFile: boolean;
  /** What was typed and says nothing that can be looked for, as it was typed. */
  readonly unclear: readonly string[];
};

export const searchKinds = ['question', 'answer'] as const;

export type SearchKind = (typeof searchKinds)[number];

export const searchOperators = ['from', 'in', 'before', 'after', 'is', 'has'] as const;

export type SearchOperator = (typeof searchOperators)[number];

/** Every word that is an operator when a colon follows it. */
const operatorWords: Readonly<Record<string, SearchOperator>> = {
  ...{ from: 'from', 差出人: 'from', 送信者: 'from', 投稿者: 'from', in: 'in', ルーム: 'in', 部屋: 'in' },
  ...{ before: 'before', より前: 'before', 以前: 'before', after: 'after', 以降: 'after' },
  ...{ is: 'is', 種類: 'is', has: 'has', 添付: 'has' },
};
const kindWords: Readonly<Record<string, SearchKind>> = {
  ...{ question: 'question', 質問: 'question', answer: 'answer', 回答: 'answer' },
};
const fileWords: readonly string[] = ['file', 'files', 'ファイル', '添付'];
const daysAgo: Readonly<Record<string, number>> = { today: 0, 今日: 0, 本日: 0, yesterday: 1, 昨日: 1 };
/** Each opening sign with those that close it. */
const quotes: Readonly<Record<string, string>> = { '"': '"', '“': '”', '”': '”', '＂': '＂', '「': '」', '『': '』' };

/** Reads what was typed. Every input means something; what does not is `unclear`. */
export function parseSearch(text: string): SearchQuery {
  const query = {
    ...{ terms: [] as SearchTerm[], from: [] as string[], in: [] as string[], is: [] as SearchKind[] },
    hasFile: false,
    ...{ before: null as SearchDay | null, after: null as SearchDay | null, unclear: [] as string[] },
  };
  const words = wordsOf(text);
  for (const { operator, value, isQuoted, typed } of words) {
    if (!operator) {
      query.terms.push({ text: value, isWhole: isQuoted });
      continue;
    }
    // It is still being typed.
    if (value.trim() === '') continue;
    const plain = value.normalize('NFKC').trim();
    const day = operator === 'before' || operator === 'after' ? dayOf(plain) : null;
    const kind = operator === 'is' && Object.hasOwn(kindWords, plain.toLowerCase()) && kindWords[plain.toLowerCase()];
    if (operator === 'from' || operator === 'in') query[operator].push(plain);
    else if (day && operator !== 'is' && operator !== 'has') query[operator] = day;
    else if (kind) query.is.push(kind);
    else if (operator === 'has' && fileWords.includes(plain.toLowerCase())) query.hasFile = true;
    else query.unclear.push(typed);
  }
  // Whatever is not last was typed to its end.
  query.terms = query.terms.map((term, place) => (place < query.terms.length - 1 ? { ...term, isWhole: true } : term));
  return query;
}

type Word = {
  readonly operator: SearchOperator | null;
  readonly value: string;
  /** It stands between quotes that were closed. */
  readonly isQuoted: boolean;
  readonly typed: string;
};

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    const operator = operatorAt(text, at);
    if (operator) at += operator.chars;
    const piece = pieceAt(text, at);
    at += piece.chars;
    const { value, isQuoted } = piece;
    words.push({ operator: operator?.operator ?? null, value, isQuoted, typed: text.slice(start, at) });
  }
  return words;
}

/** No operator is longer than this. */
const maxOperatorChars = 12;

function operatorAt(text: string, at: number): { readonly operator: SearchOperator; readonly chars: number } | null {
  const found = /^([^\s:：]+)[:：]/u.exec(text.slice(at, at + maxOperatorChars));
  const word = found?.[1]?.normalize('NFKC').toLowerCase() ?? '';
  const operator = Object.hasOwn(operatorWords, word) && operatorWords[word];
  return found && operator ? { operator, chars: found[0].length } : null;
}

/** What stands between quotes, or up to the next space. */
function pieceAt(text: string, at: number): { value: string; isQuoted: boolean; chars: number } {
  const close = quotes[text.charAt(at)];
  if (close === undefined) {
    const end = at + (/^\S*/u.exec(text.slice(at))?.[0].length ?? 0);
    return { value: text.slice(at, end), isQuoted: false, chars: end - at };
  }
  const end = text.indexOf(close, at + 1);
  if (end === -1) return { value: text.slice(at + 1), isQuoted: false, chars: text.length - at };
  return { value: text.slice(at + 1, end), isQuoted: true, chars: end + 1 - at };
}

/** 2026-03-31, 2026/3/31, 2026年3月31日; a month or a year is its first day. Null for no day. */
function dayOf(text: string): SearchDay | null {
  const ago = Object.hasOwn(daysAgo, text.toLowerCase()) ? daysAgo[text.toLowerCase()] : undefined;
  if (ago !== undefined) return { daysAgo: ago };
  const found = /^(\d{4})(?:[-/.年](?:(\d{1,2})(?:[-/.月](?:(\d{1,2})日?)?)?)?)?$/u.exec(text);
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)];
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? { year, month, day } : null;
}
