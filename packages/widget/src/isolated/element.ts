import type { TokenGiven } from './talk.js';
import { saidBy } from './talk.js';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`:host{display:block;block-size:640px}:host([hidden]){display:none}
iframe{display:block;inline-size:100%;block-size:100%;border:0}`);

/**
 * A room on the room server's own origin, in a frame: scripts of the host page cannot read what is in it or write in its
 * name, which a shadow root does not promise. The room fills the element.
 *
 * @summary `<support-chat-frame room="rollout">`: a room that the page around it cannot reach into.
 *
 * @attr room - Name of the room.
 * @attr server - Origin of the room server. Default: that of this script.
 * @attr lang - `en` or `ja`. Default: that of the page, then of the browser.
 * @attr theme - `light`, `dark` or `auto`.
 * @attr frame-title - Accessible name of the frame. Default: "Support".
 *
 * @prop getToken - Gives the token of the person, or a promise of it. Set it before the element is in the page, or soon after.
 *
 * @fires support-chat-unread - The server's unread count became `detail.count`.
 */
export class SupportChatFrame extends HTMLElement {
  static observedAttributes = ['room', 'server', 'lang', 'theme', 'frame-title'];

  getToken: () => Promise<string> | string = () => Promise.reject(new Error('getToken was not set'));

  readonly #frame = document.createElement('iframe');

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'closed' });
    root.adoptedStyleSheets = [sheet];
    this.#frame.allow = 'clipboard-write; display-capture';
    root.append(this.#frame);
  }

  connectedCallback(): void {
    addEventListener('message', this.#onMessage);
    this.#load();
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#onMessage);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#load();
  }

  get #origin(): string {
    return new URL(this.getAttribute('server') ?? import.meta.url, document.baseURI).origin;
  }

  #load(): void {
    const address = new URL('/frame', this.#origin);
    const lang = (this.lang || document.documentElement.lang).slice(0, 2);
    const wanted = { room: this.getAttribute('room'), lang, theme: this.getAttribute('theme'), host: location.origin };
    for (const [name, value] of Object.entries(wanted)) if (value) address.searchParams.set(name, value);
    this.#frame.title = this.getAttribute('frame-title') ?? 'Support';
    if (this.#frame.src !== address.href) this.#frame.src = address.href;
  }

  readonly #onMessage = (event: MessageEvent<unknown>): void => {
    const said = saidBy(event, { window: this.#frame.contentWindow, origin: this.#origin });
    if (said?.type === 'support-chat-token-wanted') void this.#give(said.id);
    else if (said?.type === 'support-chat-unread')
      this.dispatchEvent(new CustomEvent('support-chat-unread', { detail: { count: said.count } }));
  };

  async #give(id: number): Promise<void> {
    const token = await Promise.resolve()
      .then(() => this.getToken())
      .catch(() => null);
    const given: TokenGiven = { type: 'support-chat-token', id, token };
    this.#frame.contentWindow?.postMessage(given, this.#origin);
  }
}
