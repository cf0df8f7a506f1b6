import { expect } from '@open-wc/testing';
import { Refusal } from '@support-chat/protocol';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, clearScreen, drawn, one, show, textOf } from '../../widget/test/screen.js';
import { withAnswers } from '../../widget/test/chat.js';
import type { ExportDialog } from '../dist/parts/export-dialog.js';
import '../dist/parts/export-dialog.js';

const source = { room: 'rollout~ana', title: 'New mail', server: location.origin, getToken: () => 'a.b.c' };
const words = (error: unknown): string => (error instanceof Refusal ? `refused: ${error.code}` : 'bug');

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await drawn();
}

/** Presses a format; resolves to the names of the files that were saved. */
async function press(dialog: ExportDialog, format: string): Promise<string[]> {
  const saved: string[] = [];
  const onClick = (event: Event): void => {
    if (!(event.target instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    saved.push(event.target.download);
  };
  const { click } = HTMLAnchorElement.prototype;
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    saved.push(this.download);
  };
  document.addEventListener('click', onClick);
  all<HTMLButtonElement>(dialog, '.format')
    .find((button) => textOf(button).startsWith(format))
    ?.click();
  await drawn();
  const status = (): string => textOf(one(dialog, '[role=status]'));
  await until(() => status().startsWith('Saved') || all(dialog, '.wrong').length > 0);
  document.removeEventListener('click', onClick);
  HTMLAnchorElement.prototype.click = click;
  return saved;
}

describe('writing a room down', () => {
  afterEach(() => clearScreen());

  it('offers the formats and saves one', async () => {
    const dialog = await show<ExportDialog>('support-desk-export', { lang: 'en' });
    await dialog.ask(source, words);
    await expectAccessible(dialog);
    await withAnswers(
      () => new Response('# New mail'),
      async () => {
        expect(await press(dialog, 'Markdown')).to.deep.equal(['rollout~ana.md']);
      },
    );
  });

  it('says why it could not be done, and can be tried again', async () => {
    const dialog = await show<ExportDialog>('support-desk-export', { lang: 'en' });
    await dialog.ask(source, words);
    const refusal = { code: 'forbidden', message: 'no' };
    await withAnswers(
      () => new Response(JSON.stringify({ refusal }), { status: 403 }),
      async () => {
        expect(await press(dialog, 'Web page')).to.deep.equal([]);
      },
    );
    expect(textOf(one(dialog, '.wrong'))).to.equal('refused: forbidden');
    await expectAccessible(dialog);
    await withAnswers(
      () => {
        throw new TypeError('no network');
      },
      async () => {
        expect(await press(dialog, 'JSON')).to.deep.equal([]);
      },
    );
    await withAnswers(
      () => new Response('{}'),
      async () => {
        expect(await press(dialog, 'JSON')).to.deep.equal(['rollout~ana.jsonl']);
      },
    );
  });

  it('says how much has come, can be stopped, and saves no file that ended too early', async () => {
    const dialog = await show<ExportDialog>('support-desk-export', { lang: 'ja' });
    await dialog.ask(source, words);
    let body!: ReadableStreamDefaultController<Uint8Array>;
    const answer = (): Response => new Response(new ReadableStream({ start: (it) => void (body = it) }));
    const button = (label: string): HTMLButtonElement | undefined =>
      all<HTMLButtonElement>(dialog, 'button').find((each) => textOf(each).startsWith(label));
    await withAnswers(answer, async () => {
      button('表（CSV）')?.click();
      await until(() => body !== undefined);
      body.enqueue(new Uint8Array(12_000));
      await until(() => textOf(one(dialog, '[role=status]')).includes('12'));
      await expectAccessible(dialog);
      body.error(new TypeError('cut'));
      await until(() => all(dialog, '.wrong').length > 0);
    });
    expect(textOf(one(dialog, '.wrong'))).to.equal('refused: unavailable');
    const { fetch } = window;
    window.fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('stopped'))));
    button('JSON')?.click();
    await until(() => button('中止') !== undefined);
    button('中止')?.click();
    await until(() => button('中止') === undefined);
    window.fetch = fetch;
    expect([textOf(one(dialog, '[role=status]')), all(dialog, '.wrong').length]).to.deep.equal(['', 0]);
  });
});
