import { expect } from '@open-wc/testing';
import { createClient, type Room } from '@support-chat/client';
import { createTestPage, createTestServer, createTestStorage, type TestServer } from '@support-chat/client/testing';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import { localTime } from '../dist/local-time.js';
import type { PlanDialog } from '../dist/parts/plan-dialog.js';
import '../dist/parts/plan-dialog.js';

const hourMs = 3_600_000;
/** In whole minutes, as a field holds it. */
const at = (hours: number): number => Math.ceil((Date.now() + hours * hourMs) / 60_000) * 60_000;

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

/** A room at the desk; planned unless it is said otherwise. */
async function enter(server: TestServer, plan: { readonly opensAt?: null } = { opensAt: null }): Promise<Room> {
  const seams = { wire: server.wire, storage: createTestStorage(), page: createTestPage(), locks: null, tabs: null };
  const client = createClient({ url: 'test:', getToken: () => 'mia', ...seams });
  await client.createRoom({ name: 'wave', title: 'Second wave', purpose: '', ...plan });
  const room = client.join('wave');
  while (room.view.state !== 'ready') await drawn();
  return room;
}

function put(field: HTMLInputElement, value: string, event = 'input'): void {
  field.value = value;
  field.dispatchEvent(new Event(event, { bubbles: true }));
}

