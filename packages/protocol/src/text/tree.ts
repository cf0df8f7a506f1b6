/** What a text is made of. Every part is typed; nothing of it is markup that somebody else interprets. */

/** Words as they were typed; `at` is where they stand in the text, in UTF-16 units. */
export type Words = { readonly kind: 'words'; readonly at: number; readonly text: string };

export type Inline =
  | Words
  | { readonly kind: 'strong' | 'emphasis' | 'struck'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `href`: http, https or mailto. */
  | { readonly kind: 'link'; readonly href: string; readonly text: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  /** `start`: the number of the first item; null for a list of points. */
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly Block[])[] };

/** A line of a text, or what is left of it without the marks before it. */
export type Line = { readonly at: number; readonly text: string };
