/** Splits plain text into words and links. Linear time; only http, https and mailto ever become links. */
export type TextRun = { readonly text: string; readonly href: string | null };

const linkPattern = /https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;
const maxUrlChars = 2_048;

export function splitLinks(text: string): TextRun[] {
  const runs: TextRun[] = [];
  let from = 0;
  for (const match of text.matchAll(linkPattern)) {
    const found = trimEnd(match[0]);
    const href = hrefOf(found);
    if (!href) continue;
    if (match.index > from) runs.push({ text: text.slice(from, match.index), href: null });
    runs.push({ text: found, href });
    from = match.index + found.length;
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
    if (!isExcess && !'.,;:!?\'"]'.includes(last)) break;
    if (isExcess) excess -= 1;
    end -= 1;
  }
  return link.slice(0, end);
}

function countOf(text: string, char: string): number {
  return text.split(char).length - 1;
}

function hrefOf(link: string): string | null {
  if (link.length > maxUrlChars) return null;
  if (!/^https?:/iu.test(link)) return `mailto:${link}`;
  try {
    const url = new URL(link);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null; // Not a URL after all: it stays text.
  }
}
