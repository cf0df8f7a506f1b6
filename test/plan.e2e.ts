/** A room that was planned: prepared, seen ahead of time, and opened. */
import { expect, test } from '@playwright/test';
import { chatOn, newPage, openDesk, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('an agent plans a room; who comes early reads when it opens, and writes when it does', async ({ browser }) => {
  const [ana, mia] = [await newPage(browser), await newPage(browser)];
  const desk = await openDesk(mia, demo.url, 'mia');
  await mia.getByRole('button', { name: 'New room' }).click();
  const dialog = mia.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Printer move');
  const opens = dialog.getByLabel('Opens on');
  await opens.fill('2020-01-01T09:00');
  await dialog.getByRole('button', { name: 'Make room' }).click();
  await expect(dialog.getByText('Choose a time in the future')).toBeVisible();
  await expect(opens).toBeFocused();
  await opens.fill(`${new Date().getFullYear() + 1}-03-04T09:30`);
  await dialog.getByRole('button', { name: 'Make room' }).click();
  await expect(mia.getByText('Not open yet: everybody can read')).toBeVisible();
  await expect(mia.getByRole('navigation', { name: 'Rooms' }).getByText(/Opens .*Mar 4/)).toBeVisible();
  await desk.say('The printers move on the 4th.');

  await ana.goto(`${demo.url}/?person=ana&lang=en`);
  await ana.locator('support-chat').evaluate((element) => element.setAttribute('room', 'printer-move'));
  await ana.getByRole('button', { name: 'Open support chat' }).click();
  const early = chatOn(ana);
  await expect(early.message('The printers move on the 4th.')).toBeVisible();
  // The room’s own line; in the list of rooms it stands without the day of the week.
  await expect(ana.getByText(/^Opens \w{3}, March 4.* 09:30/)).toBeVisible();
  await expect(ana.getByText('This room is not open yet.')).toBeVisible();
  await expect(early.textbox).toBeHidden();

  await mia.getByRole('button', { name: 'Open now' }).click();
  await expect(early.textbox).toBeVisible();
  await expect(ana.getByText('This room is not open yet.')).toBeHidden();
  await early.say('Which floor?');
  await expect(desk.message('Which floor?')).toBeVisible();
  for (const page of [ana, mia]) await page.context().close();
});
