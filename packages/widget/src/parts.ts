/** The parts of the panel, for building other views from them. Registration is apart from the classes. */
import { Composer } from './parts/composer.js';
import { Conversation } from './parts/conversation.js';
import { MessageList } from './parts/message-list.js';
import { Notice } from './parts/notice.js';
import { Panel } from './parts/panel.js';
import { RoomHeader } from './parts/room-header.js';
import { TypingLine } from './parts/typing-line.js';

export {
  backIcon,
  checkIcon,
  clockIcon,
  closeIcon,
  eyeIcon,
  icon,
  infoIcon,
  lockIcon,
  plusIcon,
  replyIcon,
} from './icons.js';
export { ImeGuard, isImeKey } from './ime-guard.js';
export { chooseLanguage } from './launcher-strings.js';
export type { Language } from './launcher-strings.js';
export { face } from './parts/message-row.js';
export { bindRoom } from './room-binding.js';
export type { RoomBinding } from './room-binding.js';
export { loadStrings } from './strings.js';
export type { AllStrings, Strings } from './strings.js';
export { faces } from './styles/faces.js';
export { feedStyles, messageListStyles } from './styles/message-list.js';
export { base, tokens } from './styles/tokens.js';
export { languageOf, safeName } from './text-language.js';
export { Composer, Conversation, MessageList, Notice, Panel, RoomHeader, TypingLine };

const elements = {
  'support-chat-composer': Composer,
  'support-chat-conversation': Conversation,
  'support-chat-message-list': MessageList,
  'support-chat-notice': Notice,
  'support-chat-panel': Panel,
  'support-chat-room-header': RoomHeader,
  'support-chat-typing-line': TypingLine,
};

/** Registers every part that is not registered yet: a page may carry two copies of the script, or a part of its own. */
export function defineParts(): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}
