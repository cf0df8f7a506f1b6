import { attributePattern, limits } from '@support-chat/protocol';

/** Several words or phrases in one field, as people write lists in English and Japanese: with commas. */
export function listIn(text: string): string[] {
  const items = text.split(/[,、，;；\n]/u).map((item) => item.trim());
  return [...new Set(items.filter(Boolean))];
}

/** Whether a room can have these topics. */
export function areTopics(topics: readonly string[]): boolean {
  return topics.length <= limits.maxTopics && topics.every((topic) => topic.length <= limits.maxTopicChars);
}

/** The lines of a text, each once. */
export function linesIn(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter(Boolean))];
}

/** Whether a room can have this list. */
export function isChecklist(items: readonly string[]): boolean {
  return items.length <= limits.maxChecklistItems && items.every((text) => text.length <= limits.maxChecklistItemChars);
}

/** Whether these are attributes that people can be told apart by. */
export function areAttributes(written: readonly string[]): boolean {
  return written.length <= limits.maxAttributes && written.every((attribute) => attributePattern.test(attribute));
}
