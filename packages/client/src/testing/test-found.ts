import type { FoundRoom, RoomDoc } from '@support-chat/protocol';

/** The room as the directory has it, where there is one in which every word is; the server folds them, this does not. */
export function foundIn(begun: RoomDoc | null, text: string): FoundRoom[] {
  if (!begun || begun.deleted || begun.isPrivate || begun.kind === 'lane' || begun.state === 'closed') return [];
  const { name, kind, state, title, purpose, topics, opensAt } = begun;
  const words = text.toLowerCase().split(/\s+/u);
  const all = [name, title, purpose, ...(topics ?? [])].join(' ').toLowerCase();
  const found = { name, kind, state, title, purpose, ...(topics && { topics }), opensAt: opensAt ?? null };
  return words.every((word) => all.includes(word)) ? [{ ...found, isForYou: false }] : [];
}
