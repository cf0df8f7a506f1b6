/** Words, links, code and emphasis in one paragraph. One pass: each character is looked at a bounded number of times. */
import { findLinks, hrefOf, type FoundLink } from './links.js';
import type { Inline, Line, Words } from './tree.js';

type MarkKind = 'strong' | 'emphasis' | 'struck';
type Frame = { readonly mark: string; readonly kind: MarkKind; readonly at: number; readonly children: Inline[] };

const kinds: Readonly<Record<string, MarkKind>> = {
  '**': 'strong',
  __: 'strong',
  '*': 'emphasis',
  _: 'emphasis',
  '~~': 'struck',
};
const maxLabelChars = 300;
const maxHrefChars = 1_000;
/** In each other, in one address. */
const maxBrackets = 4;
const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);
/** Of a script that writes words apart: marks inside of such a word are part of it, as in `snake_case` or `2*3*4`. */
const isInWord = (char: string | undefined): boolean =>
  isLetter(char) && !/[\p{Script=Han}ぁ-ヿ가-힣]/u.test(char ?? '');
const isSpace = (char: string | undefined): boolean => char === undefined || /\s/u.test(char);

export function parseInline(lines: readonly Line[]): readonly Inline[] {
  return new InlineParser(lines).parse();
}

class InlineParser {
  readonly #lines: readonly Line[];
  readonly #text: string;
  /** Where each line begins in it. */
  readonly #begins: readonly number[];
  readonly #links: readonly FoundLink[];
  /** By length, where runs of backticks begin, in order, and which of them is the next to be looked at. */
  readonly #ticks = new Map<number, { readonly places: number[]; next: number }>();
  readonly #root: Inline[] = [];
  readonly #frames: Frame[] = [];
  #at = 0;
  /** From here on nothing was taken into the tree yet. */
  #from = 0;
  #nextLink = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    this.#text = lines.map(({ text }) => text).join('\n');
    let begin = 0;
    this.#begins = lines.map(({ text }) => {
      const here = begin;
      begin += text.length + 1;
      return here;
    });
    this.#links = findLinks(this.#text);
    for (const { 0: run, index } of this.#text.matchAll(/`+/g)) {
      const ticks = this.#ticks.get(run.length);
      if (ticks) ticks.places.push(index);
      else this.#ticks.set(run.length, { places: [index], next: 0 });
    }
  }

  parse(): readonly Inline[] {
    const text = this.#text;
    while (this.#at < text.length) {
      const char = text[this.#at] ?? '';
      if (this.#takeLink()) continue;
      if (char === '`' && this.#takeCode()) continue;
      if (char === '[' && this.#takeNamedLink()) continue;
      if ((char === '*' || char === '_' || char === '~') && this.#takeMarks(char)) continue;
      this.#at += char === '`' ? runAt(text, this.#at) : 1;
    }
    this.#flush(text.length);
    while (this.#frames.length > 0) this.#unmark();
    return this.#root;
  }

  get #children(): Inline[] {
    return this.#frames.at(-1)?.children ?? this.#root;
  }

  #takeLink(): boolean {
    while ((this.#links[this.#nextLink]?.at ?? Infinity) < this.#at) this.#nextLink += 1;
    const link = this.#links[this.#nextLink];
    if (link?.at !== this.#at) return false;
    this.#flush(this.#at);
    this.#children.push({ kind: 'link', href: link.href, text: link.text });
    this.#goOn(this.#at + link.text.length);
    return true;
  }

  #takeCode(): boolean {
    const length = runAt(this.#text, this.#at);
    const ticks = this.#ticks.get(length);
    while (ticks && (ticks.places[ticks.next] ?? Infinity) <= this.#at) ticks.next += 1;
    const end = ticks?.places[ticks.next];
    if (end === undefined) return false;
    this.#flush(this.#at);
    const text = this.#text.slice(this.#at + length, end).replace(/\n/g, ' ');
    const isPadded = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '';
    this.#children.push({ kind: 'code', text: isPadded ? text.slice(1, -1) : text });
    this.#goOn(end + length);
    return true;
  }

  /** `[words](address)`. One whose words are an address themselves says nothing of where it leads, and stays as typed. */
  #takeNamedLink(): boolean {
    const text = this.#text;
    const close = text.slice(this.#at + 1, this.#at + 2 + maxLabelChars).search(/[[\]\n]/) + this.#at + 1;
    if (text[close] !== ']' || text[close + 1] !== '(' || close === this.#at + 1) return false;
    const end = closingOf(text, close + 2);
    const href = end === null ? null : hrefOf(text.slice(close + 2, end), true);
    const label = text.slice(this.#at + 1, close);
    if (end === null || href === null || label.trim() === '' || findLinks(label).length > 0) return false;
    this.#flush(this.#at);
    this.#children.push({ kind: 'link', href, text: label });
    this.#goOn(end + 1);
    return true;
  }

  #takeMarks(char: string): boolean {
    const text = this.#text;
    const length = runAt(text, this.#at);
    const [before, after] = [text[this.#at - 1], text[this.#at + length]];
    const isInside = char !== '~' && isInWord(before) && isInWord(after);
    // Longer runs are lines and dots, and a lonely tilde is an about.
    if (length > 3 || isInside || (char === '~' && length !== 2)) {
      this.#at += length;
      return true;
    }
    this.#flush(this.#at);
    let left = length;
    while (left > 0) {
      const mark =
        this.#closableBy(char, left, before) ?? this.#openableBy(char, left, after, this.#at + length - left);
      if (mark === null) break;
      left -= mark.length;
    }
    this.#goOn(this.#at + length);
    if (left > 0) this.#from = this.#at - left;
    return true;
  }

  /** Ends what was begun with such a mark. Returns it, or null where none was. */
  #closableBy(char: string, left: number, before: string | undefined): string | null {
    if (isSpace(before)) return null;
    const placeOf = (mark: string): number =>
      this.#frames.findLastIndex((frame) => frame.mark === mark && frame.children.length > 0);
    const [double, single] = [placeOf(char + char), placeOf(char)];
    // Two end what two began; three end what was begun last.
    const place = left === 1 ? single : left === 2 && double !== -1 ? double : Math.max(double, single);
    const frame = this.#frames[place];
    if (!frame) return null;
    while (this.#frames.length > place + 1) this.#unmark();
    this.#frames.pop();
    this.#children.push({ kind: frame.kind, children: frame.children });
    return frame.mark;
  }

  /** Begins with such a mark. Returns it, or null where it means nothing. */
  #openableBy(char: string, left: number, after: string | undefined, at: number): string | null {
    const mark = char.repeat(Math.min(left, 2));
    const kind = kinds[mark];
    if (isSpace(after) || !kind || this.#frames.some((frame) => frame.kind === kind)) return null;
    this.#frames.push({ mark, kind, at, children: [] });
    return mark;
  }

  /** What was begun and has no end is words. */
  #unmark(): void {
    const frame = this.#frames.pop();
    if (frame) this.#children.push(...this.#wordsIn(frame.at, frame.at + frame.mark.length), ...frame.children);
  }

  #goOn(to: number): void {
    this.#at = to;
    this.#from = to;
  }

  #flush(to: number): void {
    if (to > this.#from) this.#children.push(...this.#wordsIn(this.#from, to));
    this.#from = to;
  }

  /** Words of several lines are several: each stands somewhere else in the text. */
  #wordsIn(from: number, to: number): Words[] {
    const words: Words[] = [];
    for (let at = from, place = lineAt(this.#begins, from); at < to; place += 1) {
      const end = Math.min(to, this.#begins[place + 1] ?? this.#text.length);
      const [begin = 0, line] = [this.#begins[place], this.#lines[place]];
      words.push({ kind: 'words', at: (line?.at ?? 0) + at - begin, text: this.#text.slice(at, end) });
      at = end;
    }
    return words;
  }
}

/** Number of the line in which this place is. */
function lineAt(begins: readonly number[], at: number): number {
  let [low, high] = [0, begins.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((begins[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many of the same character stand here. */
function runAt(text: string, at: number): number {
  let end = at + 1;
  while (text[end] === text[at]) end += 1;
  return end - at;
}

/** Where the bracket is closed that was opened before this place; null where it is not. */
function closingOf(text: string, from: number): number | null {
  let open = 0;
  for (let at = from; at < Math.min(text.length, from + maxHrefChars); at += 1) {
    const char = text[at] ?? '';
    if (char === '(' && open === maxBrackets) return null;
    if (char === '(') open += 1;
    else if (char === ')' && open === 0) return at;
    else if (char === ')') open -= 1;
    else if (/[\s<>]/u.test(char)) return null;
  }
  return null;
}
