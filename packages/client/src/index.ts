export { createClient } from './client.js';
export type { Client, ClientOptions } from './client.js';
export type { Lobby } from './lobby.js';
export type { Room } from './room.js';
export type { ConnectionState, ConnectionView, LobbyView, OutgoingMessage, RoomView } from './view.js';
export type { OutboxStorage } from './outbox-storage.js';
export type { Wire, WireHandlers, WireMaker } from './wire.js';
