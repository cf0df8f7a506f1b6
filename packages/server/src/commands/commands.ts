import type { CommandName } from '@support-chat/protocol';
import type { Command } from './command.js';
import { postMessage } from './message-post.js';
import { closeRoom } from './room-close.js';
import { createRoom } from './room-create.js';
import { describeRoom } from './room-describe.js';
import { reopenRoom } from './room-reopen.js';

/** Every command by name; a row in the protocol without one here does not compile. */
export const commands: { readonly [N in CommandName]: Command<N> } = Object.freeze({
  'message.post': postMessage,
  'room.create': createRoom,
  'room.describe': describeRoom,
  'room.close': closeRoom,
  'room.reopen': reopenRoom,
});
