/** The list of whom one can call, below the sign that is being typed. */
import type { FoundPerson, MentionGroup } from '@support-chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { face } from '../parts/message-row.js';
import { safeName } from '../text-language.js';
import type { MentionStrings } from './mention-strings.js';

export type Choice = { readonly group: MentionGroup } | { readonly person: FoundPerson };

type Context = {
  readonly words: MentionStrings;
  /** Place of the one that Enter takes; -1 for none. */
  readonly active: number;
  readonly isPrivate: boolean;
  readonly wouldInvite: (person: FoundPerson) => boolean;
  readonly choose: (choice: Choice) => void;
};

/** `choices`: null while nothing is shown. */
export function renderChoices(choices: readonly Choice[] | null, context: Context): TemplateResult {
  const { words } = context;
  return html`<p class="visually-hidden" role="status">${choices ? words.announce(choices.length) : nothing}</p>
    ${
      choices
        ? html`<div
            id="callable"
            class="callable"
            tabindex="0"
            role=${choices.length > 0 ? 'listbox' : nothing}
            aria-label=${choices.length > 0 ? words.title : nothing}
            @mousedown=${keepFocus}
          >
            ${choices.map((choice, index) => renderChoice(choice, index, context))}
            ${choices.length > 0 ? nothing : html`<p class="callable-none">${words.none}</p>`}
          </div>`
        : nothing
    }`;
}

function renderChoice(choice: Choice, index: number, context: Context): TemplateResult {
  const { words, isPrivate } = context;
  const inside =
    'group' in choice
      ? html`<span class="group" aria-hidden="true">@</span>
          <span class="who">
            <span class="line">@${choice.group}</span>
            <span class="line less">${(isPrivate ? words.groupsInPrivate : words.groups)[choice.group]}</span>
          </span>`
      : renderPerson(choice.person, context);
  // Whoever uses the keyboard is in the text box, which points at the option.
  // eslint-disable-next-line lit-a11y/click-events-have-key-events
  return html`<div
    role="option"
    id="callable-${index}"
    aria-selected=${index === context.active}
    @click=${() => context.choose(choice)}
  >
    ${inside}
  </div>`;
}

function renderPerson(person: FoundPerson, { words, wouldInvite }: Context): TemplateResult {
  const { name, role, as, reading, isHere } = person;
  const letIn = as === null ? words.invites : words.staysToo;
  const place = wouldInvite(person) ? letIn : isHere ? '' : words.notHere;
  const less = [reading === null ? '' : safeName(reading), place].filter(Boolean).join(' · ');
  const mark = as === 'expert' || as === 'host' ? words[as] : words.roles[role];
  return html`${face(person)}
    <span class="who">
      <bdi class="line">${safeName(name)}</bdi>
      ${less ? html`<span class="line less">${less}</span>` : nothing}
    </span>
    ${mark ? html`<span class="as">${mark}</span>` : nothing}`;
}

/** Whoever chooses by pointer goes on writing. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
