/** One picture of a tab, a window or a screen, and where in it this page shows what is private. */
import { findPlaces, type Box, type SecretPlace } from './page-secrets.js';

type Shot = {
  readonly picture: ImageBitmap;
  /** In pixels of the picture; null where the picture does not show this page, so that nothing is known about it. */
  readonly places: readonly SecretPlace[] | null;
};

/** Where the viewport of this page lies in a picture: `pixel = offset + css * scale`. */
type Mapping = { readonly x: number; readonly y: number; readonly scale: number };

/** Not in the DOM library yet. */
type DisplayOptions = DisplayMediaStreamOptions & {
  readonly preferCurrentTab: boolean;
  readonly selfBrowserSurface: 'include';
  readonly surfaceSwitching: 'exclude';
};

const markPx = 16;
const searchMs = 1_000;
/** Colours come back changed by how video keeps them. */
const tolerance = 48;
type Colour = readonly [number, number, number];
type Colours = readonly [Colour, Colour];
/** Saturated, so that hardly any page has them. */
const signalColours: readonly Colours[] = [
  [
    [255, 0, 255],
    [0, 255, 0],
  ],
  [
    [0, 255, 255],
    [255, 80, 0],
  ],
];

type Signals = { readonly colours: Colours; readonly boxes: readonly [Box, Box] };
type Found = Signals & { readonly mapping: Mapping };

/** Whether this browser can show its screen at all; phones cannot. */
export function canCapture(): boolean {
  return 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices;
}

/**
 * Asks the person what to show and takes one picture of it. `hidden` is not in it where the page is.
 * Throws the browser's `NotAllowedError` when the person shows nothing. The stream ends before this does.
 */
async function capture(hidden: HTMLElement | null): Promise<Shot> {
  const options: DisplayOptions = {
    video: { displaySurface: 'browser' },
    audio: false,
    preferCurrentTab: true,
    selfBrowserSurface: 'include',
    surfaceSwitching: 'exclude',
  };
  const stream = await navigator.mediaDevices.getDisplayMedia(options);
  const video = document.createElement('video');
  video.muted = true;
  const before = hidden?.style.getPropertyValue('visibility') ?? '';
  hidden?.style.setProperty('visibility', 'hidden');
  try {
    video.srcObject = stream;
    await video.play();
    return await shoot(video, hidden);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    hidden?.style.setProperty('visibility', before);
  }
}

/** Signals in two corners of the page tell whether, and where, the picture shows it; the one that is kept has none. */
async function shoot(video: HTMLVideoElement, hidden: Element | null): Promise<Shot> {
  let found: Found | null = null;
  // Where the page has one of the colours itself, two others tell.
  for (const colours of signalColours) found ??= await search(video, colours);
  const mapping = found?.mapping;
  const placesBefore = mapping ? findPlaces(document, hidden) : [];
  const until = performance.now() + searchMs;
  do await nextFrame(video);
  while (found && performance.now() < until && findMapping(pixelsOf(video), found));
  const picture = await createImageBitmap(video);
  if (!mapping) return { picture, places: null };
  // What moved while the picture was taken is covered where it was and where it is.
  const places = [...placesBefore, ...findPlaces(document, hidden)].map((place) => mapped(place, mapping));
  return { picture, places: places.filter((place, index) => places.findIndex((it) => isSame(it, place)) === index) };
}

/** Shows two signals and looks for them. They are gone from the page when this resolves, from the picture a moment later. */
async function search(video: HTMLVideoElement, colours: Colours): Promise<Found | null> {
  const signals = putSignals(colours);
  try {
    const until = performance.now() + searchMs;
    while (performance.now() < until) {
      await nextFrame(video);
      const mapping = findMapping(pixelsOf(video), { colours, boxes: signals.boxes });
      if (mapping) return { colours, boxes: signals.boxes, mapping };
    }
    return null;
  } finally {
    signals.remove();
  }
}

/** Outwards to whole pixels. */
function mapped(place: SecretPlace, { x, y, scale }: Mapping): SecretPlace {
  const left = Math.floor(x + place.x * scale);
  const top = Math.floor(y + place.y * scale);
  return {
    why: place.why,
    x: left,
    y: top,
    width: Math.ceil(x + (place.x + place.width) * scale) - left,
    height: Math.ceil(y + (place.y + place.height) * scale) - top,
  };
}

