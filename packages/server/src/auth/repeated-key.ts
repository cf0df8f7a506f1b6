/**
 * Whether the outermost object of a valid JSON text names one key twice. JSON.parse keeps the last, other parsers the
 * first: a token read two ways is no identity.
 */
export function hasRepeatedKey(json: string): boolean {
  const keys = new Set<string>();
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if (char !== '"') continue;
    const end = endOfString(json, at);
    const key = depth === 1 && /^\s*:/.test(json.slice(end + 1)) ? String(JSON.parse(json.slice(at, end + 1))) : null;
    if (key !== null && keys.has(key)) return true;
    if (key !== null) keys.add(key);
    at = end;
  }
  return false;
}

/** Index of the quote that closes the string opened at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
