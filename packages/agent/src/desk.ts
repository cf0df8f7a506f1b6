/** `<support-desk>`: the agent view, put together from the widget's parts. */
import type { LifeAct, LobbyView, Room, RoomView } from '@support-chat/client';
import { isRetryable, isStaff, Refusal, type Person, type QueueRow } from '@support-chat/protocol';
import {
  clockIcon,
  base,
  chooseLanguage,
  faces,
  icon,
  tokens,
  type Conversation,
  type Language,
  type Strings,
} from '@support-chat/widget/parts';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { createDeskActs } from './desk-acts.js';
import { createDeskCanned } from './desk-canned.js';
import { renderDeskBar } from './desk-bar.js';
import { createDeskIncident } from './desk-incident.js';
import { isSingleKey, readKey, type DeskKey } from './desk-keys.js';
import { hashOf, placeOf, type Place } from './desk-place.js';
import { renderDialogs, searchLabel } from './desk-dialogs.js';
import { renderDeskPins } from './desk-pins.js';
import { announceProblem, tellProblem, type ProblemOpen } from './desk-problems.js';
import { DeskSession } from './desk-session.js';
import { deskStyles } from './desk-styles.js';
import { renderTitleBar } from './desk-title.js';
import { loadDeskWords, type DeskWords } from './desk-words.js';
import { noticeOf } from './lobby-notice.js';
import type { KeysDialog } from './parts/keys-dialog.js';
import type { NewRoom, NewRoomFields } from './parts/new-room.js';
import type { ProblemForm, ProblemWish } from './parts/problem-form.js';
import type { Queue } from './parts/queue.js';
import type { RoomFacts } from './parts/room-facts.js';
import type { RoomList } from './parts/room-list.js';
import type { DeskStrings } from './strings.js';
import { forms } from './styles.js';

/** From this width up the facts have a pane of their own. */
const hasFactsPane = '(min-width: 1101px)';

/**
 * @summary The desk: rooms, the open conversation, and facts about it. Needs `getToken`.
 *
 * @fires support-desk-signed-out - The token was refused or is not an agent's; `detail.words` says so.
 * @fires support-desk-sign-out - The agent wants to sign out.
 */
export class SupportDesk extends LitElement {
  static override properties = {
    lang: { reflect: true },
    theme: { reflect: true },
    server: {},
    getToken: { attribute: false },
    words: { state: true },
    lobby: { state: true },
    view: { state: true },
    sendRefusal: { state: true },
    changeRefusal: { state: true },
    place: { state: true },
    hasFacts: { state: true },
  };
  static override styles = [tokens, base, faces, forms, deskStyles];

  override lang = '';
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** Base URL of the room server. */
  server = location.origin;
  /** Gives the agent's token before each connection. Set it before the element is connected. */
  getToken: () => Promise<string> | string = () => '';

  private words: DeskWords | null = null;
  private lobby: LobbyView | null = null;
  private view: RoomView | null = null;
  private sendRefusal = '';
  private changeRefusal = '';
  private place: Place = placeOf('');
  private hasFacts = matchMedia(hasFactsPane).matches;

  /** The room that is open. */
  private get current(): string | null {
    return this.place.room;
  }
  private get queue(): Queue | null {
    return this.renderRoot.querySelector('support-desk-queue');
  }
  private get conversation(): Conversation | null {
    return this.renderRoot.querySelector('support-chat-conversation');
  }
  private get list(): RoomList | null {
    return this.renderRoot.querySelector('support-desk-room-list');
  }
  private get newRoom(): NewRoom {
    return this.renderRoot.querySelector('support-desk-new-room') as NewRoom;
  }
  private get problemForm(): ProblemForm {
    return this.renderRoot.querySelector('support-desk-problem-form') as ProblemForm;
  }
  private get keysDialog(): KeysDialog {
    return this.renderRoot.querySelector('support-desk-keys') as KeysDialog;
  }

