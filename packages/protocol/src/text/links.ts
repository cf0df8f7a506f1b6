/** Links in a text. Linear time; only http, https and mailto ever become links. */

/** A link as it was typed; `at` is where it stands, in UTF-16 units. */
export type FoundLink = { readonly at: number; readonly text: string; readonly href: string };

/** A part of a text; `href` is null for what is no link. */
export type TextRun = { readonly text: string; readonly href: string | null };

const linkPattern = /https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;
const maxUrlChars = 2_048;

/** https://url.spec.whatwg.org; every runtime has it, this package is compiled for none. */
declare const URL: new (address: string) => { readonly protocol: string; readonly href: string };

/** Every link in the text, in order. */
export function findLinks(text: string): FoundLink[] {
  return [...text.matchAll(linkPattern)].flatMap(({ 0: match, index: at }) => {
    const found = trimEnd(match);
    const href = hrefOf(found);
    return href ? { at, text: found, href } : [];
  });
}

/** The text as words and links; put together they are the text. */
export function splitLinks(text: string): TextRun[] {
  const runs: TextRun[] = [];
  let from = 0;
  for (const link of findLinks(text)) {
    if (link.at > from) runs.push({ text: text.slice(from, link.at), href: null });
    runs.push({ text: link.text, href: link.href });
    from = link.at + link.text.length;
  }
  if (from < text.length) runs.push({ text: text.slice(from), href: null });
  return runs;
}

/** Leaves out the punctuation of the sentence around a link, and a closing bracket that was opened before it. */
function trimEnd(link: string): string {
  let end = link.length;
  let excess = countOf(link, ')') - countOf(link, '(');
  while (end > 0) {
    const last = link[end - 1] ?? '';
    const isExcess = last === ')' && excess > 0;
    // Marks around a link are not part of it.
    if (!isExcess && !'.,;:!?\'"]*_~'.includes(last)) break;
    if (isExcess) excess -= 1;
    end -= 1;
  }
  return link.slice(0, end);
}

function countOf(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** Where the link leads; null for anything but http, https and mailto. `isWhole`: a mail address says `mailto:` itself. */
export function hrefOf(link: string, isWhole = false): string | null {
  if (link.length > maxUrlChars) return null;
  if (!/^https?:/iu.test(link)) {
    if (!isWhole) return `mailto:${link}`;
    return /^mailto:[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/iu.test(link) ? link : null;
  }
  try {
    const url = new URL(link);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null; // Not a URL after all: it stays text.
  }
}
