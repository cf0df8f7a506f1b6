/** What in a text is nobody else's business: addresses, card numbers, Japanese individual numbers, telephone numbers. Pure. */

export type SecretKind = 'mail' | 'card' | 'number' | 'phone';

export type Secret = { readonly kind: SecretKind; readonly at: number; readonly chars: number };

/** What kind of match it is, and which parts of the match are secrets: all of it where nothing says otherwise. */
type Pattern = { readonly kind: SecretKind; readonly like: RegExp; readonly parts?: (match: string) => Part[] };
type Part = { readonly at: number; readonly chars: number };

const patterns: readonly Pattern[] = [
  { kind: 'mail', like: /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu },
  { kind: 'card', like: /\d(?:[ \u00a0-]?\d){12,39}/g, parts: cardsIn },
  {
    kind: 'number',
    like: /(?<!\d[ \u00a0-]?)\d(?:[ \u00a0-]?\d){11}(?![ \u00a0-]?\d)/g,
    parts: (match) => (hasPersonDigit(digitsOf(match)) ? whole(match) : []),
  },
  {
    kind: 'phone',
    like: /(?<![\d+])(?:\+\d{1,3}[ \u00a0.-]?(?:\(0?\d{1,4}\)[ \u00a0.-]?)?\d{1,4}|\(0\d{1,4}\)[ \u00a0]?\d{1,4}|0\d{1,4})(?:[ \u00a0.-]?\d{2,4}){1,4}(?!\d)/g,
    parts: (match) => (/^\d{9,15}$/.test(digitsOf(match)) ? whole(match) : []),
  },
];

/** All of them, in the order of the text; none overlaps another. Places count in UTF-16 units, as in the text given. */
export function findSecrets(text: string): Secret[] {
  const plain = narrowed(text);
  const found: Secret[] = [];
  const put = (kind: SecretKind, { at, chars }: Part): void => {
    const overlaps = found.some((known) => at < known.at + known.chars && known.at < at + chars);
    if (!overlaps) found.push({ kind, at, chars });
  };
  for (const { kind, like, parts = whole } of patterns)
    for (const { 0: match, index } of plain.matchAll(like))
      for (const { at, chars } of parts(match)) put(kind, { at: index + at, chars });
  return found.sort((a, b) => a.at - b.at);
}

function whole(match: string): Part[] {
  return [{ at: 0, chars: match.length }];
}

function digitsOf(match: string): string {
  return match.replace(/\D/g, '');
}

/** The longest runs of whole groups that are card numbers: a date may stand right before one. */
function cardsIn(match: string): Part[] {
  const groups = [...match.matchAll(/\d+/g)].map(({ 0: group, index }) => ({ at: index, end: index + group.length }));
  for (const first of groups)
    for (const last of groups.toReversed()) {
      if (last.end <= first.at || !hasLuhnDigit(digitsOf(match.slice(first.at, last.end)))) continue;
      return [{ at: first.at, chars: last.end - first.at }];
    }
  return [];
}

/** Wide digits, signs and dashes as narrow ones; every character stays where it is. */
function narrowed(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212\u30fc]/g, '-')
    .replace(/\u3000/g, ' ');
}

/** The check digit of payment cards (ISO/IEC 7812-1). */
function hasLuhnDigit(digits: string): boolean {
  if (!/^\d{13,19}$/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

/** The check digit of an individual number (ordinance 85 of 2014 of the Ministry of Internal Affairs, article 5). */
function hasPersonDigit(digits: string): boolean {
  const sum = Array.from(digits.slice(0, 11))
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index < 6 ? index + 2 : index - 4), 0);
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}