  #session: DeskSession | null = null;
  /** Whether choosing a room moves the focus into it. */
  #movesFocus = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#session = new DeskSession({
      server: this.server,
      getToken: () => this.getToken(),
      element: this.renderRoot,
      conversation: () => this.conversation,
      strings: () => this.#wordsNow.widget,
      showLobby: (view) => this.#showLobby(view),
      showRoom: (view) => (this.view = view),
      showRefusal: (words) => (this.sendRefusal = words),
    });
    window.addEventListener('hashchange', this.#followHash);
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#followHash);
    document.removeEventListener('keydown', this.#onKey);
    void this.#session?.end();
    this.#session = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('lang')) void this.#loadWords(chooseLanguage([this.lang, ...navigator.languages]));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.words) return nothing;
    const { desk, span } = this.words;
    return html`<div class=${this.current || this.place.isQueue ? 'desk has-room' : 'desk'}>
      ${renderDeskBar({
        strings: desk,
        lobby: this.lobby,
        switchBusy: () => void this.#acts.switchBusy(),
        showKeys: () => this.keysDialog.show(),
        signOut: () => void this.#signOut(),
      })}
      <nav class="rooms" aria-label=${desk.rooms}>
        ${
          this.current
            ? nothing
            : html`<support-chat-notice
                .strings=${this.words.widget}
                .view=${noticeOf(this.lobby)}
                @support-chat-focus-lost=${() => this.list?.focusRoom(null)}
              ></support-chat-notice>`
        }
        <support-desk-calls
          lang=${this.#language}
          .calls=${this.lobby?.calls ?? []}
          .spanWords=${span}
          ?isQuiet=${this.lobby?.isBusy}
          @support-desk-choose=${this.#onChoose}
        ></support-desk-calls>
        <button
          class="queue"
          aria-current=${(isPhone() ? this.place.isQueue : !this.current) ? 'page' : nothing}
          @click=${() => this.#go({ isQueue: true })}
        >
          ${icon(clockIcon, 16)}${desk.questions}
          <span class="count">${this.lobby?.questions?.filter(({ state }) => state === 'open').length || ''}</span>
        </button>
        <button class="queue" @click=${() => void this.#acts.search()}>${searchLabel(desk.searchMessages)}</button>
        <support-desk-room-list
          .strings=${desk}
          .spanWords=${span}
          .problemWords=${this.words.problems}
          .rows=${this.lobby?.rows ?? []}
          .current=${this.current}
          ?isLoading=${this.lobby?.state !== 'ready'}
          @support-desk-choose=${this.#onChoose}
          ?canRecover=${this.lobby?.me?.role === 'manager'}
          @support-desk-deleted=${this.#acts.showDeleted}
          @support-desk-new=${this.#askForRoom}
        ></support-desk-room-list>
      </nav>
      ${renderTitleBar(desk, this.view?.room ?? null, {
        isRoom: this.current !== null,
        hasFacts: this.hasFacts,
        back: () => this.#choose(null, true),
        toggleFacts: () => (this.hasFacts = !this.hasFacts),
      })}
      ${this.#renderPane()} ${this.#renderFacts(desk)}
      <support-desk-new-room
        .strings=${desk}
        .lobby=${this.#session?.lobby ?? null}
        @support-desk-create=${this.#create}
      ></support-desk-new-room>
      <support-desk-same-as
        .strings=${desk}
        .widgetStrings=${this.words.widget}
        @support-desk-merged=${({ detail }: CustomEvent<{ into: number }>) => void this.#session?.reveal(detail.into)}
      ></support-desk-same-as>
      <support-desk-problem-form
        .strings=${this.words.problems.strings}
        .cancelWords=${desk.cancel}
        @support-desk-problem=${this.#tellProblem}
      ></support-desk-problem-form>
      <support-desk-hand-over .strings=${desk}></support-desk-hand-over>
      ${renderDialogs(this.#language, this.#onChoose)}
      <support-desk-answer-all
        lang=${this.#language}
        @support-desk-answered=${() => this.queue?.unselect()}
      ></support-desk-answer-all>
      <support-desk-keys .strings=${desk}></support-desk-keys>
    </div>`;
  }

  #renderPane(): TemplateResult {
    const { widget, lane, desk } = this.#wordsNow;
    if (!this.current)
      return html`<main class="pane">
        <support-desk-queue
          .strings=${desk}
          .widgetStrings=${widget}
          .spanWords=${this.#wordsNow.span}
          .rows=${this.lobby?.questions ?? null}
          .rooms=${this.lobby?.rows ?? []}
          .me=${this.lobby?.me ?? null}
          .looks=${this.lobby?.looks ?? []}
          .lobby=${this.#session?.lobby ?? null}
          @support-desk-choose=${this.#onChoose}
          @support-desk-answer=${({ detail }: CustomEvent<readonly QueueRow[]>) => this.#acts.answerAll(detail)}
          @support-desk-hand-over=${({ detail }: CustomEvent<readonly QueueRow[]>) => this.#acts.handOver(detail)}
        ></support-desk-queue>
      </main>`;
    return html`<main class="pane">
      ${renderDeskPins(this.view, this.#language, { session: () => this.#session, acts: this.#acts })}
      <support-chat-conversation
        density="feed"
        class=${this.view?.room?.lane ? 'lane' : ''}
        .strings=${this.view?.room?.lane ? lane : widget}
        .locale=${this.#language}
        .view=${this.view}
        .sendRefusal=${this.sendRefusal}
        .moreActs=${this.#acts.moreActs()}
        @support-chat-draft=${this.#canned.onDraft}
        @support-chat-versions=${({ detail }: CustomEvent<{ seq: number }>) => this.#acts.versions(detail.seq)}
        @support-chat-go=${({ detail }: CustomEvent<{ room: string; seq: number }>) => this.#go(detail)}
      ></support-chat-conversation>
      ${this.#canned.render(desk, this.#language, this.view)}
    </main>`;
  }

  #renderFacts(desk: DeskStrings): TemplateResult | typeof nothing {
    if (!this.hasFacts || !this.view?.room) return nothing;
    return html`<support-desk-room-facts
      .strings=${desk}
      .problemWords=${this.#wordsNow.problems}
      .view=${this.view}
      .rooms=${this.lobby?.rows ?? []}
      .server=${this.server}
      .members=${this.#acts.members}
      .locale=${this.#language}
      canHide
      .refusal=${this.changeRefusal}
      @support-desk-hide-facts=${this.#hideFacts}
      @support-desk-problem-open=${({ detail: { mode, problem } }: ProblemOpen) => this.problemForm.show(mode, problem)}
      @support-desk-numbers=${this.#acts.showNumbers}
      @support-desk-share=${() => this.#acts.share(null)}
      @support-desk-delete=${this.#acts.deleteRoom}
      @support-desk-move-open=${this.#acts.moveOpen}
      @support-desk-plan=${this.#acts.planRoom}
      @support-desk-open-room=${() => this.#change((room) => room.act('room.open', {}))}
      @support-desk-export=${() => this.#acts.exportRoom({ server: this.server, getToken: this.getToken })}
      @support-desk-guest-link=${this.#acts.makeLink}
      @support-desk-describe=${(event: CustomEvent<Parameters<Room['describe']>[0]>) =>
        this.#change((room) => room.describe(event.detail), event.detail.boundTo && desk.cannotBind)}
      @support-desk-close-room=${() => this.#change((room) => room.close(''))}
      @support-desk-reopen-room=${() => this.#change((room) => room.reopen(''))}
      @support-desk-archive=${({ detail: { act } }: CustomEvent<{ act: LifeAct }>) =>
        this.#change((room) => room.act(act, { reason: '' }))}
    ></support-desk-room-facts>`;
  }

  get #language(): Language {
    return chooseLanguage([this.lang, ...navigator.languages]);
  }

  get #wordsNow(): DeskWords {
    if (!this.words) throw new Error('the desk was asked to speak before its words were loaded');
    return this.words;
  }

  async #loadWords(language: Language): Promise<void> {
    this.words = await loadDeskWords(language);
    this.#followHash();
  }

  #showLobby(view: LobbyView): void {
    this.lobby = view;
    if (view.calls.length > 0) void import('./parts/calls.js').catch(() => undefined);
    const refusal = view.refusal ?? (view.connection.state === 'refused' ? view.connection.refusal : null);
    if (view.me && !isStaff(view.me.role)) this.#signedOut(view.me);
    else if (refusal) this.#signedOut(null, refusal.code);
  }

  #signedOut(person: Person | null, code: keyof Strings['refusals'] = 'forbidden'): void {
    const words = person ? this.words?.desk.staffOnly : this.words?.widget.refusals[code];
    this.#tell('support-desk-signed-out', { words: words ?? '' });
  }

  readonly #signOut = async (): Promise<void> => {
    await this.#session?.client.logout(); // The next person at this desk must not find drafts.
    this.#tell('support-desk-sign-out', {});
  };

  /** `byHand`: the focus goes where the work goes on. By key it stays, so that the next key works, too. */
  #choose(name: string | null, byHand = false): void {
    this.#go({ room: name }, byHand);
  }

  #go(place: Partial<Place>, byHand = true): void {
    this.#movesFocus = byHand;
    const hash = hashOf(place);
    if (location.hash === hash) this.#followHash();
    else location.hash = hash;
  }

  readonly #onChoose = ({ detail: { name, seq = null } }: CustomEvent<{ name: string; seq?: number | null }>): void =>
    this.#go({ room: name, seq });

  readonly #followHash = (): void => {
    if (!this.words) return;
    const previous = this.current;
    this.place = placeOf(location.hash);
    const { room: name, seq, isQueue } = this.place;
    this.changeRefusal = '';
    void this.updateComplete.then(() => {
      this.#session?.go({ room: name, seq });
      if ((name === previous && !isQueue) || !this.#movesFocus) return;
      if (isQueue) this.queue?.focus();
      else if (!name) this.list?.focusRoom(previous);
      else if (isPhone()) this.renderRoot.querySelector<HTMLElement>('.back')?.focus();
      else this.conversation?.focus();
    });
  };

  readonly #acts = createDeskActs({
    root: () => this.renderRoot,
    session: () => this.#session,
    server: () => this.server,
    view: () => this.view,
    strings: () => this.#wordsNow.desk,
    refusalWords: (error) => this.#refusalWords(error),
    refuse: (words) => (this.sendRefusal = words),
    choose: (room) => this.#choose(room, true),
    incident: (asked) => this.#incident.begin(asked),
  });

  readonly #incident = createDeskIncident({
    session: () => this.#session,
    newRoom: () => this.newRoom,
    strings: () => this.#wordsNow.desk,
    refuse: (error) => (this.sendRefusal = this.#refusalWords(error)),
  });

  readonly #canned = createDeskCanned(() => ({ root: this.renderRoot, session: this.#session }));

  readonly #askForRoom = (): void => {
    this.#incident.forget();
    this.newRoom.show();
  };

  readonly #create = async (event: CustomEvent<NewRoomFields>): Promise<void> => {
    try {
      await this.#session?.client.createRoom(event.detail);
      await this.#incident.end(event.detail.name);
      this.newRoom.close();
      this.#choose(event.detail.name, true);
      this.hasFacts = true;
    } catch (error) {
      this.newRoom.refuse(this.#refusalWords(error));
    }
  };

  readonly #tellProblem = ({ detail }: CustomEvent<ProblemWish>): void =>
    void tellProblem(this.#session?.room, this.problemForm, detail, (error) => this.#refusalWords(error));

  /** `badRequest`: what the desk says when the server could not take it as it was asked. */
  async #change(act: (room: NonNullable<DeskSession['room']>) => Promise<unknown>, badRequest?: string): Promise<void> {
    const room = this.#session?.room;
    if (!room) return;
    this.changeRefusal = '';
    try {
      await act(room);
      this.renderRoot.querySelector<RoomFacts>('support-desk-room-facts')?.endEdit();
    } catch (error) {
      const isBad = error instanceof Refusal && error.code === 'bad_request';
      this.changeRefusal = (isBad && badRequest) || this.#refusalWords(error);
    }
  }

  /** A message is sent later by itself; what is done here is not, and says so. */
  #refusalWords(error: unknown): string {
    const code = error instanceof Refusal ? error.code : 'internal';
    const { desk, widget } = this.#wordsNow;
    return (isRetryable(code) ? undefined : widget.refusals[code]) ?? desk.notDone;
  }

  readonly #hideFacts = (): void => {
    this.hasFacts = false;
    this.renderRoot.querySelector<HTMLElement>('.facts')?.focus();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const path = event.composedPath();
    if (event.defaultPrevented || path.some((element) => element instanceof HTMLDialogElement)) return;
    const origin = path[0];
    const key = readKey(event, origin instanceof HTMLElement && origin.matches('input, textarea, [contenteditable]'));
    if (!key || (isSingleKey(event) && !this.keysDialog.isOn)) return;
    event.preventDefault();
    this.#obey(key, origin);
  };

  #obey(key: DeskKey, origin: EventTarget | undefined): void {
    if (key.ask === 'neighbour') this.#chooseKnown(this.list?.neighbour(key.step));
    else if (key.ask === 'place') this.#chooseKnown(this.list?.nameAt(key.place));
    else if (key.ask === 'answer') this.conversation?.focus();
    else if (key.ask === 'find') this.list?.find();
    else if (key.ask === 'search') void this.#acts.search();
    else if (key.ask === 'queue') this.#go({ isQueue: true });
    else if (key.ask === 'new') this.#askForRoom();
    else if (key.ask === 'facts') this.hasFacts = !this.hasFacts;
    else if (key.ask === 'problem') announceProblem(this.view, this.problemForm);
    else if (key.ask === 'keys') this.keysDialog.show();
    else if (origin instanceof HTMLTextAreaElement) origin.blur();
    else this.#choose(null, true);
  }

  #chooseKnown(name: string | null | undefined): void {
    if (name) this.#choose(name);
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

function isPhone(): boolean {
  return matchMedia('(max-width: 720px)').matches;
}
