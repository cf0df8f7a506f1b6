import type { Person } from '@support-chat/protocol';

/** Whoever does what happens by itself. No token speaks for it. */
export const clockwork: Person = Object.freeze({ id: 'support-chat', name: 'Support chat', role: 'bot' });
