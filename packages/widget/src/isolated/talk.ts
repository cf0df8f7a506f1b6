/** What a host page and the room in its frame say to each other. Both check the window, the origin and the shape. */

/** The frame needs a token; `id` comes back with the answer. */
export type TokenWanted = { readonly type: 'support-chat-token-wanted'; readonly id: number };
/** `token` null: the page has none to give. */
export type TokenGiven = { readonly type: 'support-chat-token'; readonly id: number; readonly token: string | null };
/** The server's count of unread messages. */
export type UnreadTold = { readonly type: 'support-chat-unread'; readonly count: number };

type Incoming = Pick<MessageEvent<unknown>, 'data' | 'origin' | 'source'>;

/** The fields of what this window at this origin said; null for anything else, from whomever. */
export function saidBy(event: Incoming, from: { readonly window: unknown; readonly origin: string }) {
  const { data, origin, source } = event;
  if (source === null || source !== from.window || origin !== from.origin || origin === 'null') return null;
  if (typeof data !== 'object' || data === null) return null;
  const read = (name: string): unknown => (Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined);
  const [type, id, token, count] = [read('type'), read('id'), read('token'), read('count')];
  if (type === 'support-chat-token-wanted' && typeof id === 'number') return { type, id } satisfies TokenWanted;
  if (type === 'support-chat-token' && typeof id === 'number' && (token === null || typeof token === 'string'))
    return { type, id, token } satisfies TokenGiven;
  if (type === 'support-chat-unread' && typeof count === 'number') return { type, count } satisfies UnreadTold;
  return null;
}

/** The origin that an address names; null unless it is one of http or https and nothing else. */
export function originIn(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const { origin, protocol } = new URL(text);
  return origin === text && /^https?:$/.test(protocol) ? origin : null;
}
