/** A text as HTML, from its tree: every piece of it is escaped here. */
import { parseText, type Block, type Inline } from '@support-chat/protocol/text';

export function textHtml(text: string): string {
  return blocksHtml(parseText(text));
}

export function escapedHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function blocksHtml(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return `<p dir="auto">${inlineHtml(block.children)}</p>`;
        case 'code':
          return `<pre><code>${escapedHtml(block.text)}</code></pre>`;
        case 'quote':
          return `<blockquote>${blocksHtml(block.children)}</blockquote>`;
        case 'list': {
          const items = block.items.map((item) => `<li>${blocksHtml(item)}</li>`).join('');
          return block.start === null ? `<ul>${items}</ul>` : `<ol start="${block.start}">${items}</ol>`;
        }
      }
    })
    .join('');
}

const tags = { strong: 'strong', emphasis: 'em', struck: 's' } as const;

function inlineHtml(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'words':
          return escapedHtml(node.text);
        case 'code':
          return `<code>${escapedHtml(node.text)}</code>`;
        case 'link':
          return `<a href="${escapedHtml(node.href)}" rel="noopener noreferrer nofollow ugc">${escapedHtml(node.text)}</a>`;
        default:
          return `<${tags[node.kind]}>${inlineHtml(node.children)}</${tags[node.kind]}>`;
      }
    })
    .join('');
}
