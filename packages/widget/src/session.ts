/** What the launcher loads on intent: client, parts and words, put together for one `<support-chat>`. */
import { createClient, type RoomView } from '@support-chat/client';
import { Frame } from './frame.js';
import type { Language } from './launcher-strings.js';
import type { Panel } from './parts/panel.js';
import { defineParts } from './parts.js';
import { bindRoom } from './room-binding.js';
import { loadStrings } from './strings.js';

export type Mode = 'bubble' | 'inline' | 'panel';
export type Theme = 'auto' | 'light' | 'dark';

export type SessionOptions = {
  readonly root: ShadowRoot;
  readonly room: string;
  readonly server: string;
  readonly mode: Mode;
  readonly language: Language;
  readonly theme: Theme;
  getToken(): Promise<string>;
  /** Something the page should hear: name without prefix and detail. */
  tell(name: 'ready' | 'unread' | 'error', detail: object): void;
  closeAsked(): void;
};

export type Session = {
  /** Shows or hides the panel; inline panels stay. Showing puts the focus into the composer. */
  setOpen(isOpen: boolean): void;
  setLook(language: Language, theme: Theme): Promise<void>;
  /** Resolves to how many messages were not sent. */
  logout(): Promise<{ unsent: number }>;
  end(): void;
};

export async function openSession(options: SessionOptions): Promise<Session> {
  defineParts();
  const strings = await loadStrings(options.language);
  const panel = document.createElement('support-chat-panel') as Panel;
  panel.strings = strings;
  panel.lang = options.language;
  panel.theme = options.theme;
  panel.canClose = options.mode !== 'inline';
  panel.setAttribute(
    'exportparts',
    'title, helpers, message, message-own, bubble, question, day, new-line, jump, scroller, textbox, send',
  );
  const client = createClient({ url: options.server, getToken: () => options.getToken() });
  const frame = new Frame(options.root, panel, options.mode, () => options.closeAsked());

  const told = { isReady: false, unread: -1, error: '' };
  const show = (view: RoomView): void => {
    panel.view = view;
    frame.setLabel(view.room?.title ?? options.room);
    if (view.state === 'ready' && !told.isReady) {
      told.isReady = true;
      options.tell('ready', { room: view.name });
    }
    if (view.state === 'ready' && view.unread !== told.unread) {
      told.unread = view.unread;
      options.tell('unread', { room: view.name, count: view.unread });
    }
    const refusal = view.refusal ?? view.connection.refusal;
    if ((refusal?.code ?? '') !== told.error) {
      told.error = refusal?.code ?? '';
      if (refusal) options.tell('error', { code: refusal.code, message: refusal.message });
    }
  };
  const binding = bindRoom(client, options.room, {
    element: panel.renderRoot,
    conversation: () => panel.conversation,
    strings: () => panel.strings,
    show,
    showRefusal: (words) => (panel.sendRefusal = words),
  });
  panel.renderRoot.addEventListener('support-chat-close-asked', (event) => {
    event.stopPropagation();
    options.closeAsked();
  });

  return {
    setOpen(isOpen) {
      if (!isOpen) return frame.hide();
      frame.show();
      panel.conversation?.reopen();
      // An inline room takes the focus only from the launcher that had failed and is about to go.
      if (options.mode !== 'inline' || options.root.activeElement) panel.focus();
    },
    async setLook(language, theme) {
      panel.theme = theme;
      panel.strings = await loadStrings(language);
      panel.lang = language;
    },
    logout() {
      binding.end();
      frame.remove();
      return client.logout();
    },
    end() {
      binding.end();
      frame.remove();
      void client.close();
    },
  };
}
