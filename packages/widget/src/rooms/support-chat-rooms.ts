/**
 * `<support-chat-rooms>`: the directory of rooms in a page. One press opens the room in the page's `<support-chat>`. Without a
 * library: a page has the one of the room already, and two copies do not go together under Trusted Types.
 */
import { chooseLanguage, type Language } from '../launcher-strings.js';
import { fetchToken, type GetToken } from '../token-source.js';
import { readRooms, type FoundRooms } from './read-rooms.js';
import { roomsStrings, type RoomsStrings } from './rooms-strings.js';
import { roomsStyles } from './rooms-styles.js';

type Room = FoundRooms['rooms'][number];

/** So long nobody types before the server is asked. */
const restMs = 200;
/** As many topics are offered as fit on two lines. */
const maxTopics = 8;

/**
 * @summary The rooms a person can ask in, by topic. Those bound to an attribute of theirs, their office for example, come first.
 *
 * @attr server - Base URL of the room server. Default: the origin the script came from.
 * @attr token-url - URL of the page's own backend that answers `{"token": "…"}`. Or set the property `getToken`.
 * @attr lang - `en` or `ja`. Default: the nearest `lang` in the page, then the browser's languages.
 * @attr theme - `auto` (default), `light` or `dark`.
 *
 * @fires support-chat-go - The person wants to go to room `detail.room`. The page's first `<support-chat>` shows it, unless the page
 *   prevents that; where there is none, the page of the room is opened, if it has one.
 *
 * @slot - A heading in place of "Where to ask".
 *
 * @csspart search - The search field.
 * @csspart topic - One topic.
 * @csspart room - One room.
 */
