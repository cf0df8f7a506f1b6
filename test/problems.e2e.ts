/** A problem's way from the desk to everybody: announced, seen before anybody asks, counted, updated, over. */
import { expect, test, type Page } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

const title = 'Nobody can print on floor 3';
const rowOn = (page: Page) =>
  page.getByRole('region', { name: 'Known problems' }).getByRole('listitem').filter({ hasText: title });

test('seen before she asks, counted once, and gone when it is over', async ({ browser }) => {
  const [mia, ana] = [await newPage(browser), await newPage(browser)];
  const desk = await openDesk(mia, demo.url, 'mia');
  await mia.keyboard.press('p');
  const form = mia.getByRole('dialog', { name: 'Announce a problem' });
  await form.getByLabel('What people notice').fill(title);
  await form.getByRole('button', { name: '+1 h' }).click();
  await form.getByRole('textbox', { name: 'A line for everybody' }).fill('Use the printers on floor 2.');
  await form.getByRole('button', { name: 'Tell everybody' }).click();
  await expect(form).toBeHidden();

  await ana.goto(`${demo.url}/?person=ana&lang=en`);
  // The frame in which the first message is seen has the board, too: nothing moves under her hand afterwards.
  const first = ana.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const look = (): void => {
          const panel = document.querySelector('support-chat')?.shadowRoot?.querySelector('support-chat-panel');
          const conversation = panel?.shadowRoot?.querySelector('support-chat-conversation');
          const list = conversation?.shadowRoot?.querySelector('support-chat-message-list');
          if (!list?.shadowRoot?.querySelector('.bubble')) return void requestAnimationFrame(look);
          resolve((panel?.querySelector('support-chat-problems')?.getBoundingClientRect().height ?? 0) > 50);
        };
        look();
      }),
  );
  await openOn(ana);
  expect(await first).toBe(true);
  const row = rowOn(ana);
  await expect(row).toContainText(/^Down/);
  await expect(row).toContainText(/expected back (?:tomorrow )?\d\d:\d\d/);
  const mine = row.getByRole('button', { name: 'Affects me too' });
  await mine.click();
  await expect(mine).toHaveAttribute('aria-pressed', 'true');
  await expect(row).toContainText('1 person affected');
  const card = mia.getByRole('listitem').filter({ hasText: title }).filter({ hasText: 'It is over' });
  await expect(card).toContainText('1 person affected');

  await ana.reload();
  await openOn(ana);
  await expect(mine).toHaveAttribute('aria-pressed', 'true');

  await card.getByRole('button', { name: /^Update/ }).click();
  const update = mia.getByRole('dialog', { name: 'Say how it stands' });
  await update.getByLabel('Degraded: slow or in part').check();
  await update.getByRole('button', { name: 'Not known' }).click();
  await update.getByRole('button', { name: 'Tell everybody' }).click();
  await expect(row).toContainText(/^Degraded/);
  await expect(row).toContainText('end not known yet');
  // Its card has taken its new place: a press must not land on another one.
  await expect(card).toContainText(/^Degraded/);

  await card.getByRole('button', { name: /^It is over/ }).click();
  const end = mia.getByRole('dialog', { name: `Is “${title}” over?` });
  await end.getByRole('button', { name: 'It is over' }).click();
  await expect(row).toHaveCount(0);
  await expect(card).toHaveCount(0);

  for (const page of [ana, mia]) {
    const lines = page.getByRole('log').locator('support-chat-problem-line').filter({ hasText: title });
    await expect(lines).toHaveCount(3);
    await expect(lines.nth(0)).toContainText('Use the printers on floor 2.');
    await expect(lines.nth(1)).toContainText('Update: Degraded');
    await expect(lines.nth(2)).toContainText('Working again');
    await expect(lines.nth(2)).toContainText('1 person was affected');
  }
  await expect(desk.log).toBeVisible();
  await Promise.all([mia, ana].map((page) => page.context().close()));
});

test('comes to who is there already, without taking the place of what is being written', async ({ browser }) => {
  const [ben, tom] = [await newPage(browser, { viewport: { width: 360, height: 740 } }), await newPage(browser)];
  const chat = await openWidget(ben, demo.url, 'ben');
  await chat.textbox.fill('half a sentence');
  await openDesk(tom, demo.url, 'tom');
  await tom.getByRole('button', { name: 'Announce a problem' }).click();
  await tom.getByLabel('What people notice').fill(title);
  await tom.getByRole('button', { name: 'Tell everybody' }).click();
  await expect(rowOn(ben)).toBeVisible();
  await expect(chat.textbox).toBeFocused();
  await expect(chat.textbox).toHaveValue('half a sentence');
  const board = await ben.locator('support-chat-problems').boundingBox();
  const box = await chat.textbox.boundingBox();
  expect((board?.y ?? 0) + (board?.height ?? 0)).toBeLessThan((box?.y ?? 0) - 100);
  expect(await ben.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await Promise.all([ben, tom].map((page) => page.context().close()));
});

test('where the board cannot be loaded the room is there, and its messages say what is wrong', async ({ browser }) => {
  const page = await newPage(browser);
  await page.route('**/chunks/late/problems-*', (route) => route.abort());
  const chat = await openWidget(page, demo.url, 'kenji');
  await chat.say('Is the mail slow for you, too?');
  await expect(chat.message('Is the mail slow for you, too?')).toBeVisible();
  await expect(page.getByText('Mail to other companies arrives late / 社外宛てメールの遅延 –')).toBeAttached();
  await expect(page.locator('support-chat-problems')).toHaveCount(0);
  await page.context().close();
});

async function openOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open support chat' }).click();
  await expect(page.getByRole('log').locator('.bubble').first()).toBeVisible();
}
