/** The end of a room: closed, put away, found again, and taken out. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('a room is closed and archived: it can be read and found, and nothing in it changes until it is taken out', async ({
  browser,
}) => {
  const sato = await newPage(browser);
  await openDesk(sato, demo.url, 'sato', 'vpn');
  const rooms = sato.getByRole('navigation', { name: 'Rooms' });
  const row = rooms.getByRole('button', { name: /New VPN client/ });
  await sato.getByRole('button', { name: 'Close room' }).click();
  await sato.getByRole('dialog').getByRole('button', { name: 'Close room' }).click();
  await sato.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(sato.getByText('Archived: it can be read, found and exported')).toBeVisible();
  await expect(sato.getByRole('button', { name: 'Reopen room' })).toHaveCount(0);
  await expect(row).toBeVisible();

  await rooms.getByRole('button', { name: /Expense tool/ }).click();
  await expect(row).toHaveCount(0);
  const archive = rooms.getByRole('button', { name: 'Archived rooms (1)' });
  await archive.click();
  await expect(row).toContainText('Archived');
  await archive.click();
  await expect(row).toHaveCount(0);
  await rooms.getByRole('searchbox').fill('vpn');
  await row.click();
  await expect(sato.getByText('The new client stops at').first()).toBeVisible();
  await expect(sato.getByRole('textbox', { name: 'Message' })).toBeHidden();

  await sato.getByRole('button', { name: 'Take out of the archive' }).click();
  await sato.getByRole('button', { name: 'Reopen room' }).click();
  await expect(sato.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(archive).toHaveCount(0);
  await sato.context().close();
});

test('a manager deletes a room, everybody is out, and takes it back', async ({ browser }) => {
  const [ana, sato] = [await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ana, demo.url, 'ana');
  await openDesk(sato, demo.url, 'sato');
  const rooms = sato.getByRole('navigation', { name: 'Rooms' });
  const row = rooms.getByRole('button', { name: /^New mail & calendar rollout/ });
  await sato.getByRole('button', { name: 'Close room' }).click();
  await sato.getByRole('dialog').getByRole('button', { name: 'Close room' }).click();
  await sato.getByRole('button', { name: 'Delete…' }).click();
  const dialog = sato.getByRole('dialog');
  const name = dialog.getByRole('textbox', { name: 'Type rollout to confirm' });
  await name.fill('Rollout');
  await dialog.getByRole('button', { name: 'Delete room' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('This is not the name of the room.');
  await expect(name).toBeFocused();
  await name.fill('rollout');
  await dialog.getByRole('textbox', { name: /Reason/ }).fill('Was a rehearsal');
  await name.press('Enter');
  await expect(dialog.getByRole('status')).toContainText(
    '“New mail & calendar rollout” is deleted. It can be taken back until',
  );
  await expect(dialog.getByRole('listitem')).toContainText('Was a rehearsal');
  await expect(row).toHaveCount(0);
  await expect(asked.log.locator('.bubble')).toHaveCount(0);
  await expect(ana.getByText('There is no such room')).toBeVisible();

  await dialog.getByRole('button', { name: 'Take back' }).click();
  await expect(dialog.getByText('No room is deleted.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await row.click();
  await sato.getByRole('button', { name: 'Reopen room' }).click();
  await openWidget(ana, demo.url, 'ana');
  for (const page of [ana, sato]) await page.context().close();
});
