import { expect } from '@open-wc/testing';
import { createClient } from '@support-chat/client';
import { createTestPage, createTestServer, createTestStorage } from '@support-chat/client/testing';
import { cast } from '@support-chat/protocol/samples';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import type { PromiseDialog } from '../dist/parts/promise-dialog.js';
import '../dist/parts/promise-dialog.js';

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('promising an answer', () => {
  afterEach(() => clearScreen());

  it('takes a time of the future, keeps it while it is refused, and closes when it is promised', async () => {
    const server = createTestServer({ people: Object.values(cast) });
    const seams = { wire: server.wire, storage: createTestStorage(), page: createTestPage(), locks: null, tabs: null };
    const room = createClient({ url: 'test:', getToken: () => 'mia', ...seams }).join('rollout');
    await until(() => room.view.state === 'ready');
    const body = { kind: 'text', text: 'Who pays for a second screen?' } as const;
    server.append('ana', 'rollout', {
      ...{ type: 'message.posted', audience: 'everyone', data: { body, asks: { dueAt: Date.now() + 900_000 } } },
    });
    await until(() => room.view.messages.some(({ question }) => question));
    const asked = room.view.messages.find(({ question }) => question);
    if (!asked) throw new Error('expected a question');

    const dialog = await show<PromiseDialog>('support-desk-promise-dialog', { lang: 'en' });
    await dialog.ask(room, asked, () => 'This was not done.');
    await expectAccessible(dialog);
    const field = one<HTMLInputElement>(dialog, 'input');
    expect(dialog.shadowRoot?.activeElement).to.equal(field);
    const press = (words: string): void =>
      all<HTMLButtonElement>(dialog, 'button')
        .find((each) => textOf(each) === words)
        ?.click();
    for (const wrong of ['', '2020-01-01T10:00', '2999-01-01T10:00']) {
      field.value = wrong;
      press('Promise');
      await until(() => field.getAttribute('aria-invalid') === 'true');
      expect(textOf(one(dialog, '.wrong'))).to.contain('within the next 90 days');
    }
    await expectAccessible(dialog);
    const times = all<HTMLButtonElement>(dialog, '.times button');
    times.at(-1)?.click();
    await until(() => field.getAttribute('aria-invalid') === 'false');
    const until1 = new Date(field.value).getTime();
    server.refuseNext('forbidden', { request: 'question.promise' });
    press('Promise');
    await until(() => all(dialog, '[role=alert]').length > 0);
    expect(new Date(field.value).getTime()).to.equal(until1);
    press('Promise');
    await until(() => !one<HTMLDialogElement>(dialog, 'dialog').open);
    const now = (): typeof asked.question => room.view.messages.find(({ seq }) => seq === asked.seq)?.question;
    await until(() => now()?.promised === until1);
    expect([now()?.state, now()?.owner?.id]).to.deep.equal(['claimed', 'mia']);

    await dialog.ask(room, room.view.messages.find(({ seq }) => seq === asked.seq) ?? asked, String);
    expect(new Date(field.value).getTime(), 'what is promised is there to be changed').to.equal(until1);
    press('Promise');
    await until(() => field.getAttribute('aria-invalid') === 'true');
  });
});
