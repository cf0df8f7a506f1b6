import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { attend } from '../dist/late/writing.js';
import type { Composer } from '../dist/parts.js';
import { clearScreen, english, hear, one, show } from './screen.js';

const log = '10:00:00 INFO a\n10:00:01 WARN b\n10:00:02 ERROR `c`\n';
const wrapped = '```\n10:00:00 INFO a\n10:00:01 WARN b\n10:00:02 ERROR `c`\n```\n';

async function showBox(text = ''): Promise<{ composer: Composer; box: HTMLTextAreaElement }> {
  const composer = await show<Composer>('support-chat-composer', { strings: english });
  const box = one<HTMLTextAreaElement>(composer, 'textarea');
  composer.text = text;
  box.focus();
  return { composer, box };
}
/** Whether the browser would paste it itself. */
function paste(box: HTMLTextAreaElement, text: string): boolean {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  return box.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }),
  );
}

describe('who writes', () => {
  afterEach(() => clearScreen());

  it('gets code of a log that is pasted, on lines of its own, told as any draft, and takes it back with undo', async () => {
    const { composer, box } = await showBox('see:');
    attend(composer, 'see:');
    const drafts = hear(composer, 'support-chat-draft');
    expect(paste(box, log)).to.equal(false);
    expect(box.value).to.equal(`see:\n${wrapped}`);
    expect(drafts).to.deep.equal([{ text: `see:\n${wrapped}` }]);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what Ctrl Z does, on every system
    document.execCommand('undo');
    expect(box.value).to.equal('see:');
    expect(paste(box, log), 'the same again stays as it is').to.equal(true);
  });

  it('gets what people write, and what is in code already, as it is', async () => {
    const { composer, box } = await showBox();
    attend(composer, '');
    expect(paste(box, 'one\ntwo\nthree')).to.equal(true);
    composer.text = '```\n';
    box.setSelectionRange(4, 4);
    expect(paste(box, log)).to.equal(true);
  });

  it('gets code also of what was pasted before help was there, once', async () => {
    const { composer, box } = await showBox(log);
    attend(composer, log);
    expect(box.value).to.equal(wrapped);
    attend(composer, box.value);
    expect(box.value).to.equal(wrapped);
  });

  it('makes what is selected strong, emphasised or code by key, and takes that away again', async () => {
    const { composer, box } = await showBox('make it strong');
    attend(composer, box.value);
    box.setSelectionRange(8, 14);
    for (const [key, expected] of [
      ['b', 'make it **strong**'],
      ['b', 'make it strong'],
      ['i', 'make it *strong*'],
      ['i', 'make it strong'],
      ['e', 'make it `strong`'],
    ] as const) {
      await sendKeys({ down: 'Control' });
      await sendKeys({ press: key });
      await sendKeys({ up: 'Control' });
      expect(box.value).to.equal(expected);
      expect(box.value.slice(box.selectionStart, box.selectionEnd)).to.equal('strong');
    }
  });

  it('is left alone while an input method composes', async () => {
    const { composer, box } = await showBox('x');
    attend(composer, 'x');
    box.select();
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', ctrlKey: true, isComposing: true, cancelable: true }));
    expect(box.value).to.equal('x');
  });
});
