/** A room that is for others from one moment to the next. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('T07 support says for whom the room is: who it is not for sees nothing of it, and finds it when it is for all again', async ({
  browser,
}) => {
  const [ana, kenji, mia] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  const lisbon = await openWidget(ana, demo.url, 'ana');
  const osaka = await openWidget(kenji, demo.url, 'kenji');
  const desk = await openDesk(mia, demo.url, 'mia');
  await mia.getByRole('button', { name: 'Edit', exact: true }).click();
  const only = mia.getByRole('textbox', { name: /^Only for/ });
  await only.fill('Osaka');
  await mia.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(mia.getByText('Write each as office=osaka.')).toBeVisible();
  await only.fill('office=osaka');
  await mia.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(mia.getByText('Only for office=osaka')).toBeVisible();
  await expect(lisbon.log.locator('.bubble')).toHaveCount(0, { timeout: 15_000 });
  await expect(ana.getByRole('heading', { name: 'New mail & calendar rollout' })).toHaveCount(0);
  await osaka.say('We are still here');
  await expect(desk.message('We are still here')).toBeVisible();
  await mia.getByRole('button', { name: 'Edit', exact: true }).click();
  await only.fill('');
  await mia.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(mia.getByText('Only for office=osaka')).toHaveCount(0);
  const again = await openWidget(ana, demo.url, 'ana');
  await expect(again.message('We are still here')).toBeVisible();
  for (const page of [ana, kenji, mia]) await page.context().close();
});
