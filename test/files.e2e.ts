/** Files between the widget and the desk: sent, seen, opened large, saved, taken back. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('a picture and a text are sent at once, seen at the desk, opened, saved and taken back', async ({ browser }) => {
  const [ana, mia] = [await newPage(browser), await newPage(browser)];
  const [chat, desk] = [await openWidget(ana, demo.url, 'ana'), await openDesk(mia, demo.url, 'mia')];
  const picture = await mia.screenshot();

  await ana.locator('support-chat-files input[type=file]').setInputFiles([
    { name: 'error.png', mimeType: 'image/png', buffer: picture },
    { name: 'mail.log', mimeType: 'text/plain', buffer: Buffer.from('cannot reach smtp\n') },
  ]);
  const tray = ana.getByRole('list', { name: 'Files that go with your message' });
  await expect(tray.getByText('Ready')).toHaveCount(2);
  await chat.say('this is what I see');
  await expect(tray).toHaveCount(0);
  await expect(ana.getByText('Sending')).toHaveCount(0);

  for (const log of [chat.log, desk.log]) {
    const canvas = log.getByRole('button', { name: 'Open picture error.png' }).locator('canvas');
    await canvas.scrollIntoViewIfNeeded(); // Further down it would be fetched later.
    await expect(canvas).toHaveAttribute('width', /^1\d\d$/);
    await expect(log.getByRole('button', { name: 'Download: mail.log' })).toBeVisible();
  }

  await desk.log.getByRole('button', { name: 'Open picture error.png' }).click();
  const large = mia.getByRole('dialog', { name: 'error.png' });
  await expect(large.getByRole('img', { name: 'error.png' })).toHaveAttribute('width', '1280');
  await mia.keyboard.press('Escape');
  await expect(large).toHaveCount(0);

  const saved = mia.waitForEvent('download').catch(() => null);
  const popup = mia
    .context()
    .waitForEvent('page', { timeout: 8_000 })
    .catch(() => null);
  await desk.log.getByRole('button', { name: 'Download: mail.log' }).click();
  expect((await saved) ?? (await popup)).not.toBeNull();

  const message = chat.log.getByRole('listitem').filter({ hasText: 'this is what I see' });
  await message.hover();
  await message.getByRole('button', { name: /^What to do with the message/ }).click();
  await ana.getByRole('button', { name: 'Take back' }).click();
  await ana.getByRole('button', { name: 'Take back' }).click();
  for (const log of [chat.log, desk.log])
    await expect(log.getByRole('button', { name: 'Open picture error.png' })).toHaveCount(0);
  await ana.context().close();
  await mia.context().close();
});

test('files alone are a message, and an emoji of all is a reaction', async ({ browser }) => {
  const ana = await newPage(browser);
  const chat = await openWidget(ana, demo.url, 'ana');
  await ana
    .locator('support-chat-files input[type=file]')
    .setInputFiles([{ name: 'mail.log', mimeType: 'text/plain', buffer: Buffer.from('cannot reach smtp\n') }]);
  await expect(ana.getByText('Ready')).toBeVisible();
  await chat.send.click();
  const message = chat.log.getByRole('listitem').filter({ hasText: 'mail.log' }).last();
  await expect(message.getByText('Sending')).toHaveCount(0);
  await expect(message.locator('.bubble')).toHaveCount(0);
  await message.hover();
  await message.getByRole('button', { name: 'React' }).click();
  await ana.getByRole('button', { name: 'More emoji' }).click();
  await ana.getByRole('searchbox', { name: 'Search emoji' }).fill('printer');
  await ana.keyboard.press('Enter');
  await expect(message.getByRole('button', { name: /^🖨️ 1: You/ })).toBeVisible();
  await ana.context().close();
});

test('what was attached and removed again is gone from the server', async ({ browser }) => {
  const ana = await newPage(browser);
  await openWidget(ana, demo.url, 'ana');
  await ana
    .locator('support-chat-files input[type=file]')
    .setInputFiles([{ name: 'mail.log', mimeType: 'text/plain', buffer: Buffer.from('cannot reach smtp\n') }]);
  await expect(ana.getByText('Ready')).toBeVisible();
  const answered = ana.waitForResponse((response) => response.request().method() === 'DELETE');
  await ana.getByRole('button', { name: 'Remove: mail.log' }).click();
  expect((await answered).status()).toBe(200);
  await ana.context().close();
});
