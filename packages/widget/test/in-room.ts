/** A panel in a room of the server in memory, for tests in a browser. */
import { createClient, type OutboxStorage } from '@support-chat/client';
import {
  createTestPage,
  createTestServer,
  createTestStorage,
  type TestClock,
  type TestServer,
} from '@support-chat/client/testing';
import type { Composer, MessageList, Panel } from '../dist/parts.js';
import { bindRoom, type RoomBinding } from '../dist/room-binding.js';
import { all, drawn, english, one, show, textOf, withTurnedTimers } from './screen.js';

/** A panel in a room of the server in memory, and hands for it. */
export async function enter(
  server: TestServer,
  clock: TestClock,
  { person = 'ana', room = 'rollout', storage = createTestStorage() as OutboxStorage } = {},
) {
  const panel = await show<Panel>('support-chat-panel', { strings: english });
  const client = createClient({
    url: 'test:',
    getToken: () => person,
    wire: server.wire,
    storage,
    clock,
    page: createTestPage(),
    locks: null,
    tabs: null,
    random: () => 0.5,
  });
  const bind = (name: string): RoomBinding =>
    bindRoom(client, name, {
      element: panel.renderRoot,
      conversation: () => panel.conversation,
      strings: () => panel.strings,
      show: (view) => (panel.view = view),
      showRefusal: (words) => (panel.sendRefusal = words),
    });
  const settled = async (ms = 0): Promise<void> => {
    await clock.advance(ms);
    await drawn();
    await clock.advance(0);
  };
  const list = (): MessageList => one<MessageList>(panel.conversation, 'support-chat-message-list');
  const box = (): HTMLTextAreaElement => one(one<Composer>(panel.conversation, 'support-chat-composer'), 'textarea');
  const binding = bind(room);
  await settled();
  return {
    panel,
    client,
    binding,
    bind,
    settled,
    list,
    box,
    bubbles: () => all(list(), '.bubble').map(textOf),
    states: () => all(list(), '.state').map(textOf),
    notice: () => textOf(one(panel.conversation, 'support-chat-notice')),
    type: (text: string) => {
      box().value = text;
      box().dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    },
    send: async (text: string): Promise<void> => {
      box().value = text;
      box().dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      box().dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }),
      );
      await settled();
    },
    press: async (label: string): Promise<void> => {
      all<HTMLButtonElement>(list(), 'button')
        .find((button) => textOf(button) === label)
        ?.click();
      await settled();
    },
  };
}

/** What the log of the room has, as `author: text`. */
export const logOf = (server: TestServer, room = 'rollout'): string[] =>
  server
    .log(room)
    .flatMap((event) => (event.type === 'message.posted' ? [`${event.by.id}: ${event.data.body.text}`] : []));

/** A test beside a server with these rooms, in which timers stand until they are turned. */
export const inRoom =
  (act: (server: TestServer, clock: TestClock) => Promise<void>, rooms = ['rollout']) =>
  (): Promise<void> =>
    withTurnedTimers((clock) => act(createTestServer({ clock, rooms: rooms.map((name) => ({ name })) }), clock));
