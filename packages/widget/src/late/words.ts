/** The words of a message, drawn from their tree: no markup of anybody is ever interpreted. Loaded while the room is being opened. */
import type { Mention, Person } from '@support-chat/protocol';
import { isMarked, parseText, splitLinks, type Block, type Inline, type Words } from '@support-chat/protocol/text';
import { css, html, nothing, type TemplateResult } from 'lit';
import { fileStyles } from './file-rows.js';
import { textStrings } from './text-strings.js';

export { placeOf, renderFiles, renderSent } from './file-rows.js';
export { knownFiles, rememberFile } from './known-files.js';

type Text = { readonly text: string; readonly mentions?: readonly Mention[] };

/** What is longer stands folded. */
const maxShownChars = 1_600;
const maxShownLines = 24;

/** Trees by the body they are of: a list is drawn anew far more often than a text changes. */
const trees = new WeakMap<Text, readonly Block[]>();

export const textStyles = css`
  ${fileStyles}
  .bubble:has(.text) {
    white-space: normal;
  }
  .text :where(p, ul, ol, pre, blockquote) {
    margin: 0;
  }
  .text > * + *,
  blockquote > * + * {
    margin-block-start: 6px;
  }
  .text :is(ul, ol) {
    padding-inline-start: 24px;
    list-style: disc;
  }
  .text ol {
    display: block;
    list-style: decimal;
  }
  .text :is(p, li) {
    white-space: pre-wrap;
  }
  blockquote {
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--_control);
    color: var(--_text-2);
  }
  .text code {
    padding: 1px 4px;
    border-radius: 4px;
    font:
      0.9em/1.5 ui-monospace,
      SFMono-Regular,
      Menlo,
      Consolas,
      'Noto Sans Mono CJK JP',
      monospace;
    background: var(--_surface-3);
    overflow-wrap: anywhere;
  }
  .text pre {
    max-block-size: 320px;
    padding: 8px 10px;
    overflow: auto;
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius-s);
    background: var(--_surface);
    tab-size: 4;
  }
  .text pre code {
    padding: 0;
    background: none;
    overflow-wrap: normal;
    white-space: pre;
  }
  .folded:not([data-open]) {
    max-block-size: 240px;
    overflow: hidden;
    mask-image: linear-gradient(#000 75%, transparent);
  }
  .folded + .text-button {
    margin-block-start: 4px;
  }
  .folded[data-open] + .text-button .all,
  .folded:not([data-open]) + .text-button .less {
    display: none;
  }
`;

/** The words of a message with their links, emphasis, lists and code, and whom it calls. */
export function renderWords(body: Text, me: Person | null, locale: string): unknown {
  const { text } = body;
  const drawn = isMarked(text)
    ? html`<div class="text">${renderBlocks(treeOf(body), body, me)}</div>`
    : [...renderPlain({ at: 0, text }, body, me)];
  const isLong = text.length > maxShownChars || text.split('\n', maxShownLines + 2).length > maxShownLines + 1;
  if (!isLong) return drawn;
  const words = textStrings[locale === 'ja' ? 'ja' : 'en'];
  return html`<div class="folded">${drawn}</div>
    <button class="text-button" @click=${switchFold}>
      <span class="all">${words.all}</span><span class="less">${words.less}</span>
    </button>`;
}

/** It is no news for the list: only who reads it knows that it is open. */
function switchFold({ currentTarget }: Event): void {
  const folded = currentTarget instanceof Element ? currentTarget.previousElementSibling : null;
  folded?.toggleAttribute('data-open');
}

function treeOf(body: Text): readonly Block[] {
  const known = trees.get(body);
  if (known) return known;
  const tree = parseText(body.text);
  trees.set(body, tree);
  return tree;
}

function renderBlocks(blocks: readonly Block[], body: Text, me: Person | null): TemplateResult[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case 'paragraph':
        return html`<p>${renderInline(block.children, body, me)}</p>`;
      case 'code':
        // What scrolls can be reached by key. https://www.w3.org/WAI/WCAG22/Understanding/keyboard
        return html`<pre tabindex="0" dir="ltr"><code>${block.text}</code></pre>`;
      case 'quote':
        return html`<blockquote>${renderBlocks(block.children, body, me)}</blockquote>`;
      case 'list': {
        const items = block.items.map((item) => html`<li>${renderItem(item, body, me)}</li>`);
        return block.start === null
          ? html`<ul>
              ${items}
            </ul>`
          : html`<ol start=${block.start}>
              ${items}
            </ol>`;
      }
    }
  });
}

/** Most items are one line, which needs no paragraph of its own. */
function renderItem(blocks: readonly Block[], body: Text, me: Person | null): unknown[] {
  const [first, ...rest] = blocks;
  return first?.kind === 'paragraph'
    ? [...renderInline(first.children, body, me), ...renderBlocks(rest, body, me)]
    : renderBlocks(blocks, body, me);
}

function renderInline(nodes: readonly Inline[], body: Text, me: Person | null): unknown[] {
  return nodes.map((node) => {
    switch (node.kind) {
      case 'words':
        return [...withMentions(node, body, me)];
      case 'code':
        return html`<code>${node.text}</code>`;
      case 'link':
        return link(node);
      case 'strong':
        return html`<strong>${renderInline(node.children, body, me)}</strong>`;
      case 'emphasis':
        return html`<em>${renderInline(node.children, body, me)}</em>`;
      case 'struck':
        return html`<s>${renderInline(node.children, body, me)}</s>`;
    }
  });
}

/** Words without any mark: their links and mentions. */
function* renderPlain(words: Pick<Words, 'at' | 'text'>, body: Text, me: Person | null): Generator {
  for (const part of withMentions(words, body, me))
    if (typeof part === 'string')
      for (const run of splitLinks(part)) yield run.href ? link({ ...run, href: run.href }) : run.text;
    else yield part;
}

/** The words, with the names of those whom the message calls set apart. */
function* withMentions(
  { at, text }: Pick<Words, 'at' | 'text'>,
  { mentions = [] }: Text,
  me: Person | null,
): Generator<TemplateResult | string> {
  let from = 0;
  for (const mention of mentions) {
    const [begin, end] = [mention.at - at, mention.at - at + mention.chars];
    // Names that overlap come from nobody who speaks the protocol.
    if (begin < from || end > text.length) continue;
    yield text.slice(from, begin);
    from = end;
    const isMe = mention.person === undefined || mention.person === me?.id;
    yield html`<bdi class=${isMe ? 'called me' : 'called'}>${text.slice(begin, end)}</bdi>`;
  }
  yield text.slice(from);
}

/** What leads elsewhere than its words say has the address in its title. */
function link({ href, text }: { readonly href: string; readonly text: string }): TemplateResult {
  return html`<a
    href=${href}
    title=${text === href ? nothing : href}
    target="_blank"
    rel="noopener noreferrer nofollow ugc"
    >${text}</a
  >`;
}
