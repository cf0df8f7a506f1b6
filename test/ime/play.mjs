/** Plays a sequence of sequences.mjs to a text box as a browser and an input method would: events, and what they write. */
/* global CompositionEvent, InputEvent, KeyboardEvent, FocusEvent */

/**
 * @param {import('./sequences.mjs').Step} step
 * @param {{ box: HTMLTextAreaElement | HTMLInputElement, press: () => void, arrive: (text: string) => void, marked: string }} at
 *   `marked`: what the input method has written and not yet confirmed; changed by the step.
 */
export async function play(step, at) {
  const { box } = at;
  const tell = (event) => box.dispatchEvent(event);
  const all = { bubbles: true, composed: true };
  const write = (text, inputType, isComposing) => {
    box.setRangeText(text, box.selectionEnd - at.marked.length, box.selectionEnd, 'end');
    at.marked = isComposing ? text : '';
    tell(new InputEvent('input', { ...all, data: text, inputType, isComposing }));
  };
  if ('down' in step || 'up' in step) {
    const { down, up } = step;
    tell(new KeyboardEvent(down ? 'keydown' : 'keyup', { ...all, cancelable: true, ...(down ?? up) }));
  } else if ('start' in step) {
    at.marked = '';
    tell(new CompositionEvent('compositionstart', all));
  } else if ('mark' in step) {
    tell(new CompositionEvent('compositionupdate', { ...all, data: step.mark }));
    write(step.mark, 'insertCompositionText', true);
  } else if ('end' in step) {
    if (at.marked !== step.end) write(step.end, 'insertCompositionText', true);
    at.marked = '';
    tell(new CompositionEvent('compositionend', { ...all, data: step.end }));
  } else if ('insert' in step) {
    write(step.insert, step.as ?? 'insertText', false);
  } else if ('replace' in step) {
    const [was, is] = step.replace;
    box.value = box.value.replace(was, is);
    tell(new InputEvent('input', { ...all, data: is, inputType: 'insertReplacementText' }));
  } else if ('wait' in step) {
    await new Promise((resolve) => setTimeout(resolve, step.wait));
  } else if ('click' in step) {
    at.press();
  } else if ('blur' in step) {
    box.blur();
    tell(new FocusEvent('blur', { composed: true }));
  } else {
    at.arrive(step.arrive);
  }
}
