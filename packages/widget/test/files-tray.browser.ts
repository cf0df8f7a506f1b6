/** Files beside what is written: picked, pasted, dropped, sent when they are there. */
import { expect } from '@open-wc/testing';
import type { LitElement } from 'lit';
import type { Composer, Conversation } from '../dist/parts.js';
import '../dist/late/files-tray.js';
import { expectAccessible } from './accessible.js';
import { haveRoom, picture, until, withFiles } from './files-server.js';
import { all, change, clearScreen, drawn, hear, one, outgoing, show, stringsOf, textOf, viewOf } from './screen.js';

async function enter(look: Parameters<typeof show>[2] = {}) {
  const language = look.language ?? 'en';
  const values = { strings: stringsOf[language], locale: language, view: viewOf() };
  const conversation = await show<Conversation>('support-chat-conversation', values, look);
  const moveRoom = haveRoom(conversation);
  const sent = hear(conversation, 'support-chat-send') as { text: string; files?: string[] }[];
  const tray = one<LitElement>(conversation, 'support-chat-files');
  const composer = one<Composer>(conversation, 'support-chat-composer');
  await until(() => composer.renderRoot.querySelector('.tools button'), 'the buttons of the tray in the composer');
  const add = async (...files: File[]): Promise<void> => {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    const input = one<HTMLInputElement>(tray, 'input[type=file]');
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
    await drawn();
  };
  return {
    ...{ conversation, tray, composer, sent, add },
    items: () => all(tray, 'li').map((item) => `${item.className}: ${textOf(item)}`),
    button: (label: string): HTMLButtonElement =>
      all<HTMLButtonElement>(tray, 'button').find((it) => it.ariaLabel === label) as HTMLButtonElement,
    note: () => textOf(one(tray, '[role=alert]')),
    press: () => one(composer, '.send').click(),
    move: async (name: string): Promise<void> => {
      moveRoom(name);
      await change(conversation, { view: viewOf({ name }) });
    },
    allThere: () => until(() => all(tray, 'li').every((item) => item.className === 'there'), 'all files to be there'),
  };
}

const text = (name: string, words = 'x'.repeat(2_000)): File => new File([words], name, { type: 'text/plain' });
const image = async (name: string): Promise<File> => new File([await picture('#c03')], name, { type: 'image/png' });

