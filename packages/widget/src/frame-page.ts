/** The page at `/frame`: one room on the server's own origin. The page around it gives the token, and nothing else. */
import { originIn, saidBy, type TokenWanted, type UnreadTold } from './isolated/talk.js';

const query = new URLSearchParams(location.search);
/** Who may frame this page at all, the server says in its policy; this is whom it listens to. */
const host = originIn(query.get('host'));
const waiting = new Map<number, (token: string) => void>();
let asked = 0;

addEventListener('message', (event: MessageEvent<unknown>) => {
  const said = host === null ? null : saidBy(event, { window: parent, origin: host });
  if (said?.type !== 'support-chat-token') return;
  // None: the room says after a while that it has no sign-in, and asks again.
  if (said.token !== null) waiting.get(said.id)?.(said.token);
  waiting.delete(said.id);
});

function tell(what: TokenWanted | UnreadTold): void {
  if (host !== null) parent.postMessage(what, host);
}

function getToken(): Promise<string> {
  const id = (asked += 1);
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    tell({ type: 'support-chat-token-wanted', id });
  });
}

const chat = document.createElement('support-chat') as HTMLElement & { getToken: () => Promise<string> };
for (const name of ['room', 'lang', 'theme']) {
  const value = query.get(name);
  if (value !== null) chat.setAttribute(name, value);
}
chat.setAttribute('mode', 'inline');
chat.getToken = getToken;
chat.addEventListener('support-chat-unread', (event) => {
  const { count } = (event as CustomEvent<{ count: number }>).detail;
  tell({ type: 'support-chat-unread', count });
});
document.documentElement.lang = query.get('lang') ?? '';
document.body.replaceChildren(chat);