describe('the times of a room', () => {
  afterEach(() => clearScreen());

  const fieldOf = (dialog: PlanDialog, name: string): HTMLInputElement => one(dialog, `input[name=${name}]`);
  const button = (dialog: PlanDialog, words: string): HTMLButtonElement | undefined =>
    all<HTMLButtonElement>(dialog, 'button').find((each) => textOf(each) === words);

  it('say whose a wave is, by attributes that are written as they have to be', async () => {
    const server = createTestServer();
    const room = await enter(server);
    const dialog = await show<PlanDialog>('support-desk-plan-dialog', { lang: 'en' }, { width: 360, height: 740 });
    await dialog.ask(room, String);
    for (const title of ['Osaka', 'Others']) {
      const count = all(dialog, '.wave').length;
      button(dialog, 'Add a wave')?.click();
      await until(() => all(dialog, '.wave').length === count + 1);
      put(all<HTMLInputElement>(dialog, '.who').at(-1) as HTMLInputElement, title);
      put(
        all<HTMLInputElement>(dialog, '.wave [type=datetime-local]').at(-1) as HTMLInputElement,
        localTime(at(2)),
        'change',
      );
    }
    const field = one<HTMLInputElement>(dialog, '.for');
    put(field, 'Osaka');
    button(dialog, 'Save')?.click();
    await until(() => textOf(one(dialog, '#waves-help')) === 'Write each attribute as office=osaka.');
    await expectAccessible(dialog);
    put(field, 'office=osaka、 office=kobe');
    button(dialog, 'Save')?.click();
    await until(() => !one<HTMLDialogElement>(dialog, 'dialog').open);
    const said = server.requests.findLast(({ name }) => name === 'room.plan')?.input as { waves: object[] };
    expect(said.waves).to.deep.equal([
      { title: 'Osaka', startsAt: at(2), boundTo: ['office=osaka', 'office=kobe'] },
      { title: 'Others', startsAt: at(2) },
    ]);
    server.append('mia', 'wave', {
      ...{ type: 'room.planned', audience: 'staff' },
      data: { wavesFor: [['office=osaka', 'office=kobe'], []] },
    });
    await until(() => room.view.room?.wavesFor !== undefined);
    await dialog.ask(room, String);
    await until(() => all(dialog, '.for').length === 2);
    expect(all<HTMLInputElement>(dialog, '.for').map(({ value }) => value)).to.deep.equal([
      ...['office=osaka, office=kobe', ''],
    ]);
  });

  it('are asked for, said to the room, and shown when asked again', async () => {
    const server = createTestServer();
    const room = await enter(server);
    const dialog = await show<PlanDialog>('support-desk-plan-dialog', { lang: 'en' });
    await dialog.ask(room, String);
    put(fieldOf(dialog, 'opensAt'), localTime(at(1)));
    put(fieldOf(dialog, 'closesAt'), localTime(at(9)));
    expect([fieldOf(dialog, 'overdue').value, fieldOf(dialog, 'solved').value]).to.deep.equal(['15', '3']);
    button(dialog, 'Add a wave')?.click();
    await until(() => all(dialog, '.wave').length === 1);
    put(one(dialog, '.who'), 'Osaka');
    put(one(dialog, '.wave [type=datetime-local]'), localTime(at(2)), 'change');
    button(dialog, 'Save')?.click();
    await until(() => !one<HTMLDialogElement>(dialog, 'dialog').open);
    expect(server.log('wave').at(-1)?.data).to.deep.equal({
      ...{ opensAt: at(1), closesAt: at(9), waves: [{ title: 'Osaka', startsAt: at(2) }] },
      waits: { open: 15 * 60_000, answered: 72 * hourMs },
    });
    await until(() => room.view.room?.waves !== undefined);
    await dialog.ask(room, String);
    expect(fieldOf(dialog, 'closesAt').value).to.equal(localTime(at(9)));
    expect(one<HTMLInputElement>(dialog, '.who').value).to.equal('Osaka');
    fieldOf(dialog, 'opensAt').value = '';
    fieldOf(dialog, 'overdue').value = '5';
    all<HTMLButtonElement>(dialog, '.wave button')[0]?.click();
    await until(() => all(dialog, '.wave').length === 0);
    button(dialog, 'Save')?.click();
    await until(() => !one<HTMLDialogElement>(dialog, 'dialog').open);
    expect(server.log('wave').at(-1)?.data).to.deep.equal({
      ...{ opensAt: null, closesAt: at(9), waves: [], waits: { open: 5 * 60_000, answered: 72 * hourMs } },
    });
  });

  it('are refused in words when they cannot be, and stay', async () => {
    const server = createTestServer();
    const room = await enter(server);
    const dialog = await show<PlanDialog>('support-desk-plan-dialog', { lang: 'en' });
    await dialog.ask(room, () => 'This was not done.');
    const faults: [Record<string, string>, string][] = [
      [{ opensAt: localTime(at(-1)) }, 'Choose a time in the future'],
      [{ opensAt: '', overdue: '0' }, 'Between 1 minute and 7 days'],
      [{ overdue: '15', solved: '1.5' }, 'Between 1 minute and 7 days'],
      [{ solved: '3', opensAt: localTime(at(5)), closesAt: localTime(at(4)) }, 'It closes before it opens.'],
    ];
    for (const [fields, words] of faults) {
      for (const [name, value] of Object.entries(fields)) put(fieldOf(dialog, name), value);
      button(dialog, 'Save')?.click();
      await until(() => all(dialog, '.wrong').length > 0);
      expect(textOf(one(dialog, '.wrong'))).to.contain(words);
    }
    put(fieldOf(dialog, 'closesAt'), '');
    button(dialog, 'Add a wave')?.click();
    await until(() => all(dialog, '.wave').length === 1);
    button(dialog, 'Save')?.click();
    await until(() => textOf(one(dialog, '.wrong')).startsWith('Each wave'));
    all<HTMLButtonElement>(dialog, '.wave button')[0]?.click();
    server.refuseNext('forbidden', { request: 'room.plan' });
    await until(() => all(dialog, '.wave').length === 0);
    button(dialog, 'Save')?.click();
    await until(() => all(dialog, '[role=alert]').length > 0);
    expect(textOf(one(dialog, '[role=alert]'))).to.equal('This was not done.');
    expect(fieldOf(dialog, 'opensAt').value).to.equal(localTime(at(5)));
  });

  it('of an open room are those when it closes', async () => {
    const dialog = await show<PlanDialog>('support-desk-plan-dialog', { lang: 'ja' });
    await dialog.ask(await enter(createTestServer(), {}), String);
    expect(all(dialog, 'input').map((field) => field.getAttribute('name'))).to.deep.equal([
      'closesAt',
      'overdue',
      'solved',
    ]);
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme}, in ${language}, on a phone`, async () => {
        const room = await enter(createTestServer());
        const dialog = await show<PlanDialog>(
          'support-desk-plan-dialog',
          { lang: language },
          { theme, language, height: 760 },
        );
        await dialog.ask(room, String);
        all<HTMLButtonElement>(dialog, '.add')[0]?.click();
        await until(() => all(dialog, '.wave').length === 1);
        await expectAccessible(dialog);
        const { scrollWidth, clientWidth } = one(dialog, 'dialog');
        expect(scrollWidth).to.be.at.most(clientWidth);
      });
});
