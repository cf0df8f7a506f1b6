/**
 * Tells a confirming Enter of an input method from an Enter that means "send". Chromium marks the key with `isComposing`,
 * Windows with key code 229, Safari ends the composition *before* the keydown that ended it. Times are event time stamps.
 */
export class ImeGuard {
  #isComposing = false;
  #endedAt = Number.NEGATIVE_INFINITY;

  get isComposing(): boolean {
    return this.#isComposing;
  }

  begin(): void {
    this.#isComposing = true;
  }

  end(event: { readonly timeStamp: number }): void {
    this.#isComposing = false;
    this.#endedAt = event.timeStamp;
  }

  /** Whether a key press belongs to the input method and must be left alone. */
  owns(event: { readonly isComposing: boolean; readonly keyCode: number; readonly timeStamp: number }): boolean {
    return isImeKey(event) || this.#isComposing || event.timeStamp - this.#endedAt < graceMs;
  }
}

/** Whether the key press says of itself that an input method is at work. Key code 229 is all that some of them leave. */
export function isImeKey(event: { readonly isComposing: boolean; readonly keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Safari sends keydown within a few milliseconds of compositionend; nobody presses Enter twice that fast. */
const graceMs = 30;
