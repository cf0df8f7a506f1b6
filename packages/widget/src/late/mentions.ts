/** Calling people by name: the list at `@`, and what a message that calls them says about it. Loaded with the first `@`. */
import type { Room, RoomView } from '@support-chat/client';
import {
  limits,
  mentionLimits,
  mentionGroups,
  type FoundPerson,
  type Mention,
  type MentionGroup,
  type Person,
} from '@support-chat/protocol';
import { adoptStyles, html, LitElement, nothing, render } from 'lit';
import { ImeGuard } from '../ime-guard.js';
import type { Composer } from '../parts/composer.js';
import type { Conversation } from '../parts/conversation.js';
import { faces } from '../styles/faces.js';
import { safeName } from '../text-language.js';
import { isLetIn } from './mention-invites.js';
import { callName, isLike, mentionBefore, mentionsIn } from './mention-text.js';
import { renderChoices, type Choice } from './mention-list.js';
import { mentionStrings, type MentionStrings } from './mention-strings.js';
import { mentionStyles } from './mention-style.js';
import { pointTo } from './point-to.js';

export { mentionsIn };

/** What the conversation is about to send. */
type Sending = {
  readonly text: string;
  mentions?: readonly Mention[];
  invites?: readonly Person[];
  untilSolved?: true;
  isConfirmed?: true;
};

/** As many as can be looked through; who is looked for is found by typing on. */
const maxShown = 8;

/**
 * @summary Stands in a conversation and works in its composer: the list must be in the scope of the text box that points at it.
 *
 * @fires support-chat-room-wanted - Whoever has the room puts it into `detail.room`.
 */
export class Mentions extends LitElement {
  static override properties = { view: { attribute: false } };

  view: RoomView | null = null;

