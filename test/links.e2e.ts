/** Links: somebody from outside, from the link made at the desk to its end; and the link that leads to a room on its page. */
import { expect, test } from '@playwright/test';
import { chatOn, newPage, openDesk, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('a guest comes by a link, helps, and is out when it is revoked', async ({ browser }) => {
  const [mia, carla, other] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  await openDesk(mia, demo.url, 'mia');
  await mia.getByRole('button', { name: 'Link for a guest' }).click();
  const dialog = mia.getByRole('dialog', { name: 'Link for a guest' });
  await dialog.getByLabel('For whom').fill('Contoso');
  await dialog.getByRole('button', { name: 'Make link' }).click();
  const address = await dialog.getByRole('status').textContent();
  expect(address).toMatch(/\/guest#rollout\/\d+\/[0-9a-f]{32}$/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  const note = mia.getByRole('listitem').filter({ hasText: 'Contoso' });
  await expect(note.getByText('Guest link, 0 of 1 used')).toBeVisible();
  await expect(mia.getByText(address ?? '')).toHaveCount(0);

  // What opens links to look at them uses nothing up, and learns nothing.
  const asked: string[] = [];
  carla.on('request', (request) => asked.push(`${request.url()} ${request.headers()['referer'] ?? ''}`));
  await other.goto(address ?? '');
  await other.close();
  await carla.goto(address ?? '');
  await expect(carla).toHaveURL(`${demo.url}/guest`);
  await carla.getByLabel('Your name').fill('Carla Diaz');
  await carla.keyboard.press('Enter');
  const chat = chatOn(carla);
  await expect(chat.textbox).toBeVisible();
  await expect(carla.getByText('Outlook asks for my password')).toHaveCount(0);
  await chat.say('The gateway was full, mail flows again');
  expect(asked.join('\n')).not.toContain(address?.split('/').at(-1));
  const said = mia.getByRole('listitem').filter({ hasText: 'The gateway was full' });
  await expect(said.getByText('Guest', { exact: true })).toBeVisible();
  await expect(note.getByText('Guest link, 1 of 1 used')).toBeVisible();

  await carla.reload();
  await expect(chat.message('The gateway was full, mail flows again')).toBeVisible();
  const late = await newPage(browser, { locale: 'ja-JP' });
  await late.goto(address ?? '');
  await late.getByLabel('お名前').fill('よその人');
  await late.getByRole('button', { name: 'ルームに入る' }).click();
  await expect(late.getByRole('alert')).toContainText('このリンクは使えません');

  await note.getByRole('button', { name: 'Revoke' }).click();
  await expect(note.getByText('Revoked')).toBeVisible();
  await expect(carla.getByRole('heading', { name: 'Your visit is over' })).toBeVisible();
  await carla.reload();
  await expect(carla.getByRole('heading', { name: 'Your visit is over' })).toBeVisible();
  await Promise.all([mia, carla, late].map((page) => page.context().close()));
});

test('a link and a QR code lead to the room on its page, at the right question', async ({ browser }) => {
  const [mia, ana] = [await newPage(browser), await newPage(browser)];
  await openDesk(mia, demo.url, 'mia');
  await mia.getByRole('button', { name: 'Link and QR code' }).click();
  const dialog = mia.getByRole('dialog', { name: /Link and QR code/ });
  await dialog.getByLabel('Page that carries the tag of this room').fill(`${demo.url}/?person=ana&lang=en`);
  await mia.keyboard.press('Enter');
  await expect(dialog.getByRole('img', { name: /QR code of/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  const asked = mia.getByRole('listitem').filter({ hasText: 'Outlook asks for my password' });
  await asked.locator('summary').click();
  await asked.getByRole('button', { name: 'Link', exact: true }).click();
  const link = await dialog.getByRole('status').textContent();
  expect(link).toMatch(/\/\?person=ana&lang=en#support-chat=rollout\/\d+$/);
  await ana.goto(link ?? '');
  await expect(ana.getByRole('dialog', { name: /New mail/ })).toBeVisible();
  await expect(ana.getByRole('log').getByText('Outlook asks for my password')).toBeInViewport();
  // The rest of the page is as it was for whoever has no link.
  await ana.goto(`${demo.url}/inline?person=ana&lang=en`);
  await expect(ana.getByRole('dialog')).toHaveCount(0);
  await Promise.all([mia, ana].map((page) => page.context().close()));
});
