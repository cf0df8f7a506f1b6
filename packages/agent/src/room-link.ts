/** Links to a room on the page that carries its tag. Pure. */

/**
 * The address that opens the room there, at a message if one is named. In the fragment, which no server sees; pages that have
 * one of their own get it as a parameter.
 */
export function roomLink(page: string, room: string, seq: number | null = null): string {
  const place = `support-chat=${room}${seq === null ? '' : `/${seq}`}`;
  const [before, ...fragment] = page.split('#');
  if (fragment.length === 0) return `${page}#${place}`;
  return `${before}${before?.includes('?') ? '&' : '?'}${place}#${fragment.join('#')}`;
}

/** The address as it is kept, with https in front when nothing else is; null when it is none. */
export function pageIn(text: string): string | null {
  const address = text.trim();
  if (address === '') return null;
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[\w.-]+:\d/.test(address) ? address : `https://${address}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href : null;
}