  readonly #ime = new ImeGuard();
  readonly #place = document.createElement('div');
  #root: ShadowRoot | null = null;
  #composer: Composer | null = null;
  #listening = new AbortController();
  /** What is shown; null while nothing is. */
  #choices: readonly Choice[] | null = null;
  #active = -1;
  /** The query that the choices fit. */
  #shownFor: string | null = null;
  /** What was typed of a name, and what was last asked about. */
  #query: string | null = null;
  #asked: string | null = null;
  #isAsking = false;
  /** The sign for which the list stays closed as long as what follows it begins like this: closed by hand, or chosen. */
  #dismissed: { readonly at: number; readonly beginning: string } | null = null;
  /** Everybody chosen or found here, by id. */
  readonly #known = new Map<string, FoundPerson>();
  readonly #invited = new Map<string, Person>();
  /** Who is let in stays when the question is solved. */
  #isForGood = false;
  /** The author was told that they go when it is solved. */
  #saidUntilSolved = false;
  /** How many would be called, while the author is asked. */
  #question: number | null = null;
  #isConfirmed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#root = this.getRootNode() as ShadowRoot;
    this.#root.addEventListener('support-chat-draft', this.#onDraft);
    this.#root.addEventListener('support-chat-send', this.#onSend, true);
    this.#composer = this.#root.querySelector('support-chat-composer');
    void this.#composer?.updateComplete.then(() => this.#enter());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#root?.removeEventListener('support-chat-draft', this.#onDraft);
    this.#root?.removeEventListener('support-chat-send', this.#onSend, true);
    this.#leave();
  }

  protected override willUpdate(): void {
    // Another room, or somebody else: whom they chose is not this one's.
    const key = `${this.view?.name} ${this.view?.me?.id}`;
    if (key === this.#key) return;
    this.#key = key;
    this.#known.clear();
    this.#invited.clear();
    this.#close();
  }
  #key = '';

  #enter(): void {
    const root = this.#composer?.renderRoot as ShadowRoot | undefined;
    const box = this.#box;
    if (!this.#composer || !root || !box || !this.isConnected) return;
    root.prepend(this.#place);
    adoptStyles(root, [...root.adoptedStyleSheets, faces, mentionStyles]);
    const { signal } = (this.#listening = new AbortController());
    this.#composer.addEventListener('keydown', this.#onKey, { capture: true, signal });
    box.addEventListener('compositionstart', this.#onComposition, { signal });
    box.addEventListener('compositionend', this.#onComposition, { signal });
    box.addEventListener('blur', this.#onBlur, { signal });
    box.setAttribute('aria-autocomplete', 'list');
    box.setAttribute('aria-haspopup', 'listbox');
    this.#follow();
  }

  #leave(): void {
    this.#listening.abort();
    for (const name of ['aria-autocomplete', 'aria-haspopup', 'aria-controls', 'aria-activedescendant'])
      this.#box?.removeAttribute(name);
    this.#place.remove();
  }

  get #conversation(): Conversation {
    return this.#root?.host as Conversation;
  }

  get #box(): HTMLTextAreaElement | null {
    return this.#composer?.renderRoot.querySelector('textarea') ?? null;
  }

  /** Whether those who are let in go when the question is solved that is replied to. */
  get #endsWhenSolved(): boolean {
    return !this.#isForGood && this.#isForQuestion;
  }

  get #isForQuestion(): boolean {
    const state = this.#conversation.replyTo?.question?.state;
    return state === 'open' || state === 'claimed' || state === 'answered';
  }

  get #words(): MentionStrings {
    return mentionStrings[this.#conversation.locale === 'ja' ? 'ja' : 'en'];
  }

  get #room(): Room | null {
    const detail: { room: Room | null } = { room: null };
    this.dispatchEvent(new CustomEvent('support-chat-room-wanted', { detail, bubbles: true, composed: true }));
    return detail.room;
  }

  /** The groups that the reader may call here. */
  get #groups(): readonly MentionGroup[] {
    const { view } = this;
    const isLane = view?.room?.lane !== undefined || !view?.room;
    return isLane || !view.me || view.me.role === 'guest' ? [] : mentionGroups;
  }

  readonly #onDraft = (): void => {
    this.#question = null;
    this.#isConfirmed = false;
    const text = this.#box?.value ?? '';
    for (const [id, { name }] of this.#invited) if (!text.includes(callName(name))) this.#invited.delete(id);
    this.#follow();
  };

  readonly #onComposition = (event: CompositionEvent): void => {
    if (event.type === 'compositionstart') this.#ime.begin();
    else this.#ime.end(event);
  };

  readonly #onBlur = (): void => this.#close();

  readonly #onKey = (event: KeyboardEvent): void => {
    const choices = this.#choices;
    if (!choices || this.#ime.owns(event)) return;
    const { key } = event;
    if (key === 'Escape') {
      this.#dismissed = { at: this.#mention?.at ?? 0, beginning: '' };
      this.#close();
    } else if (choices.length === 0) return;
    else if (key === 'ArrowDown' || key === 'ArrowUp') {
      const step = key === 'ArrowDown' ? 1 : this.#active < 0 ? 0 : -1;
      this.#active = (this.#active + step + choices.length) % choices.length;
      this.#draw();
    } else if ((key === 'Enter' || key === 'Tab') && !event.shiftKey && choices[this.#active])
      this.#choose(choices[this.#active] as Choice);
    // Whoever leaves the text box goes past the list.
    else if (key === 'Tab') return this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  get #mention(): ReturnType<typeof mentionBefore> {
    const box = this.#box;
    return box && box.selectionStart === box.selectionEnd ? mentionBefore(box.value, box.selectionEnd) : null;
  }

  #follow(): void {
    const mention = this.#mention;
    const { at, beginning = '' } = this.#dismissed ?? {};
    if (mention?.at !== at || !mention?.query.startsWith(beginning)) this.#dismissed = null;
    this.#query = mention && !this.#dismissed ? mention.query : null;
    if (this.#query === null) return this.#close();
    if (this.#query !== this.#shownFor || !this.#choices) this.#showNear(this.#query);
    if (!this.#isAsking) void this.#ask();
  }

  /** Who types fast chooses among those this page knows before the server has answered, and never somebody for whom it no longer fits. */
  #showNear(query: string): void {
    const near = [...this.#known.values()].filter((person) => isLike(person, query));
    if (near.length > 0 || this.#writers.some((person) => isLike(person, query))) return this.#show(query, near);
    if (!this.#choices) return;
    this.#active = -1;
    this.#draw();
  }

  /** One question at a time: what was typed meanwhile is asked about next, and only the last of it. */
  async #ask(): Promise<void> {
    this.#isAsking = true;
    while (this.#query !== null && this.#query !== this.#asked) {
      const text = (this.#asked = this.#query);
      const found = (await this.#room?.ask('people.find', { text: text.slice(0, limits.maxPersonNameChars) }))?.people;
      if (this.#query !== text) continue;
      this.#show(text, found ?? []);
    }
    this.#asked = null;
    this.#isAsking = false;
  }

  #show(query: string, found: readonly FoundPerson[]): void {
    for (const person of found) this.#known.set(person.id, person);
    const ids = new Set(found.map(({ id }) => id));
    const writers = this.#writers.filter((person) => !ids.has(person.id) && isLike(person, query));
    const groups = this.#groups.filter((group) => group.startsWith(query.toLowerCase()));
    const wrote = new Set(this.#writers.map(({ id }) => id));
    const isNear = ({ id, isHere }: FoundPerson): boolean => isHere || wrote.has(id);
    const people = [...found.filter(isNear), ...writers, ...found.filter((person) => !isNear(person))];
    const active = this.#choices?.[this.#active];
    this.#choices = [
      ...people.slice(0, maxShown).map((person) => ({ person })),
      // Last: nobody calls everybody by a key too many.
      ...groups.map((group) => ({ group })),
    ];
    // A sign alone may be meant as it is; whoever typed a name meant somebody.
    const first = query === '' ? -1 : 0;
    const place = active ? this.#choices.findIndex((choice) => keyOf(choice) === keyOf(active)) : -1;
    this.#active = place >= 0 && query === this.#shownFor ? place : first;
    this.#shownFor = query;
    // Several words that are nobody's name are a text.
    if (this.#choices.length === 0 && /\s/u.test(query)) return this.#close();
    this.#draw();
  }

  /** Who wrote what is loaded, the newest first. */
  get #writers(): FoundPerson[] {
    const people = new Map<string, FoundPerson>();
    for (const { by } of (this.view?.messages ?? []).toReversed())
      if (by.id !== this.view?.me?.id && by.role !== 'bot' && !people.has(by.id))
        people.set(by.id, { ...by, reading: null, as: null, mayEnter: true, isHere: true });
    return [...people.values()];
  }

  #close(): void {
    this.#query = null;
    this.#choices = null;
    this.#draw();
  }

  #choose(choice: Choice): void {
    const [box, mention] = [this.#box, this.#mention];
    if (!box || !mention || this.#ime.isComposing) return;
    if ('person' in choice) {
      const { person } = choice;
      this.#known.set(person.id, person);
      if (this.#wouldInvite(person))
        this.#invited.set(person.id, { id: person.id, name: person.name, role: person.role });
    }
    const name = 'group' in choice ? choice.group : callName(safeName(choice.person.name));
    box.focus();
    box.setSelectionRange(mention.at + 1, box.selectionEnd);
    // It is chosen: what follows is no longer a name.
    this.#dismissed = { at: mention.at, beginning: name };
    this.#close();
    // The one way to write that the browser's undo takes back; it is deprecated without another to take its place.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (!document.execCommand('insertText', false, `${name} `)) {
      box.setRangeText(`${name} `, box.selectionStart, box.selectionEnd, 'end');
      box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    }
  }

  #wouldInvite(person: FoundPerson): boolean {
    const hasWritten = this.#writers.some(({ id }) => id === person.id);
    return isLetIn(person, {
      ...{ view: this.view, hasWritten, question: this.#isForQuestion ? this.#conversation.replyTo?.seq : undefined },
    });
  }

  readonly #onSend = (event: Event): void => {
    const detail = (event as CustomEvent<Sending>).detail;
    const { text } = detail;
    const names = new Map<string, { id: string; name: string }>();
    for (const { id, name } of [...this.#writers, ...this.#known.values()])
      names.set(id, { id, name: callName(safeName(name)) });
    const groups = this.#groups;
    const mentions = mentionsIn(text, [...names.values()]).filter(({ group }) => !group || groups.includes(group));
    this.#question = this.#dismissed = null;
    if (mentions.length === 0) return this.#draw();
    const group = mentions.find((mention) => mention.group === 'all')?.group ?? mentions.find((m) => m.group)?.group;
    if (group && !this.#isConfirmed) {
      // The text stays until it is known how many it calls.
      event.preventDefault();
      event.stopImmediatePropagation();
      void this.#count(group);
      return;
    }
    detail.mentions = mentions;
    const called = new Set(mentions.map(({ person }) => person));
    const invites = [...this.#invited.values()].filter(({ id }) => called.has(id));
    if (invites.length > 0) {
      detail.invites = invites;
      // As it was said: if it was solved since, the server says so.
      if (this.#saidUntilSolved) detail.untilSolved = true;
    }
    if (group) detail.isConfirmed = true;
    this.#invited.clear();
    this.#isConfirmed = this.#isForGood = false;
    this.#close();
  };

  /** Asks the author when a group has many; else the message goes on its way. */
  async #count(group: MentionGroup): Promise<void> {
    const text = this.#box?.value;
    const people = (await this.#room?.ask('people.count', { group }))?.people ?? 0;
    if (this.#box?.value !== text) return;
    if (people <= mentionLimits.maxUnasked) return this.#confirm();
    this.#question = people;
    this.#draw();
    this.#place.querySelector<HTMLElement>('.back')?.focus();
  }

  readonly #confirm = (): void => {
    this.#isConfirmed = true;
    this.#composer?.renderRoot.querySelector<HTMLElement>('.send')?.click();
  };

  readonly #withdraw = (): void => {
    this.#question = null;
    this.#draw();
    this.#box?.focus();
  };

  #draw(): void {
    const box = this.#box;
    const isOpen = this.#choices !== null;
    const active = isOpen ? this.#active : -1;
    const list = renderChoices(this.#choices, {
      ...{ words: this.#words, active: this.#active, isPrivate: this.view?.room?.isPrivate === true },
      wouldInvite: (person) => this.#wouldInvite(person),
      choose: (choice) => this.#choose(choice),
    });
    render([list, this.#renderConsequences()], this.#place);
    pointTo(box, 'aria-controls', isOpen ? 'callable' : null);
    pointTo(box, 'aria-activedescendant', active >= 0 ? `callable-${active}` : null);
    this.#place.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #renderConsequences(): unknown {
    const [words, question] = [this.#words, this.#question];
    const isExpert = this.view?.room?.kind !== 'team';
    const switchEnd = (): void => {
      this.#isForGood = !this.#isForGood;
      this.#draw();
    };
    this.#saidUntilSolved = this.#endsWhenSolved;
    const lines = [...this.#invited.values()].map(({ id, name }) => {
      const { mayEnter, as } = this.#known.get(id) ?? {};
      const says = as
        ? words.stays(safeName(name), this.#endsWhenSolved)
        : words.invited(safeName(name), isExpert, this.#endsWhenSolved);
      const takeBack = (): void => {
        this.#invited.delete(id);
        this.#draw();
        this.#box?.focus();
      };
      return html`<div class="consequence">
        <span>${says}</span>
        ${
          this.#isForQuestion
            ? html`<button class="text-button" @click=${switchEnd}>
                ${this.#endsWhenSolved ? words.forGood : words.untilSolved}
              </button>`
            : nothing
        }
        ${mayEnter === false ? nothing : html`<button class="text-button" @click=${takeBack}>${words.onlyMention}</button>`}
      </div>`;
    });
    if (question === null) return lines;
    return [
      ...lines,
      html`<div class="consequence asks" role="group" aria-label=${words.confirm(question)}>
        <span role="alert">${words.confirm(question)}</span>
        <button class="text-button back" @click=${this.#withdraw}>${words.back}</button>
        <button class="text-button" @click=${this.#confirm}>${words.callAll(question)}</button>
      </div>`,
    ];
  }
}

function keyOf(choice: Choice): string {
  return 'group' in choice ? choice.group : `person ${choice.person.id}`;
}

if (!customElements.get('support-chat-mentions')) customElements.define('support-chat-mentions', Mentions);
