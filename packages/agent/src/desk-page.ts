/** The page at `/desk`: signs somebody in and puts the desk there. */
import './index.js';
import type { Person } from '@support-chat/protocol';
import { chooseLanguage } from '@support-chat/widget/parts';
import type { SupportDesk } from './desk.js';
import type { SignIn } from './parts/sign-in.js';
import { loadDeskStrings } from './strings.js';

/** Kept for this tab only, never in a URL. */
const tokenKey = 'support-desk-token';
const language = chooseLanguage([new URLSearchParams(location.search).get('lang'), ...navigator.languages]);
document.documentElement.lang = language;

/** A demo offers people to be; a real server answers 404 and one signs in with a token. */
async function offeredPeople(): Promise<Person[]> {
  const response = await fetch('/demo/people', { headers: { accept: 'application/json' } }).catch(() => null);
  if (!response?.ok) return [];
  const people = (await response.json()) as Person[]; // Our own server wrote it.
  return people.filter((person) => person.role === 'agent' || person.role === 'manager');
}

async function demoToken(person: string): Promise<string> {
  const response = await fetch(`/demo/token?person=${encodeURIComponent(person)}`);
  if (!response.ok) throw new Error(`/demo/token answered ${response.status} for ${person}`);
  return ((await response.json()) as { token: string }).token; // Our own server wrote it.
}

function openDesk(getToken: SupportDesk['getToken']): void {
  const desk = document.createElement('support-desk') as SupportDesk;
  desk.lang = language;
  desk.getToken = getToken;
  desk.addEventListener('support-desk-sign-out', () => leaveDesk(''));
  desk.addEventListener('support-desk-signed-out', (event) =>
    leaveDesk((event as CustomEvent<{ words: string }>).detail.words),
  );
  document.body.replaceChildren(desk);
}

function leaveDesk(words: string): void {
  sessionStorage.removeItem(tokenKey);
  const url = new URL(location.href);
  url.searchParams.delete('person');
  history.replaceState(null, '', url);
  void signIn(words);
}

async function signIn(refusal: string): Promise<void> {
  const [strings, offered] = await Promise.all([loadDeskStrings(language), offeredPeople()]);
  const page = document.createElement('support-desk-sign-in') as SignIn;
  Object.assign(page, { strings, offered, refusal });
  page.addEventListener('support-desk-token', (event) => {
    const { token } = (event as CustomEvent<{ token: string }>).detail;
    sessionStorage.setItem(tokenKey, token);
    openDesk(() => token);
  });
  page.addEventListener('support-desk-person', (event) => {
    const url = new URL(location.href);
    url.searchParams.set('person', (event as CustomEvent<{ id: string }>).detail.id);
    location.assign(url);
  });
  document.body.replaceChildren(page);
}

const person = new URLSearchParams(location.search).get('person');
const kept = sessionStorage.getItem(tokenKey);
if (person !== null) openDesk(() => demoToken(person));
else if (kept !== null) openDesk(() => kept);
else void signIn('');
