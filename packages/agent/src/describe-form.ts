/** What a room is called, is for and for whom, as a form in the facts about it. Templates. */
import { limits, type RoomDoc } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { DeskStrings } from './strings.js';
import { areAttributes, listIn } from './word-list.js';

type Description = {
  readonly title: string;
  readonly purpose: string;
  readonly topics: readonly string[];
  /** Only where it is another than before. */
  readonly boundTo?: readonly string[];
};

export function renderDescription(
  room: RoomDoc | null,
  strings: DeskStrings,
  form: {
    /** For whom it shall be is not written as it has to be. */
    readonly isWrong: boolean;
    readonly save: (event: SubmitEvent) => void;
    readonly cancel: () => void;
    readonly typed: () => void;
  },
): TemplateResult {
  return html`<form @submit=${form.save}>
    <label
      >${strings.title}<input name="title" required maxlength=${limits.maxTitleChars} .value=${room?.title ?? ''}
    /></label>
    <label
      >${strings.purpose}<textarea
        name="purpose"
        rows="3"
        maxlength=${limits.maxPurposeChars}
        .value=${room?.purpose ?? ''}
      ></textarea>
    </label>
    <label
      >${strings.topics}<input
        name="topics"
        maxlength="300"
        aria-describedby="topics-help"
        .value=${(room?.topics ?? []).join(', ')}
      /><span id="topics-help" class="help">${strings.topicsHelp}</span></label
    >
    ${
      room && canBeBound(room)
        ? html`<label
            >${strings.boundTo}<input
              name="boundTo"
              maxlength="1300"
              autocomplete="off"
              autocapitalize="none"
              aria-describedby="boundTo-help boundTo-wrong"
              aria-invalid=${form.isWrong}
              .value=${(room.boundTo ?? []).join(', ')}
              @input=${form.typed}
            /><span id="boundTo-help" class="help">${strings.boundToHelp} ${strings.boundToChange}</span
            ><span id="boundTo-wrong" class="wrong" role="alert"
              >${form.isWrong ? strings.boundToWrong : nothing}</span
            ></label
          >`
        : nothing
    }
    <div class="buttons">
      <button type="button" class="button" @click=${form.cancel}>${strings.cancel}</button>
      <button class="button primary">${strings.save}</button>
    </div>
  </form>`;
}

/** What was written; null when for whom it shall be is not written as it has to be. */
export function descriptionIn(root: ParentNode, room: RoomDoc | null): Description | null {
  const field = (selector: string): HTMLInputElement | null => root.querySelector<HTMLInputElement>(selector);
  const valueOf = (selector: string): string => field(selector)?.value.trim() ?? '';
  const boundTo = listIn(valueOf('[name=boundTo]'));
  if (!areAttributes(boundTo)) return null;
  const isOther = field('[name=boundTo]') !== null && boundTo.join() !== (room?.boundTo ?? []).join();
  return {
    title: valueOf('[name=title]'),
    purpose: valueOf('[name=purpose]'),
    topics: listIn(valueOf('[name=topics]')),
    ...(isOther && { boundTo }),
  };
}

/** Whether an attribute can decide who sees it. */
function canBeBound({ kind, isPrivate }: RoomDoc): boolean {
  return !isPrivate && kind !== 'incident' && kind !== 'lane';
}
