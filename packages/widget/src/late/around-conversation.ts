/** What a conversation gets while it is being opened, and what its first message needs nothing of. */
import './announcer.js';

void import('./files-tray.js').catch(() => undefined); // Words are better than nothing.
