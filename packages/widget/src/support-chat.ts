/** `<support-chat>`: the launcher. A plain element of a few kilobytes; the room itself is loaded when somebody wants it. */
import { chooseLanguage, launcherStrings, type Language } from './launcher-strings.js';
import { launcherStyles } from './launcher-styles.js';
import type { Mode, Session, Theme } from './session.js';
import { fetchToken, type GetToken } from './token-source.js';
import { watchUnread } from './unread-count.js';

const modes: readonly Mode[] = ['bubble', 'inline', 'panel'];
const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const drawing =
  'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z';

/**
 * @summary One tag on a page opens a support room.
 *
 * @slot - Words beside the launcher's icon, "Need help?" for example.
 *
 * @attr room - Name of the room, `rollout` for example. Required.
 * @attr server - Base URL of the room server. Default: the origin the script came from.
 * @attr token-url - URL of the page's own backend that answers `{"token": "…"}`. Or set the property `getToken`.
 * @attr mode - `bubble` (default), `inline` fills its own box in the page, `panel` docks at the side and has no launcher.
 * @attr open - Present while the panel is open; set it to open.
 * @attr lang - `en` or `ja`. Default: the nearest `lang` in the page, then the browser's languages.
 * @attr theme - `auto` (default), `light` or `dark`.
 * @attr position - `bottom-end` (default), `bottom-start`, `top-end` or `top-start`.
 * @attr badge - Present: the launcher shows the server's unread count before it was ever opened, at the cost of one request a minute.
 *
 * @fires support-chat-ready - The room can be used. `detail.room`.
 * @fires support-chat-open - The panel was opened.
 * @fires support-chat-close - The panel was closed.
 * @fires support-chat-unread - The server's unread count became `detail.count`.
 * @fires support-chat-called - A message calls the person, in whatever room. `detail.room`, `title`, `seq`, `by`, `excerpt`.
 * @fires support-chat-error - Something was refused. `detail.code`, `detail.message`.
 *
 * @csspart launcher - The launcher button.
 * @fires support-chat-go - The person wants to go to message `detail.seq` of room `detail.room`; `ROOM~PERSON` for what was asked in
 *   private beside that room. The element shows it, unless the page prevents that.
 * @csspart badge - The unread count on it.
 * @csspart panel - The box around the room.
 * @csspart title - The room's title.
 * @csspart helpers - Faces and number of those who can help now.
 * @csspart problems - What is known to be wrong, below the header.
 * @csspart pins - What everybody should know, below the header.
 * @csspart plan - When it opens and closes, and who gets it when, below the header.
 * @csspart stay - What somebody is here who was let in by name, below the header.
 * @csspart scroller - The box in which messages scroll.
 * @csspart message - One message. Own ones also have `message-own`.
 * @csspart bubble - The text of a message.
 * @csspart question - The line below a question: where it is, and what can be done about it.
 * @csspart day - A day divider.
 * @csspart new-line - The line before new messages.
 * @csspart jump - The button to the newest messages.
 * @csspart textbox - The text box.
 * @csspart send - The send button.
 *
 * @cssprop --support-chat-accent - The one accent colour; text on it is computed. Default: a calm blue.
 * @cssprop --support-chat-font - Font families. Default: the system's.
 * @cssprop --support-chat-offset - Distance of the launcher from its corner. Default: `20px`.
 * @cssprop --support-chat-height - Height in inline mode. Default: `560px`.
 */
