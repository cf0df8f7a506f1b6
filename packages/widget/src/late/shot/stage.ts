/** Fits the picture of the editor into its place, and shows on it what will be burned in. */
import { draw } from './burn.js';
import { upright, type Mark, type Marks } from './marks.js';

const paddingPx = 12;

type Shown = { readonly marks: Marks; readonly chosen: Mark | undefined; readonly isFullSize: boolean };

/** Sets sizes and places by script: the page's policy allows no style attributes. */
export function fitStage(root: ParentNode, picture: ImageBitmap, { marks, chosen, isFullSize }: Shown): void {
  const stage = root.querySelector('.stage');
  const sheet = root.querySelector<HTMLElement>('.sheet');
  const canvas = root.querySelector('canvas');
  const context = canvas?.getContext('2d');
  if (!stage || !sheet || !canvas || !context) return;
  const room = [stage.clientWidth, stage.clientHeight].map((side) => side - 2 * paddingPx) as [number, number];
  const fits = Math.max(0.01, Math.min(1, room[0] / picture.width, room[1] / picture.height));
  const scale = isFullSize ? 1 : fits;
  sheet.style.setProperty('inline-size', `${picture.width * scale}px`);
  sheet.style.setProperty('block-size', `${picture.height * scale}px`);
  const sharp = Math.min(1, scale * devicePixelRatio);
  canvas.width = Math.round(picture.width * sharp);
  canvas.height = Math.round(picture.height * sharp);
  context.scale(sharp, sharp);
  draw(context, picture, marks);
  for (const element of root.querySelectorAll<HTMLElement>('.mark')) {
    const mark = marks.find(({ id }) => String(id) === element.dataset['id']);
    if (!mark) continue;
    const { x, y, width, height } = upright(mark);
    put(element, picture, { left: x, top: y, width, height });
  }
  const handle = root.querySelector<HTMLElement>('.handle');
  if (handle && chosen) put(handle, picture, { left: chosen.x + chosen.width, top: chosen.y + chosen.height });
}

/** In shares of the picture. */
function put(element: HTMLElement, { width, height }: ImageBitmap, place: Readonly<Record<string, number>>): void {
  for (const [side, pixels] of Object.entries(place)) {
    const whole = side === 'left' || side === 'width' ? width : height;
    element.style.setProperty(side, `${(pixels / whole) * 100}%`);
  }
}
