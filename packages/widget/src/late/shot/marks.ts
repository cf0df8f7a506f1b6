/** What somebody drew on a picture, as values, and the way back. Pure. */
import type { Box, SecretPlace, SecretReason } from './page-secrets.js';

export const tools = ['arrow', 'box', 'text', 'blur', 'black', 'crop'] as const;
export type Tool = (typeof tools)[number];

/** In pixels of the picture. An arrow leads from its corner to the opposite one, so its sides may be negative. */
export type Mark = Box & {
  readonly id: number;
  readonly tool: Tool;
  readonly text: string;
  /** Why it was proposed; null for what somebody drew. */
  readonly why: SecretReason | null;
  /** A proposal that was taken off stays to be seen, and to be put back. */
  readonly isOff: boolean;
};

export type Marks = readonly Mark[];

/** Proposals for black-out, all of them kept. */
export function proposals(places: readonly SecretPlace[]): Marks {
  return places.map(({ why, ...box }, index) => ({
    ...box,
    id: index + 1,
    tool: 'black',
    text: '',
    why,
    isOff: false,
  }));
}

/** What is burned in, in the order in which it is drawn: what covers comes before what points. */
export function drawnMarks(marks: Marks): Mark[] {
  const order: readonly Tool[] = ['blur', 'black', 'box', 'arrow', 'text'];
  return order.flatMap((tool) => marks.filter((mark) => mark.tool === tool && !mark.isOff));
}

/** Left, top and positive sides. */
export function upright({ x, y, width, height }: Box): Box {
  return {
    x: Math.min(x, x + width),
    y: Math.min(y, y + height),
    width: Math.abs(width),
    height: Math.abs(height),
  };
}

/** Moved or grown, whole pixels, and never out of reach. */
export function changed(mark: Mark, by: Partial<Box>, size: { readonly width: number; readonly height: number }): Mark {
  const least = mark.tool === 'arrow' ? -Infinity : 8;
  const { x = 0, y = 0, width = 0, height = 0 } = by;
  const next = {
    ...mark,
    width: Math.round(Math.max(least, mark.width + width)),
    height: Math.round(Math.max(least, mark.height + height)),
  };
  const clamp = (value: number, length: number, most: number): number =>
    Math.round(Math.max(8 - Math.max(0, length), Math.min(value, most - 8 - Math.min(0, length))));
  return {
    ...next,
    x: clamp(mark.x + x, next.width, size.width),
    y: clamp(mark.y + y, next.height, size.height),
  };
}

/** Steps that can be undone. Steps with the same key, one right after the other, are one. */
export class History {
  #past: Marks[] = [];
  #future: Marks[] = [];
  #key: string | null = null;
  #now: Marks;

  constructor(begin: Marks) {
    this.#now = begin;
  }

  get now(): Marks {
    return this.#now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  set(marks: Marks, key: string | null = null): void {
    if (key === null || key !== this.#key) this.#past.push(this.#now);
    this.#future = [];
    this.#key = key;
    this.#now = marks;
  }

  undo(): void {
    const before = this.#past.pop();
    if (!before) return;
    this.#future.push(this.#now);
    this.#now = before;
    this.#key = null;
  }

  redo(): void {
    const after = this.#future.pop();
    if (!after) return;
    this.#past.push(this.#now);
    this.#now = after;
    this.#key = null;
  }
}