export class SupportChatRooms extends HTMLElement {
  static readonly observedAttributes = ['server', 'token-url', 'lang'];

  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #heading = make('h2');
  readonly #input = make('input', { type: 'search', autocomplete: 'off', part: 'search' });
  readonly #topics = make('ul', { class: 'topics' });
  readonly #count = make('p', { class: 'h', role: 'status' });
  readonly #list = make('ul', { class: 'rooms' });
  readonly #state = make('p', { class: 'state' });
  #getToken: GetToken | null = null;
  /** Null while they are read for the first time. */
  #found: FoundRooms | null = null;
  #isFailed = false;
  /** Those offered do not go while one looks for something. */
  #offered: readonly string[] = [];
  /** Of two readings under way the later one counts. */
  #reading = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(roomsStyles);
    this.#root.adoptedStyleSheets = [sheet];
    const slot = make('slot', {}, this.#heading);
    this.#root.append(slot, this.#input, this.#topics, this.#count, this.#list, this.#state);
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => void this.#read(), restMs);
    });
  }

  /** Gives the person's token; asked before each reading. Takes precedence over `token-url`. */
  get getToken(): GetToken | null {
    return this.#getToken;
  }

  set getToken(getToken: GetToken | null) {
    this.#getToken = getToken;
    this.#restart();
  }

  connectedCallback(): void {
    // A page may have set the property before this script was there.
    if (Object.hasOwn(this, 'getToken')) {
      const { getToken } = this;
      delete (this as { getToken?: unknown }).getToken;
      this.#getToken = getToken;
    }
    this.#restart();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#rest);
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    if (name === 'lang') this.#draw();
    else this.#restart();
  }

  #restart(): void {
    if (!this.isConnected) return;
    this.#draw();
    if (this.#getToken || this.hasAttribute('token-url')) void this.#read();
  }

  async #read(): Promise<void> {
    const reading = (this.#reading += 1);
    const text = this.#text;
    this.#isFailed = false;
    this.#list.ariaBusy = 'true';
    try {
      const server = this.getAttribute('server') ?? new URL(import.meta.url).origin;
      const found = await readRooms(server, await this.#token(), text);
      if (reading !== this.#reading) return;
      this.#found = found;
      if (text === '') this.#offered = topicsOf(found);
    } catch {
      if (reading !== this.#reading) return;
      this.#isFailed = true; // It says so, and offers to try again.
    }
    this.#list.ariaBusy = 'false';
    this.#draw();
  }

  async #token(): Promise<string> {
    return this.#getToken ? this.#getToken() : fetchToken(this.getAttribute('token-url') ?? '');
  }

  #draw(): void {
    const language = this.#language;
    const words = roomsStrings[language];
    this.#root.querySelectorAll<HTMLElement>('h2, input, p').forEach((element) => (element.lang = language));
    this.#heading.textContent = words.heading;
    this.#input.ariaLabel = this.#input.placeholder = words.search;
    this.#topics.ariaLabel = words.topics;
    this.#list.ariaLabel = words.rooms;
    this.#topics.hidden = this.#offered.length === 0;
    // What is pressed keeps the focus: the buttons stay while the same topics are offered.
    if (this.#offered.join() !== [...this.#topics.children].map((item) => item.textContent).join())
      this.#topics.replaceChildren(...this.#offered.map((topic) => make('li', {}, this.#topic(topic))));
    for (const button of this.#topics.querySelectorAll('button'))
      button.ariaPressed = String(button.textContent === this.#text);
    const rooms = this.#found?.rooms ?? [];
    this.#list.replaceChildren(...rooms.map((room) => make('li', {}, this.#room(room, language))));
    this.#count.textContent = this.#found ? words.found(rooms.length) : '';
    this.#drawState(words);
  }

  #drawState(words: RoomsStrings): void {
    const [found, text, state] = [this.#found, this.#text, this.#state];
    const isEmpty = found?.rooms.length === 0;
    state.role = this.#isFailed ? 'alert' : null;
    state.classList.toggle('waits', !found && !this.#isFailed);
    if (this.#isFailed) {
      const again = make('button', { type: 'button' }, words.again);
      again.addEventListener('click', () => void this.#read());
      state.replaceChildren(words.failed, ' ', again);
    } else if (!found) state.textContent = words.loading;
    else if (isEmpty) state.textContent = text === '' ? words.empty : words.none(text);
    else state.textContent = found.isAll ? '' : words.more;
  }

  #topic(topic: string): HTMLElement {
    const button = make('button', { type: 'button', dir: 'auto', part: 'topic' }, topic);
    button.addEventListener('click', () => {
      clearTimeout(this.#rest);
      this.#input.value = this.#text === topic ? '' : topic;
      void this.#read();
    });
    return button;
  }

  #room(room: Room, language: Language): HTMLElement {
    const words = roomsStrings[language];
    const { title, purpose, state, opensAt, isForYou, topics = [] } = room;
    const opens = opensAt === null ? words.opensSoon : words.opens(whenOf(opensAt, language));
    const marks = [...(state === 'planned' ? [opens] : []), topics.join(', ')].filter(Boolean).join(' · ');
    const inside = [
      make('b', { dir: 'auto' }, title),
      make('span', { class: 'purpose', dir: 'auto' }, purpose),
      make('span', { class: 'marks' }, ...(isForYou ? [make('strong', {}, words.forYou), ' '] : []), marks),
    ];
    const look = { class: 'room', part: 'room' };
    // Where this page has no chat, the room's own page has one.
    const address = chatOfPage() ? null : pageOf(room);
    if (address) return make('a', { ...look, href: address }, ...inside);
    const button = make('button', { ...look, type: 'button' }, ...inside);
    button.addEventListener('click', () => this.#go(room));
    return button;
  }

  #go({ name }: Room): void {
    const wanted = new CustomEvent('support-chat-go', {
      ...{ detail: { room: name }, bubbles: true, composed: true, cancelable: true },
    });
    const chat = chatOfPage();
    if (!this.dispatchEvent(wanted) || !chat) return;
    chat.setAttribute('room', name);
    chat.setAttribute('open', '');
  }

  get #text(): string {
    return this.#input.value.trim();
  }

  get #language(): Language {
    return chooseLanguage([this.closest('[lang]')?.getAttribute('lang'), ...navigator.languages]);
  }
}

function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Readonly<Record<string, string>> = {},
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

/** Those of most rooms come first. */
function topicsOf({ rooms }: FoundRooms): readonly string[] {
  const counts = new Map<string, number>();
  for (const topic of rooms.flatMap(({ topics = [] }) => topics)) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, maxTopics)
    .map(([topic]) => topic);
}

function chatOfPage(): Element | null {
  return document.querySelector('support-chat');
}

/** The page that carries the room's tag, with what makes it open there; null for an address that is none of a page. */
function pageOf({ name, page }: Room): string | null {
  if (!page || !/^https?:\/\//iu.test(page) || !URL.canParse(page)) return null;
  const address = new URL(page);
  address.hash = `support-chat=${name}`;
  return address.href;
}

function whenOf(at: number, language: Language): string {
  const year = new Date(at).getFullYear() === new Date().getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(language, {
    ...{ month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...year,
  }).format(at);
}
