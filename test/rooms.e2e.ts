/** The directory of rooms in a page: what one's own office has, what everybody has, and the way into it. */
import AxeBuilder from 'axe-core';
import { expect, test } from '@playwright/test';
import { chatOn, newPage, openDesk, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

const osaka = /Osaka office IT/;

test('an employee finds the room of her office by a topic, and is in it with one press', async ({ browser }) => {
  const [kenji, ana] = [await newPage(browser), await newPage(browser)];
  await Promise.all([kenji.goto(`${demo.url}/?person=kenji&lang=en`), ana.goto(`${demo.url}/?person=ana&lang=en`)]);
  const rooms = kenji.getByRole('list', { name: 'Rooms' });
  await expect(rooms.getByRole('listitem').first()).toContainText('For you');
  await expect(rooms.getByRole('button', { name: osaka })).toBeVisible();
  await expect(ana.getByRole('button', { name: /New VPN client/ })).toBeVisible();
  await expect(ana.getByRole('button', { name: osaka })).toHaveCount(0);

  const search = kenji.getByRole('searchbox', { name: 'Find the right room' });
  await search.fill('wifi');
  await expect(rooms.getByRole('listitem')).toHaveCount(1);
  await search.fill('no such thing');
  await expect(kenji.getByText('No room fits “no such thing”.')).toBeVisible();
  await search.fill('');
  const topic = kenji.getByRole('button', { name: 'Printers', exact: true });
  await topic.press('Enter');
  await expect(topic).toHaveAttribute('aria-pressed', 'true');
  await expect(topic).toBeFocused();
  await expect(rooms.getByRole('listitem')).toHaveCount(1);
  await rooms.getByRole('button', { name: osaka }).press('Enter');
  const asked = chatOn(kenji);
  await expect(asked.log.getByText('Only colleagues of the Osaka office see this room.')).toBeVisible();
  await asked.say('The copier on floor 2 is jammed');
  await expect(asked.message('The copier on floor 2 is jammed')).toBeVisible();

  // Who knows its name is no further.
  await ana.locator('support-chat').evaluate((element) => element.setAttribute('room', 'osaka-it'));
  await ana.getByRole('button', { name: 'Open support chat' }).click();
  await expect(ana.getByText('There is no such room, or you may not enter it.')).toBeVisible();
  await expect(ana.getByText('jammed')).toHaveCount(0);
  for (const page of [kenji, ana]) await page.context().close();
});

test('what does not come says so and is asked for again; on a phone, in the dark and in Japanese', async ({
  browser,
}) => {
  const kenji = await newPage(browser, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await kenji.route('**/api/directory*', (route) => route.abort());
  await kenji.goto(`${demo.url}/?person=kenji&lang=ja`);
  await expect(kenji.getByText('ルームを読み込めませんでした。')).toBeVisible();
  await kenji.unroute('**/api/directory*');
  await kenji.getByRole('button', { name: '再試行' }).click();
  await expect(kenji.getByRole('list', { name: 'ルーム' }).getByText('あなた向け')).toBeVisible();
  const isCut = await kenji.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(isCut).toBe(false);
  await kenji.evaluate(AxeBuilder.source);
  const { violations } = await kenji.evaluate(() =>
    (globalThis as unknown as { axe: typeof AxeBuilder }).axe.run('support-chat-rooms'),
  );
  expect(violations.map(({ id }) => id)).toEqual([]);
  await kenji.context().close();
});

test('an agent says what a new room is about, and for whom it is', async ({ browser }) => {
  const mia = await newPage(browser);
  const desk = await openDesk(mia, demo.url, 'mia');
  await mia.getByRole('button', { name: 'New room' }).click();
  const dialog = mia.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Lisbon desk move');
  await dialog.getByRole('textbox', { name: 'Topics' }).fill('Desks、Chairs, ');
  await dialog.getByRole('textbox', { name: 'Only for' }).fill('Lisbon');
  await dialog.getByRole('button', { name: 'Make room' }).click();
  await expect(dialog.getByText('Write each as office=osaka.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Only for' }).fill('office=lisbon');
  await dialog.getByRole('button', { name: 'Make room' }).click();
  const facts = mia.getByRole('complementary', { name: 'Room' });
  await expect(mia.getByText('Only for office=lisbon')).toBeVisible();
  await expect(mia.getByText('Topics: Desks, Chairs')).toBeVisible();
  await expect(facts.or(mia.locator('support-desk-room-facts')).first()).toBeVisible();
  await desk.say('Boxes are on your floor.');

  const [ana, kenji] = [await newPage(browser), await newPage(browser)];
  await Promise.all([ana.goto(`${demo.url}/?person=ana&lang=en`), kenji.goto(`${demo.url}/?person=kenji&lang=en`)]);
  await ana.getByRole('button', { name: /Lisbon desk move/ }).click();
  await expect(chatOn(ana).message('Boxes are on your floor.')).toBeVisible();
  await expect(kenji.getByRole('button', { name: osaka })).toBeVisible();
  await expect(kenji.getByRole('button', { name: /Lisbon desk move/ })).toHaveCount(0);
  for (const page of [mia, ana, kenji]) await page.context().close();
});
