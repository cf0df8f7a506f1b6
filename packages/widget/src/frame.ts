/** The box around the panel: a dialog in the top layer, a modal one where it covers the screen, a region in the page. */
import type { Mode } from './session.js';

/** From this width down the panel covers the screen. */
const coversScreen = '(max-width: 480px)';
const canPopOver = 'popover' in HTMLElement.prototype;

export class Frame {
  readonly #box: HTMLElement;
  readonly #sheet = new CSSStyleSheet();
  readonly #root: ShadowRoot;
  readonly #undo: (() => void)[] = [];
  readonly #small = matchMedia(coversScreen);

  constructor(root: ShadowRoot, panel: HTMLElement, mode: Mode, closeAsked: () => void) {
    this.#root = root;
    this.#box = document.createElement(mode === 'inline' ? 'section' : 'dialog');
    this.#box.className = `frame ${mode}`;
    this.#box.part.add('panel');
    this.#box.append(panel);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#sheet];
    root.append(this.#box);
    if (mode === 'inline') return;

    this.#listen(this.#box, 'cancel', (event) => {
      event.preventDefault();
      closeAsked();
    });
    this.#listen(this.#box, 'keydown', (event) => {
      const key = event as KeyboardEvent;
      if (key.key !== 'Escape' || key.isComposing || key.defaultPrevented) return;
      key.preventDefault();
      closeAsked();
    });
    this.#listen(this.#small, 'change', () => this.#changeKind());
    const viewport = window.visualViewport;
    if (viewport) {
      this.#listen(viewport, 'resize', () => this.#followKeyboard());
      this.#listen(viewport, 'scroll', () => this.#followKeyboard());
    }
  }

  /** The accessible name. */
  setLabel(label: string): void {
    this.#box.ariaLabel = label;
  }

  /** Shows the dialog; also again, after the page moved its element and the browser took it out of the top layer. */
  show(): void {
    const dialog = this.#box;
    if (this.#isShown || !(dialog instanceof HTMLDialogElement)) return;
    this.#followKeyboard();
    if (this.#small.matches) {
      dialog.removeAttribute('popover');
      dialog.showModal();
    } else if (canPopOver) {
      dialog.popover = 'manual';
      dialog.showPopover();
    } else {
      dialog.show();
    }
  }

  hide(): void {
    if (!this.#isShown || !(this.#box instanceof HTMLDialogElement)) return;
    if (this.#box.popover) this.#box.hidePopover();
    else this.#box.close();
  }

  /** One kind of dialog is left and the other entered: whoever writes in it goes on writing. */
  #changeKind(): void {
    if (!this.#isShown) return;
    let focused = this.#root.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    this.hide();
    this.show();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }

  remove(): void {
    this.hide();
    for (const step of this.#undo.splice(0)) step();
    this.#root.adoptedStyleSheets = this.#root.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
    this.#box.remove();
  }

  get #isShown(): boolean {
    return (
      this.#box instanceof HTMLDialogElement && (this.#box.open || (canPopOver && this.#box.matches(':popover-open')))
    );
  }

  /** On phones the keyboard takes its place from the visual viewport only; the composer must stay above it. */
  #followKeyboard(): void {
    const viewport = window.visualViewport;
    if (!viewport || !this.#small.matches) return this.#sheet.replaceSync('');
    this.#sheet.replaceSync(
      `.frame:not(.inline){block-size:${Math.round(viewport.height)}px;inset-block-start:${Math.round(viewport.offsetTop)}px}`,
    );
  }

  #listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
    target.addEventListener(type, listener);
    this.#undo.push(() => target.removeEventListener(type, listener));
  }
}
