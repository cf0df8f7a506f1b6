/**
 * A little Markdown: paragraphs, code, quotes and lists. There are no escapes: a backslash stands in paths, and a path is to be
 * copied as it was sent. https://spec.commonmark.org/0.31.2/ is where the marks come from, and is followed no further.
 */
import { parseInline } from './inline.js';
import type { Block, Line } from './tree.js';

/** Quotes and lists in each other; what is deeper is words. */
const maxDepth = 6;
const fencePattern = /^ {0,3}(`{3,}|~{3,})[^`]*$/;
const quotePattern = /^ {0,3}> ?/;
/** A middle dot is a point in Japanese, with or without a space. */
const pointPattern = /^( *)(?:([-*]) +|(・) *|(\d{1,3})[.)] +)(?=\S)/;

/** Whether the text has anything that `parseText` makes more of than paragraphs of words and links. May say yes in vain. */
export function isMarked(text: string): boolean {
  return /[*_`~]|\]\(|^ *(?:[->・]|\d{1,3}[.)])/m.test(text);
}

/** The text as a tree. Any text has one, at most some levels deep; its cost grows with the length of the text alone. */
export function parseText(text: string): readonly Block[] {
  let at = 0;
  const lines = text.split('\n').map((line) => {
    const start = at;
    at += line.length + 1;
    return { at: start, text: line };
  });
  return parseBlocks(lines, 0);
}

function parseBlocks(lines: readonly Line[], depth: number): Block[] {
  const blocks: Block[] = [];
  let paragraph: Line[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', children: parseInline(paragraph) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    if (!line) break;
    const found = depth < maxDepth ? blockAt(lines, at, depth) : null;
    if (found || line.text.trim() === '') endParagraph();
    else paragraph.push(line);
    if (found) blocks.push(found.block);
    at = found ? found.end : at + 1;
  }
  endParagraph();
  return blocks;
}

/** Anything but a paragraph that begins with this line, and the line after it. */
function blockAt(lines: readonly Line[], at: number, depth: number): { block: Block; end: number } | null {
  const text = lines[at]?.text ?? '';
  const fence = fencePattern.exec(text)?.[1];
  if (fence) return codeAt(lines, at, fence);
  if (quotePattern.test(text)) return quoteAt(lines, at, depth);
  return pointPattern.test(text) ? listAt(lines, at, depth) : null;
}

/** Code to the end of its fence, or of the text where nobody closed it. */
function codeAt(lines: readonly Line[], at: number, fence: string): { block: Block; end: number } {
  const isClosing = ({ text }: Line): boolean => {
    const mark = text.trim();
    return mark.length >= fence.length && mark === (fence[0] ?? '').repeat(mark.length);
  };
  const text: string[] = [];
  let end = at + 1;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (!line || isClosing(line)) break;
    text.push(line.text);
  }
  return { block: { kind: 'code', text: text.join('\n') }, end: Math.min(end + 1, lines.length) };
}

function quoteAt(lines: readonly Line[], at: number, depth: number): { block: Block; end: number } {
  const inner: Line[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    const mark = line && quotePattern.exec(line.text)?.[0];
    if (!mark) break;
    inner.push(without(line, mark.length));
  }
  return { block: { kind: 'quote', children: parseBlocks(inner, depth + 1) }, end };
}

/** Items of one kind that begin equally far in; lines that are further in belong to the item before them. */
function listAt(lines: readonly Line[], at: number, depth: number): { block: Block; end: number } {
  const first = pointPattern.exec(lines[at]?.text ?? '');
  const [indent, isNumbered] = [first?.[1]?.length ?? 0, first?.[4] !== undefined];
  const items: Line[][] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (!line) break;
    const point = pointPattern.exec(line.text);
    const inset = line.text.length - line.text.trimStart().length;
    const isItem = point !== null && Math.abs(inset - indent) < 2;
    if (isItem && (point[4] !== undefined) === isNumbered) items.push([without(line, point[0].length)]);
    else if (!isItem && inset >= indent + 2 && line.text.trim() !== '')
      items.at(-1)?.push(without(line, Math.min(inset, indent + 2)));
    else break;
  }
  const start = isNumbered ? Number(first?.[4]) : null;
  return { block: { kind: 'list', start, items: items.map((item) => parseBlocks(item, depth + 1)) }, end };
}

function without({ at, text }: Line, chars: number): Line {
  return { at: at + chars, text: text.slice(chars) };
}
