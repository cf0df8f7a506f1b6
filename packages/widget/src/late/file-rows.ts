/** The place of files in a row of the list: kept, until what draws them is there. Loaded while the room is being opened. */
import { filesOf, type AttachedFile, type MessageDoc } from '@support-chat/protocol';
import { css, html, nothing } from 'lit';
import type { RowContext } from '../parts/message-row.js';
import { knownFiles } from './known-files.js';

export const fileStyles = css`
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    inline-size: 280px;
    max-inline-size: 100%;
    margin-block: 4px 2px;
  }
  .own .files {
    justify-content: flex-end;
  }
  :host([density='feed']) .files {
    justify-content: flex-start;
  }
  .files > svg {
    max-inline-size: 100%;
    block-size: auto;
  }
  .pending .files {
    opacity: 0.72;
  }
`;

/** The files of a message; of one that was taken back there are none. */
export function renderFiles({ body }: MessageDoc, context: RowContext): unknown {
  return render(filesOf(body), context);
}

/** The files of a message that is not in the log yet. */
export function renderSent(ids: readonly string[] | undefined, context: RowContext): unknown {
  return render(knownFiles(ids ?? []), context);
}

function render(files: readonly AttachedFile[], { locale }: RowContext): unknown {
  if (files.length === 0) return nothing;
  void import('./message-files.js').catch(() => undefined); // Asked for again with the next drawing.
  return html`<support-chat-message-files class="files" lang=${locale} .files=${files}
    >${files.map((file) => {
      const [width, height] = placeOf(file, files.length);
      return html`<svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true"></svg>`;
    })}</support-chat-message-files
  >`;
}

/** How wide and high a file is shown at most, CSS pixels: pictures in their own shape, all others as a card. */
export function placeOf({ kind, width = 0, height = 0, state }: AttachedFile, of: number): [number, number] {
  if (kind !== 'image' || state !== 'ready') return [280, 56];
  if (of > 1) return [136, 136];
  if (width === 0 || height === 0) return [280, 180];
  const scale = Math.min(1, 280 / width, 240 / height);
  return [Math.max(64, Math.round(width * scale)), Math.max(48, Math.round(height * scale))];
}