export class SupportChat extends HTMLElement {
  static readonly observedAttributes = ['room', 'server', 'token-url', 'mode', 'open', 'lang', 'theme', 'badge'];

  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #button = document.createElement('button');
  readonly #badge = document.createElement('i');
  readonly #unreadWords = document.createElement('span');
  /** Ends the launcher's name; seen in place of the page's words when the room could not be loaded. */
  readonly #name = document.createElement('span');
  readonly #failure = document.createElement('span');
  #getToken: GetToken | null = null;
  /** The message that a link leads to; 0 for none. */
  #seq = 0;
  #session: Promise<Session> | null = null;
  #endBadge: (() => void) | null = null;
  #endWatch: (() => void) | null = null;
  #unread = 0;
  /** An element that is upgraded in the page hears of its attributes before it is connected. */
  #isStarted = false;
  #before: Element | null = null;
  /** Set while a change of `open` or a failure puts its own words on the launcher. */
  #words: 'open' | 'loading' | 'failed' = 'open';
  #isShown = false;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(launcherStyles);
    this.#root.adoptedStyleSheets = [sheet];
    this.#build();
  }

  /** Gives the person's token; asked before each connection. Takes precedence over `token-url`. */
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
    this.#isStarted = true;
    window.addEventListener('hashchange', this.#followLink);
    this.#label();
    this.#start();
  }

  disconnectedCallback(): void {
    // A framework that moves the element takes it out and puts it in again within one task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#isStarted = false;
      window.removeEventListener('hashchange', this.#followLink);
      this.#end();
    });
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.#isStarted) return;
    if (name === 'open') return this.#applyOpen();
    if (name === 'lang' || name === 'theme') {
      this.#label();
      void this.#withSession((session) => session.setLook(this.#language(), this.#choice('theme', themes)));
    } else this.#restart();
  }

  open(): void {
    this.toggleAttribute('open', true);
  }

  close(): void {
    this.toggleAttribute('open', false);
  }

  toggle(): void {
    this.toggleAttribute('open');
  }

  /**
   * Forgets the person on this device: unsent messages, drafts, the connection. Call it when the page logs out. Resolves to
   * how many messages were not sent, as far as the room was open on this page.
   */
  async logout(): Promise<{ unsent: number }> {
    const session = this.#session;
    this.#session = null;
    this.#showUnread(0);
    this.#endBadge?.();
    this.#endBadge = null;
    this.close();
    if (session) return (await session).logout();
    // Nothing was opened on this page; an earlier one may have left something.
    await new Promise((done) => {
      const request = indexedDB.deleteDatabase(`support-chat:${new URL(this.#server).href}`);
      // Blocked storage has nothing to forget.
      request.onsuccess = request.onerror = done;
    });
    return { unsent: 0 };
  }

  #build(): void {
    const icon = document.createElementNS(svgNamespace, 'svg');
    for (const [name, value] of iconAttributes) icon.setAttribute(name, value);
    const path = document.createElementNS(svgNamespace, 'path');
    path.setAttribute('d', drawing);
    icon.append(path);
    this.#button.type = 'button';
    this.#button.part.add('launcher');
    this.#button.setAttribute('aria-haspopup', 'dialog');
    this.#button.setAttribute('aria-describedby', 'u');
    this.#badge.part.add('badge');
    this.#badge.ariaHidden = 'true';
    this.#unreadWords.id = 'u';
    this.#unreadWords.className = this.#failure.className = 'h';
    this.#failure.role = 'status';
    // The words to be seen are part of the name: people who speak to the computer say them.
    this.#button.append(icon, document.createElement('slot'), this.#name, this.#badge);
    this.#root.append(this.#button, this.#unreadWords, this.#failure);
    this.#button.addEventListener('click', () => {
      if (this.#mode === 'inline') void this.#openSession(false);
      else this.open();
    });
    const loadAhead = (): void => void loadSession().catch(() => undefined); // Told when it is opened.
    for (const type of ['pointerenter', 'focus']) this.#button.addEventListener(type, loadAhead, { once: true });
  }

  #start(): void {
    if (this.#mode === 'inline' && !this.#session) this.#startInView();
    else if (this.hasAttribute('open')) this.#applyOpen();
    this.#followLink();
    if (this.hasAttribute('badge') && !this.#session && !this.#endBadge) {
      this.#endBadge = watchUnread(
        { server: this.#server, room: this.#room, getToken: () => this.#token() },
        (count) => {
          if (!this.#session) this.#tellUnread(count);
        },
      );
    }
  }

  /** A link to the page can name the room, and a message of it: `#support-chat=rollout/12`. */
  readonly #followLink = (): void => {
    const [, room, seq] = /[?&#]support-chat=([\w-]+)(?:\/(\d+))?/.exec(location.search + location.hash) ?? [];
    if (room !== this.#room) return;
    this.#seq = Number(seq ?? 0);
    const isInline = this.#mode === 'inline';
    if (isInline) this.scrollIntoView();
    if (isInline || this.hasAttribute('open')) void this.#openSession(!isInline);
    else this.open();
  };

  /** An inline room is loaded when its place comes into view. */
  #startInView(): void {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        void this.#openSession(false);
      },
      { rootMargin: '200px' },
    );
    observer.observe(this);
    this.#endWatch = () => observer.disconnect();
  }

  #restart(): void {
    this.#end();
    if (this.#isStarted) this.#start();
  }

  #end(): void {
    this.#endWatch?.();
    this.#endBadge?.();
    this.#endWatch = this.#endBadge = null;
    void this.#withSession((session) => session.end());
    this.#session = null;
  }

  #applyOpen(): void {
    if (this.#mode === 'inline') return;
    if (this.hasAttribute('open')) {
      this.#before = deepActive();
      void this.#openSession(true);
      return;
    }
    this.#button.hidden = false;
    if (this.#isShown) this.#tell('close', {});
    this.#isShown = false;
    void this.#hide();
  }

  async #hide(): Promise<void> {
    const isElsewhere = deepActive() && !this.#root.activeElement;
    // First: as long as a modal dialog is shown, nothing around it takes the focus.
    await this.#withSession((session) => session.setOpen(false));
    if (isElsewhere || this.hasAttribute('open')) return;
    const back = this.#before instanceof HTMLElement && this.#before.isConnected ? this.#before : this.#button;
    back.focus();
  }

  /** Does nothing when it cannot be loaded: `#openSession` tells that. */
  async #withSession(act: (session: Session) => unknown): Promise<void> {
    await this.#session?.then(act, () => undefined);
  }

  async #openSession(isAsked: boolean): Promise<void> {
    this.#button.ariaBusy = 'true';
    this.#words = 'loading';
    this.#label();
    const began = (this.#session ??= this.#load());
    try {
      const session = await began;
      if (this.#session !== began || (isAsked && !this.hasAttribute('open'))) return;
      this.#endBadge?.(); // From here on the room counts.
      this.#endBadge = null;
      session.setOpen(true, this.#seq);
      this.#seq = 0;
      this.#words = 'open';
      if (!isAsked) return;
      this.#button.hidden = this.#isShown = true;
      this.#tell('open', {});
    } catch (error) {
      if (this.#session === began) this.#session = null;
      if (!this.isConnected) return;
      this.#words = 'failed';
      this.toggleAttribute('open', false);
      this.#tell('error', { code: 'unavailable', message: String(error) });
    } finally {
      this.#button.ariaBusy = 'false';
      if (this.#words === 'loading') this.#words = 'open';
      this.#label();
    }
  }

  async #load(): Promise<Session> {
    const { openSession } = await loadSession();
    return openSession({
      root: this.#root,
      room: this.#room,
      server: this.#server,
      mode: this.#mode,
      language: this.#language(),
      theme: this.#choice('theme', themes),
      getToken: () => this.#token(),
      tell: (name, detail) => {
        if (name === 'unread' && 'count' in detail) this.#tellUnread(Number(detail.count));
        else this.#tell(name, detail);
      },
      closeAsked: () => this.close(),
    });
  }

  async #token(): Promise<string> {
    if (this.#getToken) return this.#getToken();
    const url = this.getAttribute('token-url');
    if (url === null) throw new Error('<support-chat> needs token-url="…" or the property getToken');
    return fetchToken(url);
  }

  get #room(): string {
    return this.getAttribute('room') ?? '';
  }

  get #mode(): Mode {
    return this.#choice('mode', modes);
  }

  get #server(): string {
    return new URL(this.getAttribute('server') ?? new URL(import.meta.url).origin, document.baseURI).href.replace(
      /\/$/,
      '',
    );
  }

  #choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.getAttribute(name);
    return choices.find((choice) => choice === value) ?? (choices[0] as T);
  }

  #language(): Language {
    const nearest = this.parentElement?.closest('[lang]')?.getAttribute('lang');
    return chooseLanguage([this.getAttribute('lang'), nearest, ...navigator.languages]);
  }

  #label(): void {
    const words = launcherStrings[(this.#button.lang = this.#language())][this.#words];
    // While it tries again, the launcher stays as it is: in every mode it is the place to press.
    if (this.#words !== 'loading') this.#button.className = this.#words === 'failed' ? 'f' : '';
    this.#name.textContent = words;
    this.#failure.textContent = this.#button.className && words;
    this.#showUnread(this.#unread);
  }

  #tellUnread(count: number): void {
    const isNew = count !== this.#unread;
    this.#showUnread(count);
    if (isNew) this.#tell('unread', { room: this.#room, count });
  }

  #showUnread(count: number): void {
    this.#unread = count;
    const shown = count > 99 ? '99+' : String(count);
    this.#badge.textContent = this.#words === 'failed' ? '!' : count > 0 ? shown : '';
    this.#unreadWords.textContent = count > 0 ? launcherStrings[this.#language()].unread(shown) : '';
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(`support-chat-${name}`, { detail, bubbles: true, composed: true }));
  }
}

const svgNamespace = 'http://www.w3.org/2000/svg';
const iconAttributes = Object.entries({
  viewBox: '0 0 24 24',
  width: '26',
  height: '26',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '1.75',
  'stroke-linejoin': 'round',
  'aria-hidden': 'true',
});

function loadSession(): Promise<typeof import('./session.js')> {
  return import('./session.js');
}

function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? null : active;
}
