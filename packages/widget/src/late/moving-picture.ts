/** Pictures that move: they stand still until somebody lets them move. */

/** Kept on this device, for each person. */
const keyOf = (person: string): string => `support-chat-moving-pictures:${person}`;

/** Whether they always move; never for who wants less motion. */
export function movesAlways(person: string): boolean {
  try {
    return localStorage.getItem(keyOf(person)) === 'move' && !matchMedia('(prefers-reduced-motion: reduce)').matches;
  } catch {
    return false; // No storage, no choice that was kept.
  }
}

export function keepMovesAlways(person: string, isOn: boolean): void {
  try {
    if (isOn) localStorage.setItem(keyOf(person), 'move');
    else localStorage.removeItem(keyOf(person));
  } catch {
    // It holds until the page is left: what moves now goes on.
  }
}

/** Draws frame after frame until `signal` ends it, then keeps the last one. Throws where the browser decodes no frames. */
export async function move(canvas: HTMLCanvasElement, blob: Blob, signal: AbortSignal): Promise<void> {
  if (!('ImageDecoder' in window)) throw new Error('this browser shows no frames one by one');
  const decoder = new ImageDecoder({ data: blob.stream(), type: blob.type });
  try {
    await decoder.tracks.ready;
    await decoder.completed;
    const frames = decoder.tracks.selectedTrack?.frameCount ?? 0;
    const context = canvas.getContext('2d');
    for (let index = 0; !signal.aborted && context && frames > 1; index = (index + 1) % frames) {
      const { image } = await decoder.decode({ frameIndex: index });
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      const ms = Math.max(20, (image.duration ?? 100_000) / 1_000);
      image.close();
      await pause(ms, signal);
    }
  } finally {
    decoder.close();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
