export { createRoomServer } from './server.js';
export type { RoomServer, RoomServerAddress, RoomServerOptions, RoomServerState } from './server.js';
export { mintToken } from './auth/token.js';
export { completeSettings, settingsFromEnv, settingsMarkdown, SettingsError, settingsTable } from './options.js';
export type { SettingName, Settings } from './options.js';
export type { HttpRoute } from './http-answer.js';
export type { Clock } from './clock.js';
export { StoreOpenError } from './store/store-open-error.js';
export type { Append, Decide, Durability, Reader, RoomHead, Store, StoreCounts, StoredAppend } from './store/store.js';
