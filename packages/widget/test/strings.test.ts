import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalCodes } from '@support-chat/protocol';
import { chooseLanguage, launcherStrings, type Language } from '../dist/launcher-strings.js';
import { loadStrings } from '../dist/strings.js';

const languages = Object.keys(launcherStrings) as Language[];

for (const language of languages) {
  test(`${language} says everything, and every refusal in words of its own`, async () => {
    const strings = await loadStrings(language);
    for (const [key, value] of Object.entries(strings)) {
      if (typeof value === 'string') assert.notEqual(value.trim(), '', key);
    }
    const words = refusalCodes.map((code) => strings.refusals[code]);
    assert.ok(words.every(Boolean));
    for (const n of [0, 1, 2, 1_000])
      assert.ok(
        strings.helpers(n, []) &&
          strings.helpers(n, ['Mia']) &&
          strings.connecting(true, n) &&
          strings.connecting(false, n),
      );
  });
}

test('English and Japanese differ in every text', async () => {
  const [en, ja] = await Promise.all([loadStrings('en'), loadStrings('ja')]);
  for (const [key, value] of Object.entries(en)) {
    if (typeof value === 'string') assert.notEqual(value, ja[key as keyof typeof ja], key);
  }
});

test('the first wished language that exists is chosen', () => {
  assert.equal(chooseLanguage([null, 'fr-FR', 'ja-JP', 'en']), 'ja');
  assert.equal(chooseLanguage([]), 'en');
  assert.equal(chooseLanguage(['constructor', '__proto__']), 'en');
});
