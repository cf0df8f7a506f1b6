/** A guest for one question: called with a link that ends with it, told so before, and let out when it is solved. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('S13 the guest of a question knows until when they are there, helps, and is out when it is solved', async ({
  browser,
}) => {
  const [ana, mia, carla] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ana, demo.url, 'ana');
  const desk = await openDesk(mia, demo.url, 'mia');
  await ana.getByRole('button', { name: 'Ask something else' }).click();
  await asked.say('The gateway of Contoso refuses my mail');
  const row = (page: typeof ana) =>
    page.getByRole('listitem').filter({ has: page.locator('.bubble', { hasText: /^The gateway of Contoso/ }) });
  await row(mia).locator('summary').click();
  await row(mia).getByRole('button', { name: 'Guest for this…' }).click();
  const dialog = mia.getByRole('dialog', { name: 'Link for a guest' });
  await expect(dialog.getByRole('checkbox', { name: /Ends when this is solved/ })).toBeChecked();
  await dialog.getByRole('textbox', { name: /For whom/ }).fill('Contoso, mail gateway');
  await dialog.getByRole('button', { name: 'Make link' }).click();
  const address = await dialog.locator('output').innerText();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(desk.log.getByText('ends when the question is solved')).toBeVisible();

  await carla.goto(address);
  await expect(carla.getByText('You are there until the question is solved that you were called for')).toBeVisible();
  await carla.getByRole('textbox', { name: 'Your name' }).fill('Carla Diaz');
  await carla.getByRole('button', { name: 'Enter the room' }).click();
  await expect(carla.getByText('Guest until the question is solved')).toBeVisible();
  await carla.getByRole('textbox', { name: 'Message' }).fill('The quota was full. It is free now.');
  await carla.getByRole('textbox', { name: 'Message' }).press('Enter');
  await expect(asked.message('The quota was full. It is free now.')).toBeVisible();
  await expect(row(ana).getByText('Let in for this: Carla Diaz (Guest)')).toBeVisible();

  await row(ana).getByRole('button', { name: 'Solved' }).click();
  await expect(carla.getByRole('heading', { name: 'Your visit is over' })).toBeVisible();
  await expect(row(ana).getByText('Here until it was solved: Carla Diaz (Guest)')).toBeVisible();
  await expect(asked.message('The quota was full. It is free now.')).toBeVisible();
  const again = await newPage(browser);
  await again.goto(address);
  await expect(again.getByText('This link leads nowhere, or no longer.')).toBeVisible();

  await row(mia).getByRole('button', { name: 'Reopen' }).click();
  await expect(row(mia).getByText('Whoever was let in for this is out')).toBeVisible();
  for (const page of [ana, mia, carla, again]) await page.context().close();
});

test('S12 an expert who is called in a reply is let in until it is solved, unless support wants them to stay', async ({
  browser,
}) => {
  const [ana, mia] = [await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ana, demo.url, 'ana');
  await openDesk(mia, demo.url, 'mia');
  await ana.getByRole('button', { name: 'Ask something else' }).click();
  await asked.say('Shared calendars of Osaka are empty');
  const row = mia
    .getByRole('listitem')
    .filter({ has: mia.locator('.bubble', { hasText: /^Shared calendars of Osaka/ }) });
  await row.getByRole('button', { name: 'Reply' }).click();
  const box = mia.getByRole('textbox', { name: 'Message' });
  await box.pressSequentially('@lena');
  await mia.getByRole('option').first().click();
  await box.pressSequentially('can you look?');
  await expect(mia.getByText(/is let in as an expert until this question is solved/)).toBeVisible();
  await mia.getByRole('button', { name: 'For good' }).click();
  await expect(mia.getByText(/is let in as an expert with this message/)).toBeVisible();
  await mia.getByRole('button', { name: 'Only until it is solved' }).click();
  await box.press('Enter');
  await expect(row.getByText('Let in for this: Lena Brandt')).toBeVisible();
  const lena = mia.locator('support-desk-members li', { hasText: 'Lena Brandt' });
  await expect(lena.getByText('until the question is solved')).toBeVisible();

  // Called for a second one, she stays until that is solved, too.
  await ana.getByRole('button', { name: 'Ask something else' }).click();
  await asked.say('And so are those of Lisbon');
  const second = mia.getByRole('listitem').filter({ has: mia.locator('.bubble', { hasText: /^And so are those/ }) });
  await second.getByRole('button', { name: 'Reply' }).click();
  await box.pressSequentially('@lena');
  await expect(mia.getByRole('option').first()).toContainText('Here for another question');
  await mia.getByRole('option').first().click();
  await expect(mia.getByText('Lena Brandt stays until this question is solved, too.')).toBeVisible();
  await box.press('Enter');
  await expect(second.getByText('Let in for this: Lena Brandt')).toBeVisible();
  await row.getByRole('button', { name: 'Solved' }).click();
  await expect(row.getByText('Waiting', { exact: false })).toHaveCount(0);
  await expect(lena).toHaveCount(1);
  await second.getByRole('button', { name: 'Solved' }).click();
  await expect(lena).toHaveCount(0);
  await expect(row.getByText('Here until it was solved: Lena Brandt')).toBeVisible();
  for (const page of [ana, mia]) await page.context().close();
});
