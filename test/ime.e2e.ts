/** Japanese input through the browser's own input-method interface: Enter that confirms a conversion never sends. */
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import { newPage, openWidget, startDemo, type Chat, type DemoServer } from './whole-system.js';

let demo: DemoServer;
let page: Page;
let chat: Chat;
let keyboard: CDPSession;

test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test.beforeEach(async ({ browser }) => {
  page = await newPage(browser);
  chat = await openWidget(page, demo.url, 'kenji');
  keyboard = await page.context().newCDPSession(page);
});

test.afterEach(() => page.context().close());

/** What an input method does while a person converts: marked text that changes, then the chosen text. */
async function compose(...steps: string[]): Promise<void> {
  for (const text of steps) {
    await keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
}

async function pressEnterInIme(): Promise<void> {
  const key = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}

test('a confirming Enter confirms, the next one sends, the sentence is whole', async () => {
  const before = await chat.log.locator('.bubble').count();
  await compose('ろ', 'ろーる', 'ロールアウト');
  await pressEnterInIme();
  await expect(chat.log.locator('.bubble')).toHaveCount(before);
  await keyboard.send('Input.insertText', { text: 'ロールアウトの件です' });
  await expect(chat.textbox).toHaveValue('ロールアウトの件です');
  // A person takes longer than the 30 ms in which Safari's late keydown is looked for.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 60)));
  await chat.textbox.press('Enter');
  await expect(chat.message('ロールアウトの件です')).toHaveCount(1);
  await expect(chat.textbox).toHaveValue('');
});

test('Enter while the text is marked does not send half a sentence', async () => {
  const before = await chat.log.locator('.bubble').count();
  await compose('けんり');
  await pressEnterInIme();
  await compose('権利');
  await pressEnterInIme();
  await expect(chat.log.locator('.bubble')).toHaveCount(before);
  await expect(chat.textbox).toHaveValue('権利');
});

test('Safari’s order: the composition ends before the keydown that ended it', async () => {
  const before = await chat.log.locator('.bubble').count();
  await chat.textbox.evaluate((box: HTMLTextAreaElement) => {
    box.dispatchEvent(new CompositionEvent('compositionstart'));
    box.value = '会議';
    box.dispatchEvent(new CompositionEvent('compositionend', { data: '会議' }));
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, bubbles: true, cancelable: true }));
  });
  await expect(chat.textbox).toHaveValue('会議');
  await expect(chat.log.locator('.bubble')).toHaveCount(before);
});

test('what arrives while one composes leaves the marked text alone', async ({ browser }) => {
  await compose('にほ', 'にほんご');
  const other = await newPage(browser);
  const ben = await openWidget(other, demo.url, 'ben');
  await ben.say('a message in between');
  await expect(chat.message('a message in between')).toHaveCount(1);
  await expect(chat.textbox).toHaveValue('にほんご');
  await keyboard.send('Input.insertText', { text: '日本語' });
  await expect(chat.textbox).toHaveValue('日本語');
  await other.context().close();
});
