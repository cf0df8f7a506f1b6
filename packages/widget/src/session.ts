/** What the launcher loads on intent: client, parts and words, put together for one `<support-chat>`. */
import { createClient, type RoomView } from '@support-chat/client';
import { laneName } from '@support-chat/protocol';
import { Frame } from './frame.js';
import type { Language } from './launcher-strings.js';
import type { Panel } from './parts/panel.js';
import { defineParts } from './parts.js';
import { bindRoom, type RoomBinding } from './room-binding.js';
import { loadFirstStrings, loadRefusals } from './strings.js';

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
  tell(name: 'ready' | 'unread' | 'called' | 'error', detail: object): void;
  closeAsked(): void;
};

export type Session = {
  /** Shows or hides the panel; inline panels stay. Showing puts the focus into the composer, and brings message `seq` into view. */
  setOpen(isOpen: boolean, seq?: number): void;
  setLook(language: Language, theme: Theme): Promise<void>;
  /** Resolves to how many messages were not sent. */
  logout(): Promise<{ unsent: number }>;
  end(): void;
};

export async function openSession(options: SessionOptions): Promise<Session> {
  defineParts();
  const strings = await loadFirstStrings(options.language);
  const panel = document.createElement('support-chat-panel') as Panel;
  panel.strings = strings;
  panel.lang = options.language;
  panel.theme = options.theme;
  panel.canClose = options.mode !== 'inline';
  panel.setAttribute(
    'exportparts',
    'title, helpers, message, message-own, bubble, question, day, new-line, jump, scroller, textbox, send',
  );
  /** Nothing can be refused before the server was reached; from then on their words can be loaded, too. */
  const addRefusals = (): void =>
    void loadRefusals(panel.lang).then(
      (refusals) => (panel.strings = { ...panel.strings, refusals }),
      () => undefined, // Tried again with the next refusal.
    );
  addRefusals();
  const client = createClient({ url: options.server, getToken: () => options.getToken() });
  const frame = new Frame(options.root, panel, options.mode, () => options.closeAsked());

  const told = { isReady: false, unread: -1, error: '', me: '' };
  let shown: RoomView | null = null;
  const show = async (view: RoomView | null): Promise<void> => {
    shown = view;
    const doc = view?.room;
    // What is known to be wrong is there before the first message is seen.
    if (doc) await around.then((it) => it?.showBoards(doc));
    if (shown !== view) return;
    const room = panel.home?.room;
    // A lane is open as long as the room beside it.
    panel.view = view && panel.isLane && room && room.state !== 'open' ? { ...view, room } : view;
    if (view?.state === 'ready') reveal();
  };
  /** The message of the room that is to be seen next; 0 for none. */
  let wanted = 0;
  const reveal = (): void => {
    const seq = wanted;
    wanted = 0;
    if (seq) void around.then((it) => it?.showMessage(seq));
  };
  const showHome = (view: RoomView): void => {
    panel.home = view;
    // Somebody else has signed in: the lane is not theirs.
    const me = view.me?.id ?? told.me;
    if (me !== told.me && panel.isLane) bind(false);
    told.me = me;
    if (panel.isLane) void show(shown);
    frame.setLabel(view.room?.title ?? options.room);
    if (view.state === 'ready' && !told.isReady) {
      told.isReady = true;
      options.tell('ready', { room: view.name });
    }
    const unread = view.unread + (view.lane?.unread ?? 0);
    if (view.state === 'ready' && unread !== told.unread) {
      told.unread = unread;
      options.tell('unread', { room: view.name, count: unread });
    }
    const refusal = view.refusal ?? view.connection.refusal;
    if ((refusal?.code ?? '') !== told.error) {
      told.error = refusal?.code ?? '';
      if (refusal && !panel.strings.refusals.internal) addRefusals();
      if (refusal) options.tell('error', { code: refusal.code, message: refusal.message });
    }
  };
  /** Ties the conversation to the shared room, or to the person's lane beside it. */
  const bind = (isLane: boolean): void => {
    if (binding) {
      binding.end();
      panel.conversation.draft = panel.sendRefusal = '';
    }
    panel.isLane = isLane;
    binding = bindRoom(client, isLane ? laneName(options.room, told.me) : options.room, {
      element: panel.renderRoot,
      conversation: () => panel.conversation,
      strings: () => panel.strings,
      show: (view) => void show(view),
      showRefusal: (words) => (panel.sendRefusal = words),
    });
  };
  let binding: RoomBinding | null = null;
  client.onCalled(({ call }) => options.tell('called', call));
  const home = client.join(options.room);
  const around = import('./late/around-room.js').then(
    ({ dress }) => dress(panel, client, home),
    () => undefined, // The messages say what is known to be wrong, too.
  );
  home.subscribe(showHome);
  bind(false);
  panel.renderRoot.addEventListener('support-chat-lane', (event) => {
    event.stopPropagation();
    bind((event as CustomEvent<{ isLane: boolean }>).detail.isLane);
  });
  panel.renderRoot.addEventListener('support-chat-close-asked', (event) => {
    event.stopPropagation();
    options.closeAsked();
  });

  return {
    setOpen(isOpen, seq) {
      if (!isOpen) return frame.hide();
      frame.show();
      wanted = seq ?? 0;
      panel.conversation?.reopen();
      if (shown?.state === 'ready') reveal();
      // An inline room takes the focus only from the launcher that had failed and is about to go.
      if (options.mode !== 'inline' || options.root.activeElement) panel.focus();
    },
    async setLook(language, theme) {
      panel.theme = theme;
      panel.strings = await loadFirstStrings(language);
      panel.lang = language;
      addRefusals();
    },
    logout() {
      binding?.end();
      frame.remove();
      return client.logout();
    },
    end() {
      binding?.end();
      frame.remove();
      void client.close();
    },
  };
}
