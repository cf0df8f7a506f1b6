/** Links to a room on the page that carries its tag. Pure. */
export { roomLink } from '@support-chat/widget/search';

/** The address as it is kept, with https in front when nothing else is; null when it is none. */
export function pageIn(text: string): string | null {
  const address = text.trim();
  if (address === '') return null;
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[\w.-]+:\d/.test(address) ? address : `https://${address}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href : null;
}
