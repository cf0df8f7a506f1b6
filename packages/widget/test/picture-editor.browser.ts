/** The editor of pictures: what is covered is gone from the bytes, and everything works by keyboard. */
import { expect } from '@open-wc/testing';
import { LitElement } from 'lit';
import type { SecretPlace } from '../dist/late/shot/page-secrets.js';
import { burn } from '../dist/late/shot/burn.js';
import { findMapping } from '../dist/late/shot/capture.js';
import { findPlaces } from '../dist/late/shot/page-secrets.js';
import { editPicture } from '../dist/late/shot/edit-picture.js';
import type { PictureEditor } from '../dist/late/shot/editor.js';
import { expectAccessible } from './accessible.js';
import { all, clearScreen, drawn, one, pressKey, show, textOf } from './screen.js';

class Ground extends LitElement {}
customElements.define('test-ground', Ground);

const secret = [200, 30, 90] as const;
const place: SecretPlace = { why: 'mail', x: 40, y: 30, width: 120, height: 24 };

/** White, with a secret in a colour that nothing else has. */
async function pictureWithSecret(): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(400, 300);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 400, 300);
  context.fillStyle = `rgb(${secret.join(' ')})`;
  for (let x = place.x + 2; x < place.x + place.width - 2; x += 6) context.fillRect(x, place.y + 4, 3, 16);
  return createImageBitmap(canvas);
}

async function open(
  places: readonly SecretPlace[] | null,
  look: Parameters<typeof show>[2] = {},
): Promise<{ editor: PictureEditor; result: Promise<Blob | null> }> {
  const ground = await show<Ground>('test-ground', {}, look);
  const lang = look.language ?? 'en';
  const result = editPicture(ground.renderRoot, { picture: await pictureWithSecret(), places, lang });
  while (!ground.renderRoot.querySelector('support-chat-picture-editor')) await drawn();
  const editor = one<PictureEditor>(ground, 'support-chat-picture-editor');
  await editor.updateComplete;
  await drawn();
  return { editor, result };
}

async function pixelsOf(blob: Blob): Promise<ImageData> {
  const picture = await createImageBitmap(blob);
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height);
}

function countOf({ data }: ImageData, [red, green, blue]: readonly [number, number, number]): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) count += 1;
  return count;
}

const button = (editor: PictureEditor, words: string): HTMLButtonElement => {
  const found = all<HTMLButtonElement>(editor, 'button').find((it) => textOf(it) === words);
  if (!found) throw new Error(`no button "${words}"`);
  return found;
};
const marksOf = (editor: PictureEditor): string[] =>
  all(editor, '.mark').map((mark) => mark.getAttribute('aria-label') ?? '');

async function finished({ editor, result }: Awaited<ReturnType<typeof open>>): Promise<ImageData> {
  button(editor, 'Use picture').click();
  const blob = await result;
  expect(blob?.type).to.equal('image/webp');
  return pixelsOf(blob as Blob);
}

