import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserPage } from '../src/page.js';

test('the page wakes when its window gets the focus, until nobody listens', () => {
  const [window, document] = [new EventTarget(), new EventTarget()];
  Object.assign(globalThis, { window, document });
  try {
    let wakes = 0;
    const end = browserPage()?.onWake(() => wakes++);
    window.dispatchEvent(new Event('focus'));
    assert.equal(wakes, 1);
    end?.();
    window.dispatchEvent(new Event('focus'));
    assert.equal(wakes, 1);
  } finally {
    Reflect.deleteProperty(globalThis, 'window');
    Reflect.deleteProperty(globalThis, 'document');
  }
});
