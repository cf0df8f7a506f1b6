import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import type { CannedReply, InquiryTable } from '@support-chat/protocol';
import { Refusal } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { defineParts, loadStrings, type Conversation } from '@support-chat/widget/parts';
import { expectAccessible } from '../../widget/test/accessible.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  history,
  one,
  pressKey,
  show,
  textOf,
  viewOf,
} from '../../widget/test/screen.js';
import type { CannedDialog } from '../dist/parts/canned-dialog.js';
import '../dist/parts/canned-dialog.js';
import type { CannedPicker } from '../dist/parts/canned-picker.js';
import '../dist/parts/canned-picker.js';

defineParts();
const reply = (place: number, more: Partial<CannedReply> = {}): CannedReply => ({
  ...{ id: place.toString(16).padStart(32, '0'), scope: 'all', title: `Reply ${place}`, text: `Text ${place}`, rev: 1 },
  ...more,
});
type Asked = { readonly name: string; readonly input: object };
type Answer = (name: string) => unknown;

/** A lobby that gives these, and what it was asked. */
function lobbyOf(answer: Answer): { readonly asked: Asked[]; canned: never } {
  const asked: Asked[] = [];
  const canned = (name: keyof InquiryTable, input: object): Promise<unknown> => {
    asked.push({ name, input });
    return new Promise((resolve) => resolve(answer(name)));
  };
  // The parts ask for these three only, and get what the test says.
  return { asked, canned: canned as never };
}
const listing =
  (...replies: CannedReply[]): Answer =>
  () => ({ replies, isLast: true, rev: 1 });
const view = viewOf({ me: cast.mia, messages: history(3) });

async function setUp(
  answer: Answer,
  { lang = 'en', theme = 'light' }: { lang?: 'en' | 'ja'; theme?: 'light' | 'dark' } = {},
) {
  await setViewport({ width: 360, height: 740 });
  await emulateMedia({ reducedMotion: 'reduce' });
  const strings = await loadStrings(lang);
  const talk = await show<Conversation>(
    'support-chat-conversation',
    { strings, view, locale: lang },
    { theme, width: 360, height: 740 },
  );
  const picker = document.createElement('support-desk-canned') as CannedPicker;
  Object.assign(picker, { lang, view });
  talk.parentElement?.append(picker);
  const lobby = lobbyOf(answer);
  talk.addEventListener('support-chat-draft', (event) =>
    picker.hear((event as CustomEvent<{ re?: number }>).detail.re),
  );
  await picker.attach(talk, lobby);
  const composer = one(talk, 'support-chat-composer');
  const box = one<HTMLTextAreaElement>(composer, 'textarea');
  const type = async (text: string): Promise<void> => {
    box.focus();
    box.value = text;
    box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await drawn();
  };
  const press = (key: string, more: object = {}): KeyboardEvent => pressKey(box, { key, ...more });
  const options = (): string[] => all(composer, '.canned-title').map(textOf);
  const words = (): string => all(composer, '.canned').map(textOf).join();
  return { talk, composer, box, type, press, options, words, picker, lobby };
}

