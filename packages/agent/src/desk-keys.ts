/** The desk by keyboard: one table from keys to what they ask for. */
import { isImeKey } from '@support-chat/widget/parts';

export type DeskKey =
  | { readonly ask: 'neighbour'; readonly step: 1 | -1 }
  | { readonly ask: 'place'; readonly place: number }
  | { readonly ask: 'answer' | 'queue' | 'find' | 'search' | 'new' | 'facts' | 'problem' | 'back' | 'keys' };

const keys: Readonly<Record<string, DeskKey>> = {
  j: { ask: 'neighbour', step: 1 },
  k: { ask: 'neighbour', step: -1 },
  r: { ask: 'answer' },
  q: { ask: 'queue' },
  '/': { ask: 'find' },
  s: { ask: 'search' },
  n: { ask: 'new' },
  i: { ask: 'facts' },
  p: { ask: 'problem' },
  '?': { ask: 'keys' },
  Escape: { ask: 'back' },
};

type Press = Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key press asks for; null when it belongs to an input method, to a text box or to the browser. */
export function readKey(press: Press, isInTextBox: boolean): DeskKey | null {
  if (isImeKey(press) || press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return press.key.toLowerCase() === 'k' ? { ask: 'find' } : null;
  if (isInTextBox) return press.key === 'Escape' ? { ask: 'back' } : null;
  if (/^[1-9]$/.test(press.key)) return { ask: 'place', place: Number(press.key) - 1 };
  return Object.hasOwn(keys, press.key) ? (keys[press.key] ?? null) : null;
}

/** Keys that a person who dictates may press by accident. WCAG 2.1.4. */
export function isSingleKey(event: KeyboardEvent): boolean {
  return event.key.length === 1 && !event.ctrlKey && !event.metaKey;
}
