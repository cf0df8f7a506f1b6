import '@support-chat/widget/pins';
import { defineParts } from '@support-chat/widget/parts';
import { SupportDesk } from './desk.js';
import { FeedList } from './parts/feed-list.js';
import { KeysDialog } from './parts/keys-dialog.js';
import { NewRoom } from './parts/new-room.js';
import { SameAs } from './parts/same-as.js';
import { ProblemForm } from './parts/problem-form.js';
import { Problems } from './parts/problems.js';
import { Queue } from './parts/queue.js';
import { RoomFacts } from './parts/room-facts.js';
import { RoomList } from './parts/room-list.js';
import { SignIn } from './parts/sign-in.js';

export { sortRooms } from './room-order.js';
export { SupportDesk };

const elements = {
  'support-chat-message-list': FeedList,
  'support-desk': SupportDesk,
  'support-desk-keys': KeysDialog,
  'support-desk-new-room': NewRoom,
  'support-desk-same-as': SameAs,
  'support-desk-problem-form': ProblemForm,
  'support-desk-problems': Problems,
  'support-desk-queue': Queue,
  'support-desk-room-facts': RoomFacts,
  'support-desk-room-list': RoomList,
  'support-desk-sign-in': SignIn,
};

// Before the parts: what is registered already is left as it is.
for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
defineParts();