describe('canned replies at the text box', () => {
  afterEach(() => {
    clearScreen();
    localStorage.clear();
  });

  for (const theme of ['light', 'dark'] as const)
    for (const lang of ['en', 'ja'] as const)
      it(`have no violation at 360 px: ${theme}, ${lang}`, async () => {
        const replies = [
          reply(1, { text: 'Dear {{asker}} {{typo}} {{me}}', scope: 'me' }),
          reply(2, { scope: 'room', room: 'rollout' }),
        ];
        const { talk, type, options } = await setUp(listing(...replies), { theme, lang });
        await type('/');
        expect(options()).to.deep.equal(['Reply 1', 'Reply 2']);
        await expectAccessible(talk);
      });

  it('point the text box at the option, go round by arrow, and put what was used first', async () => {
    const { box, type, press, options } = await setUp(listing(reply(1), reply(2)));
    await type('Hi /');
    expect(box.getAttribute('aria-activedescendant')).to.equal('canned-0');
    press('ArrowUp');
    expect(box.getAttribute('aria-activedescendant')).to.equal('canned-1');
    press('Enter');
    expect(box.value).to.equal('Hi Text 2');
    expect(box.hasAttribute('aria-activedescendant')).to.equal(false);
    await type('/');
    expect(options()).to.deep.equal(['Reply 2', 'Reply 1']);
  });

  it('leave the slash as it was typed at Escape, and the desk as it is', async () => {
    const { box, type, press, options } = await setUp(listing(reply(1)));
    await type('／');
    let isHeard = false;
    document.addEventListener('keydown', () => (isHeard = true), { once: true });
    press('Escape');
    expect([box.value, options(), isHeard]).to.deep.equal(['／', [], false]);
    await type('／r');
    expect(options(), 'closed by hand for this slash').to.deep.equal([]);
  });

  it('take no key that belongs to an input method', async () => {
    const { box, type, press, options } = await setUp(listing(reply(1, { reading: 'へんじ' })));
    await type('/へ');
    expect(options()).to.deep.equal(['Reply 1']);
    press('Enter', { isComposing: true });
    press('Enter', { keyCode: 229 });
    box.dispatchEvent(new CompositionEvent('compositionstart'));
    press('ArrowDown');
    press('Enter');
    box.dispatchEvent(new CompositionEvent('compositionend'));
    // Safari's order: the key that ended it comes after.
    press('Enter');
    expect(box.value).to.equal('/へ');
  });

  it('say that there are none, that none is like it, that they are loading or could not be loaded', async () => {
    const none = await setUp(listing());
    await none.type('/');
    expect(none.words()).to.contain('No canned replies yet');
    clearScreen();
    const some = await setUp(listing(reply(1)));
    await some.type('/zzz');
    expect(some.words()).to.contain('None is like this.');
    clearScreen();
    const slow = await setUp(() => new Promise(() => undefined));
    await slow.type('/');
    expect(slow.words()).to.contain('Loading');
    clearScreen();
    const failed = await setUp(() => {
      throw new Refusal('unavailable', 'not now');
    });
    await failed.type('/');
    expect(failed.words()).to.contain('They could not be loaded. What you wrote is kept. Try again');
  });

  it('are drawn in part when there are 500', async () => {
    const { type, options, words } = await setUp(listing(...Array.from({ length: 500 }, (_, place) => reply(place))));
    await type('/');
    expect(options().length).to.equal(50);
    expect(words()).to.contain('450 more');
    await type('/499');
    expect(options()).to.deep.equal(['Reply 499']);
  });
});

describe('managing canned replies', () => {
  afterEach(() => clearScreen());

  async function open(answer: Answer, text?: string, look: Parameters<typeof show>[2] = {}) {
    await setViewport({ width: 360, height: 740 });
    const dialog = await show<CannedDialog>('support-desk-canned-dialog', { lang: look?.language ?? 'en' }, look);
    const lobby = lobbyOf(answer);
    await dialog.ask(lobby, 'rollout', text);
    await drawn();
    const press = async (words: string): Promise<void> => {
      all<HTMLButtonElement>(dialog, 'button')
        .find((button) => textOf(button).startsWith(words))
        ?.click();
      await drawn();
      await dialog.updateComplete;
    };
    return { dialog, lobby, press };
  }

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`has no violation: ${theme}, ${language}`, async () => {
        const { dialog, press } = await open(listing(reply(1)), undefined, {
          theme,
          language,
          width: 360,
          height: 740,
        });
        await expectAccessible(dialog);
        await press('Reply 1');
        await expectAccessible(dialog);
      });

  it('keeps the draft of the text box under a title, and asks before it drops', async () => {
    const { dialog, lobby, press } = await open(listing(reply(1)), 'Restart it.');
    await press('Save');
    expect(textOf(one(dialog, '[role=alert]'))).to.equal('Please fill this in.');
    one<HTMLInputElement>(dialog, 'input').value = 'Restart';
    await press('Save');
    const [, kept] = lobby.asked;
    expect(kept?.name).to.equal('canned.keep');
    expect({ ...kept?.input, id: '' }).to.deep.equal({
      id: '',
      rev: 0,
      scope: 'me',
      title: 'Restart',
      text: 'Restart it.',
    });
    await press('Reply 1');
    await press('Drop');
    expect(lobby.asked.some(({ name }) => name === 'canned.drop')).to.equal(false);
    await press('Drop it');
    expect(lobby.asked.find(({ name }) => name === 'canned.drop')?.input).to.deep.equal({ id: reply(1).id, rev: 1 });
  });

  it('keeps what was written when somebody else was faster, and saves over it next', async () => {
    let isFirst = true;
    const { dialog, lobby, press } = await open((name) => {
      if (name !== 'canned.keep') return { replies: [reply(1, { rev: isFirst ? 1 : 2 })], isLast: true };
      if (!isFirst) return { rev: 3 };
      isFirst = false;
      throw new Refusal('changed', 'not as you saw it');
    });
    await press('Reply 1');
    one<HTMLTextAreaElement>(dialog, 'textarea').value = 'My words';
    await press('Save');
    expect(textOf(one(dialog, '[role=alert]'))).to.contain('Saving again replaces it');
    expect(one<HTMLTextAreaElement>(dialog, 'textarea').value).to.equal('My words');
    await press('Save');
    const revs = lobby.asked.flatMap(({ name, input }) => (name === 'canned.keep' ? [(input as CannedReply).rev] : []));
    expect(revs).to.deep.equal([1, 2]);
    await change(dialog, {});
  });
});