describe('the editor of pictures', () => {
  afterEach(clearScreen);

  it('covers what is proposed: none of its pixels is in the result', async () => {
    const pixels = await finished(await open([place]));
    expect(countOf(pixels, secret)).to.equal(0);
    expect([pixels.width, pixels.height]).to.deep.equal([400, 300]);
  });

  it('gives what a server can take in its memory, also of the largest screens', async () => {
    for (const [width, height, type] of [
      [3_840, 2_160, 'image/webp'],
      [5_120, 2_880, 'image/jpeg'],
    ] as const) {
      const canvas = new OffscreenCanvas(width, height);
      // Transparent but for a corner.
      canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
      const picture = canvas.transferToImageBitmap();
      const blob = await burn(picture, []);
      const pixels = await pixelsOf(blob);
      expect([blob.type, pixels.width, pixels.height]).to.deep.equal([type, width, height]);
      const [red, , , alpha] = pixels.data.slice(-4);
      expect([red, alpha]).to.deep.equal(type === 'image/jpeg' ? [255, 255] : [0, 0]);
    }
  });

  it('shows a place again that is taken off, and covers it again by undo', async () => {
    const { editor, result } = await open([place]);
    expect(marksOf(editor)).to.deep.equal(['Black-out over a mail address, kept, mark 1 of 1. Enter takes it off.']);
    one(editor, '.mark').click();
    await drawn();
    expect(marksOf(editor)[0]).to.contain('taken off');
    button(editor, 'Undo').click();
    await drawn();
    expect(marksOf(editor)[0]).to.contain('kept');
    button(editor, 'Redo').click();
    const pixels = await finished({ editor, result });
    expect(countOf(pixels, secret)).to.be.greaterThan(500);
  });

  it('cuts to a region: what lies outside is not in the result', async () => {
    const { editor, result } = await open([]);
    button(editor, 'Crop').click();
    await drawn();
    const crop = one(editor, '.mark.crop');
    expect(editor.shadowRoot?.activeElement).to.equal(crop);
    for (let presses = 0; presses < 20; presses += 1) pressKey(crop, { key: 'ArrowDown' });
    const pixels = await finished({ editor, result });
    expect([pixels.width, pixels.height]).to.deep.equal([100, 50]);
    expect(countOf(pixels, secret)).to.equal(0);
  });

  it('blurs so that no pixel is as it was', async () => {
    const { editor, result } = await open([]);
    button(editor, 'Blur').click();
    await drawn();
    const mark = one(editor, '.mark');
    for (let presses = 0; presses < 40; presses += 1) pressKey(mark, { key: presses % 2 ? 'ArrowUp' : 'ArrowLeft' });
    for (let presses = 0; presses < 20; presses += 1) pressKey(mark, { key: 'ArrowRight', shiftKey: true });
    const pixels = await finished({ editor, result });
    expect(countOf(pixels, secret)).to.equal(0);
  });

  it('works by keyboard: a tool puts a mark, keys move, resize and remove it', async () => {
    const { editor } = await open([]);
    for (const tool of ['Arrow', 'Box', 'Text', 'Black out']) {
      button(editor, tool).click();
      await drawn();
    }
    expect(marksOf(editor).map((label) => label.split(',')[0])).to.deep.equal([
      'Arrow',
      'Box',
      'Text Text',
      'Black out',
    ]);
    const mark = all(editor, '.mark').at(-1) as HTMLElement;
    const before = mark.getBoundingClientRect();
    pressKey(mark, { key: 'ArrowRight' });
    pressKey(mark, { key: 'ArrowDown', shiftKey: true });
    await drawn();
    const after = mark.getBoundingClientRect();
    expect(after.left).to.be.greaterThan(before.left);
    expect(after.height).to.be.greaterThan(before.height);
    pressKey(mark, { key: 'Delete' });
    await drawn();
    expect(marksOf(editor)).to.have.length(3);
    pressKey(one(editor, '.mark'), { key: 'z', ctrlKey: true });
    await drawn();
    expect(marksOf(editor)).to.have.length(4);
  });

  it('draws with the pointer, in pixels of the picture', async () => {
    const { editor, result } = await open([]);
    const sheet = one(editor, '.sheet');
    const { left, top, width } = sheet.getBoundingClientRect();
    const scale = width / 400;
    const point = (type: string, x: number, y: number): void => {
      const at = { clientX: left + x * scale, clientY: top + y * scale };
      const event = new PointerEvent(type, { ...at, button: 0, pointerId: 1, bubbles: true, composed: true });
      sheet.dispatchEvent(event);
    };
    sheet.setPointerCapture = () => undefined; // No pointer of the device is down.
    point('pointerdown', 30, 20);
    point('pointermove', 90, 50);
    point('pointermove', 170, 60);
    point('pointerup', 170, 60);
    await drawn();
    expect(countOf(await finished({ editor, result }), secret)).to.equal(0);
  });

  it('asks before it throws the picture away', async () => {
    const { editor, result } = await open([place]);
    pressKey(one(editor, '.mark'), { key: 'Escape' });
    await drawn();
    expect(textOf(one(editor, '[role=alertdialog] p'))).to.equal('Throw the picture away?');
    expect(textOf(editor.shadowRoot?.activeElement)).to.equal('Go on editing');
    button(editor, 'Go on editing').click();
    await drawn();
    button(editor, 'Cancel').click();
    await drawn();
    button(editor, 'Throw away').click();
    expect(await result).to.equal(null);
    expect(editor.isConnected).to.equal(false);
    expect(editor.picture).to.equal(null);
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`is accessible, ${theme}, ${language}`, async () => {
        const { editor } = await open([place], { theme, language });
        await expectAccessible(editor);
      });
});

describe('what is private on a page', () => {
  it('is found in fields, marked parts, shadows and words, and nowhere else', () => {
    const page = document.createElement('div');
    const field = document.createElement('input');
    field.value = 'hunter2';
    const empty = document.createElement('input');
    const marked = document.createElement('p');
    marked.dataset['private'] = '';
    marked.textContent = 'salary';
    const words = document.createElement('p');
    const bold = document.createElement('b');
    bold.textContent = 'ana@';
    words.append('Write to ', bold, 'example.com or wait.');
    const shadowed = document.createElement('div');
    const inner = document.createElement('textarea');
    inner.value = 'inside';
    shadowed.attachShadow({ mode: 'open' }).append(inner);
    const ours = document.createElement('div');
    ours.textContent = 'ben@example.com';
    const plain = document.createElement('p');
    plain.textContent = 'The printer on floor 3 is on fire since 10:30.';
    page.append(field, empty, marked, words, shadowed, ours, plain);
    document.body.prepend(page);
    const places = findPlaces(document, ours);
    const covers = (element: Element): boolean => {
      const box = element.getBoundingClientRect();
      return places.some(({ x, y, width, height }) => {
        const [centreX, centreY] = [box.left + box.width / 2, box.top + box.height / 2];
        return x <= centreX && centreX <= x + width && y <= centreY && centreY <= y + height;
      });
    };
    const seen = [field, marked, bold, inner, empty, ours, plain].map(covers);
    page.remove();
    expect(seen).to.deep.equal([true, true, true, true, false, false, false]);
  });
});

describe('a frame of the page’s own origin', () => {
  /** A field inside of a frame, and whether what was found covers it where the page shows it. */
  function look(style: string, around = ''): { readonly why: string; readonly isCovered: boolean } {
    const outer = document.createElement('div');
    outer.style.cssText = `position:fixed;inset:0 auto auto 0;${around}`;
    const frame = document.createElement('iframe');
    frame.style.cssText = `inline-size:200px;block-size:100px;border:7px solid;${style}`;
    outer.append(frame);
    document.body.append(outer);
    const inner = frame.contentDocument as Document;
    const field = inner.createElement('input');
    field.value = 'secret';
    field.style.cssText =
      'position:absolute;inset:60px auto auto 120px;inline-size:50px;block-size:20px;border:0;padding:0';
    inner.body.append(field);
    const places = findPlaces(document, null);
    // Only what is drawn there says where that is: the same box in the page itself, by the same style.
    const twin = document.createElement('div');
    const dot = document.createElement('div');
    twin.style.cssText = `${frame.style.cssText};display:inline-block;position:relative`;
    dot.style.cssText = 'position:relative;inset:60px auto auto 120px;inline-size:50px;block-size:20px';
    twin.append(dot);
    frame.replaceWith(twin);
    const { left, top, right, bottom } = dot.getBoundingClientRect();
    outer.remove();
    const covering = places.find(
      ({ x, y, width, height }) => x <= left && y <= top && x + width >= right && y + height >= bottom,
    );
    return { why: covering?.why ?? places.map(({ why }) => why).join(), isCovered: covering !== undefined };
  }

  it('is looked into where the page shows it, with its padding and as large as it is shown', () => {
    for (const [style, around] of [
      ['', ''],
      ['padding:30px 10px 0 40px', ''],
      ['padding:9px;transform:scale(.5, .75);transform-origin:0 0', ''],
      ['padding:9px', 'transform:translate(40px, 10px) scale(1.5);transform-origin:0 0'],
    ] as const)
      expect(look(style, around), `${style} ${around}`).to.deep.equal({ why: 'field', isCovered: true });
  });

  it('is private as a whole where it is turned or slanted', () => {
    for (const [style, around] of [
      ['transform:rotate(8deg)', ''],
      ['rotate:8deg', ''],
      ['', 'transform:skewX(20deg)'],
      ['transform:scaleX(-1)', ''],
    ] as const)
      expect(look(style, around), `${style} ${around}`).to.deep.equal({ why: 'frame', isCovered: true });
  });
});

describe('a page with more that is private than anybody looks through', () => {
  it('is covered as a whole', () => {
    const page = document.createElement('div');
    page.style.cssText = 'position:fixed;inset:0 auto auto 0;inline-size:400px;line-height:0';
    for (let count = 0; count < 1_001; count += 1) {
      const cell = document.createElement('i');
      cell.dataset['private'] = '';
      cell.style.cssText = 'display:inline-block;inline-size:8px;block-size:8px';
      page.append(cell);
    }
    document.body.append(page);
    const places = findPlaces(document, null);
    page.remove();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    expect(places).to.deep.equal([{ why: 'private', x: 0, y: 0, width, height }]);
  });
});

describe('where a picture shows the page', () => {
  const colours = [
    [255, 0, 255],
    [0, 255, 0],
  ] as const;
  const boxes = [new DOMRect(0, 0, 16, 16), new DOMRect(384, 284, 16, 16)] as const;

  /** A window at 100, 50 in a larger picture, one and a half times as large, in colours that video changed a little. */
  function pixels(more: (context: OffscreenCanvasRenderingContext2D) => void = () => undefined): ImageData {
    const context = new OffscreenCanvas(800, 600).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.fillStyle = '#ccc';
    context.fillRect(0, 0, 800, 600);
    context.fillStyle = 'rgb(250 12 240)';
    context.fillRect(100, 50, 24, 24);
    context.fillStyle = 'rgb(10 244 8)';
    context.fillRect(100 + 576, 50 + 426, 24, 24);
    more(context);
    return context.getImageData(0, 0, 800, 600);
  }

  it('is told by signals in two corners, at any place and size', () => {
    expect(findMapping(pixels(), { colours, boxes })).to.deep.equal({ x: 100, y: 50, scale: 1.5 });
  });

  it('is not known where a signal is missing, partly covered, or not the only thing of its colour', () => {
    const cover = (colour: string, x: number, y: number) => (context: OffscreenCanvasRenderingContext2D) => {
      context.fillStyle = colour;
      context.fillRect(x, y, 24, 12);
    };
    expect(findMapping(pixels(cover('#ccc', 676, 476)), { colours, boxes })).to.equal(null);
    expect(findMapping(pixels(cover('#0f0', 10, 580)), { colours, boxes })).to.equal(null);
    expect(
      findMapping(
        pixels((context) => context.clearRect(0, 0, 800, 600)),
        { colours, boxes },
      ),
    ).to.equal(null);
  });
});
