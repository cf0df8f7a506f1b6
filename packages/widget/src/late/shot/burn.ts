/** Draws marks into pixels: after that there is nothing below them. */
import { drawnMarks, upright, type Mark, type Marks } from './marks.js';
import type { Box } from './page-secrets.js';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const signal = '#d70022';
const font = 'system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif';
/** Above this a picture without loss is larger than anybody waits for. */
const mostLosslessBytes = 3 * 1024 * 1024;
/** Above this, a screen of 4K, a server needs more memory for a WebP than it gives one picture; JPEG it reads line by line. */
const mostWebpPixels = 3_840 * 2_160;

/** The width of a line in a picture of this size. */
export function lineOf({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.max(3, Math.round(Math.max(width, height) / 400));
}

/** Draws the picture with its marks; one unit of the context is one pixel of the picture. */
export function draw(context: Context, picture: ImageBitmap, marks: Marks): void {
  context.drawImage(picture, 0, 0);
  const line = lineOf(picture);
  for (const mark of drawnMarks(marks)) {
    context.save();
    drawMark(context, picture, mark, line);
    context.restore();
  }
}

function drawMark(context: Context, picture: ImageBitmap, mark: Mark, line: number): void {
  const box = upright(mark);
  switch (mark.tool) {
    case 'black':
      context.fillStyle = '#000';
      return context.fillRect(box.x, box.y, box.width, box.height);
    case 'blur':
      return pixelate(context, picture, box);
    case 'box':
      for (const [width, colour] of [
        [line * 2, '#fff'],
        [line, signal],
      ] as const) {
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.strokeRect(box.x, box.y, box.width, box.height);
      }
      return;
    case 'arrow':
      return drawArrow(context, mark, line);
    case 'text':
      return drawText(context, mark);
    case 'crop':
  }
}

/** Squares of one colour each, at least a third as high as the place, so that no letter can be told from another. */
function pixelate(context: Context, picture: ImageBitmap, { x, y, width, height }: Box): void {
  const square = Math.max(12, Math.min(width, height) / 3);
  const [columns, rows] = [Math.max(1, Math.round(width / square)), Math.max(1, Math.round(height / square))];
  const small = new OffscreenCanvas(columns, rows);
  const inside = small.getContext('2d');
  if (!inside) return context.fillRect(x, y, width, height);
  inside.imageSmoothingQuality = 'high';
  inside.drawImage(picture, x, y, width, height, 0, 0, columns, rows);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, x, y, width, height);
}

function drawArrow(context: Context, { x, y, width, height }: Mark, line: number): void {
  const length = Math.hypot(width, height);
  const head = Math.min(length, line * 6);
  context.translate(x, y);
  context.rotate(Math.atan2(height, width));
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(length, 0);
  context.moveTo(length - head, -head * 0.6);
  context.lineTo(length, 0);
  context.lineTo(length - head, head * 0.6);
  context.lineCap = context.lineJoin = 'round';
  for (const [thickness, colour] of [
    [line * 2.6, '#fff'],
    [line * 1.4, signal],
  ] as const) {
    context.lineWidth = thickness;
    context.strokeStyle = colour;
    context.stroke();
  }
}

function drawText(context: Context, { x, y, height, text }: Mark): void {
  const size = height / 1.5;
  context.font = `600 ${size}px ${font}`;
  context.textBaseline = 'middle';
  const wide = context.measureText(text).width + size * 0.7;
  context.beginPath();
  context.roundRect(x, y, wide, height, size * 0.25);
  context.fillStyle = '#fff';
  context.fill();
  context.lineWidth = Math.max(1, size / 14);
  context.strokeStyle = signal;
  context.stroke();
  context.fillStyle = signal;
  context.fillText(text, x + size * 0.35, y + height / 2);
}

/** How wide a text of this height is drawn. */
export function textWidth(text: string, height: number): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return height;
  context.font = `600 ${height / 1.5}px ${font}`;
  return Math.ceil(context.measureText(text).width + (height / 1.5) * 0.7);
}

/**
 * The picture as it is sent: cropped, with every mark in its pixels, and nothing kept of how it was. The browser encodes
 * beside the main thread. A worker of our own would need the page's leave (`worker-src`, a policy for script addresses).
 */
export async function burn(picture: ImageBitmap, marks: Marks): Promise<Blob> {
  const cut = marks.findLast(({ tool }) => tool === 'crop');
  const { x, y, width, height } = within(cut ? upright(cut) : { x: 0, y: 0, ...sizeOf(picture) }, picture);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no canvas to draw the picture on');
  context.translate(-x, -y);
  draw(context, picture, marks);
  // JPEG has no transparency, and would show black there.
  if (width * height > mostWebpPixels) paintBehind(context, '#fff');
  const blob = await encode(canvas);
  canvas.width = canvas.height = 0;
  return blob;
}

function paintBehind(context: OffscreenCanvasRenderingContext2D, colour: string): void {
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = colour;
  context.resetTransform();
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}

async function encode(canvas: OffscreenCanvas): Promise<Blob> {
  if (canvas.width * canvas.height > mostWebpPixels) return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  // WebP of quality 1 is without loss, and encoded in a thread of its own where PNG waits for idle time. Who cannot gives PNG.
  const whole = await canvas.convertToBlob({ type: 'image/webp', quality: 1 });
  return whole.size <= mostLosslessBytes ? whole : canvas.convertToBlob({ type: 'image/webp', quality: 0.92 });
}

function sizeOf({ width, height }: ImageBitmap): { width: number; height: number } {
  return { width, height };
}

function within(box: Box, { width, height }: ImageBitmap): Box {
  const [x, y] = [Math.max(0, Math.round(box.x)), Math.max(0, Math.round(box.y))];
  return {
    x,
    y,
    width: Math.max(1, Math.min(width, Math.round(box.x + box.width)) - x),
    height: Math.max(1, Math.min(height, Math.round(box.y + box.height)) - y),
  };
}
