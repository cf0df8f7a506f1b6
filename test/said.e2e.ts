/** Messages are edited, answered, reacted to and taken back: in the widget and at the desk, by pointer, keyboard and touch. */
import { mkdirSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

const rowWith = (page: Page, text: string) => page.locator('li.message', { hasText: text });
const menu = (page: Page) => page.getByRole('dialog', { name: 'Message' });
async function openMenu(page: Page, text: string): Promise<void> {
  await rowWith(page, text).hover();
  await rowWith(page, text)
    .getByRole('button', { name: /^What to do with the message by/ })
    .click();
}
/** Leaves a picture where somebody wants to look. */
async function picture(page: Page, name: string): Promise<void> {
  const to = process.env['PICTURES'];
  if (!to) return;
  mkdirSync(to, { recursive: true });
  await page.screenshot({ path: `${to}/${name}.png` });
}

test('what is edited and taken back changes on every screen, and support compares versions', async ({ browser }) => {
  const [ana, ben, mia] = await Promise.all([newPage(browser), newPage(browser), newPage(browser)]);
  const own = await openWidget(ana, demo.url, 'ana');
  const other = await openWidget(ben, demo.url, 'ben');
  await openDesk(mia, demo.url, 'mia');
  await own.say('The scaner shows error 7');
  await openMenu(ana, 'The scaner shows error 7');
  await menu(ana).getByRole('button', { name: 'Edit' }).click();
  await expect(own.textbox).toHaveValue('The scaner shows error 7');
  await expect(own.textbox).toBeFocused();
  // Escape leaves the message as it was, and the panel open.
  await own.textbox.fill('something else');
  await own.textbox.press('Escape');
  await expect(own.textbox).toHaveValue('');
  await expect(own.message('The scaner shows error 7')).toBeVisible();
  await openMenu(ana, 'The scaner shows error 7');
  await menu(ana).getByRole('button', { name: 'Edit' }).click();
  await expect(own.textbox).toHaveValue('The scaner shows error 7');
  await own.textbox.fill('The scanner shows error 7');
  await own.textbox.press('Enter');
  for (const chat of [own, other]) {
    await expect(chat.message('The scanner shows error 7')).toBeVisible();
    await expect(chat.log.locator('li.message', { hasText: 'The scanner shows error 7' })).toContainText('edited');
  }
  await expect(own.textbox).toHaveValue('');
  await rowWith(mia, 'The scanner shows error 7').getByRole('button', { name: 'edited' }).click();
  const versions = mia.getByRole('dialog', { name: 'What Ana Silva changed' });
  await expect(versions.locator('del')).toContainText('scaner');
  await expect(versions.locator('ins')).toContainText('scanner');
  await picture(mia, 'versions');
  await versions.getByRole('button', { name: 'Close' }).click();

  // Support says why; the author does not have to.
  await openMenu(mia, 'The scanner shows error 7');
  await menu(mia).getByRole('button', { name: 'Take back' }).click();
  await picture(mia, 'reason');
  await menu(mia).getByRole('textbox', { name: 'Reason' }).fill('A serial number was in it');
  await menu(mia).getByRole('button', { name: 'Take back' }).click();
  for (const page of [ana, ben, mia]) {
    await expect(page.getByText('took this message back: A serial number was in it')).toBeVisible();
    await expect(page.getByText('The scanner shows error 7')).toHaveCount(0);
  }
  await ben.reload();
  await openWidget(ben, demo.url, 'ben');
  await expect(ben.getByText('took this message back: A serial number was in it')).toBeVisible();
  await picture(mia, 'desk');

  await own.say('wrong room, sorry');
  await openMenu(ana, 'wrong room, sorry');
  await menu(ana).getByRole('button', { name: 'Take back' }).click();
  await menu(ana).getByRole('button', { name: 'Keep it' }).click();
  await expect(own.message('wrong room, sorry')).toBeVisible();
  await openMenu(ana, 'wrong room, sorry');
  await menu(ana).getByRole('button', { name: 'Take back' }).click();
  await menu(ana).getByRole('button', { name: 'Take back' }).click();
  await expect(ana.getByText('You took this message back')).toBeVisible();
  await expect(own.message('wrong room, sorry')).toHaveCount(0);
  await Promise.all([ana, ben, mia].map((page) => page.context().close()));
});

test('a reaction is counted for everybody, names who has it, and goes when it is pressed again', async ({
  browser,
}) => {
  const [ana, mia] = await Promise.all([newPage(browser), newPage(browser)]);
  const own = await openWidget(ana, demo.url, 'ana');
  const desk = await openDesk(mia, demo.url, 'mia');
  await desk.say('Mail works again for everybody');
  const text = 'Mail works again for everybody';
  await expect(own.message(text)).toBeVisible();
  await openMenu(ana, text);
  await menu(ana).getByRole('button', { name: '🎉' }).click();
  const mine = rowWith(ana, text).getByRole('button', { name: '🎉 1: You' });
  await expect(mine).toHaveAttribute('aria-pressed', 'true');
  const hers = rowWith(mia, text).getByRole('button', { name: '🎉 1: Ana Silva' });
  await expect(hers).toHaveAttribute('aria-pressed', 'false');
  await hers.click();
  await expect(rowWith(ana, text).getByRole('button', { name: '🎉 2: You, Mia Lindqvist' })).toHaveText(/2/);
  await picture(ana, 'reactions');
  await rowWith(ana, text).getByRole('button', { name: '🎉 2: You, Mia Lindqvist' }).click();
  await expect(rowWith(mia, text).getByRole('button', { name: '🎉 1: You' })).toHaveText(/1/);
  await Promise.all([ana, mia].map((page) => page.context().close()));
});

test('by keyboard alone: from message to message, a reply to any of them, an edit, and back', async ({ browser }) => {
  const [ana, mia] = await Promise.all([newPage(browser), newPage(browser)]);
  const own = await openWidget(ana, demo.url, 'ana');
  const desk = await openDesk(mia, demo.url, 'mia');
  await desk.say('Please restart the client');
  await expect(own.message('Please restart the client')).toBeVisible();
  await own.say('My keyboard message');
  await expect(rowWith(ana, 'My keyboard message').getByText('Sent')).toBeVisible();
  const tool = (text: string) => rowWith(ana, text).getByRole('button', { name: /^What to do with the message by/ });
  await own.log.press('Tab');
  for (let presses = 0; presses < 60 && !(await tool('My keyboard message').evaluate(isFocused)); presses += 1)
    await ana.keyboard.press('Tab');
  await expect(tool('My keyboard message')).toBeFocused();
  await ana.keyboard.press('ArrowUp');
  await expect(tool('Please restart the client')).toBeFocused();
  await ana.keyboard.press('r');
  await expect(own.textbox).toBeFocused();
  await expect(ana.getByText('Reply to Mia Lindqvist: Please restart the client')).toBeVisible();
  await own.textbox.fill('I did');
  await ana.keyboard.press('Enter');
  await expect(
    rowWith(ana, 'I did').getByRole('button', { name: 'Mia Lindqvist: Please restart the client' }),
  ).toBeVisible();
  await expect(
    rowWith(mia, 'I did').getByRole('button', { name: 'Mia Lindqvist: Please restart the client' }),
  ).toBeVisible();
  await tool('My keyboard message').focus();
  await ana.keyboard.press('e');
  await expect(own.textbox).toHaveValue('My keyboard message');
  await ana.keyboard.press('Escape');
  await tool('My keyboard message').focus();
  await ana.keyboard.press('Enter');
  await expect(menu(ana).getByRole('button', { name: '👍' })).toBeFocused();
  await ana.keyboard.press('Escape');
  await expect(menu(ana)).toHaveCount(0);
  await expect(tool('My keyboard message')).toBeFocused();
  await ana.keyboard.press('Delete');
  await expect(menu(ana).getByRole('button', { name: 'Keep it' })).toBeFocused();
  await ana.keyboard.press('Tab');
  await ana.keyboard.press('Enter');
  await expect(ana.getByText('You took this message back')).toBeVisible();
  await Promise.all([ana, mia].map((page) => page.context().close()));
});

test('an edit that comes too late keeps its text, and shows what the message says now', async ({ browser }) => {
  const [phone, laptop] = await Promise.all([newPage(browser), newPage(browser)]);
  const first = await openWidget(phone, demo.url, 'ana');
  const second = await openWidget(laptop, demo.url, 'ana');
  await first.say('version one');
  await expect(second.message('version one')).toBeVisible();
  for (const page of [phone, laptop]) {
    await openMenu(page, 'version one');
    await menu(page).getByRole('button', { name: 'Edit' }).click();
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('version one');
  }
  await second.textbox.fill('version two from the laptop');
  await second.textbox.press('Enter');
  await expect(second.message('version two from the laptop')).toBeVisible();
  await expect(phone.locator('support-chat-edit-line blockquote')).toHaveText('version two from the laptop');
  await first.textbox.fill('version three from the phone');
  await first.textbox.press('Enter');
  await expect(phone.getByText('This message was changed on another device meanwhile')).toBeVisible();
  await expect(first.textbox).toHaveValue('version three from the phone');
  await picture(phone, 'conflict');
  await first.textbox.press('Enter');
  await expect(second.message('version three from the phone')).toBeVisible();
  await Promise.all([phone, laptop].map((page) => page.context().close()));
});

test('on a touch screen the menu and what is in it are large enough for a finger', async ({ browser }) => {
  const size = { width: 360, height: 740 };
  const page = await newPage(browser, { viewport: size, hasTouch: true, isMobile: true });
  const chat = await openWidget(page, demo.url, 'ana');
  await chat.textbox.fill('From my phone');
  await chat.send.click();
  const more = rowWith(page, 'From my phone').getByRole('button', { name: /^What to do with the message by/ });
  await expect(more).toBeVisible();
  await more.tap();
  for (const button of [more, ...(await menu(page).getByRole('button').all())]) {
    const box = await button.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect(box?.width).toBeGreaterThanOrEqual(44);
  }
  await menu(page).getByRole('button', { name: '👀' }).tap();
  await expect(rowWith(page, 'From my phone').getByRole('button', { name: '👀 1: You' })).toBeVisible();
  await picture(page, 'touch');
  await page.context().close();
});

function isFocused(element: Element): boolean {
  return element.matches(':focus');
}
