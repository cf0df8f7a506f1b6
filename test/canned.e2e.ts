/** An agent inserts a prepared text into what they write; nothing is replaced, nothing is sent. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('a canned reply goes in at the cursor, is taken out by undo, and is found by its reading', async ({ browser }) => {
  const mia = await newPage(browser);
  const { textbox, log } = await openDesk(mia, demo.url, 'mia');
  await mia.getByRole('button', { name: 'Canned replies' }).click();
  await expect(mia.getByText('No canned replies yet')).toBeVisible();
  await mia.getByRole('button', { name: 'New canned reply' }).click();
  const dialog = mia.getByRole('dialog', { name: 'New canned reply' });
  await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('変更のお願い');
  await dialog.getByLabel('Reading').fill('へんこう');
  await dialog.getByRole('textbox', { name: 'Text' }).fill('Dear {{asker}},\nplease change it. {{nobody}}\n{{me}}');
  await dialog.getByLabel('Who uses it').selectOption('Support in every room');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(mia.getByRole('dialog').getByText('変更のお願い')).toBeVisible();
  await mia.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();

  await textbox.fill('My own words.  And more.');
  await textbox.evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(14, 14));
  await textbox.press('/');
  const list = mia.getByRole('listbox', { name: 'Canned replies' });
  await expect(list.getByRole('option')).toHaveCount(1);
  await mia.keyboard.insertText('ヘンカ');
  await expect(mia.getByText('None is like this.')).toBeVisible();
  await textbox.press('Backspace');
  await expect(list.getByRole('option', { name: '変更のお願い' })).toHaveAttribute('aria-selected', 'true');
  await expect(mia.getByRole('group', { name: 'This goes into your message' })).toContainText(
    '{{nobody}} is no placeholder',
  );
  await textbox.press('Enter');
  const inserted = 'My own words. Dear [name],\nplease change it. {{nobody}}\nMia Lindqvist And more.';
  await expect(textbox).toHaveValue(inserted);
  await expect(list).toHaveCount(0);
  // What is missing is selected: the next word replaces it.
  await mia.keyboard.insertText('Ana');
  await expect(textbox).toHaveValue(inserted.replace('[name]', 'Ana'));
  await textbox.press('ControlOrMeta+z');
  await textbox.press('ControlOrMeta+z');
  await expect(textbox).toHaveValue('My own words. /ヘン And more.');
  await expect(log.getByText('please change it')).toHaveCount(0);

  await textbox.fill('');
  await textbox.press('/');
  await expect(list).toBeVisible();
  await textbox.press('Escape');
  await expect(list).toHaveCount(0);
  await expect(textbox).toHaveValue('/');
  await expect(textbox).toBeFocused();
  await mia.context().close();
});
