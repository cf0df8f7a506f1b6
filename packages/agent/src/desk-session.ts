/** One agent's connection: the lobby, and the room that is open. */
import { createClient, type Client, type Clock, type Lobby, type LobbyView, type RoomView } from '@support-chat/client';
import { bindRoom, type Conversation, type RoomBinding, type Strings } from '@support-chat/widget/parts';
import { watchActivity, type Activity } from './activity.js';

export type DeskSessionOptions = {
  readonly server: string;
  getToken(): Promise<string> | string;
  /** Hears the conversation's events. */
  readonly element: EventTarget;
  readonly conversation: () => Conversation | null;
  readonly strings: () => Strings;
  readonly showLobby: (view: LobbyView) => void;
  readonly showRoom: (view: RoomView | null) => void;
  readonly showRefusal: (words: string) => void;
};

const clock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** How far back a message is looked for, in pages of 50. */
const maxPages = 100;

export class DeskSession {
  readonly client: Client;
  readonly lobby: Lobby;
  readonly #options: DeskSessionOptions;
  readonly #endLobby: () => void;
  readonly #activity: Activity;
  #isOnline = false;
  #binding: RoomBinding | null = null;
  #question: number | null = null;

  constructor(options: DeskSessionOptions) {
    this.#options = options;
    this.client = createClient({ url: options.server, getToken: () => options.getToken() });
    this.lobby = this.client.lobby();
    this.#activity = watchActivity({
      clock,
      // Not told is told with the next touch.
      tell: (isIdle) => void this.lobby.tellPresence({ isIdle }).catch(() => undefined),
    });
    document.addEventListener('visibilitychange', this.#tellLook);
    this.#endLobby = this.lobby.subscribe((view) => {
      const isOnline = view.connection.state === 'online';
      if (isOnline && !this.#isOnline) this.#activity.connected();
      this.#isOnline = isOnline;
      options.showLobby(view);
    });
  }

  /** The open room's name. */
  get current(): string | null {
    return this.#binding?.room.view.name ?? null;
  }

  get room(): RoomBinding['room'] | null {
    return this.#binding?.room ?? null;
  }

  /** Opens a room, at this message if there is one; null leaves only. */
  go({ room, seq }: { readonly room: string | null; readonly seq: number | null }): void {
    this.#choose(room);
    this.#question = seq;
    this.#tellLook();
    if (seq !== null) void this.reveal(seq);
  }

  /** A page that nobody sees shows nobody a question. */
  readonly #tellLook = (): void => {
    const [room, question] = [this.current, this.#question];
    const isSeen = room !== null && question !== null && document.visibilityState === 'visible';
    this.lobby.look(isSeen ? { room, question } : null);
  };

  #choose(name: string | null): void {
    if (name === this.current) return;
    this.#binding?.end();
    this.#binding = null;
    this.#options.showRefusal('');
    if (name === null) return this.#options.showRoom(null);
    const { element, conversation, strings, showRoom, showRefusal } = this.#options;
    const conversationNow = conversation();
    if (conversationNow) conversationNow.draft = '';
    this.#binding = bindRoom(this.client, name, { element, conversation, strings, show: showRoom, showRefusal });
  }

  /** Brings a message of the open room into view, however far back it is. */
  async reveal(seq: number): Promise<void> {
    const room = this.room;
    if (!room) return;
    const isThere = (): boolean => room.view.messages.some((message) => message.seq === seq);
    const isReady = new Promise<void>((resolve) => {
      const end = room.subscribe((view) => {
        if (view.state === 'loading') return;
        queueMicrotask(() => end());
        resolve();
      });
    });
    await isReady;
    for (let pages = 0; pages < maxPages && !isThere() && room.view.hasOlder; pages += 1) await room.loadOlder();
    // What the room has just got is on its way to the conversation.
    await new Promise((resolve) => setTimeout(resolve));
    if (room === this.room && isThere()) this.#options.conversation()?.showMessage(seq);
  }

  async end(): Promise<void> {
    this.#choose(null);
    document.removeEventListener('visibilitychange', this.#tellLook);
    this.#endLobby();
    this.#activity.stop();
    this.lobby.leave();
    await this.client.close();
  }
}
