import { expect } from '@open-wc/testing';
import { limits } from '@support-chat/protocol';
import type { Composer } from '../dist/parts.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  english,
  hear,
  japanese,
  one,
  show,
  textOf,
  pressKey,
  type KeyPress,
} from './screen.js';

const showComposer = (values: object = {}): Promise<Composer> =>
  show<Composer>('support-chat-composer', { strings: english, ...values });

const boxOf = (composer: Composer): HTMLTextAreaElement => one<HTMLTextAreaElement>(composer, 'textarea');
const sendOf = (composer: Composer): HTMLButtonElement => one<HTMLButtonElement>(composer, '.send');

async function type(composer: Composer, text: string): Promise<void> {
  const box = boxOf(composer);
  box.focus();
  box.value = text;
  box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await composer.updateComplete;
}

/** Presses a key in the box; whether the browser would go on with it. */
const press = (composer: Composer, key: KeyPress): boolean => !pressKey(boxOf(composer), key).defaultPrevented;

function compose(composer: Composer, step: 'start' | 'update' | 'end', data = ''): number {
  const event = new CompositionEvent(`composition${step}`, { data, bubbles: true, composed: true });
  boxOf(composer).dispatchEvent(event);
  return event.timeStamp;
}

describe('the composer', () => {
  afterEach(() => clearScreen());

  it('sends with Enter, empties the box and keeps the focus', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    await type(composer, 'Outlook asks for my password');
    expect(press(composer, { key: 'Enter', number: 13 }), 'no new line').to.equal(false);
    expect(sent).to.deep.equal([{ text: 'Outlook asks for my password' }]);
    expect(composer.text).to.equal('');
    expect(composer.shadowRoot?.activeElement?.localName).to.equal('textarea');
  });

  it('leaves Shift + Enter and Alt + Enter to the box', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    await type(composer, 'one');
    expect(press(composer, { key: 'Enter', shiftKey: true })).to.equal(true);
    expect(press(composer, { key: 'Enter', altKey: true })).to.equal(true);
    expect({ sent, text: composer.text }).to.deep.equal({ sent: [], text: 'one' });
  });

  it('sends with Ctrl + Enter and with Command + Enter', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    await type(composer, 'one');
    press(composer, { key: 'Enter', ctrlKey: true });
    await type(composer, 'two');
    press(composer, { key: 'Enter', metaKey: true });
    expect(sent).to.deep.equal([{ text: 'one' }, { text: 'two' }]);
  });

  it('sends with its button and gives the focus back to the box', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    await type(composer, 'one');
    sendOf(composer).focus();
    sendOf(composer).click();
    expect(sent).to.deep.equal([{ text: 'one' }]);
    expect(composer.shadowRoot?.activeElement?.localName).to.equal('textarea');
  });

  for (const blank of ['', ' ', '\n\n', '\u3000\u3000']) {
    it(`does not send ${JSON.stringify(blank)}`, async () => {
      const composer = await showComposer();
      const sent = hear(composer, 'support-chat-send');
      await type(composer, blank);
      press(composer, { key: 'Enter' });
      sendOf(composer).click();
      expect(sent).to.deep.equal([]);
      expect(sendOf(composer).ariaDisabled).to.equal('true');
    });
  }

  it('keeps the text when the send is cancelled', async () => {
    const composer = await showComposer();
    composer.addEventListener('support-chat-send', (event) => event.preventDefault());
    await type(composer, 'one');
    press(composer, { key: 'Enter' });
    expect(composer.text).to.equal('one');
  });

  it('tells every text as a draft', async () => {
    const composer = await showComposer();
    const drafts = hear(composer, 'support-chat-draft');
    await type(composer, 'o');
    await type(composer, '');
    expect(drafts).to.deep.equal([{ text: 'o' }, { text: '' }]);
  });

  it('takes a text from outside without telling it as a draft', async () => {
    const composer = await showComposer();
    const drafts = hear(composer, 'support-chat-draft');
    await change(composer, { text: 'one\ntwo' });
    expect(boxOf(composer).value).to.equal('one\ntwo');
    expect(sendOf(composer).ariaDisabled).to.equal('false');
    expect(drafts).to.deep.equal([]);
  });

  it('shows a refusal until the text changes', async () => {
    const composer = await showComposer({ refusal: 'This is too long.' });
    const below = one(composer, '#below');
    expect(textOf(below)).to.equal('This is too long.');
    expect(boxOf(composer).getAttribute('aria-describedby')).to.equal('below');
    await type(composer, 'o');
    expect(textOf(below)).to.equal('');
  });

  it('shows the same refusal again when it comes again', async () => {
    const composer = await showComposer({ refusal: 'This is too long.' });
    await type(composer, 'o');
    await change(composer, { refusal: 'This is too long.' });
    expect(textOf(one(composer, '#below'))).to.equal('This is too long.');
  });

  it('grows with its text up to a limit and shrinks again', async () => {
    const composer = await showComposer({ className: '' });
    const heights = [];
    for (const lines of [1, 3, 400, 1]) {
      await type(composer, 'x\n'.repeat(lines - 1) + 'x');
      await drawn();
      heights.push(boxOf(composer).clientHeight);
    }
    const [low = 0, middle = 0, high = 0, again] = heights;
    expect(middle).to.be.greaterThan(low);
    expect(high).to.be.within(middle + 1, 200);
    expect(again).to.equal(low);
  });

  it('has a font of 16 pixels, so that phones do not zoom', async () => {
    const composer = await showComposer();
    expect(getComputedStyle(boxOf(composer)).fontSize).to.equal('16px');
  });

  it('has names for readers in the language of the page', async () => {
    const composer = await showComposer({ strings: japanese });
    expect([boxOf(composer).ariaLabel, sendOf(composer).ariaLabel]).to.deep.equal(['メッセージ', '送信']);
  });
});

