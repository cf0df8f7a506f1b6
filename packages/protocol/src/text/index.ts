/** What a message's text means: links, code, quotes, lists and emphasis, as a typed tree. */
export { isMarked, parseText } from './blocks.js';
export { findLinks, splitLinks, type FoundLink, type TextRun } from './links.js';
export type { Block, Inline, Words } from './tree.js';
