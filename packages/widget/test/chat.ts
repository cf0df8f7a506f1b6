/** `<support-chat>` elements for tests: put into the page, opened and taken away again. No server answers them. */
import { oneEvent } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import type { SupportChat } from '../dist/index.js';
import '../dist/index.js';
import type { Panel } from '../dist/parts.js';
import { all, drawn, one, pressKey, textOf, type KeyPress } from './screen.js';

/** Nobody answers: what is tested here needs no server. */
const never = (): Promise<string> => new Promise(() => undefined);

/** Puts an element into the page. */
export function put(attributes: Record<string, string> = {}, words = '', parent: Element = document.body): SupportChat {
  const chat = document.createElement('support-chat') as SupportChat;
  for (const [name, value] of Object.entries({ room: 'rollout', lang: 'en', ...attributes }))
    chat.setAttribute(name, value);
  chat.getToken = never;
  chat.append(words);
  parent.append(chat);
  return chat;
}

export const launcherOf = (chat: SupportChat): HTMLButtonElement => one<HTMLButtonElement>(chat, '[part=launcher]');
/** The words that are the launcher's name: those beside the icon, then its own. */
export const nameOf = (chat: SupportChat): string =>
  `${chat.textContent.trim()} ${textOf(one(chat, '[part=launcher] > span'))}`.trim();
export const framesOf = (chat: SupportChat): HTMLElement[] => all(chat, '.frame');
export const panelOf = (chat: SupportChat): Panel => one<Panel>(chat, 'support-chat-panel');
export const isShown = (chat: SupportChat): boolean => framesOf(chat).some((frame) => frame.checkVisibility());

export async function open(chat: SupportChat): Promise<void> {
  const opened = oneEvent(chat, 'support-chat-open');
  chat.open();
  await opened;
  await drawn();
}

/** The innermost element that has the focus, by tag. */
export function focused(): string {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.id || (active?.localName ?? '');
}

export function pressEscape(chat: SupportChat, init: KeyPress = {}): void {
  const composer = one(panelOf(chat).conversation, 'support-chat-composer');
  pressKey(one(composer, 'textarea'), { key: 'Escape', ...init });
}

/** Answers every request of the page with this. */
export async function withAnswers(answer: () => Response, act: () => Promise<void>): Promise<void> {
  const { fetch } = window;
  window.fetch = async () => answer();
  try {
    await act();
  } finally {
    window.fetch = fetch;
  }
}

/** A wide window in which nothing moves by itself. */
export async function prepare(): Promise<void> {
  await setViewport({ width: 1_000, height: 800 });
  await emulateMedia({ reducedMotion: 'reduce' });
}

export const cleanUp = (): void => {
  for (const element of document.body.querySelectorAll('support-chat, .of-page')) element.remove();
};

export function addInput(): HTMLInputElement {
  const input = document.createElement('input');
  input.className = input.id = 'of-page';
  document.body.append(input);
  return input;
}
