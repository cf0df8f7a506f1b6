/** Rooms that are not for everybody: made at the desk, entered by who was let in, and by nobody else. */
import { expect, test } from '@playwright/test';
import { newPage, openDesk, startDemo, type DemoServer } from './whole-system.js';

let demo: DemoServer;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

test('by keyboard: a private team room, a colleague let in, and taken out again', async ({ browser }) => {
  const [mia, tom] = [await newPage(browser), await newPage(browser)];
  await openDesk(mia, demo.url, 'mia');
  await openDesk(tom, demo.url, 'tom');
  const rooms = tom.getByRole('navigation', { name: 'Rooms' });
  await mia.getByRole('button', { name: 'New room' }).click();
  await mia.keyboard.type('War room');
  await mia.getByRole('radio', { name: 'Rollout' }).focus();
  for (let i = 0; i < 3; i += 1) await mia.keyboard.press('ArrowDown');
  await expect(mia.getByRole('radio', { name: 'Team' })).toBeChecked();
  await mia.keyboard.press('Tab');
  await mia.keyboard.press('Space');
  await mia.keyboard.press('Enter');
  await expect(mia.getByRole('heading', { name: 'War room', level: 2 })).toBeVisible();
  await expect(mia).toHaveURL(/#\/rooms\/war-room-[0-9a-f]{32}$/);
  await expect(rooms.getByText('War room')).toHaveCount(0);
  // Who has the address and was not let in finds no such room.
  const address = mia.url().replace('person=mia', 'person=tom');
  const other = await newPage(browser);
  await other.goto(address);
  await expect(other.getByText('There is no such room, or you may not enter it.')).toBeVisible();
  await other.context().close();

  await mia.getByRole('button', { name: 'Add', exact: true }).click();
  await mia.keyboard.type('okaf');
  await expect(mia.getByRole('button', { name: 'Tom Okafor' })).toBeVisible();
  await mia.keyboard.press('Enter');
  await mia.getByRole('button', { name: 'Add', exact: true }).last().click();
  await expect(mia.getByRole('combobox', { name: 'What Tom Okafor is here' })).toHaveValue('member');
  await expect(rooms.getByRole('button', { name: /War room/ })).toBeVisible();
  await rooms.getByRole('button', { name: /War room/ }).click();
  await expect(tom.getByRole('combobox', { name: 'What' })).toHaveCount(0);
  await mia.getByRole('textbox', { name: 'Message' }).fill('The core switch is back');
  await mia.keyboard.press('Enter');
  await expect(tom.getByText('The core switch is back').first()).toBeVisible();

  await mia.getByRole('button', { name: 'Take out Tom Okafor' }).click();
  await mia.getByRole('button', { name: 'Take out', exact: true }).click();
  await expect(tom.getByText('There is no such room, or you may not enter it.')).toBeVisible();
  await expect(tom.getByText('The core switch is back')).toHaveCount(0);
  await Promise.all([mia, tom].map((page) => page.context().close()));
});

test('a manager looks on in a room: everybody at the desk sees it, and nothing is written', async ({ browser }) => {
  const [sato, mia] = [await newPage(browser), await newPage(browser)];
  const [watched, desk] = [await openDesk(sato, demo.url, 'sato', 'vpn'), await openDesk(mia, demo.url, 'mia', 'vpn')];
  await expect(mia.getByRole('button', { name: 'Only look on' })).toHaveCount(0);
  await sato.getByRole('button', { name: 'Only look on' }).click();
  await expect(sato.getByRole('combobox', { name: /^What 佐藤 美咲 is here/ })).toHaveValue('observer');
  await expect(sato.getByRole('button', { name: 'Only look on' })).toHaveCount(0);
  await expect(mia.getByRole('combobox', { name: /^What 佐藤 美咲 is here/ })).toHaveValue('observer');
  await sato.getByRole('textbox', { name: 'Message' }).fill('I could not resist');
  await sato.keyboard.press('Enter');
  await expect(watched.log.getByText('I could not resist')).toBeVisible();
  await expect(watched.log.getByText('You may read here, but not do this.')).toBeVisible();
  await expect(desk.log.getByText('I could not resist')).toHaveCount(0);
  await sato.getByRole('button', { name: 'Leave this room' }).click();
  await sato.getByRole('button', { name: 'Leave this room' }).last().click();
  await expect(sato.getByRole('button', { name: 'Only look on' })).toBeVisible();
  for (const page of [sato, mia]) await page.context().close();
});
