/** The page at `/guest`: takes a link apart, asks for a name, and shows the one room that the link leads to. */
import { chooseLanguage } from './launcher-strings.js';
import { guestStrings } from './guest-strings.js';

/** What a link has behind its `#`, which no server and no log sees. */
type Link = { readonly room: string; readonly link: number; readonly secret: string; readonly cid: string };

/** What the server gives for it. */
type Pass = { readonly token: string; readonly room: string; readonly expiresAt: number };

/** Until when somebody is there who comes by it. */
type Offer = { readonly expiresAt: number; readonly endsWhenSolved: boolean };

/** Kept for this tab only, never in an address. */
const passKey = 'support-chat-guest';
/** The link until one has entered, and under what id: a retry and a reload are the same visit. */
const waitingKey = 'support-chat-guest-link';

const language = chooseLanguage([new URLSearchParams(location.search).get('lang'), ...navigator.languages]);
const words = guestStrings[language];
document.documentElement.lang = language;
document.title = words.title;

const link = readLink(location.hash) ?? readWaiting();
// Out of the address and the history before anything else is done.
if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
// In a tab that is open already, another link changes only what is behind the #.
addEventListener('hashchange', () => location.reload());
const pass = readPass(link);
if (pass) showRoom(pass);
else if (link) askName(link);
else show(words.noLink, words.noLinkHelp);

/** `#rollout/12/…`: room, number of the link, secret. Null for anything else. */
function readLink(hash: string): Link | null {
  const [, room, number, secret] = /^#([a-z0-9-]{1,64})\/(\d{1,15})\/([0-9a-f]{32})$/.exec(hash) ?? [];
  if (!room || !number || !secret) return null;
  const found = { room, link: Number(number), secret, cid: crypto.randomUUID().replaceAll('-', '') };
  const waiting = readWaiting();
  if (waiting?.secret === secret) return waiting;
  keep(waitingKey, found);
  return found;
}

function readWaiting(): Link | null {
  try {
    return JSON.parse(sessionStorage.getItem(waitingKey) ?? 'null') as Link | null;
  } catch {
    return null;
  }
}

function keep(key: string, value: object): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is blocked: a reload has to come by the link again.
  }
}

/** The pass of a reload; another link begins anew. */
function readPass(wanted: Link | null): Pass | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(passKey) ?? 'null') as (Pass & { secret: string }) | null;
    const isWanted = !wanted || wanted.secret === kept?.secret;
    return kept && isWanted && kept.expiresAt > Date.now() ? kept : null;
  } catch {
    return null; // Storage is blocked, or somebody else wrote there.
  }
}

function askName(wanted: Link): void {
  const form = document.createElement('form');
  const label = document.createElement('label');
  const input = document.createElement('input');
  const button = document.createElement('button');
  const problem = document.createElement('p');
  problem.setAttribute('role', 'alert');
  Object.assign(input, { name: 'name', maxLength: 80, required: true, autocomplete: 'name' });
  label.append(words.name, input);
  button.textContent = words.enter;
  form.append(label, problem, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value.trim() === '') return input.focus();
    button.disabled = true;
    problem.textContent = '';
    enter(wanted, input.value.trim()).then(showRoom, (reason: unknown) => {
      button.disabled = false;
      problem.textContent = reason instanceof LinkOver ? words.over : words.notNow;
    });
  });
  // Its place is kept until the server has said it.
  const until = document.createElement('p');
  until.className = 'until';
  show(words.invited, words.invitedHelp, until, form);
  input.focus();
  look(wanted).then(
    ({ expiresAt, endsWhenSolved }) => {
      const when = momentOf(expiresAt);
      until.textContent = endsWhenSolved ? words.untilSolved(when) : words.until(when);
    },
    (reason: unknown) => {
      // Who cannot come need not write a name first.
      if (reason instanceof LinkOver) problem.textContent = words.over;
    },
  );
}

/** Day and time, where the reader is. */
function momentOf(at: number): string {
  return new Intl.DateTimeFormat(language, {
    ...{ weekday: 'short', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(at);
}

/** The link leads nowhere, or no longer. */
class LinkOver extends Error {}

/** Throws `LinkOver`. The answer is as our own server wrote it. */
async function post<A>(path: string, body: object): Promise<A> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    referrerPolicy: 'no-referrer',
  });
  if (response.status === 404) throw new LinkOver();
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as A;
}

function look({ room, link, secret }: Link): Promise<Offer> {
  return post('/api/guests/look', { room, link, secret });
}

async function enter(wanted: Link, name: string): Promise<Pass> {
  const given = await post<Pass>('/api/guests', { ...wanted, name });
  keep(passKey, { ...given, secret: wanted.secret });
  return given;
}

function showRoom({ token, room }: Pass): void {
  const chat = document.createElement('support-chat') as HTMLElement & { getToken: () => string };
  chat.setAttribute('room', room);
  chat.setAttribute('mode', 'inline');
  chat.setAttribute('lang', language);
  chat.getToken = () => token;
  chat.addEventListener('support-chat-error', (event) => {
    const { code } = (event as CustomEvent<{ code: string }>).detail;
    if (code !== 'not_found' && !code.startsWith('token_')) return;
    // The room may be opened again: the pass is kept as long as it lasts.
    const again = document.createElement('button');
    again.textContent = words.again;
    again.addEventListener('click', () => location.reload());
    show(words.left, words.leftHelp, again);
  });
  document.body.replaceChildren(chat);
}

function show(heading: string, help: string, ...more: Element[]): void {
  const main = document.createElement('main');
  const title = document.createElement('h1');
  const paragraph = document.createElement('p');
  title.textContent = heading;
  paragraph.textContent = help;
  main.append(title, paragraph, ...more);
  document.body.replaceChildren(main);
}
