/** A question asked in the wrong room: moved, followed, and answered where it belongs. */
import { expect, test } from '@playwright/test';
import { chatOn, newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('support moves a question, who asked it follows, and the answer is given there', async ({ browser }) => {
  const [ana, mia] = [await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ana, demo.url, 'ana');
  const desk = await openDesk(mia, demo.url, 'mia');
  // She has a question there already; this is another one.
  await ana.getByRole('button', { name: 'Ask something else' }).click();
  await asked.say('The VPN stops at 40 percent in my hotel');
  const text = /^The VPN stops at 40 percent in my hotel$/;
  const rowOn = (page: typeof ana) =>
    page.getByRole('listitem').filter({ has: page.locator('.bubble', { hasText: text }) });
  const question = rowOn(mia);
  await question.locator('summary').click();
  await question.getByRole('button', { name: 'Move…' }).click();
  const dialog = mia.getByRole('dialog');
  await dialog.getByRole('searchbox', { name: 'Find a room' }).fill('vpn');
  await dialog.getByRole('button', { name: /New VPN client/ }).click();
  await expect(dialog).toBeHidden();
  await expect(question.getByText('Moved', { exact: true })).toBeVisible();
  await expect(question.getByRole('button', { name: 'Take it' })).toHaveCount(0);

  await expect(rowOn(ana).getByText('Goes on in New VPN client')).toBeVisible();
  await rowOn(ana).getByRole('button', { name: 'Go there' }).click();
  await expect(ana.getByRole('dialog', { name: 'New VPN client' })).toBeVisible();
  const there = chatOn(ana);
  await expect(rowOn(ana).getByText('Asked in New mail & calendar rollout')).toBeVisible();

  await question.getByRole('button', { name: 'Go there' }).click();
  await expect(mia.getByRole('heading', { name: 'New VPN client' })).toBeVisible();
  await rowOn(mia).getByRole('button', { name: 'Reply' }).click();
  await desk.say('Hotels block it: choose TCP.');
  await expect(there.message('Hotels block it: choose TCP.')).toBeVisible();
  for (const page of [ana, mia]) await page.context().close();
});

test('what was asked in private goes on in private, and its asker follows with one press', async ({ browser }) => {
  const [ana, ben, mia] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ana, demo.url, 'ana');
  const others = await openWidget(ben, demo.url, 'ben');
  await ana.getByRole('button', { name: 'Only support' }).click();
  const text = 'My salary shows in the VPN window';
  const inPrivate = ana.getByRole('button', { name: 'Ask something else' });
  await expect(ana.getByRole('button', { name: 'Only support' })).toHaveAttribute('aria-pressed', 'true');
  if (await inPrivate.isVisible()) await inPrivate.click();
  await asked.say(text);
  await expect(asked.message(text)).toBeVisible();
  const desk = await openDesk(mia, demo.url, 'mia', 'rollout~ana');
  const rowOn = (page: typeof ana) =>
    page.getByRole('listitem').filter({ has: page.locator('.bubble', { hasText: text }) });
  await rowOn(mia).locator('summary').click();
  await rowOn(mia).getByRole('button', { name: 'Move…' }).click();
  const dialog = mia.getByRole('dialog');
  await expect(dialog.getByText('It goes on beside that room in private')).toBeVisible();
  await expect(dialog.getByRole('button', { name: /Osaka/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: /New VPN client/ }).click();
  await expect(dialog).toBeHidden();

  await expect(rowOn(ana).getByText('Goes on in New VPN client')).toBeVisible();
  await rowOn(ana).getByRole('button', { name: 'Go there' }).click();
  await expect(ana.getByRole('dialog', { name: 'New VPN client' })).toBeVisible();
  await expect(ana.getByRole('button', { name: 'Only support' })).toHaveAttribute('aria-pressed', 'true');
  await expect(rowOn(ana).getByText('Asked in New mail & calendar rollout')).toBeVisible();
  await rowOn(mia).getByRole('button', { name: 'Go there' }).click();
  await expect(rowOn(mia).getByText('Asked in New mail & calendar rollout')).toBeVisible();
  await rowOn(mia).getByRole('button', { name: 'Reply' }).click();
  await desk.say('It is a window of your own; nobody else sees it.');
  await expect(chatOn(ana).message('It is a window of your own; nobody else sees it.')).toBeVisible();
  await expect(others.message(text)).toHaveCount(0);
  for (const page of [ana, ben, mia]) await page.context().close();
});

test('a question becomes an incident room, with what was asked in it, and support knows where it is', async ({
  browser,
}) => {
  const [ben, mia, tom] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ben, demo.url, 'ben');
  await openDesk(tom, demo.url, 'tom');
  const desk = await openDesk(mia, demo.url, 'mia');
  await asked.say('Everything in Osaka is down, also the phones');
  const row = mia.getByRole('listitem').filter({ hasText: 'Everything in Osaka is down' });
  await row.locator('summary').click();
  await row.getByRole('button', { name: 'Incident…' }).click();
  const dialog = mia.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue(
    'Everything in Osaka is down, also the phones',
  );
  await expect(dialog.getByRole('radio', { name: 'Incident' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Make room' }).click();
  await expect(mia.getByRole('heading', { name: 'Everything in Osaka is down' })).toBeVisible();
  await expect(desk.log.getByText('Asked by Ben Carter in “New mail & calendar rollout”:')).toBeVisible();
  await expect(chatOn(tom).log.getByText('There is an incident room for this:')).toBeVisible();
  await expect(
    tom.getByRole('listitem').filter({ hasText: 'Everything in Osaka is down' }).getByText('Waiting for help'),
  ).toBeVisible();
  await expect(ben.getByText('There is an incident room')).toHaveCount(0);
  const link = tom.getByRole('link', { name: /#\/rooms\/everything-in-osaka/ }).first();
  const place = new URL((await link.getAttribute('href')) ?? '').hash;
  await tom.evaluate((hash) => (location.hash = hash), place);
  await expect(tom.getByRole('heading', { name: 'Everything in Osaka is down' })).toBeVisible();
  for (const page of [ben, mia, tom]) await page.context().close();
});

test('a room that ends hands its open questions on', async ({ browser }) => {
  const mia = await newPage(browser);
  await openDesk(mia, demo.url, 'mia', 'expenses');
  await mia.getByRole('button', { name: 'Close room' }).click();
  await mia.getByRole('dialog').getByRole('button', { name: 'Move them to another room…' }).click();
  const dialog = mia.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Move 2 questions to' })).toBeVisible();
  await dialog.getByRole('button', { name: /New mail/ }).click();
  await expect(dialog).toBeHidden();
  await mia.getByRole('button', { name: 'Close room' }).click();
  await expect(dialog.getByRole('button', { name: 'Move them to another room…' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close room' }).click();
  await expect(mia.getByText('Closed: everybody can read it')).toBeVisible();
  await mia.context().close();
});
