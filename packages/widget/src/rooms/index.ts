import { SupportChatRooms } from './support-chat-rooms.js';

export { SupportChatRooms };

if (!customElements.get('support-chat-rooms')) customElements.define('support-chat-rooms', SupportChatRooms);
