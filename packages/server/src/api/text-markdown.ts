/** A text as CommonMark, from its tree: what is words there stays words. https://spec.commonmark.org/0.31.2/ */
import { parseText, type Block, type Inline } from '@support-chat/protocol/text';

/** The lines of the text; an empty one between its parts. */
export function textMarkdown(text: string): string[] {
  return blockLines(parseText(text));
}

/**
 * Words in one line. CommonMark 2.4: ASCII punctuation can be escaped. Some of it means something anywhere, some at the beginning
 * of a line only; leading spaces would make code.
 */
export function escapedMarkdown(text: string): string {
  return escapedWithin(text.replace(/[\r\n]+/g, ' ').trimStart()).replace(/^(?:[#+=-]|\d+(?=[.)]))/, (mark) =>
    /\d/.test(mark) ? `${mark}\\` : `\\${mark}`,
  );
}

function escapedWithin(text: string): string {
  return text.replace(/[\\`*_[\]<>&~|]/g, '\\$&');
}

function blockLines(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block, place) => [...(place > 0 ? [''] : []), ...linesOf(block)]);
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return paragraphLines(block.children);
    case 'code': {
      const fence = '`'.repeat(longestRun(block.text, 2) + 1);
      return [fence, ...block.text.split('\n'), fence];
    }
    case 'quote':
      return blockLines(block.children).map((line) => `> ${line}`);
    case 'list':
      return block.items.flatMap((item, place) => {
        const mark = block.start === null ? '- ' : `${block.start + place}. `;
        return blockLines(item).map((line, at) => (at === 0 ? mark : ' '.repeat(mark.length)) + line);
      });
  }
}

/** Two spaces end a line that is to end there. What looks like more than words where a line begins is escaped. */
function paragraphLines(nodes: readonly Inline[]): string[] {
  const lines = inline(nodes).split('\n');
  return lines
    .map((line) =>
      line.trim().replace(/^(?:[#+=-]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`)),
    )
    .map((line, place) => (place < lines.length - 1 ? `${line}  ` : line));
}

const marks = { strong: '**', emphasis: '*', struck: '~~' } as const;

function inline(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'words':
          return escapedWithin(node.text);
        case 'code': {
          const fence = '`'.repeat(longestRun(node.text, 0) + 1);
          const pad = /^`|`$/.test(node.text) ? ' ' : '';
          return `${fence}${pad}${node.text}${pad}${fence}`;
        }
        case 'link':
          return node.text === node.href
            ? `<${node.href}>`
            : `[${escapedWithin(node.text)}](<${node.href.replace(/[<>]/g, encodeURIComponent)}>)`;
        default:
          return `${marks[node.kind]}${inline(node.children)}${marks[node.kind]}`;
      }
    })
    .join('');
}

function longestRun(text: string, atLeast: number): number {
  return Math.max(atLeast, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
