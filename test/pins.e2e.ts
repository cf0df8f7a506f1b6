/** What an agent pins is above everybody's conversation, and leads to the message. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('a pin reaches everybody, leads to its message, and goes', async ({ browser }) => {
  const [ana, mia] = await Promise.all([newPage(browser), newPage(browser)]);
  await openWidget(ana, demo.url, 'ana');
  const desk = await openDesk(mia, demo.url, 'mia');
  await desk.say('The new server is mail.example.com');
  const said = mia.locator('li.message', { hasText: 'The new server is mail.example.com' });
  await said.hover();
  await said.getByRole('button', { name: 'Pin for everybody' }).click();
  const pinned = ana.getByRole('region', { name: 'Pinned' });
  await expect(pinned).toContainText('The new server is mail.example.com');
  await expect(said.getByRole('button', { name: 'Pin for everybody' })).toHaveAttribute('aria-pressed', 'true');
  for (let line = 0; line < 60; line += 1) await desk.say(`line ${line}`);
  await expect(mia.getByText('Sending')).toHaveCount(0, { timeout: 30_000 });
  await ana.reload();
  await openWidget(ana, demo.url, 'ana');
  await expect(ana.locator('li.message', { hasText: 'The new server is' })).not.toBeInViewport();
  await pinned.getByRole('button', { name: /The new server/ }).click();
  await expect(ana.locator('li.message', { hasText: 'The new server is' })).toBeInViewport();

  await mia.getByRole('button', { name: 'All 1' }).click();
  await mia.getByRole('button', { name: /Take pin away: The new server/ }).click();
  await expect(pinned).toBeHidden();
  await Promise.all([ana, mia].map((page) => page.context().close()));
});
