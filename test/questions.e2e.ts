/** A question's way through two browsers and the desk: asked, shared, taken, answered, solved. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, openWidget, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('asked once, answered once, and everybody it concerns sees it', async ({ browser }) => {
  const [ana, ben, mia] = [await newPage(browser), await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ana, demo.url, 'ana');
  await openWidget(ben, demo.url, 'ben');
  const desk = await openDesk(mia, demo.url, 'mia');
  // Ana has a question already; this is another one.
  await ana.getByRole('button', { name: 'Ask something else' }).click();
  await asked.say('Where did the shared calendar go?');
  const rowOn = (page: typeof ana) =>
    page
      .getByRole('listitem')
      .filter({ has: page.locator('.bubble', { hasText: /^Where did the shared calendar go\?$/ }) });

  await rowOn(ben).getByRole('button', { name: 'Same here' }).click();
  await expect(rowOn(ana).getByText('2 people have this')).toBeVisible();
  await rowOn(mia).getByRole('button', { name: 'Take it' }).dblclick();
  await expect(rowOn(ana).getByText('Mia Lindqvist is looking at this')).toBeVisible();
  await expect(rowOn(ben).getByText('Mia Lindqvist is looking at this')).toBeVisible();

  await expect(mia.getByText('Reply to Ana Silva: Where did the shared calendar go?')).toBeVisible();
  await desk.say('Add it once more: Add calendar → From directory');
  await expect(rowOn(ana).getByText('Answered')).toBeVisible();
  const reply = ben.getByRole('listitem').filter({ hasText: 'Add it once more' });
  await expect(reply.getByText('The answer', { exact: true })).toBeVisible();
  await ana.getByRole('button', { name: 'Not yet' }).click();
  await expect(rowOn(mia).getByText('Mia Lindqvist is looking at this')).toBeVisible();
  await desk.say('Then sign out and in again');
  await rowOn(ana).getByRole('button', { name: 'That solved it' }).click();
  await expect(rowOn(mia).getByText('Solved', { exact: true })).toBeVisible();
  await expect(rowOn(ben).getByText('Solved', { exact: true })).toBeVisible();
  await expect(ana.getByText('About your question: Where did')).toHaveCount(0);
  await Promise.all([ana, ben, mia].map((page) => page.context().close()));
});

test('who writes what was asked before sees it, and is counted without sending', async ({ browser }) => {
  const [ben, sato] = [await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ben, demo.url, 'ben');
  await openDesk(sato, demo.url, 'sato');
  await asked.textbox.pressSequentially('振り分けﾙｰﾙ');
  const like = ben.getByRole('region', { name: 'Asked before' }).getByRole('listitem');
  await expect(like).toContainText('自分で作った振り分けルール');
  await ben.keyboard.press('Home');
  await ben.keyboard.press('ArrowUp');
  await ben.keyboard.press('Tab');
  await ben.keyboard.press('Enter');
  await expect(ben.getByText('You are counted. You will see the answer here.')).toBeVisible();
  const row = sato.getByRole('listitem').filter({ hasText: '自分で作った振り分けルール' });
  await expect(row.getByText('2 people have this')).toBeVisible();
  await ben.getByRole('button', { name: 'Discard what I wrote' }).click();
  await expect(asked.textbox).toHaveValue('');
  await expect(asked.textbox).toBeFocused();
  // What has an answer shows it before anybody is asked.
  await asked.textbox.fill('outlook wants the password');
  await expect(like).toContainText('Mia Lindqvist: Hi Ana, that is the old sign-in');
  await Promise.all([ben, sato].map((page) => page.context().close()));
});

test('by keyboard alone, and after a reload it is as it was', async ({ browser }) => {
  const mia = await newPage(browser);
  await openDesk(mia, demo.url, 'mia', 'expenses');
  const row = mia.getByRole('listitem').filter({ hasText: 'Who approves my expenses' });
  await row.getByRole('button', { name: 'Take it' }).focus();
  await mia.keyboard.press('Enter');
  await expect(row.getByText('Mia Lindqvist is looking at this')).toBeVisible();
  await mia.reload();
  await expect(row.getByText('Mia Lindqvist is looking at this')).toBeVisible();
  await mia.keyboard.press('r');
  await mia.keyboard.type('Your deputy does');
  await mia.keyboard.press('Enter');
  await expect(row.getByText('Answered')).toBeVisible();
  await mia.context().close();
});

test('from the queue of all rooms to the question, and back to what is one’s own', async ({ browser }) => {
  const [ben, tom] = [await newPage(browser), await newPage(browser)];
  await tom.goto(`${demo.url}/desk?person=tom&lang=en`);
  const queue = tom.getByRole('list', { name: 'Questions' });
  await expect(queue.getByRole('button', { name: 'out-of-office' })).toBeVisible();
  const asked = await openWidget(ben, demo.url, 'ben');
  await asked.say('My badge does not open the door of the lab');
  await queue.getByRole('button', { name: 'My badge does not open' }).click();
  const row = tom.getByRole('listitem').filter({ has: tom.locator('.bubble', { hasText: 'My badge does not open' }) });
  await expect(row).toBeInViewport();
  await row.getByRole('button', { name: 'Take it' }).click();
  await expect(row.getByText('Tom Okafor is looking at this')).toBeVisible();
  await tom.keyboard.press('q');
  await tom.getByRole('button', { name: 'Mine 1' }).click();
  await expect(queue.getByText('You are looking at this')).toBeVisible();
  await ben.getByRole('button', { name: 'Solved' }).last().click();
  await expect(tom.getByText('You have no questions.')).toBeVisible();
  await Promise.all([ben, tom].map((page) => page.context().close()));
});

test('an answer is promised: who asked sees until when, and so does the queue', async ({ browser }) => {
  const [ben, mia] = [await newPage(browser), await newPage(browser)];
  const asked = await openWidget(ben, demo.url, 'ben');
  await openDesk(mia, demo.url, 'mia');
  await asked.say('Who pays for a second screen?');
  const row = mia.getByRole('listitem').filter({ has: mia.locator('.bubble', { hasText: 'second screen' }) });
  const promise = async (at: string): Promise<void> => {
    await row.locator('summary').click();
    await row.getByRole('button', { name: 'Promise an answer…' }).click();
    await mia.getByRole('dialog').getByLabel('Answer by').fill(at);
    await mia.keyboard.press('Enter');
  };
  await promise('2020-01-01T10:00');
  await expect(mia.getByText('Choose a time within the next 90 days')).toBeVisible();
  const dialog = mia.getByRole('dialog');
  await dialog.getByRole('group', { name: 'Suggested times' }).getByRole('button').last().click();
  await mia.getByRole('button', { name: 'Promise', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(row.getByText('Mia Lindqvist is looking at this')).toBeVisible();
  await expect(ben.getByText(/^Answer by \w{3}, \w{3} \d+, \d\d:00$/)).toBeVisible();
  await mia.getByRole('button', { name: /^Questions/ }).click();
  await mia.getByRole('button', { name: /^Mine/ }).click();
  const inQueue = mia.getByRole('list', { name: 'Questions' }).getByRole('button', { name: 'second screen' });
  await expect(inQueue.getByText(/^By \w{3}, /)).toBeVisible();
  await inQueue.click();
  await row.getByRole('button', { name: 'Give back' }).click();
  await expect(ben.getByText(/^Answer by/)).toHaveCount(0);
  for (const page of [ben, mia]) await page.context().close();
});

test('what one has goes to a colleague: one question, and all at the end of the day', async ({ browser }) => {
  const [mia, tom] = [await newPage(browser), await newPage(browser)];
  await openDesk(tom, demo.url, 'tom', 'vpn');
  await openDesk(mia, demo.url, 'mia', 'vpn');
  const ben = await newPage(browser);
  await ben.goto(`${demo.url}/?person=ben&lang=en`);
  const token = await ben.evaluate(
    async () => ((await (await fetch('/demo/token?person=ben')).json()) as { token: string }).token,
  );
  for (const text of ['How long does the handover take?', 'And who does it?'])
    await ben.request.post(`${demo.url}/api/rooms/vpn/messages`, {
      headers: { authorization: `Bearer ${token}` },
      data: { body: { kind: 'text', text } },
    });
  const row = (page: typeof mia, text: string) => page.getByRole('listitem').filter({ hasText: text });
  await row(mia, 'How long does').getByRole('button', { name: 'Hand over' }).click();
  await mia
    .getByRole('dialog')
    .getByRole('button', { name: /Tom Okafor/ })
    .click();
  await expect(row(mia, 'How long does').getByText('Tom Okafor is looking at this')).toBeVisible();
  await row(mia, 'And who does').getByRole('button', { name: 'Take it' }).click();
  await expect(row(tom, 'And who does').getByText('Mia Lindqvist is looking at this')).toBeVisible();
  await mia.getByRole('button', { name: /^Questions/ }).click();
  await mia.getByRole('button', { name: /^Mine/ }).click();
  await mia.getByRole('button', { name: 'Hand all over' }).click();
  await mia
    .getByRole('dialog')
    .getByRole('button', { name: /Tom Okafor/ })
    .click();
  await expect(mia.getByRole('button', { name: 'Hand all over' })).toHaveCount(0);
  await expect(row(tom, 'And who does').getByText('Tom Okafor is looking at this')).toBeVisible();
  await Promise.all([mia, tom, ben].map((page) => page.context().close()));
});

test('a link to a question opens its room there, however far back it is', async ({ browser }) => {
  const mia = await newPage(browser, { viewport: { width: 360, height: 740 } });
  const asked = await openDesk(mia, demo.url, 'mia', 'vpn');
  for (let i = 0; i < 4; i += 1) await asked.say(`line ${i}\n${'.\n'.repeat(30)}`);
  await mia.goto(`${demo.url}/desk?person=mia&lang=en#/rooms/vpn/2`);
  await mia.reload();
  await expect(mia.locator('.bubble', { hasText: 'The new client stops at' })).toBeInViewport();
  await mia.context().close();
});

test('one answer goes to several questions of several rooms', async ({ browser }) => {
  const [ana, mia] = [await newPage(browser), await newPage(browser)];
  await openWidget(ana, demo.url, 'ana');
  await mia.goto(`${demo.url}/desk?person=mia&lang=en#/questions`);
  const bulk = mia.getByRole('group', { name: 'Select' });
  await mia.getByRole('button', { name: 'Select' }).click();
  const rows = mia.getByRole('checkbox');
  await rows.filter({ hasText: 'out-of-office' }).click();
  await rows.filter({ hasText: 'Expense tool' }).first().click();
  await expect(bulk.getByRole('status')).toHaveText('2 selected');
  await bulk.getByRole('button', { name: 'Answer…' }).click();
  const dialog = mia.getByRole('dialog', { name: 'Answer 2 questions at once' });
  await dialog.getByRole('textbox', { name: 'Answer' }).fill('We look into both this afternoon.');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows).toHaveCount(0);
  await expect(ana.getByText('We look into both this afternoon.')).toBeVisible();
  for (const page of [ana, mia]) await page.context().close();
});