describe('files beside what is written', () => {
  afterEach(clearScreen);

  it('are uploaded at once and go with the message, which may have no words', () =>
    withFiles({}, async ({ uploads }) => {
      const it = await enter();
      await it.add(await image('error.png'), text('log.txt'));
      await it.allThere();
      expect(it.items()).to.deep.equal([
        'there: error.png 0.3 kB · Ready'.replace('0.3', sizeOf(uploads)),
        'there: log.txt 2 kB · Ready',
      ]);
      expect(one(it.composer, '.send').getAttribute('aria-disabled')).to.equal('false');
      it.press();
      expect(it.sent).to.deep.equal([{ text: '', files: ['id1', 'id2'] }]);
      await drawn();
      expect(it.items()).to.deep.equal([]);
      expect(one(it.composer, '.send').getAttribute('aria-disabled')).to.equal('true');
    }));

  it('hold the message back until they are there, and the text stays', () =>
    withFiles({ waits: true }, async ({ release }) => {
      const it = await enter();
      it.composer.text = 'see this';
      await it.add(text('log.txt'));
      await until(() => it.tray.renderRoot.querySelector('[role=progressbar]'), 'a progress bar');
      const bar = one(it.tray, '[role=progressbar]');
      expect([bar.ariaLabel, bar.ariaValueNow]).to.deep.equal(['Uploading log.txt', '0']);
      it.press();
      expect([it.sent.length, it.composer.text]).to.deep.equal([0, 'see this']);
      await drawn();
      expect(it.note()).to.equal('Your message is sent as soon as the files are there.');
      release();
      await until(() => it.sent.length, 'the message to be sent');
      expect(it.sent).to.deep.equal([{ text: 'see this', files: ['id1'] }]);
      expect(it.composer.text).to.equal('');
    }));

  it('say why they were refused and what to do, and can be tried again or removed', () =>
    withFiles({ refuse: { 'big.bin': 'file_too_large' } }, async () => {
      const it = await enter();
      await it.add(text('big.bin'));
      await until(() => it.items()[0]?.startsWith('failed'), 'the refusal');
      expect(it.items()).to.deep.equal([
        'failed: big.bin Too large for this server. Make it smaller, or share a link to it.',
      ]);
      it.press();
      await drawn();
      expect([it.sent.length, it.note()]).to.deep.equal([
        0,
        'A file could not be attached. Try again or remove it, then send.',
      ]);
      it.button('Try again: big.bin').click();
      await until(() => it.items()[0]?.startsWith('failed'), 'the second refusal');
      it.button('Cancel: big.bin').click();
      await drawn();
      expect([it.items(), it.note()]).to.deep.equal([[], '']);
    }));

  it('that are cancelled are not uploaded any further', () =>
    withFiles({ waits: true }, async ({ asked }) => {
      const it = await enter();
      await it.add(text('log.txt'));
      await until(() => asked.some((path) => path.startsWith('PATCH')), 'the upload to begin');
      it.button('Cancel: log.txt').click();
      await until(() => asked.includes('DELETE /api/uploads/id1'), 'what is on the server to be removed');
      expect(it.items()).to.deep.equal([]);
    }));

  it('are ten at most', () =>
    withFiles({}, async () => {
      const it = await enter();
      await it.add(...Array.from({ length: 12 }, (_, index) => text(`${index}.txt`)));
      expect(it.items()).to.have.length(10);
      expect(it.note()).to.equal('A message takes 10 files. Send the others with another one.');
    }));

  it('are taken from what is pasted, unless it has words', () =>
    withFiles({}, async () => {
      const it = await enter();
      const box = one(it.composer, 'textarea');
      const paste = async (words: string): Promise<boolean> => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(await image('image.png'));
        if (words) clipboardData.setData('text/plain', words);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        box.dispatchEvent(event);
        await drawn();
        return event.defaultPrevented;
      };
      expect(await paste('a table')).to.equal(false);
      expect(it.items()).to.deep.equal([]);
      expect(await paste('')).to.equal(true);
      expect(it.items()).to.have.length(1);
    }));

  it('can be dropped onto the conversation, which says so', () =>
    withFiles({}, async () => {
      const it = await enter();
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(text('log.txt'));
      const target = one(it.conversation, 'support-chat-message-list');
      const drag = async (type: string): Promise<void> => {
        target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
        await drawn();
      };
      await drag('dragenter');
      expect(one(it.tray, '.drop').checkVisibility()).to.equal(true);
      const box = one(it.tray, '.drop').getBoundingClientRect();
      expect(box.height, 'as high as the conversation').to.be.greaterThan(300);
      await drag('drop');
      expect(one(it.tray, '.drop').checkVisibility()).to.equal(false);
      expect(it.items()).to.have.length(1);
    }));

  it('keep their own small pictures when another one is removed', () =>
    withFiles({}, async () => {
      const it = await enter();
      await it.add(
        new File([await picture('#f00')], 'red.png', { type: 'image/png' }),
        new File([await picture('#00f')], 'blue.png', { type: 'image/png' }),
      );
      await it.allThere();
      const canvases = (): HTMLCanvasElement[] => all<HTMLCanvasElement>(it.tray, 'canvas');
      const colours = (): string[] =>
        canvases().map((canvas) => String(canvas.getContext('2d')?.getImageData(20, 20, 1, 1).data.slice(0, 3)));
      await until(() => colours().every((colour) => colour !== '0,0,0'), 'the small pictures');
      expect(colours()).to.deep.equal(['255,0,0', '0,0,255']);
      it.button('Remove: red.png').click();
      await drawn();
      expect(colours()).to.deep.equal(['0,0,255']);
    }));

  it('are uploaded anew when they were marked', () =>
    withFiles({}, async ({ uploads, asked }) => {
      const it = await enter();
      await it.add(new File([await picture('#fff', 400, 300)], 'white.png', { type: 'image/png' }));
      await it.allThere();
      it.button('Mark up: white.png').click();
      const editor = await until(
        () => it.conversation.renderRoot.querySelector<LitElement>('support-chat-picture-editor'),
        'the editor',
      );
      await until(() => editor.renderRoot.querySelector('.tool'), 'its tools');
      const press = (words: string): void =>
        all<HTMLButtonElement>(editor, 'button')
          .find((button) => textOf(button) === words)
          ?.click();
      press('Black out');
      await drawn();
      press('Use picture');
      await until(() => uploads.has('white.webp'), 'the marked picture to be uploaded');
      await it.allThere();
      const [canvas] = all<HTMLCanvasElement>(it.tray, 'canvas');
      const centre = (): string => String(canvas?.getContext('2d')?.getImageData(22, 22, 1, 1).data.slice(0, 4));
      await until(() => centre() === '0,0,0,255', 'the small picture of it');
      expect(asked, 'what was there before is removed').to.include('DELETE /api/uploads/id1');
      it.press();
      expect(it.sent).to.deep.equal([{ text: '', files: ['id2'] }]);
      await drawn();
      expect(asked).to.not.include('DELETE /api/uploads/id2');
    }));

  it('are not sent while somebody covers a part of them, also when the message waited for them', () =>
    withFiles({ waits: true }, async ({ release }) => {
      const it = await enter();
      await it.add(new File([await picture('#fff', 400, 300)], 'white.png', { type: 'image/png' }));
      await until(() => it.tray.renderRoot.querySelector('[role=progressbar]'), 'the upload to begin');
      it.press();
      await drawn();
      it.button('Mark up: white.png').click();
      await until(() => it.conversation.renderRoot.querySelector('support-chat-picture-editor'), 'the editor');
      release();
      await it.allThere();
      await drawn();
      expect(it.sent).to.deep.equal([]);
      expect(it.note()).to.equal('');
    }));

  it('are uploaded into the room that they were put into, and its message waits there', () =>
    withFiles({ waits: true }, async ({ asked, release }) => {
      const it = await enter();
      it.composer.text = 'for the rollout';
      await it.add(text('1.txt'), text('2.txt'), text('3.txt'));
      await until(() => it.tray.renderRoot.querySelector('[role=progressbar]'), 'the upload to begin');
      it.press();
      await it.move('vpn');
      it.composer.text = 'for the vpn';
      release();
      await until(() => asked.filter((path) => path.startsWith('POST')).length === 3, 'the third upload');
      await drawn();
      expect([...new Set(asked.filter((path) => path.startsWith('POST')))]).to.deep.equal([
        'POST /api/rooms/rollout/files',
      ]);
      expect(it.sent, 'what is written elsewhere is not sent').to.deep.equal([]);
      await it.move('rollout');
      await it.allThere();
      await drawn();
      expect(it.note()).to.equal('');
    }));

  it('come back with a message that was not sent', () =>
    withFiles({}, async () => {
      const it = await enter();
      await it.add(text('log.txt'));
      await it.allThere();
      it.press();
      await drawn();
      const failed = outgoing('', { cid: 'c1', files: ['id1'], state: 'failed' });
      await change(it.conversation, { view: viewOf({ outgoing: [failed] }) });
      const list = one<LitElement>(it.conversation, 'support-chat-message-list');
      all<HTMLButtonElement>(list, '.state button')
        .find((button) => textOf(button) === 'Edit')
        ?.click();
      await drawn();
      expect(it.items()).to.deep.equal(['there: log.txt 2 kB · Ready']);
    }));

  it('stay with their room while another one is shown', () =>
    withFiles({}, async () => {
      const it = await enter();
      await it.add(text('log.txt'));
      await it.allThere();
      await change(it.conversation, { view: viewOf({ name: 'vpn' }) });
      expect(it.items()).to.deep.equal([]);
      await change(it.conversation, { view: viewOf() });
      expect(it.items()).to.have.length(1);
    }));

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`are accessible, ${theme}, ${language}`, () =>
        withFiles({ refuse: { 'big.bin': 'file_too_large' } }, async () => {
          const it = await enter({ theme, language });
          await it.add(await image('a‮gnp.exe.png'), text('big.bin'));
          await until(() => it.items()[1]?.startsWith('failed'), 'the refusal');
          expect(it.items()[0]).to.not.contain('‮');
          await expectAccessible(it.conversation);
        }));
});

/** Encoders differ in bytes. */
function sizeOf(uploads: ReadonlyMap<string, { readonly blob: Blob }>): string {
  const bytes = uploads.get('error.png')?.blob.size ?? 0;
  return new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(Math.max(0.1, bytes / 1_000));
}
