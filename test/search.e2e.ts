/** What was said is found again, in both languages, at the desk and in the widget, and leads there. */
import { expect, test } from '@playwright/test';
import { chatOn, newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => void (demo = await startDemo()));
test.afterAll(() => demo.stop());

test('an agent finds a message by a piece of a Japanese word, and is taken to it', async ({ browser }) => {
  const page = await newPage(browser);
  const desk = await openDesk(page, demo.url, 'mia');
  await desk.say('ロールアウト後、共有メールの権利がありません');
  for (let line = 0; line < 60; line += 1) await desk.say(`line ${line}`);
  await expect(page.getByText('Sending')).toHaveCount(0, { timeout: 30_000 });
  await page.reload();
  await expect(desk.log.locator('.bubble').last()).toBeVisible();
  const said = page.locator('li.message', { hasText: '共有メールの権利' });
  await expect(said).not.toBeInViewport();

  await page.locator('body').press('s');
  const box = page.getByRole('searchbox', { name: 'Search messages' });
  await expect(box).toBeFocused();
  await box.fill('アウト 権');
  const found = page.getByRole('button', { name: /共有メールの権利/ });
  await expect(found.locator('mark')).toHaveText(['アウト', '権']);
  await expect(page.getByRole('status').filter({ hasText: '1 message' })).toBeVisible();
  await box.press('Enter');
  await expect(box).toBeHidden();
  await expect(said).toBeInViewport();
  expect(new URL(page.url()).hash).toMatch(/^#\/rooms\/rollout\/\d+$/);

  await page.getByRole('button', { name: 'Search messages' }).click();
  await box.fill('');
  await page.getByRole('button', { name: 'from:' }).click();
  await expect(box).toHaveValue(/from:$/);
  await box.fill('from:mia before:never');
  await expect(page.getByText('Not understood: before:never')).toBeVisible();
  await box.fill('no such words anywhere');
  await expect(page.getByText('No message has these words.')).toBeVisible();
  await box.press('Escape');
  await page.context().close();
});

test('an employee finds an English message in the room, by keyboard alone, and shares its link', async ({
  browser,
}) => {
  const [ana, ben] = await Promise.all([
    newPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] }),
    newPage(browser),
  ]);
  const chat = await openWidget(ana, demo.url, 'ana');
  await chat.say('Where is the aquarium projector?');
  await expect(chat.message('Where is the aquarium projector?')).toBeVisible();
  for (let line = 0; line < 40; line += 1) await chat.say(`more ${line}`);
  await expect(ana.getByText('Sending')).toHaveCount(0, { timeout: 30_000 });

  await ana.getByRole('button', { name: 'Search messages' }).press('Enter');
  const box = ana.getByRole('searchbox', { name: 'Search messages' });
  await expect(box).toBeFocused();
  await box.pressSequentially('aquar', { delay: 5 });
  // The messages after it say, too, what they reply to.
  const found = ana.locator('button.go', { hasText: 'aquarium projector' });
  await expect(found).toBeVisible();
  await found.locator('xpath=..').getByRole('button', { name: 'Copy link' }).click();
  const link = await ana.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#support-chat=rollout/');
  await box.press('ArrowDown');
  await expect(found).toBeFocused();
  await found.press('Enter');
  await expect(chat.message('Where is the aquarium projector?')).toBeInViewport();
  await expect(box).toBeHidden();

  await ana.getByRole('button', { name: 'Search messages' }).click();
  await expect(box).toBeFocused();
  await ana.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expect(ana.getByRole('button', { name: 'Search messages' })).toBeFocused();

  // Whoever opens the link is there with their own rights.
  const there = new URL(link);
  there.search = '?person=ben&lang=en';
  await ben.goto(there.href);
  await expect(chatOn(ben).message('Where is the aquarium projector?')).toBeInViewport();
  await expect(chatOn(ben).textbox).toBeVisible();
  await Promise.all([ana, ben].map((page) => page.context().close()));
});
