/** Canned replies at the desk: the buttons below the text box, and what is loaded when they are wanted. */
import type { RoomView } from '@support-chat/client';
import { parseLaneName } from '@support-chat/protocol';
import type { Conversation } from '@support-chat/widget/parts';
import { html, type TemplateResult } from 'lit';
import type { DeskSession } from './desk-session.js';
import type { CannedDialog } from './parts/canned-dialog.js';
import type { CannedPicker } from './parts/canned-picker.js';
import type { DeskStrings } from './strings.js';

export type DeskCanned = {
  /** The text in the box became `detail.text`. */
  readonly onDraft: (event: CustomEvent<{ readonly text: string; readonly re?: number }>) => void;
  render(strings: DeskStrings, lang: string, view: RoomView | null): TemplateResult;
};

export function createDeskCanned(
  desk: () => { readonly root: ParentNode; readonly session: DeskSession | null },
): DeskCanned {
  const root = (): ParentNode => desk().root;
  const session = (): DeskSession | null => desk().session;
  const conversation = (): Conversation | null => root().querySelector('support-chat-conversation');
  let isAttached = false;
  const picker = async (): Promise<CannedPicker | null> => {
    await import('./parts/canned-picker.js');
    const [found, talk, lobby] = [
      root().querySelector<CannedPicker>('support-desk-canned'),
      conversation(),
      session()?.lobby,
    ];
    if (!found || !talk || !lobby) return null;
    await found.attach(talk, lobby);
    isAttached = true;
    return found;
  };
  const open = async (): Promise<void> => (await picker())?.open();
  const manage = async (text?: string): Promise<void> => {
    await import('./parts/canned-dialog.js');
    const [lobby, room] = [session()?.lobby, session()?.current];
    const dialog = root().querySelector<CannedDialog>('support-desk-canned-dialog');
    if (lobby && room) await dialog?.ask(lobby, parseLaneName(room)?.of ?? room, text);
  };
  return {
    onDraft: ({ detail: { text, re } }) => {
      // Whoever wants one writes a slash; until then nothing is loaded.
      if (!isAttached && !/[/／]/u.test(text)) return;
      void picker().then(
        (it) => it?.hear(re),
        () => undefined, // Not to be had now: the next key tries again.
      );
    },
    render: (strings, lang, view) =>
      html`<div class="canned-bar" ?hidden=${view?.state !== 'ready' || view.room?.state === 'closed'}>
          <button class="text-button" title="/" @click=${() => void open().catch(() => undefined)}>
            ${strings.canned}
          </button>
          <button
            class="text-button"
            title=${strings.keepCannedHelp}
            @click=${() => void manage(conversation()?.draft.trim() || undefined).catch(() => undefined)}
          >
            ${strings.keepCanned}
          </button>
        </div>
        <support-desk-canned
          lang=${lang}
          .view=${view}
          @support-desk-canned-manage=${({ detail }: CustomEvent<{ isNew: boolean }>) =>
            void manage(detail.isNew ? '' : undefined).catch(() => undefined)}
        ></support-desk-canned>
        <support-desk-canned-dialog
          lang=${lang}
          @support-desk-canned-changed=${() => root().querySelector<CannedPicker>('support-desk-canned')?.forget?.()}
        ></support-desk-canned-dialog>`,
  };
}
