/** What is said in private: in the widget, at the desk, and on nobody else's screen. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('asked in private, answered in private, and seen by nobody else', async ({ browser }) => {
  const [kenji, ben, mia] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  const asker = await openWidget(kenji, demo.url, 'kenji');
  await openWidget(ben, demo.url, 'ben');
  await openDesk(mia, demo.url, 'mia');

  // What is half written for everybody stays there, and is not sent to support by mistake.
  await asker.textbox.fill('for everybody');
  await kenji.getByRole('button', { name: 'Only support' }).click();
  await expect(kenji.getByText('Only you and support read what you write here.')).toBeVisible();
  await expect(asker.textbox).toHaveValue('');
  await asker.say('My password is hunter2 and I cannot change it');
  await expect(asker.log.getByText('Waiting for help')).toBeVisible();

  await mia.getByRole('button', { name: /田中 健司 · New mail/ }).click();
  await expect(mia.getByText('Private: only 田中 健司 and support read this').first()).toBeVisible();
  await mia.getByRole('button', { name: 'Reply' }).click();
  await kenji.getByRole('button', { name: 'Everybody' }).click();
  await expect(asker.textbox).toHaveValue('for everybody');
  await mia.getByRole('textbox', { name: 'Message' }).fill('I have reset it, look at your phone');
  await mia.keyboard.press('Enter');
  // He is elsewhere, and hears that there is something.
  const tab = kenji.getByRole('button', { name: /Only support 1/ });
  await expect(tab).toBeVisible();
  await tab.click();
  await kenji.getByRole('button', { name: 'That solved it' }).click();
  await expect(mia.getByRole('main').getByText('Solved', { exact: true })).toBeVisible();

  await kenji.reload();
  await openWidget(kenji, demo.url, 'kenji');
  await kenji.getByRole('button', { name: 'Only support' }).click();
  await expect(kenji.getByText('I have reset it, look at your phone')).toBeVisible();
  await expect(ben.getByText('hunter2')).toHaveCount(0);
  await Promise.all([kenji, ben, mia].map((page) => page.context().close()));
});

test('support turns a question into a private talk, by keyboard', async ({ browser }) => {
  const [ben, tom] = [await newPage(browser), await newPage(browser)];
  const asker = await openWidget(ben, demo.url, 'ben');
  await asker.say('Which of my accounts is the wrong one?');
  await openDesk(tom, demo.url, 'tom');
  const row = tom.getByRole('listitem').filter({ hasText: 'Which of my accounts is the wrong one?' });
  await row.locator('summary').focus();
  await tom.keyboard.press('Enter');
  await row.getByRole('button', { name: 'In private' }).focus();
  await tom.keyboard.press('Enter');
  await expect(tom).toHaveURL(/#\/rooms\/rollout~ben$/);
  await tom.getByRole('textbox', { name: 'Message' }).fill('The one ending in 42');
  await tom.keyboard.press('Enter');
  await ben.getByRole('button', { name: /Only support 1/ }).click();
  await expect(ben.getByText('The one ending in 42')).toBeVisible();
  await Promise.all([ben, tom].map((page) => page.context().close()));
});

test('at 360 px, in the dark and in Japanese, both places are within reach', async ({ browser }) => {
  const page = await newPage(browser, { viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'ja' });
  await openWidget(page, demo.url, 'kenji');
  for (const name of [/サポートのみ|Only support/, /全員|Everybody/]) {
    const tab = page.getByRole('button', { name });
    await tab.click();
    await expect(tab).toHaveAttribute('aria-pressed', 'true');
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  await page.context().close();
});
