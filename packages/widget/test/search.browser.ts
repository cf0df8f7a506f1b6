import { expect } from '@open-wc/testing';
import type { Answer, FoundMessage, FoundMessages } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { SearchView } from '../dist/late/search-view.js';
import '../dist/late/search-view.js';
import { expectAccessible } from './accessible.js';
import { all, change, clearScreen, hear, noon, one, show, textOf } from './screen.js';

const message = (seq: number, excerpt: string, more: Partial<FoundMessage> = {}): FoundMessage => ({
  ...{ room: 'rollout', title: 'New mail', kind: 'rollout', seq, at: noon, by: cast.mia, excerpt, ranges: [] },
  ...more,
});
const answering = (answer: Partial<FoundMessages>) => (): Promise<Answer<'message.search'>> =>
  Promise.resolve({ ok: true, answer: { messages: [], next: null, unclear: [], indexed: 1, ...answer } });
const found = {
  messages: [
    message(3, '共有メールの権利', { ranges: [[6, 2]], isAnswer: true }),
    message(2, 'A note of rights', { isNote: true, ranges: [[10, 6]] }),
    message(1, 'x'.repeat(180), { title: 'A'.repeat(120), kind: 'lane', state: 'open' }),
  ],
};
/** Types the words, and waits for what comes of it. */
async function seek(view: SearchView, text: string): Promise<void> {
  const input = one<HTMLInputElement>(view, 'input');
  input.value = text;
  // What was typed is looked for after a rest; a choice of where asks at once.
  input.dispatchEvent(new InputEvent('input'));
  one<HTMLButtonElement>(view, '.scope button').click();
  await change(view, {});
  await new Promise((resolve) => setTimeout(resolve));
  await change(view, {});
}
const showView = (more: Partial<SearchView>, look?: Parameters<typeof show>[2]): Promise<SearchView> =>
  show<SearchView>(
    'support-chat-search-view',
    { room: 'rollout', canLeaveRoom: true, linkTo: () => 'https://example.com/#x', ...more },
    look,
  );

describe('the search of messages', () => {
  afterEach(() => clearScreen());

  for (const theme of ['light', 'dark'] as const)
    for (const lang of ['en', 'ja'] as const)
      it(`has no violation at 360 px, empty and full: ${theme}, ${lang}`, async () => {
        const view = await showView(
          { lang, ask: answering({ ...found, next: '9:1', indexed: 0.4 }) },
          { theme, language: lang, width: 360, height: 740 },
        );
        await expectAccessible(view);
        await seek(view, '権利');
        expect(all(view, 'li').length).to.equal(3);
        await expectAccessible(view);
      });

  it('marks what was found, as text and nothing else', async () => {
    const view = await showView({
      ask: answering({ messages: [message(1, '<b>mail</b> is slow', { ranges: [[3, 4]] })] }),
    });
    await seek(view, 'mail');
    expect(textOf(one(view, '.words'))).to.equal('<b>mail</b> is slow');
    expect(all(view, 'mark').map(textOf)).to.deep.equal(['mail']);
    expect(all(view, '.words b')).to.deep.equal([]);
    expect(textOf(one(view, '[role=status]'))).to.equal('1 message');
  });

  it('says what it could not understand, that there is nothing, and that there was no answer', async () => {
    const view = await showView({ ask: answering({ unclear: ['before:soon'] }) });
    await seek(view, 'before:soon');
    expect(textOf(one(view, '.says'))).to.contain('Not understood: before:soon');
    await change(view, { ask: answering({}) });
    await seek(view, 'nothing');
    expect(textOf(one(view, '.says'))).to.contain('No message has these words.');
    await change(view, { ask: () => Promise.reject(new Error('gone')) });
    await seek(view, 'nothing more');
    expect(textOf(one(view, '[role=alert]'))).to.contain('no answer');
    await change(view, { ask: answering(found) });
    one<HTMLButtonElement>(view, '[role=alert] button').click();
    await new Promise((resolve) => setTimeout(resolve));
    await change(view, {});
    expect(all(view, 'li').length).to.equal(3);
  });

  it('asks for nothing while an input method composes, and for what was composed afterwards', async () => {
    const asked: string[] = [];
    const view = await showView({
      ask: ({ text }) => {
        asked.push(text);
        return answering({})();
      },
    });
    const input = one<HTMLInputElement>(view, 'input');
    input.value = 'けんr';
    input.dispatchEvent(new InputEvent('input', { isComposing: true }));
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(asked).to.deep.equal([]);
    input.value = '権利';
    input.dispatchEvent(new CompositionEvent('compositionend'));
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(asked).to.deep.equal(['権利']);
  });

  it('is gone through by the arrow keys, and leads to a message by Enter', async () => {
    const view = await showView({ ask: answering(found) });
    await seek(view, 'x');
    const gone = hear(view, 'support-chat-found');
    const press = (on: Element, key: string) =>
      on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }));
    press(one(view, 'input'), 'ArrowDown');
    expect(view.shadowRoot?.activeElement).to.equal(all(view, '.go')[0]);
    press(all(view, '.go')[0] as Element, 'ArrowDown');
    expect(view.shadowRoot?.activeElement).to.equal(all(view, '.go')[1]);
    press(all(view, '.go')[1] as Element, 'ArrowUp');
    press(all(view, '.go')[0] as Element, 'ArrowUp');
    expect(view.shadowRoot?.activeElement).to.equal(one(view, 'input'));
    press(one(view, 'input'), 'Enter');
    expect(gone).to.deep.equal([{ room: 'rollout', seq: 3 }]);
  });

  it('completes what can narrow it, also the name of a room', async () => {
    const view = await showView({ room: '', rooms: ['rollout', 'rollout-2', 'vpn'], ask: answering({}) });
    const words = (): string[] => all(view, '.filters button').map((button) => textOf(button).split(' ')[0] ?? '');
    expect(words()).to.include.members(['from:', 'in:', 'before:', 'after:', 'is:question', 'is:answer']);
    all<HTMLButtonElement>(view, '.filters button')[1]?.click();
    await change(view, {});
    expect(words()).to.deep.equal(['in:rollout', 'in:rollout-2', 'in:vpn']);
    all<HTMLButtonElement>(view, '.filters button')[2]?.click();
    await change(view, {});
    expect(one<HTMLInputElement>(view, 'input').value).to.equal('in:vpn ');
  });
});
