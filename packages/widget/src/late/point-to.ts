/** Has the text box point at something of this list, or no longer; what points at another list stays. */
export function pointTo(box: HTMLElement | null, attribute: string, id: string | null): void {
  if (id !== null) box?.setAttribute(attribute, id);
  else if (box?.getAttribute(attribute)?.startsWith('callable')) box.removeAttribute(attribute);
}
