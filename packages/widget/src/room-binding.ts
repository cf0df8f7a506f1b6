/** Ties a room of the client to a conversation on the screen: views go down, what people ask goes up. */
import { Refusal } from '@support-chat/protocol';
import type { Client, Post, QuestionAct, Room, RoomView } from '@support-chat/client';
import type { Conversation } from './parts/conversation.js';
import type { Strings } from './strings.js';

export type RoomBinding = {
  readonly room: Room;
  /** Ends the subscription and leaves the room. */
  end(): void;
};

/** Everything that parts tell; the class comments say which detail comes with which name. */
type Detail = Post & {
  seq: number;
  cid: string;
  name: QuestionAct;
  input: Parameters<Room['act']>[1];
  room: Room;
  error: unknown;
};

type Screen = {
  /** Hears the parts' events: the shadow root around the conversation. */
  readonly element: EventTarget;
  readonly conversation: () => Conversation | null;
  readonly strings: () => Strings;
  show(view: RoomView): void;
  /** Why a send was refused before it left; empty to clear it. */
  showRefusal(words: string): void;
};

export function bindRoom(client: Client, name: string, screen: Screen): RoomBinding {
  const room = client.join(name);
  const undo: (() => void)[] = [];
  const on = (type: string, act: (event: CustomEvent<Detail>) => void): void => {
    const listener = (event: Event): void => {
      event.stopPropagation(); // What a person writes is not the host page's to hear.
      act(event as Parameters<typeof act>[0]);
    };
    screen.element.addEventListener(type, listener);
    undo.push(() => screen.element.removeEventListener(type, listener));
  };

  const refuse = (error: unknown): void =>
    screen.showRefusal(
      screen.strings().refusals[error instanceof Refusal ? error.code : 'internal'] ?? screen.strings().failed,
    );
  on('support-chat-send', ({ detail }) => {
    const { text } = detail;
    screen.showRefusal('');
    room.setTyping(false);
    room.keepDraft('');
    room.post(detail).catch((error: unknown) => {
      const conversation = screen.conversation();
      if (conversation && conversation.draft === '') {
        conversation.draft = text;
        room.keepDraft(text);
      }
      refuse(error);
    });
  });
  on('support-chat-act', ({ detail: { name: act, input } }) => {
    screen.showRefusal('');
    room.act(act, input).catch(refuse);
  });
  on('support-chat-refused', ({ detail }) => refuse(detail.error));
  on('support-chat-draft', ({ detail: { text, re } }) => {
    room.keepDraft(text);
    room.setTyping(text.trim() !== '', re);
  });
  on('support-chat-room-wanted', ({ detail }) => Object.assign(detail, { room, client }));
  on('support-chat-older', () => void room.loadOlder());
  on('support-chat-seen', ({ detail: { seq } }) => room.markRead(seq));
  on('support-chat-retry', ({ detail: { cid } }) => room.retry(cid));
  on('support-chat-edit', ({ detail: { cid } }) => takeBack(room, cid, screen));
  on('support-chat-reconnect', () => client.reconnect());

  const showDraft = async (): Promise<void> => {
    const text = await room.draft();
    const conversation = screen.conversation();
    if (text !== '' && conversation && conversation.draft === '') conversation.draft = text;
  };
  let me: string | null = null;
  const follow = (view: RoomView): void => {
    screen.show(view);
    const isOther = me !== null && view.me !== null && view.me.id !== me;
    me = view.me?.id ?? me;
    const conversation = screen.conversation();
    if (!isOther || !conversation) return;
    // What one person wrote is not for the next to see or send.
    conversation.draft = '';
    void showDraft();
  };
  undo.push(room.subscribe(follow));
  void showDraft();
  undo.push(() => room.leave());
  return { room, end: () => undo.splice(0).forEach((step) => step()) };
}

/** Puts a failed message's text into the composer, after what is there already. */
function takeBack(room: Room, cid: string, screen: Screen): void {
  const text = room.discard(cid);
  const conversation = screen.conversation();
  if (!conversation) return;
  const draft = [conversation.draft, text].filter((part) => part !== '').join('\n');
  conversation.draft = draft;
  room.keepDraft(draft);
  conversation.focus();
}