describe('the composer and the limit', () => {
  afterEach(() => clearScreen());

  const { maxTextBytes } = limits;

  it('says nothing far from it', async () => {
    const composer = await showComposer();
    await type(composer, 'x'.repeat(maxTextBytes * 0.8 - 10));
    expect(textOf(one(composer, '#below'))).to.equal('');
    expect(boxOf(composer).ariaInvalid).to.equal('false');
  });

  it('says near it how many characters are left', async () => {
    const composer = await showComposer();
    await type(composer, 'x'.repeat(maxTextBytes - 100));
    expect(textOf(one(composer, '#below'))).to.equal('About 100 characters left');
    await type(composer, 'x'.repeat(maxTextBytes));
    expect(textOf(one(composer, '#below'))).to.equal('About 0 characters left');
    expect(boxOf(composer).ariaInvalid).to.equal('false');
  });

  it('counts Japanese in characters although the limit is in bytes', async () => {
    const composer = await showComposer({ strings: japanese });
    const most = Math.floor(maxTextBytes / 3);
    await type(composer, 'あ'.repeat(most - 50));
    expect(textOf(one(composer, '#below'))).to.equal('あと約50文字');
    await type(composer, 'あ'.repeat(most + 51));
    expect(textOf(one(composer, '#below'))).to.match(/^約5[01]文字超えています。/u);
  });

  it('does not send past it, says so and keeps the text', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    const text = 'x'.repeat(maxTextBytes + 20);
    await type(composer, text);
    press(composer, { key: 'Enter' });
    sendOf(composer).click();
    expect(sent).to.deep.equal([]);
    expect(composer.text).to.equal(text);
    expect(textOf(one(composer, '#below'))).to.match(/^About 20 characters too long/u);
    expect(boxOf(composer).ariaInvalid).to.equal('true');
    expect(sendOf(composer).ariaDisabled).to.equal('true');
    await type(composer, 'x');
    expect(boxOf(composer).ariaInvalid).to.equal('false');
  });

  it('sends exactly as much as is allowed', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    await type(composer, 'x'.repeat(maxTextBytes));
    press(composer, { key: 'Enter' });
    expect(sent).to.have.length(1);
  });
});

