/**
 * The address that opens the room on the page that carries its tag, at a message if one is named. In the fragment, which no
 * server sees; pages that have one of their own get it as a parameter.
 */
export function roomLink(page: string, room: string, seq: number | null = null): string {
  const place = `support-chat=${room}${seq === null ? '' : `/${seq}`}`;
  const [before, ...fragment] = page.split('#');
  if (fragment.length === 0) return `${page}#${place}`;
  return `${before}${before?.includes('?') ? '&' : '?'}${place}#${fragment.join('#')}`;
}
