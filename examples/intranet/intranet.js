/**
 * The page's own script, as a company would write it: who is looking, in which language, and the token for the widget.
 * The token comes from the page's own backend; here that is the demo's `/demo/token`.
 */
const params = new URLSearchParams(location.search);
const person = params.get('person') ?? localStorage.getItem('intranet-person') ?? 'ana';
const language =
  params.get('lang') ??
  localStorage.getItem('intranet-language') ??
  (navigator.language.startsWith('ja') ? 'ja' : 'en');
localStorage.setItem('intranet-person', person);

const chat = document.querySelector('support-chat');
/** The directory of rooms is not on every page. */
const rooms = document.querySelector('support-chat-rooms');

async function fetchToken() {
  const response = await fetch(`/demo/token?person=${encodeURIComponent(person)}`);
  if (!response.ok) throw new Error(`no token for ${person}: ${response.status}`);
  return (await response.json()).token;
}

function speak(wanted) {
  localStorage.setItem('intranet-language', wanted);
  document.documentElement.lang = wanted;
  for (const article of document.querySelectorAll('[data-language]'))
    article.hidden = article.dataset.language !== wanted;
  for (const element of document.querySelectorAll('[data-en]')) element.textContent = element.dataset[wanted];
  chat.lang = wanted;
  if (rooms) rooms.lang = wanted;
  const button = document.querySelector('#language');
  button.textContent = wanted === 'ja' ? 'English' : '日本語';
  button.lang = wanted === 'ja' ? 'en' : 'ja';
  button.onclick = () => speak(wanted === 'ja' ? 'en' : 'ja');
}

async function offerPeople() {
  const select = document.querySelector('#person');
  const people = await (await fetch('/demo/people')).json();
  select.append(...people.map(({ id, name }) => new Option(name, id, id === person, id === person)));
  select.addEventListener('change', async () => {
    await chat.logout(); // What one person left unsent must not stay for the next.
    const url = new URL(location.href);
    url.searchParams.set('person', select.value);
    location.assign(url);
  });
}

speak(language === 'ja' ? 'ja' : 'en');
chat.getToken = fetchToken;
if (rooms) rooms.getToken = fetchToken;
await offerPeople();