describe('the composer and input methods', () => {
  afterEach(() => clearScreen());

  it('Chromium: Enter that confirms is marked as composing', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    compose(composer, 'start');
    await type(composer, 'けんり');
    expect(press(composer, { key: 'Enter', number: 229, isComposing: true })).to.equal(true);
    const endedAt = compose(composer, 'end', '権利');
    await type(composer, '権利');
    expect(sent, 'before the next Enter').to.deep.equal([]);
    press(composer, { key: 'Enter', number: 13, at: endedAt + 120 });
    expect(sent).to.deep.equal([{ text: '権利' }]);
  });

  it('Safari: Enter that confirms comes after the composition has ended', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    compose(composer, 'start');
    await type(composer, '会議');
    const endedAt = compose(composer, 'end', '会議');
    expect(press(composer, { key: 'Enter', number: 13, at: endedAt + 4 })).to.equal(true);
    expect(sent, 'before the next Enter').to.deep.equal([]);
    press(composer, { key: 'Enter', number: 13, at: endedAt + 31 });
    expect(sent).to.deep.equal([{ text: '会議' }]);
  });

  it('Windows: a key that the input method took has code 229 and nothing else', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    await type(composer, '移行');
    expect(press(composer, { key: 'Enter', number: 229 })).to.equal(true);
    expect(press(composer, { key: 'Process', number: 229 })).to.equal(true);
    expect(sent).to.deep.equal([]);
  });

  it('nothing sends while text is marked, the button neither', async () => {
    const composer = await showComposer();
    const sent = hear(composer, 'support-chat-send');
    compose(composer, 'start');
    await type(composer, 'にほん');
    press(composer, { key: 'Enter', number: 13 });
    press(composer, { key: 'Enter', number: 13, ctrlKey: true });
    sendOf(composer).click();
    expect(sent).to.deep.equal([]);
    expect(composer.text).to.equal('にほん');
  });

  it('what happens around it leaves marked text and its box alone', async () => {
    const composer = await showComposer();
    const box = boxOf(composer);
    const writes: string[] = [];
    const own = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value') as PropertyDescriptor;
    compose(composer, 'start');
    await type(composer, 'に');
    Object.defineProperty(box, 'value', {
      configurable: true,
      get: () => own.get?.call(box) as string,
      set: (value: string) => void writes.push(value),
    });
    await change(composer, { text: 'a draft that was loaded late' });
    await change(composer, { refusal: 'This is too long.' });
    await change(composer, { strings: japanese });
    compose(composer, 'update', 'にほ');
    await drawn();
    expect(writes).to.deep.equal([]);
    expect(boxOf(composer) === box, 'the same box').to.equal(true);
    expect(all(composer, 'textarea')).to.have.length(1);
    expect(composer.text).to.equal('に');
  });

  it('tells what is typed as a draft also while it is marked', async () => {
    const composer = await showComposer();
    const drafts = hear(composer, 'support-chat-draft');
    compose(composer, 'start');
    await type(composer, 'に');
    expect(drafts).to.deep.equal([{ text: 'に' }]);
  });

  it('keeps an Escape that belongs to the input method to itself, in Safari’s order too', async () => {
    const composer = await showComposer();
    const keys: string[] = [];
    composer.addEventListener('keydown', (event) => keys.push(event.key));
    compose(composer, 'start');
    press(composer, { key: 'Escape', number: 229, isComposing: true });
    const endedAt = compose(composer, 'end');
    press(composer, { key: 'Escape', number: 27, at: endedAt + 4 });
    expect(keys).to.deep.equal([]);
    press(composer, { key: 'Escape', number: 27, at: endedAt + 500 });
    expect(keys).to.deep.equal(['Escape']);
  });
});
