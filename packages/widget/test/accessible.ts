/** What must hold for everybody: no violation that axe finds, and contrasts that are measured. */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import 'axe-core';

// The script puts itself on the window; it has no export in a browser.
const { axe } = window as unknown as { axe: typeof import('axe-core') };
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Demands WCAG 2.2 AA of an element and everything in it, open shadow roots included. */
export async function expectAccessible(element: Element): Promise<void> {
  await emulateMedia({ reducedMotion: 'reduce' }); // What is still fading in has another contrast.
  const { violations, passes } = await axe.run(element, {
    runOnly: { type: 'tag', values: tags },
    rules: { 'target-size': { enabled: true } },
  });
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  );
  expect(found.join('\n'), 'violations').to.equal('');
  expect(
    passes.map(({ id }) => id),
    'rules that found something to look at',
  ).to.include('color-contrast');
}

/** Contrast of two colours as WCAG counts it, 1 to 21. Both are CSS colours, custom properties of `scope` included. */
export function contrastOf(scope: Element, front: string, back: string): number {
  const [light, dark] = [luminanceOf(scope, front), luminanceOf(scope, back)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const canvas = new OffscreenCanvas(1, 1).getContext('2d', {
  willReadFrequently: true,
}) as OffscreenCanvasRenderingContext2D;

function luminanceOf(scope: Element, colour: string): number {
  const probe = document.createElement('i');
  probe.style.color = colour;
  (scope.shadowRoot ?? scope).append(probe);
  canvas.fillStyle = '#f0f';
  canvas.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
    const share = value / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
