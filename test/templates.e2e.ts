/** What comes again: rooms that begin alike, what support does in each, and what one looks at in the queue. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('an incident room comes out of a question and from a template, and its list is done by several', async ({
  browser,
}) => {
  const [ben, mia, tom] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ben, demo.url, 'ben');
  await asked.say('Nobody on floor 2 gets an address from the network');
  await openDesk(mia, demo.url, 'mia');
  await mia.getByRole('button', { name: 'New room' }).click();
  const dialog = mia.getByRole('dialog');
  const keep = dialog.getByRole('button', { name: 'Keep as a template' });
  await keep.click();
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Network incident');
  await dialog.getByRole('radio', { name: 'Incident' }).check();
  await dialog.getByRole('textbox', { name: 'Purpose' }).fill('Find it, mend it, tell everybody.');
  await dialog.getByRole('textbox', { name: 'Topics' }).fill('Network');
  await dialog.getByRole('textbox', { name: 'Checklist' }).fill('Tell the hotline\n掲示板に載せる\n\nTell the hotline');
  await keep.click();
  await expect(dialog.getByText('Kept as the template “Network incident”.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  const row = mia.getByRole('listitem').filter({ hasText: 'Nobody on floor 2 gets an address' });
  await row.locator('summary').click();
  await row.getByRole('button', { name: 'Incident…' }).click();
  await dialog.getByRole('combobox', { name: 'Template' }).selectOption({ label: 'Network incident' });
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue(/^Nobody on floor 2/);
  await expect(dialog.getByRole('textbox', { name: 'Purpose' })).toHaveValue('Find it, mend it, tell everybody.');
  await expect(dialog.getByRole('textbox', { name: 'Checklist' })).toHaveValue('Tell the hotline\n掲示板に載せる');
  await dialog.getByRole('button', { name: 'Make room' }).click();
  await expect(mia.getByText('Checklist – 0 of 2 done')).toBeVisible();
  await mia.getByRole('checkbox', { name: 'Tell the hotline' }).check();

  await openDesk(tom, demo.url, 'tom', (await mia.evaluate(() => location.hash)).replace('#/rooms/', ''));
  await expect(tom.getByText('Checklist – 1 of 2 done')).toBeVisible();
  await tom.getByRole('checkbox', { name: '掲示板に載せる' }).press('Space');
  await expect(mia.getByText('Checklist – 2 of 2 done')).toBeVisible();
  await expect(mia.getByRole('checkbox', { name: /掲示板に載せる.*Tom Okafor/ })).toBeChecked();
  await tom.getByRole('button', { name: 'Edit' }).last().click();
  const text = tom.getByRole('textbox', { name: /Checklist/ });
  await expect(text).toBeFocused();
  await text.fill('Say when it is over\nTell the hotline');
  await tom.getByRole('button', { name: 'Save' }).click();
  await expect(mia.getByText('Checklist – 1 of 2 done')).toBeVisible();
  await expect(mia.getByRole('checkbox', { name: 'Say when it is over' })).not.toBeChecked();
  for (const page of [ben, mia, tom]) await page.context().close();
});

test('a view of the queue is kept for who made it, on every device, and goes again', async ({ browser }) => {
  const [desk, phone, colleague] = [
    await newPage(browser),
    await newPage(browser, { viewport: { width: 360, height: 740 } }),
    await newPage(browser),
  ];
  await desk.goto(`${demo.url}/desk?person=mia&lang=en`);
  await desk.getByRole('button', { name: 'Views' }).click();
  await desk.getByRole('button', { name: /^All/ }).click();
  await desk.getByRole('searchbox', { name: 'Find a question' }).fill('approves');
  await desk.getByRole('button', { name: 'Keep this view' }).click();
  await desk.getByRole('textbox', { name: 'Name' }).fill('Expenses');
  await desk.keyboard.press('Enter');
  const own = desk.getByRole('list', { name: 'Views' }).getByRole('button', { name: 'Expenses', exact: true });
  await expect(own).toBeFocused();
  await expect(own).toHaveAttribute('aria-pressed', 'true');

  await phone.goto(`${demo.url}/desk?person=mia&lang=en#/questions`);
  await phone.getByRole('button', { name: 'Views' }).click();
  await phone.getByRole('button', { name: 'Expenses', exact: true }).click();
  const rows = phone.getByRole('list', { name: 'Questions' }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Who approves my expenses');
  await expect(phone.getByRole('searchbox', { name: 'Find a question' })).toHaveValue('approves');

  await colleague.goto(`${demo.url}/desk?person=tom&lang=en`);
  await colleague.getByRole('button', { name: 'Views' }).click();
  await expect(colleague.getByText('Keep what you look at often')).toBeVisible();

  await phone.getByRole('button', { name: 'Delete the view Expenses' }).click();
  await expect(phone.getByText('The view “Expenses” is deleted.')).toBeVisible();
  await expect(phone.getByRole('button', { name: 'Expenses', exact: true })).toHaveCount(0);
  for (const page of [desk, phone, colleague]) await page.context().close();
});
