/** Where on the screen the page shows what is private: its fields, what it marks, and what reads like a secret. */
import { findSecrets, type SecretKind } from './patterns.js';

/** A rectangle; CSS pixels of the viewport or pixels of a picture, as whoever gives it says. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type SecretReason = SecretKind | 'field' | 'private' | 'frame';

export type SecretPlace = Box & { readonly why: SecretReason };

const fields = 'input, textarea, select, [contenteditable], [data-private]';
/** These show no value that somebody typed. */
const harmless = new Set(['button', 'submit', 'reset', 'checkbox', 'radio', 'range', 'color', 'image', 'hidden']);
/** More than anybody looks through: then all of the page is one. */
const mostPlaces = 1_000;
/** Ink reaches over the box of its letters. */
const marginPx = 2;

/** Where a document stands in the viewport, and how large one of its CSS pixels is there. */
type View = { readonly x: number; readonly y: number; readonly scaleX: number; readonly scaleY: number };

/** In CSS pixels of this window's viewport, clipped to it. Nothing inside of `except` is looked at. */
export function findPlaces(page: Document, except: Element | null): SecretPlace[] {
  const found: SecretPlace[] = [];
  const { clientWidth, clientHeight } = page.documentElement;
  const put = (why: SecretReason, rect: DOMRect, view: View): void => {
    const { left, top, right, bottom } = rectIn(view, rect);
    const x = Math.max(0, left - marginPx);
    const y = Math.max(0, top - marginPx);
    const width = Math.min(clientWidth, right + marginPx) - x;
    const height = Math.min(clientHeight, bottom + marginPx) - y;
    const isEmpty = right - left < 1 || bottom - top < 1 || width < 2 || height < 2;
    if (!isEmpty && found.length <= mostPlaces) found.push({ why, x, y, width, height });
  };
  look(page, { x: 0, y: 0, scaleX: 1, scaleY: 1 });
  if (found.length > mostPlaces) return [{ why: 'private', x: 0, y: 0, width: clientWidth, height: clientHeight }];
  return found.filter((place) => !found.some((other) => other !== place && holds(other, place)));

  function look(root: Document | ShadowRoot, view: View): void {
    for (const element of root.querySelectorAll('*')) {
      if (element === except) continue;
      if (element.matches(fields) && hasContent(element) && isSeen(element))
        put(element.hasAttribute('data-private') ? 'private' : 'field', element.getBoundingClientRect(), view);
      if (element.shadowRoot) look(element.shadowRoot, view);
      if (element.localName === 'iframe' && isSeen(element)) lookInto(element as HTMLIFrameElement, view);
    }
    for (const range of secretsIn(root, except))
      for (const rect of range.range.getClientRects()) put(range.kind, rect, view);
  }

  /** What cannot be looked into, or stands askew, is private as a whole. */
  function lookInto(frame: HTMLIFrameElement, view: View): void {
    const inner = frame.contentDocument;
    if (inner && !isAskew(frame)) look(inner, viewOf(frame, view));
    else put('frame', frame.getBoundingClientRect(), view);
  }
}

function rectIn({ x, y, scaleX, scaleY }: View, { left, top, right, bottom }: DOMRect) {
  return { left: x + left * scaleX, top: y + top * scaleY, right: x + right * scaleX, bottom: y + bottom * scaleY };
}

/** The document of a frame: inside of its border and padding, as large as the page shows it. */
function viewOf(frame: HTMLIFrameElement, view: View): View {
  const { left, top, right, bottom } = rectIn(view, frame.getBoundingClientRect());
  const { offsetWidth, offsetHeight, clientLeft, clientTop } = frame;
  const { paddingLeft, paddingTop } = getComputedStyle(frame);
  const [scaleX, scaleY] = [(right - left) / offsetWidth, (bottom - top) / offsetHeight];
  const [insetX, insetY] = [clientLeft + parseFloat(paddingLeft), clientTop + parseFloat(paddingTop)];
  return { x: left + insetX * scaleX, y: top + insetY * scaleY, scaleX, scaleY };
}

/** Whether it, or something it is in, is turned or slanted: what is in it then is nowhere that a scale and a distance lead to. */
function isAskew(element: Element): boolean {
  for (let at: Element | null = element; at; at = around(at)) {
    const { transform, rotate, offsetPath } = getComputedStyle(at);
    if (rotate !== 'none' || offsetPath !== 'none') return true;
    if (transform === 'none') continue;
    const { is2D, a, b, c, d } = new DOMMatrixReadOnly(transform);
    if (!is2D || b !== 0 || c !== 0 || a <= 0 || d <= 0) return true;
  }
  return false;
}

function around(element: Element): Element | null {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

function hasContent(element: Element): boolean {
  if (element.hasAttribute('data-private')) return true;
  if (element.localName === 'input') {
    const { type, value } = element as HTMLInputElement;
    return !harmless.has(type) && value !== '';
  }
  if (element.localName === 'textarea') return (element as HTMLTextAreaElement).value !== '';
  if (element.localName === 'select') return true;
  return element.getAttribute('contenteditable') !== 'false' && (element.textContent ?? '').trim() !== '';
}

function isSeen(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}

/** Words of one block are read as one text: an address stays one though a part of it is bold. */
function* secretsIn(
  root: Document | ShadowRoot,
  except: Element | null,
): Generator<{ kind: SecretKind; range: Range }> {
  const page = root.ownerDocument ?? root;
  const walker = page.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let block: Element | null = null;
  let nodes: Text[] = [];
  for (let node = walker.nextNode() as Text | null; ; node = walker.nextNode() as Text | null) {
    const parent = node?.parentElement;
    if (node && (!parent || except?.contains(parent) || /^(?:script|style|noscript|template)$/.test(parent.localName)))
      continue;
    const own = parent ? blockOf(parent) : null;
    if (own !== block || !node) {
      yield* secretsOf(nodes, page);
      [block, nodes] = [own, []];
    }
    if (!node) return;
    nodes.push(node);
  }
}

function blockOf(element: Element): Element {
  let at = element;
  while (at.parentElement && getComputedStyle(at).display.startsWith('inline')) at = at.parentElement;
  return at;
}

function* secretsOf(nodes: readonly Text[], page: Document): Generator<{ kind: SecretKind; range: Range }> {
  const text = nodes.map(({ data }) => data).join('');
  for (const { kind, at, chars } of findSecrets(text)) {
    const range = page.createRange();
    range.setStart(...placeIn(nodes, at));
    range.setEnd(...placeIn(nodes, at + chars));
    yield { kind, range };
  }
}

function placeIn(nodes: readonly Text[], at: number): [Text, number] {
  let before = 0;
  for (const node of nodes) {
    if (at <= before + node.length) return [node, at - before];
    before += node.length;
  }
  throw new Error(`expected a place within ${before} characters, got ${at}`);
}

function holds(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height &&
    (outer.width > inner.width || outer.height > inner.height)
  );
}
