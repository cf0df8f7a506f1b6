/** Puts parts on a screen for tests in a browser, and waits for what a browser does in its own time. */
import type { OutgoingMessage, RoomView } from '@support-chat/client';
import { createTestClock, type TestClock } from '@support-chat/client/testing';
import type { MessageDoc, Person, RoomDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { defineParts, loadStrings, tokens, type Language } from '../dist/parts.js';

/** Where a part finds its colours, as in the panel. */
class TestScreen extends LitElement {
  static override properties = { theme: { reflect: true } };
  static override styles = [
    tokens,
    css`
      :host {
        position: fixed;
        inset: 0 auto auto 0;
        display: flex;
        flex-direction: column;
        background: var(--_surface);
      }
      ::slotted(.fills) {
        flex: 1;
        min-block-size: 0;
      }
    `,
  ];
  theme = 'light';

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

defineParts();
customElements.define('test-screen', TestScreen);

export type Look = {
  readonly theme?: 'light' | 'dark';
  readonly language?: Language;
  /** CSS pixels. Default: 360 × 600. */
  readonly width?: number;
  readonly height?: number;
};

let screen: TestScreen | null = null;

/** Shows one element alone on the screen, as high as the screen. What was shown before is gone. */
export async function show<E extends LitElement>(name: string, values: object, look: Look = {}): Promise<E> {
  clearScreen();
  const { theme = 'light', language = 'en', width = 360, height = 600 } = look;
  screen = document.createElement('test-screen') as TestScreen;
  screen.theme = theme;
  screen.lang = language;
  screen.style.cssText = `inline-size:${width}px;block-size:${height}px`;
  const element = document.createElement(name) as E; // The caller names the class that goes with the name.
  element.className = 'fills';
  Object.assign(element, values);
  screen.append(element);
  document.body.append(screen);
  await element.updateComplete;
  await seenByObservers(element);
  await drawn();
  return element;
}

export function clearScreen(): void {
  screen?.remove();
  screen = null;
}

/** Sets properties and waits until they are on the screen. */
export async function change(element: LitElement, values: object): Promise<void> {
  Object.assign(element, values);
  await drawn();
}

/** Resolves after the next two frames: layout, scroll events and resize observers are through. */
export async function drawn(): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Resolves when observers made before this call know whether the element is in view. */
function seenByObservers(element: Element): Promise<void> {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(() => {
      observer.disconnect();
      resolve();
    });
    observer.observe(element);
  });
}

/** The elements in an element's shadow that match. */
export function all<E extends Element = HTMLElement>(element: Element, selector: string): E[] {
  return [...(element.shadowRoot?.querySelectorAll<E>(selector) ?? [])];
}

/** The first one in an element's shadow that matches. Throws when there is none. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as `querySelector` has it
export function one<E extends Element = HTMLElement>(element: Element, selector: string): E {
  const [found] = all<E>(element, selector);
  if (!found) throw new Error(`<${element.localName}> shows no "${selector}"`);
  return found;
}

/** The text that an element's shadow shows, white space folded. */
export function textOf(element: Element | null | undefined): string {
  const text = element instanceof LitElement ? element.renderRoot.textContent : element?.textContent;
  return (text ?? '').replace(/\s+/gu, ' ').trim();
}

export type KeyPress = KeyboardEventInit & {
  /** The old `keyCode`: 229 for keys that an input method took. */
  readonly number?: number;
  /** Its time stamp. */
  readonly at?: number;
};

/** Presses a key on an element. Returns the event: `defaultPrevented` tells whether the browser would go on with it. */
export function pressKey(target: EventTarget, { number, at, ...init }: KeyPress): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...init });
  if (number !== undefined) Object.defineProperty(event, 'keyCode', { value: number });
  if (at !== undefined) Object.defineProperty(event, 'timeStamp', { value: at });
  target.dispatchEvent(event);
  return event;
}

/** Collects the details of an element's events. */
export function hear(element: EventTarget, name: string): unknown[] {
  const heard: unknown[] = [];
  element.addEventListener(name, (event) => heard.push((event as CustomEvent<unknown>).detail));
  return heard;
}

/** Runs `act` while timers of the page stand still; the clock turns them. */
export async function withTurnedTimers(act: (clock: TestClock) => Promise<void>): Promise<void> {
  const clock = createTestClock();
  const own = { setTimeout: window.setTimeout, clearTimeout: window.clearTimeout };
  const cancels = new Map<number, () => void>();
  let made = 0;
  const turned = {
    setTimeout: (run: () => void, ms = 0) => {
      made += 1;
      cancels.set(made, clock.after(ms, run));
      return made;
    },
    clearTimeout: (id?: number) => cancels.get(id ?? 0)?.(),
  };
  Object.assign(window, turned);
  try {
    await act(clock);
  } finally {
    Object.assign(window, own);
  }
}

/** Runs `act` while the document says that it is hidden, and tells that it is visible again. */
export async function withHiddenDocument(act: () => Promise<void>): Promise<void> {
  const show = (state: DocumentVisibilityState): void => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  show('hidden');
  try {
    await act();
  } finally {
    show('visible');
    Reflect.deleteProperty(document, 'visibilityState');
  }
}

export const english = await loadStrings('en');
export const japanese = await loadStrings('ja');
export const stringsOf = { en: english, ja: japanese } as const;

/** Noon of a day in the person's own zone, so that messages of some hours share it. */
export const noon = new Date(2026, 10, 20, 12).getTime();

/** A message; one a minute. */
export function message(seq: number, by: Person = cast.ana, rest: { text?: string; at?: number } = {}): MessageDoc {
  const { text = `text ${seq}`, at = noon + seq * 60_000 } = rest;
  return { seq, at, by, cid: `c${seq}`, audience: 'everyone', body: { kind: 'text', text }, rev: seq };
}

/** Messages numbered from `from`, by Ben and Mia in turn. */
export function history(count: number, from = 1): MessageDoc[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = from + index;
    return message(seq, seq % 2 === 0 ? cast.mia : cast.ben, { at: noon + seq * 1_000 });
  });
}

export function outgoing(text: string, rest: Partial<OutgoingMessage> = {}): OutgoingMessage {
  const body = { kind: 'text', text } as const;
  return { cid: `out-${text}`, body, re: null, createdAt: noon, state: 'sending', refusal: null, ...rest };
}

export const room: RoomDoc = {
  name: 'rollout',
  kind: 'rollout',
  state: 'open',
  title: 'New mail',
  purpose: 'Help with moving to the new mail',
  createdAt: noon,
  messages: 0,
  last: null,
  waiting: null,
};

/** The room as Ana sees it, quiet and online. */
export function viewOf(rest: Partial<RoomView> = {}): RoomView {
  return {
    name: 'rollout',
    state: 'ready',
    refusal: null,
    connection: { state: 'online', retryAt: null, refusal: null },
    me: cast.ana,
    room,
    messages: [],
    outgoing: [],
    hasOlder: false,
    isLoadingOlder: false,
    marker: 0,
    unread: 0,
    lane: null,
    helpers: [],
    people: null,
    typing: [],
    outboxKeptIn: 'storage',
    ...rest,
  };
}
