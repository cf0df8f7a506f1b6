/** Choosing an emoji by group, by word and by keyboard. */
import { expect } from '@open-wc/testing';
import { LitElement } from 'lit';
import { pickEmoji, type EmojiPicker } from '../dist/late/emoji-picker.js';
import { withAnswers } from './chat.js';
import { expectAccessible } from './accessible.js';
import { until } from './files-server.js';
import { all, clearScreen, drawn, one, pressKey, show, textOf } from './screen.js';

class EmojiGround extends LitElement {}
customElements.define('test-emoji-ground', EmojiGround);

const rows = {
  en: [
    [0, '😀', 'grinning face', 'happy smile'],
    [0, '😭', 'loudly crying face', 'sad'],
    [4, '🍣', 'sushi', 'food japan'],
    [7, '🖨️', 'printer', 'computer'],
  ],
  ja: [
    [0, '😀', 'にっこり笑う', '笑顔 nikkori warau'],
    [4, '🍣', '寿司', 'すし 食べ物 sushi'],
  ],
};

async function withPicker(
  language: 'en' | 'ja',
  act: (it: { picker: EmojiPicker; result: Promise<string | null>; ground: LitElement }) => Promise<void>,
  theme: 'light' | 'dark' = 'light',
): Promise<void> {
  await withAnswers(
    () => Response.json(rows[language]),
    async () => {
      const ground = await show<EmojiGround>('test-emoji-ground', {}, { theme, language });
      const result = pickEmoji(ground.renderRoot, ground, language);
      const picker = one<EmojiPicker>(ground, 'support-chat-emoji-picker');
      await until(() => picker.renderRoot.querySelector('.all button'), 'the emoji');
      await act({ picker, result, ground });
    },
  );
  clearScreen();
}

const shown = (picker: EmojiPicker): string[] => all(picker, '.all button').map(textOf);

async function search(picker: EmojiPicker, words: string): Promise<void> {
  const input = one<HTMLInputElement>(picker, 'input');
  input.value = words;
  input.dispatchEvent(new InputEvent('input'));
  await drawn();
}

// Their data are fetched once for each language, so that the first test of a language fetches them.
describe('the picker of emoji', () => {
  it('shows a group at a time, and gives what is pressed', () =>
    withPicker('en', async ({ picker, result }) => {
      expect(shown(picker)).to.deep.equal(['😀', '😭']);
      all<HTMLButtonElement>(picker, '.groups button')
        .find(({ ariaLabel }) => ariaLabel === 'Food')
        ?.click();
      await drawn();
      expect(shown(picker)).to.deep.equal(['🍣']);
      one(picker, '.all button').click();
      expect(await result).to.equal('🍣');
      await drawn();
      expect(picker.isConnected).to.equal(false);
    }));

  it('finds them by what they are called, and Enter takes the first', () =>
    withPicker('en', async ({ picker, result }) => {
      await search(picker, 'SAD');
      expect(shown(picker)).to.deep.equal(['😭']);
      await search(picker, 'print');
      pressKey(one(picker, 'input'), { key: 'Enter' });
      expect(await result).to.equal('🖨️');
    }));

  it('finds Japanese names by either kana and by letters', () =>
    withPicker('ja', async ({ picker }) => {
      for (const words of ['スシ', 'すし', 'sushi', '寿司']) {
        await search(picker, words);
        expect(shown(picker), words).to.deep.equal(['🍣']);
      }
      await search(picker, 'ない');
      expect(textOf(one(picker, '.all'))).to.equal('該当する絵文字がありません');
    }));

  it('is used by keyboard, and Escape leaves it', () =>
    withPicker('en', async ({ picker, result }) => {
      pressKey(one(picker, 'input'), { key: 'ArrowDown' });
      pressKey(all(picker, '.all button')[0] as HTMLElement, { key: 'ArrowRight' });
      expect(textOf(picker.shadowRoot?.activeElement)).to.equal('😭');
      pressKey(all(picker, '.all button')[1] as HTMLElement, { key: 'Escape' });
      expect(await result).to.equal(null);
    }));

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`is accessible, ${theme}, ${language}`, () =>
        withPicker(language, ({ picker }) => expectAccessible(picker), theme));
});