function isSame(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function putSignals(colours: Colours): { readonly boxes: [DOMRect, DOMRect]; remove(): void } {
  const [start, end] = ([0, 1] as const).map((index) => {
    const colour = colours[index];
    const signal = document.createElement('div');
    const corner = index === 0 ? ['left', 'top'] : ['right', 'bottom'];
    const looks: readonly (readonly [string, string])[] = [
      ['all', 'initial'],
      ['position', 'fixed'],
      ...corner.map((side) => [side, '0'] as const),
      ['width', `${markPx}px`],
      ['height', `${markPx}px`],
      ['margin', '0'],
      ['border', '0'],
      ['padding', '0'],
      ['background', `rgb(${colour.join(' ')})`],
      ['z-index', '2147483647'],
    ];
    for (const [name, value] of looks) signal.style.setProperty(name, value, 'important');
    signal.ariaHidden = 'true';
    // Above open dialogs, too.
    signal.popover = 'manual';
    document.documentElement.append(signal);
    signal.showPopover();
    return signal;
  }) as unknown as readonly [HTMLElement, HTMLElement]; // One for each of two corners.
  const boxes: [DOMRect, DOMRect] = [start.getBoundingClientRect(), end.getBoundingClientRect()];
  return {
    boxes,
    remove: () => {
      start.remove();
      end.remove();
    },
  };
}

/** The next picture of the stream that was shown after now. A still screen may give none: then what is there counts. */
function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    const wait = setTimeout(resolve, 250);
    video.requestVideoFrameCallback(() => {
      clearTimeout(wait);
      resolve();
    });
  });
}

function pixelsOf(video: HTMLVideoElement): ImageData {
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser gives no canvas to look at the picture');
  context.drawImage(video, 0, 0);
  const pixels = context.getImageData(0, 0, width, height);
  canvas.width = canvas.height = 0; // No second picture of it stays.
  return pixels;
}

/** Null unless both signals are there, as far from each other and as large as one scale makes them. */
export function findMapping(
  pixels: ImageData,
  { boxes: [start, end], colours: [first, second] }: Signals,
): Mapping | null {
  const [a, b] = [boxOf(pixels, first), boxOf(pixels, second)];
  if (!a || !b) return null;
  const cssWidth = end.x + end.width - start.x;
  const cssHeight = end.y + end.height - start.y;
  const scale = (b.x + b.width - a.x) / cssWidth;
  const isFit = (pixelsWide: number, css: number): boolean => Math.abs(pixelsWide - css * scale) <= 2 + scale;
  const isBoth =
    scale > 0.1 &&
    isFit(b.y + b.height - a.y, cssHeight) &&
    [a.width, a.height, b.width, b.height].every((side) => isFit(side, markPx));
  return isBoth ? { x: a.x - start.x * scale, y: a.y - start.y * scale, scale } : null;
}

/** The box around all pixels of about this colour. */
function boxOf({ data, width, height }: ImageData, [red, green, blue]: Colour): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1)
    for (let x = 0, at = y * width * 4; x < width; x += 1, at += 4) {
      const isIt =
        Math.abs((data[at] ?? 0) - red) < tolerance &&
        Math.abs((data[at + 1] ?? 0) - green) < tolerance &&
        Math.abs((data[at + 2] ?? 0) - blue) < tolerance;
      if (!isIt) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** One picture, marked and covered by the person; null when it was thrown away. `ground` gives the editor its place and colours. */
export async function takeShot(ground: ShadowRoot, lang: string): Promise<Blob | null> {
  // The widget is not what is to be seen; at the desk the page itself is.
  const { picture, places } = await capture(widgetAround(ground.host));
  const { editPicture } = await import('./edit-picture.js');
  return editPicture(ground, { picture, places, lang });
}

/** The widget around, if it is one; the room may be shown by something else. */
function widgetAround(element: Element): HTMLElement | null {
  for (let at = element, root = at.getRootNode(); root instanceof ShadowRoot; root = at.getRootNode()) {
    at = root.host;
    if (at.localName === 'support-chat') return at as HTMLElement;
  }
  return null;
}
