import { SupportChat } from './support-chat.js';

export { SupportChat };
export type { GetToken } from './token-source.js';

if (!customElements.get('support-chat')) customElements.define('support-chat', SupportChat);
