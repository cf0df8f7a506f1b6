import { SupportChatFrame } from './element.js';

export { SupportChatFrame };

if (!customElements.get('support-chat-frame')) customElements.define('support-chat-frame', SupportChatFrame);
