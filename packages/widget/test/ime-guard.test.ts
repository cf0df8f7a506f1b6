/** The composer rule for input methods, browser by browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ImeGuard } from '../dist/ime-guard.js';

const enter = (over: object = {}) => ({ isComposing: false, keyCode: 13, timeStamp: 1_000, ...over });

test('a plain Enter is not the input method’s', () => {
  assert.equal(new ImeGuard().owns(enter()), false);
});

test('Chromium: the confirming Enter says isComposing', () => {
  const guard = new ImeGuard();
  guard.begin();
  assert.equal(guard.owns(enter({ isComposing: true, keyCode: 229 })), true);
});

test('Windows: the key is Process, code 229, even before compositionstart', () => {
  assert.equal(new ImeGuard().owns(enter({ keyCode: 229 })), true);
});

test('Safari: compositionend comes before the keydown that caused it', () => {
  const guard = new ImeGuard();
  guard.begin();
  guard.end({ timeStamp: 1_000 });
  assert.equal(guard.owns(enter({ timeStamp: 1_004 })), true);
  assert.equal(guard.owns(enter({ timeStamp: 1_200 })), false, 'the next Enter sends');
});

test('a composition that is going on owns every key', () => {
  const guard = new ImeGuard();
  guard.begin();
  assert.equal(guard.isComposing, true);
  assert.equal(guard.owns(enter()), true);
});
