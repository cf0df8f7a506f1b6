/** An employee asks in the widget, an agent answers at the desk; the server dies in the middle. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('a question gets its answer, and everybody in the room sees both', async ({ browser }) => {
  const [ana, ben, mia] = await Promise.all([newPage(browser), newPage(browser), newPage(browser)]);
  const asked = await openWidget(ana, demo.url, 'ana');
  const watched = await openWidget(ben, demo.url, 'ben');
  await expect(ana.getByRole('dialog', { name: 'New mail & calendar rollout' })).toBeVisible();

  const answering = await openDesk(mia, demo.url, 'mia');
  await expect(ana.getByText('1 person can help now')).toBeVisible();

  await asked.say('Where did my signature go?');
  await expect(answering.message('Where did my signature go?')).toBeVisible();
  await expect(watched.message('Where did my signature go?')).toBeVisible();
  await expect(
    mia
      .getByRole('list', { name: 'Rooms' })
      .getByText(/Waiting/)
      .first(),
  ).toBeVisible();

  await answering.textbox.pressSequentially('Settings, then Sig');
  await expect(ana.getByText('Mia Lindqvist is typing')).toBeVisible();
  await answering.say('Settings, then Signature: choose “Old mail”.');
  for (const chat of [asked, watched])
    await expect(chat.message('Settings, then Signature: choose “Old mail”.')).toBeVisible();
  await Promise.all([ana, ben, mia].map((page) => page.context().close()));
});

test('kill -9 in the middle loses nothing and doubles nothing', async ({ browser }) => {
  const [ana, mia] = await Promise.all([newPage(browser), newPage(browser)]);
  const asked = await openWidget(ana, demo.url, 'ana');
  const answering = await openDesk(mia, demo.url, 'mia');

  await asked.say('before the crash');
  await expect(answering.message('before the crash')).toBeVisible();
  await expect(ana.getByText('Sending')).toHaveCount(0);
  await demo.kill();
  await asked.say('during the crash, one');
  await asked.say('during the crash, two');
  await expect(asked.message('during the crash, two')).toBeVisible();
  await expect(ana.getByText('Reconnecting – your 2 messages are kept.')).toBeVisible();
  await answering.say('an answer during the crash');
  await demo.restart();

  const expected = ['before the crash', 'during the crash, one', 'during the crash, two'];
  for (const text of [...expected, 'an answer during the crash']) {
    for (const chat of [asked, answering]) await expect(chat.message(text)).toHaveCount(1, { timeout: 40_000 });
  }
  await expect(ana.getByText('Sending')).toHaveCount(0);
  const texts = async (): Promise<string[]> => answering.log.locator('.bubble').allTextContents();
  expect((await texts()).filter((text) => expected.includes(text))).toEqual(expected);

  await ana.reload();
  await ana.getByRole('button', { name: 'Open support chat' }).click();
  for (const text of expected) await expect(asked.message(text)).toHaveCount(1);
  await Promise.all([ana, mia].map((page) => page.context().close()));
});

test('a reload keeps the draft and the unsent messages; a second tab shows them once', async ({ browser }) => {
  const ana = await newPage(browser);
  const asked = await openWidget(ana, demo.url, 'ana');
  await demo.kill();
  await asked.say('written while it was down');
  await asked.textbox.fill('half a senten');
  await expect(asked.message('written while it was down')).toBeVisible();
  await demo.restart();

  await ana.reload();
  await ana.getByRole('button', { name: 'Open support chat' }).click();
  await expect(asked.textbox).toHaveValue('half a senten');
  await expect(asked.message('written while it was down')).toHaveCount(1);
  await expect(ana.getByText('Sending')).toHaveCount(0);

  const second = await ana.context().newPage();
  const also = await openWidget(second, demo.url, 'ana');
  await expect(also.message('written while it was down')).toHaveCount(1);
  await also.say('from the second tab');
  for (const chat of [asked, also]) await expect(chat.message('from the second tab')).toHaveCount(1);
  await ana.context().close();
});

test('the badge counts what the server says is unread, and goes when it is read', async ({ browser }) => {
  const [kenji, mia] = await Promise.all([newPage(browser), newPage(browser)]);
  const chat = await openWidget(kenji, demo.url, 'kenji');
  await expect(chat.log.getByRole('listitem').first()).toBeVisible();
  await chat.log.press('End'); // What was asked since he was last here stands below.
  const launcher = kenji.getByRole('button', { name: 'Open support chat' });
  await expect(launcher.or(kenji.locator('#u'))).not.toContainText('unread');
  await kenji.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(launcher).toBeFocused();
  await expect(launcher).toHaveAccessibleDescription('');

  const answering = await openDesk(mia, demo.url, 'mia');
  await answering.say('for Kenji, one');
  await answering.say('for Kenji, two');
  await expect(launcher).toHaveAccessibleDescription('2 unread');
  await launcher.click();
  await expect(chat.log.getByText('New messages')).toBeVisible();
  await kenji.keyboard.press('Escape');
  await expect(launcher).toBeFocused();
  await expect(launcher).toHaveAccessibleDescription('');
  await Promise.all([kenji, mia].map((page) => page.context().close()));
});

test('the badge is there before the widget was ever opened', async ({ browser }) => {
  const [ben, mia] = await Promise.all([newPage(browser), newPage(browser)]);
  const chat = await openWidget(ben, demo.url, 'ben');
  await expect(chat.log.getByRole('listitem').first()).toBeVisible();
  await chat.log.press('End');
  await ben.close();
  const answering = await openDesk(mia, demo.url, 'mia');
  await answering.say('while Ben is away');
  await expect(answering.message('while Ben is away')).toHaveCount(1);
  const later = await newPage(browser);
  await later.goto(`${demo.url}/?person=ben&lang=en`);
  await expect(later.getByRole('button', { name: 'Open support chat' })).toHaveAccessibleDescription(/^\d+ unread$/);
  await Promise.all([ben, mia, later].map((page) => page.context().close()));
});

test('an agent makes a room by keyboard, gets its tag, and it closes and opens again', async ({ browser }) => {
  const mia = await newPage(browser);
  await mia.goto(`${demo.url}/desk?person=mia&lang=en`);
  await expect(mia.getByRole('list', { name: 'Rooms' }).getByRole('button').first()).toBeVisible();
  await mia.keyboard.press('n');
  await mia.keyboard.type('Printer change');
  await expect(mia.getByRole('textbox', { name: /^Name/ })).toHaveValue('printer-change');
  await mia.getByRole('textbox', { name: /^Purpose/ }).fill('Help with the new printers');
  await mia.keyboard.press('Enter');
  await expect(mia.getByRole('heading', { name: 'Printer change' })).toBeVisible();
  await expect(mia.getByText('<support-chat room="printer-change"')).toBeVisible();

  await mia.getByRole('button', { name: 'Close room' }).click();
  await mia.getByRole('dialog').getByRole('button', { name: 'Close room' }).click();
  await expect(mia.getByText('This room is closed.')).toBeVisible();
  await mia.getByRole('button', { name: 'Reopen room' }).click();
  await expect(mia.getByRole('textbox', { name: 'Message' })).toBeVisible();

  await mia.keyboard.press('Escape');
  await mia.keyboard.press('n');
  await mia.keyboard.type('Printer change');
  await mia.keyboard.press('Enter');
  await expect(mia.getByText('A room with this name exists already.')).toBeVisible();
  await mia.context().close();
});

test('what is half written survives that the room closes and opens again', async ({ browser }) => {
  const [ana, mia] = await Promise.all([newPage(browser), newPage(browser)]);
  const asked = await openWidget(ana, demo.url, 'ana');
  await asked.textbox.fill('half a question');
  await openDesk(mia, demo.url, 'mia');
  await mia.getByRole('button', { name: 'Close room' }).click();
  await mia.getByRole('dialog').getByRole('button', { name: 'Close room' }).click();
  await expect(ana.getByText('This room is closed.')).toBeVisible();
  await mia.getByRole('button', { name: 'Reopen room' }).click();
  await expect(asked.textbox).toHaveValue('half a question');
  await Promise.all([ana, mia].map((page) => page.context().close()));
});

test('what one person left unsent on a device is not there for the next', async ({ browser }) => {
  const page = await newPage(browser);
  const asked = await openWidget(page, demo.url, 'ana');
  await asked.textbox.fill('a secret of Ana');
  await page.goto(`${demo.url}/?person=ben&lang=en`);
  await page.getByRole('button', { name: 'Open support chat' }).click();
  await expect(asked.log.locator('.bubble').first()).toBeVisible();
  await expect(asked.textbox).toHaveValue('');

  // Ana comes back to hers; when the page logs her out, it is gone though the room was not opened on that page.
  await openWidget(page, demo.url, 'ana');
  await expect(asked.textbox).toHaveValue('a secret of Ana');
  await page.goto(`${demo.url}/?person=ana&lang=en`);
  await page.evaluate(() =>
    (document.querySelector('support-chat') as HTMLElement & { logout(): Promise<unknown> }).logout(),
  );
  await openWidget(page, demo.url, 'ana');
  await expect(asked.textbox).toHaveValue('');
  await page.context().close();
});

test('the next key goes to the desk after a room was chosen by key, and none through a dialog', async ({ browser }) => {
  const mia = await newPage(browser);
  await mia.goto(`${demo.url}/desk?person=mia&lang=en`);
  const rooms = mia.getByRole('list', { name: 'Rooms' }).getByRole('button');
  await expect(rooms.nth(1)).toBeVisible();
  await mia.keyboard.press('j');
  await expect(rooms.nth(0)).toHaveAttribute('aria-current', 'true');
  await mia.keyboard.press('j');
  await expect(rooms.nth(1)).toHaveAttribute('aria-current', 'true');
  await expect(mia.getByRole('textbox', { name: 'Message' })).toHaveValue('');
  await mia.getByRole('button', { name: 'Close room' }).click();
  await mia.keyboard.press('k');
  await mia.keyboard.press('Escape');
  await expect(rooms.nth(1)).toHaveAttribute('aria-current', 'true');
  await mia.context().close();
});

test('the desk counts a room as read at once', async ({ browser }) => {
  const [ana, mia] = await Promise.all([newPage(browser), newPage(browser)]);
  const asked = await openWidget(ana, demo.url, 'ana');
  await mia.goto(`${demo.url}/desk?person=mia&lang=en`);
  await asked.say('is anybody reading this?');
  const row = mia.getByRole('list', { name: 'Rooms' }).getByRole('button', { name: /^New mail/ });
  await expect(row).toContainText('unread');
  await row.click();
  await mia.getByRole('log').press('End');
  await expect(row).not.toContainText('unread');
  await Promise.all([ana, mia].map((page) => page.context().close()));
});

test('who is not to be disturbed does not count as help, also after a reload', async ({ browser }) => {
  const [sato, ana] = [await newPage(browser), await newPage(browser)];
  await sato.goto(`${demo.url}/desk?person=sato&lang=en#/rooms/expenses`);
  await openWidget(ana, demo.url, 'ana');
  const quiet = sato.getByRole('button', { name: 'Do not disturb' });
  await quiet.click();
  await expect(quiet).toHaveAttribute('aria-pressed', 'true');
  await sato.reload();
  await expect(quiet).toHaveAttribute('aria-pressed', 'true');
  await expect(ana.getByText('佐藤 美咲 will see it later')).toBeVisible();
  await quiet.click();
  await expect(ana.getByText('1 person can help now')).toBeVisible();
  await Promise.all([sato, ana].map((page) => page.context().close()));
});

test('an agent works by keyboard alone, and on a phone', async ({ browser }) => {
  const mia = await newPage(browser, { viewport: { width: 360, height: 740 } });
  await mia.goto(`${demo.url}/desk?person=mia&lang=en`);
  const rooms = mia.getByRole('list', { name: 'Rooms' });
  await expect(rooms.getByRole('button').first()).toBeVisible();
  await mia.keyboard.press('1');
  await expect(mia.getByRole('log', { name: 'Messages' })).toBeVisible();
  await expect(rooms).toBeHidden();
  await mia.keyboard.press('r');
  await mia.keyboard.type('Answered from a phone');
  await mia.keyboard.press('Enter');
  await expect(mia.getByRole('log').getByText('Answered from a phone')).toBeVisible();
  await mia.keyboard.press('Escape');
  await mia.keyboard.press('Escape');
  await expect(rooms).toBeVisible();
  const overflow = await mia.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await mia.context().close();
});
