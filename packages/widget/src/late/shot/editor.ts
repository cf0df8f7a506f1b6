/** Marks on a picture, and what is covered, before anybody else sees it. Loaded when there is a picture to edit. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { icon } from '../../icons.js';
import { isImeKey } from '../../ime-guard.js';
import { base } from '../../styles/tokens.js';
import { burn, lineOf, textWidth } from './burn.js';
import { editorStyles, toolIcons } from './editor-styles.js';
import { changed, History, proposals, tools, upright, type Mark, type Marks, type Tool } from './marks.js';
import type { Box, SecretPlace } from './page-secrets.js';
import { fitStage } from './stage.js';
import type { ShotStrings } from './shot-strings.js';

type Drag = { readonly id: number; readonly how: 'move' | 'grow' | 'new'; readonly x: number; readonly y: number };

/** @summary A dialog over everything in which a picture gets its marks. */
export class PictureEditor extends LitElement {
  static override properties = {
    marks: { state: true },
    tool: { state: true },
    chosen: { state: true },
    isFullSize: { state: true },
    isAsking: { state: true },
    isBusy: { state: true },
    failure: { state: true },
  };
  static override styles = [base, editorStyles];

  words!: ShotStrings;
  picture: ImageBitmap | null = null;
  /** What was found; null where nobody could look. Undefined for a picture that was picked. */
  places: readonly SecretPlace[] | null | undefined = undefined;
  finish: (result: Blob | null) => void = () => undefined;

  private marks: Marks = [];
  private tool: Tool | 'select' = 'select';
  private chosen = 0;
  private isFullSize = false;
  private isAsking = false;
  private isBusy = false;
  private failure = '';

  #history = new History([]);
  #drag: Drag | null = null;
  #lastId = 0;
  readonly #resize = new ResizeObserver(() => this.#draw());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#history = new History(proposals(this.places ?? []));
    this.marks = this.#history.now;
    this.#lastId = this.marks.length;
    this.tool = this.marks.length > 0 ? 'select' : 'black';
    this.addEventListener('keydown', this.#onKey);
    for (const type of ['paste', 'drop', 'dragover']) this.addEventListener(type, (event) => event.stopPropagation());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#erase();
  }

  protected override firstUpdated(): void {
    this.#dialog.showModal();
    this.#resize.observe(this.renderRoot.querySelector('.stage') as Element);
    (
      this.renderRoot.querySelector<HTMLElement>('.mark') ?? this.renderRoot.querySelector<HTMLElement>('.tool')
    )?.focus();
  }

  protected override updated(): void {
    this.#draw();
  }

  protected override render(): TemplateResult {
    const words = this.words;
    return html`<dialog aria-label=${words.title} @cancel=${this.#onCancel} @close=${() => this.#end(null)}>
      <div class="bar" role="group" aria-label=${words.toolbar}>
        <h2>${words.title}</h2>
        ${(['select', ...tools] as const).map((tool) => this.#renderTool(tool))}
        <span class="gap"></span>
        ${this.#renderAct('undo', words.undo, this.#history.canUndo, () => this.#step('undo'))}
        ${this.#renderAct('redo', words.redo, this.#history.canRedo, () => this.#step('redo'))}
        ${this.#renderAct('remove', words.remove, this.chosen > 0, () => this.#remove())}
        <button
          class="tool"
          aria-pressed=${this.isFullSize}
          title=${words.zoom}
          @click=${() => (this.isFullSize = !this.isFullSize)}
        >
          ${icon(toolIcons.zoom, 18)}<span class="visually-hidden">${words.zoom}</span>
        </button>
      </div>
      <div class="stage">
        <div
          class=${this.tool === 'select' ? 'sheet selects' : 'sheet'}
          role="group"
          aria-label=${words.picture}
          @pointerdown=${this.#onDown}
          @pointermove=${this.#onMove}
          @pointerup=${this.#onUp}
          @pointercancel=${this.#onUp}
        >
          <canvas aria-hidden="true"></canvas>
          ${this.marks.map((mark, index) => this.#renderMark(mark, index))}
        </div>
      </div>
      ${this.isAsking ? this.#renderQuestion() : this.#renderFoot()}
    </dialog>`;
  }

