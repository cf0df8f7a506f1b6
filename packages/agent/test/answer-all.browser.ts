import { expect } from '@open-wc/testing';
import type { QueueRow } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import type { AnswerAll } from '../dist/parts/answer-all.js';
import '../dist/parts/answer-all.js';

const row = (seq: number, room = 'rollout'): QueueRow => ({
  ...{ room, seq, rev: seq, at: 1, by: cast.ana, excerpt: `question ${seq}` },
  ...{ state: 'open', owner: null, affected: 1, escalations: 0 },
});
const questions = [row(2), row(5), row(3, 'vpn')];

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

describe('answering several questions at once', () => {
  afterEach(() => clearScreen());

  const send = (dialog: AnswerAll): void => one<HTMLButtonElement>(dialog, '.primary').click();

  it('posts the answer below each, and goes on where it was refused', async () => {
    const dialog = await show<AnswerAll>('support-desk-answer-all', { lang: 'en' });
    const posted: string[] = [];
    let isDown = true;
    const answer = ({ room, seq }: QueueRow, text: string): Promise<void> => {
      if (isDown && seq === 5) return Promise.reject(new Error('down'));
      posted.push(`${room}/${seq} ${text}`);
      return Promise.resolve();
    };
    await dialog.ask(questions, answer, () => 'This was not done.');
    expect(textOf(one(dialog, 'h2'))).to.equal('Answer 3 questions at once');
    send(dialog);
    await until(() => all(dialog, '[role=alert]').length > 0);
    expect(textOf(one(dialog, '[role=alert]'))).to.equal('Write the answer first.');
    one<HTMLTextAreaElement>(dialog, 'textarea').value = 'It is back.';
    send(dialog);
    await until(() => textOf(one(dialog, '[role=status]')) === '1 of 3 answered');
    expect(textOf(one(dialog, '[role=alert]'))).to.equal('This was not done.');
    isDown = false;
    send(dialog);
    await until(() => !one<HTMLDialogElement>(dialog, 'dialog').open);
    expect(posted).to.deep.equal(['rollout/2 It is back.', 'rollout/5 It is back.', 'vpn/3 It is back.']);
  });

  it('sends with Control and Enter, not with Enter alone or one of an input method', async () => {
    const dialog = await show<AnswerAll>('support-desk-answer-all', { lang: 'en' });
    let count = 0;
    await dialog.ask([row(2)], () => Promise.resolve((count += 1)), String);
    const box = one<HTMLTextAreaElement>(dialog, 'textarea');
    box.value = 'x';
    const press = (init: KeyboardEventInit): boolean =>
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }));
    press({});
    press({ ctrlKey: true, isComposing: true });
    await drawn();
    expect(count).to.equal(0);
    press({ ctrlKey: true });
    await until(() => !one<HTMLDialogElement>(dialog, 'dialog').open);
    expect(count).to.equal(1);
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`can be used by everybody, ${theme}, in ${language}, on a phone`, async () => {
        const dialog = await show<AnswerAll>('support-desk-answer-all', { lang: language }, { theme, language });
        const many = Array.from({ length: 40 }, (_, index) => ({ ...row(index + 2), excerpt: 'W'.repeat(140) }));
        await dialog.ask(many, () => Promise.resolve(), String);
        await expectAccessible(dialog);
        const { scrollWidth, clientWidth } = one(dialog, 'dialog');
        expect(scrollWidth).to.be.at.most(clientWidth);
      });
});
