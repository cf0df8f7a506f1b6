/** Helps who writes: marks by key, and what is pasted from a log becomes code. Loaded with the first key. */
import { isImeKey } from '../ime-guard.js';
import type { Composer } from '../parts/composer.js';
import { looksLikeLog } from './log-text.js';

const marks: Readonly<Record<string, string>> = { b: '**', i: '*', e: '`' };
/** Who pastes the same again after taking it back wants it as it is. */
const secondThoughtsMs = 30_000;

const attended = new WeakSet<Composer>();

/** Helps in this text box from now on. `draft`: what is in it, which may have been pasted before anybody could help. */
export function attend(composer: Composer | null, draft: string): void {
  if (!composer || attended.has(composer)) return;
  attended.add(composer);
  const box = composer.renderRoot.querySelector('textarea');
  if (!box) return;
  let [wrapped, wrappedAt] = ['', 0];
  const wrap = (text: string): void => {
    [wrapped, wrappedAt] = [text, Date.now()];
    insert(box, fenced(text, box));
  };
  box.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const isAgain = text === wrapped && Date.now() - wrappedAt < secondThoughtsMs;
    if (isAgain || !looksLikeLog(text) || isInCode(box)) return;
    event.preventDefault();
    wrap(text);
  });
  box.addEventListener('keydown', (event) => {
    const mark =
      event.ctrlKey !== event.metaKey && !event.shiftKey && !event.altKey ? marks[event.key.toLowerCase()] : '';
    if (!mark || isImeKey(event)) return;
    event.preventDefault();
    switchMark(box, mark);
  });
  if (box.value !== draft || !looksLikeLog(draft)) return;
  box.select();
  wrap(draft);
}

/** Puts the mark around what is selected, or takes it away. */
function switchMark(box: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: from, selectionEnd: to, value } = box;
  const chosen = value.slice(from, to);
  const isMarked =
    value.slice(0, from).endsWith(mark) &&
    value.slice(to).startsWith(mark) &&
    value[from - mark.length - 1] !== mark[0];
  if (isMarked) box.setSelectionRange(from - mark.length, to + mark.length);
  insert(box, isMarked ? chosen : `${mark}${chosen}${mark}`);
  const begin = isMarked ? from - mark.length : from + mark.length;
  box.setSelectionRange(begin, begin + chosen.length);
}

/** Between fences that are longer than any in it, on lines of their own. */
function fenced(text: string, { value, selectionStart, selectionEnd }: HTMLTextAreaElement): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const before = selectionStart === 0 || value[selectionStart - 1] === '\n' ? '' : '\n';
  const after = value[selectionEnd] === '\n' ? '' : '\n';
  return `${before}${fence}\n${text.replace(/\s+$/, '')}\n${fence}${after}`;
}

function isInCode({ value, selectionStart }: HTMLTextAreaElement): boolean {
  return (value.slice(0, selectionStart).match(/^ {0,3}(?:`{3,}|~{3,})/gm) ?? []).length % 2 === 1;
}

/** The one way to write that the browser's undo takes back. It tells of each line; here it is told once. */
function insert(box: HTMLTextAreaElement, text: string): void {
  const hold = (event: Event): void => event.stopImmediatePropagation();
  box.addEventListener('input', hold, true);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else is undone with Ctrl Z
  if (!document.execCommand('insertText', false, text))
    box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
  box.removeEventListener('input', hold, true);
  box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}
