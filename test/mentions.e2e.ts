/** Somebody is called by name: from the desk by keyboard, in the widget, and from outside the room. */
import { expect, test } from '@playwright/test';
import { chatOn, newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('an agent calls a colleague and an expert by keyboard; who is called hears of it and goes to the message', async ({
  browser,
}) => {
  const [mia, tom] = [await newPage(browser), await newPage(browser)];
  await openDesk(mia, demo.url, 'mia');
  await tom.goto(`${demo.url}/desk?person=tom&lang=en`);
  await expect(tom.getByRole('button', { name: /New mail/ }).first()).toBeVisible();
  const box = mia.getByRole('textbox', { name: 'Message' });
  await box.focus();
  await mia.keyboard.type('＠tom');
  await expect(mia.getByRole('option', { name: /Tom Okafor/ })).toHaveAttribute('aria-selected', 'true');
  await mia.keyboard.press('Enter');
  await expect(box).toHaveValue('＠Tom Okafor ');
  await mia.keyboard.press('ControlOrMeta+z');
  await expect(box).toHaveValue('＠tom');
  await mia.keyboard.press('ControlOrMeta+Shift+z');
  await mia.keyboard.type('and @もり');
  await expect(mia.getByRole('option', { name: /森 由紀/ })).toHaveAttribute('aria-selected', 'true');
  await mia.keyboard.press('Enter');
  await expect(mia.getByText('森 由紀 is let in as an expert with this message.')).toBeVisible();
  await mia.keyboard.type('the iPhones again');
  await mia.keyboard.press('Enter');
  await expect(mia.getByText('the iPhones again').locator('bdi')).toHaveText(['＠Tom Okafor', '@森 由紀']);

  const call = tom.getByRole('button', { name: /Mia Lindqvist · New mail .* the iPhones again/ });
  await expect(call).toBeVisible();
  await call.click();
  await expect(tom.getByRole('log').getByText('the iPhones again')).toBeInViewport();
  await expect(call).toHaveCount(0);
  await Promise.all([mia, tom].map((page) => page.context().close()));
});

test('an employee calls support in the widget; the page hears when somebody calls her', async ({ browser }) => {
  const [ana, mia] = [await newPage(browser), await newPage(browser)];
  await openDesk(mia, demo.url, 'mia');
  await openWidget(ana, demo.url, 'ana');
  const heard = ana.evaluate(
    () =>
      new Promise<string>((resolve) =>
        document.addEventListener('support-chat-called', (event) =>
          resolve((event as CustomEvent<{ excerpt: string }>).detail.excerpt),
        ),
      ),
  );
  const chat = chatOn(ana);
  await chat.textbox.pressSequentially('@mi');
  await expect(ana.getByRole('option', { name: 'Mia Lindqvist Support' })).toBeVisible();
  await ana.keyboard.press('Enter');
  await ana.keyboard.type('are you there?');
  await ana.keyboard.press('Enter');
  await expect(mia.getByText('are you there?').locator('bdi.me')).toHaveText('@Mia Lindqvist');
  const box = mia.getByRole('textbox', { name: 'Message' });
  await box.pressSequentially('@ana');
  await expect(mia.getByRole('option', { name: /Ana Silva/ })).toBeVisible();
  await mia.keyboard.press('Enter');
  await mia.keyboard.type('yes');
  await mia.keyboard.press('Enter');
  expect(await heard).toBe('@Ana Silva yes');
  await Promise.all([mia, ana].map((page) => page.context().close()));
});