  #renderTool(tool: Tool | 'select'): TemplateResult {
    const words = this.words.tools[tool];
    return html`<button
      class="tool"
      aria-pressed=${this.tool === tool}
      title=${words}
      @click=${(event: MouseEvent) => this.#takeTool(tool, event.detail === 0)}
    >
      ${icon(toolIcons[tool], 18)}<span>${words}</span>
    </button>`;
  }

  #renderAct(name: 'undo' | 'redo' | 'remove', words: string, isOn: boolean, act: () => void): TemplateResult {
    return html`<button class="tool" aria-disabled=${!isOn} title=${words} @click=${act}>
      ${icon(toolIcons[name], 18)}<span class="visually-hidden">${words}</span>
    </button>`;
  }

  #renderMark(mark: Mark, index: number): TemplateResult {
    const words = this.words;
    const of = this.marks.length;
    const isChosen = mark.id === this.chosen;
    const label =
      mark.why === null
        ? words.mark([words.tools[mark.tool], mark.text].join(' ').trim(), index + 1, of)
        : words.proposal(words.reasons[mark.why], mark.isOff, index + 1, of);
    const kinds = [isChosen && 'chosen', mark.why && 'proposed', mark.isOff && 'off', mark.tool === 'crop' && 'crop'];
    return html`<button
        class="mark ${kinds.filter(Boolean).join(' ')}"
        data-id=${mark.id}
        aria-label=${label}
        title=${mark.why === null ? nothing : words.reasons[mark.why]}
        @focus=${() => (this.chosen = mark.id)}
        @click=${(event: MouseEvent) => this.#onPress(mark, event)}
      ></button>
      ${isChosen && !mark.isOff ? html`<i class="handle" data-grow=${mark.id}></i>` : nothing}`;
  }

  #renderFoot(): TemplateResult {
    const words = this.words;
    const mark = this.#chosenMark;
    const found = this.marks.filter(({ why }) => why !== null);
    const kept = found.filter(({ isOff }) => !isOff).length;
    const lead =
      this.places === undefined
        ? ''
        : this.places === null
          ? words.notOurs
          : found.length === 0
            ? words.nothingFound
            : words.proposed(found.length, kept);
    return html`<div class="foot">
      <p role="status">
        ${this.failure ? html`<strong class="failure">${this.failure}</strong>` : html`<strong>${lead}</strong>`}
        ${this.places === undefined ? words.howToAgain : words.howTo}
      </p>
      ${
        mark?.tool === 'text'
          ? html`<label>${words.text}<input .value=${mark.text} maxlength="200" @input=${this.#onText} /></label>`
          : nothing
      }
      ${
        mark && mark.why !== null
          ? html`<button class="text-button" @click=${() => this.#switchProposal(mark)}>
              ${mark.isOff ? words.putOn : words.takeOff}
            </button>`
          : nothing
      }
      <div class="acts">
        <button @click=${() => this.#ask()}>${words.cancel}</button>
        <button class="main" aria-disabled=${this.isBusy} @click=${() => void this.#done()}>${words.done}</button>
      </div>
    </div>`;
  }

  #renderQuestion(): TemplateResult {
    const words = this.words;
    return html`<div class="foot" role="alertdialog" aria-label=${words.ask}>
      <p><strong>${words.ask}</strong></p>
      <div class="acts">
        <button class="keep" @click=${() => this.#keep()}>${words.keep}</button>
        <button class="danger" @click=${() => this.#dialog.close()}>${words.throwAway}</button>
      </div>
    </div>`;
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
  }

  get #sheet(): HTMLElement {
    return this.renderRoot.querySelector('.sheet') as HTMLElement;
  }

  get #chosenMark(): Mark | undefined {
    return this.marks.find(({ id }) => id === this.chosen);
  }

  #draw(): void {
    if (this.picture)
      fitStage(this.renderRoot, this.picture, {
        marks: this.marks,
        chosen: this.#chosenMark,
        isFullSize: this.isFullSize,
      });
  }

  #set(marks: Marks, key: string | null = null): void {
    this.#history.set(marks, key);
    this.marks = marks;
  }

  #change(id: number, how: (mark: Mark) => Mark, key: string | null = null): void {
    this.#set(
      this.marks.map((mark) => (mark.id === id ? how(mark) : mark)),
      key,
    );
  }

  #step(way: 'undo' | 'redo'): void {
    this.#history[way]();
    this.marks = this.#history.now;
    if (!this.#chosenMark) this.chosen = 0;
  }

  #remove(): void {
    const mark = this.#chosenMark;
    if (!mark) return;
    if (mark.why !== null) return this.#switchProposal(mark);
    this.#set(this.marks.filter(({ id }) => id !== mark.id));
    this.chosen = 0;
    this.renderRoot.querySelector<HTMLElement>('.tool[aria-pressed="true"]')?.focus();
  }

  #switchProposal(mark: Mark): void {
    this.#change(mark.id, (it) => ({ ...it, isOff: !it.isOff }));
  }

  /** By key it puts a mark into the middle, to be moved from there. */
  #takeTool(tool: Tool | 'select', isByKey: boolean): void {
    this.tool = tool;
    if (!isByKey || tool === 'select' || !this.picture) return;
    const { width, height } = this.picture;
    const size = { width: Math.round(width / 4), height: Math.round(height / 6) };
    this.#put(tool, { x: Math.round((width - size.width) / 2), y: Math.round((height - size.height) / 2), ...size });
    this.tool = 'select';
    void this.updateComplete.then(() => this.#focusMark(this.chosen));
  }

  #put(tool: Tool, box: Box): number {
    const id = (this.#lastId += 1);
    const isText = tool === 'text';
    const height = isText && this.picture ? lineOf(this.picture) * 10 : box.height;
    const width = isText ? textWidth(this.words.text, height) : box.width;
    const mark: Mark = {
      ...box,
      width,
      height,
      id,
      tool,
      text: isText ? this.words.text : '',
      why: null,
      isOff: false,
    };
    this.#set([...this.marks.filter((known) => tool !== 'crop' || known.tool !== 'crop'), mark], `new ${id}`);
    this.chosen = id;
    return id;
  }

  #focusMark(id: number): void {
    this.renderRoot.querySelector<HTMLElement>(`.mark[data-id="${id}"]`)?.focus({ preventScroll: true });
  }

  readonly #onText = (event: Event): void => {
    const text = (event.target as HTMLInputElement).value;
    this.#change(
      this.chosen,
      (mark) => ({ ...mark, text, width: textWidth(text, mark.height) }),
      `text ${this.chosen}`,
    );
  };

  /** A proposal is switched by pressing it; by pointer only where it is chosen already, so that it can be moved, too. */
  #onPress(mark: Mark, event: MouseEvent): void {
    if (mark.why !== null && event.detail === 0) this.#switchProposal(mark);
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !this.picture) return;
    const [x, y] = this.#pointOf(event);
    const target = event.target as HTMLElement;
    const grown = target.dataset['grow'];
    const pressed = target.dataset['id'];
    if (grown !== undefined) this.#drag = { id: Number(grown), how: 'grow', x, y };
    else if (this.tool === 'select') {
      if (pressed === undefined) return void (this.chosen = 0);
      this.#drag = { id: Number(pressed), how: 'move', x, y };
      this.chosen = Number(pressed);
    } else this.#drag = { id: this.#put(this.tool, { x, y, width: 1, height: 1 }), how: 'new', x, y };
    this.#sheet.setPointerCapture(event.pointerId);
  };

  readonly #onMove = (event: PointerEvent): void => {
    const [drag, picture] = [this.#drag, this.picture];
    if (!drag || !picture) return;
    const [x, y] = this.#pointOf(event);
    const { id, how } = drag;
    const by = how === 'move' ? { x: x - drag.x, y: y - drag.y } : { width: x - drag.x, height: y - drag.y };
    if (how !== 'new') this.#drag = { ...drag, x, y };
    this.#change(
      id,
      (mark) => {
        if (how !== 'new') return this.#fitted(changed(mark, by, picture));
        if (mark.tool === 'text') return { ...mark, x, y };
        const box = { x: drag.x, y: drag.y, width: x - drag.x, height: y - drag.y };
        return { ...mark, ...(mark.tool === 'arrow' ? box : upright(box)) };
      },
      how === 'new' ? `new ${id}` : `drag ${id} ${event.pointerId}`,
    );
  };

  readonly #onUp = (): void => {
    const drag = this.#drag;
    this.#drag = null;
    if (drag?.how !== 'new') return;
    const mark = this.marks.find(({ id }) => id === drag.id);
    // A press without a way is no mark, but where a text begins.
    const isSmall = mark && mark.tool !== 'text' && Math.hypot(mark.width, mark.height) < 6;
    if (isSmall) {
      this.#step('undo');
      return;
    }
    this.tool = 'select';
    void this.updateComplete.then(() => {
      const input = mark?.tool === 'text' ? this.renderRoot.querySelector('input') : null;
      if (input) input.select();
      else this.#focusMark(drag.id);
    });
  };

  /** A text is as wide as it is written. */
  #fitted(mark: Mark): Mark {
    return mark.tool === 'text' ? { ...mark, width: textWidth(mark.text, mark.height) } : mark;
  }

  /** Pixels of the picture. */
  #pointOf({ clientX, clientY }: PointerEvent): [number, number] {
    const { left, top, width } = this.#sheet.getBoundingClientRect();
    const scale = (this.picture?.width ?? 0) / width;
    return [Math.round((clientX - left) * scale), Math.round((clientY - top) * scale)];
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation(); // The panel and the desk have keys of their own.
    if (isImeKey(event)) return;
    const { key } = event;
    if (key === 'Escape') {
      event.preventDefault();
      return this.isAsking ? this.#keep() : this.#ask();
    }
    const origin = event.composedPath()[0];
    const isTyping = origin instanceof HTMLInputElement;
    if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(key) && !isTyping) {
      event.preventDefault();
      return this.#step(key.toLowerCase() === 'y' || event.shiftKey ? 'redo' : 'undo');
    }
    const isMark = origin instanceof HTMLElement && origin.matches('.mark');
    if (!isMark || !this.picture) return;
    if (key === 'Delete' || key === 'Backspace') {
      event.preventDefault();
      return this.#remove();
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    if (!way) return;
    event.preventDefault();
    const step = event.ctrlKey || event.metaKey ? 1 : lineOf(this.picture) * 2;
    const [x = 0, y = 0] = way.map((side) => side * step);
    const size = this.picture;
    this.#change(
      this.chosen,
      (mark) => this.#fitted(changed(mark, event.shiftKey ? { width: x, height: y } : { x, y }, size)),
      `key ${this.chosen} ${event.shiftKey}`,
    );
  };

  readonly #onCancel = (event: Event): void => {
    event.preventDefault();
    this.#ask();
  };

  #ask(): void {
    this.isAsking = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.keep')?.focus());
  }

  #keep(): void {
    this.isAsking = false;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.tool[aria-pressed="true"]')?.focus(),
    );
  }

  async #done(): Promise<void> {
    if (this.isBusy || !this.picture) return;
    this.isBusy = true;
    this.failure = '';
    try {
      this.#end(await burn(this.picture, this.marks));
    } catch {
      this.failure = this.words.failed;
    }
    this.isBusy = false;
  }

  #end(result: Blob | null): void {
    this.finish(result);
    this.finish = () => undefined;
    this.remove();
  }

  /** Nothing of what is below the marks is kept. */
  #erase(): void {
    this.picture?.close();
    this.picture = null;
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas) canvas.width = canvas.height = 0;
    this.#history = new History([]);
    this.marks = [];
  }
}

if (!customElements.get('support-chat-picture-editor'))
  customElements.define('support-chat-picture-editor', PictureEditor);
