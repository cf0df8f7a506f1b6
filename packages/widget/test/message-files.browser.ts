/** Files in the list of messages: pictures in place, everything else as a card. */
import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type { AttachedFile, MessageDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import type { LitElement } from 'lit';
import type { MessageList } from '../dist/parts.js';
import '../dist/late/message-files.js';
import { expectAccessible } from './accessible.js';
import { attached, haveRoom, picture, until, withFiles } from './files-server.js';
import { all, change, clearScreen, drawn, english, message, one, pressKey, show, stringsOf, textOf } from './screen.js';

/** Two frames, red and blue, each for a tenth of a second. */
const gif = Uint8Array.from(
  atob(
    'R0lGODlhAgACAPAAAP8AAAAA/yH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAAgACAAACAoRRACH5BAAKAAAALAAAAAACAAIAAAICjF8AOw==',
  ),
  (char) => char.charCodeAt(0),
);

const withFilesOf = (seq: number, ...files: AttachedFile[]): MessageDoc => ({
  ...message(seq, cast.mia),
  body: { kind: 'text', text: '', files },
});

async function enter(messages: readonly MessageDoc[], look: Parameters<typeof show>[2] = {}): Promise<MessageList> {
  const language = look.language ?? 'en';
  const values = { strings: stringsOf[language], locale: language, messages, me: cast.ana };
  const list = await show<MessageList>('support-chat-message-list', values, look);
  await drawn();
  return list;
}

const filesOf = (list: MessageList): LitElement => one<LitElement>(list, 'support-chat-message-files');
const colourOf = (canvas: HTMLCanvasElement): number[] => [
  ...(canvas
    .getContext('2d')
    ?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1)
    .data.slice(0, 3) ?? []),
];
const isDrawn = (canvas: HTMLCanvasElement): boolean => colourOf(canvas).some((value) => value > 0);

haveRoom(document.body);

describe('files in the list of messages', () => {
  afterEach(clearScreen);

  it('draws pictures in a place that was kept for them', async () => {
    const file = attached({ width: 1_120, height: 640 });
    await withFiles({ files: { f1: await picture('#00f', 112, 64) } }, async ({ asked }) => {
      const list = await enter([withFilesOf(1, file)], { width: 480 });
      expect(all(list, '.bubble'), 'no bubble without words').to.have.length(0);
      const before = filesOf(list).getBoundingClientRect().height;
      const canvas = one<HTMLCanvasElement>(filesOf(list), 'canvas');
      await until(() => isDrawn(canvas), 'the picture');
      expect(colourOf(canvas)).to.deep.equal([0, 0, 255]);
      const { width, height } = canvas.getBoundingClientRect();
      expect([Math.round(width), Math.round(height)]).to.deep.equal([280, 160]);
      expect(filesOf(list).getBoundingClientRect().height).to.equal(before);
      expect([canvas.role, canvas.ariaLabel]).to.deep.equal(['img', 'error.png']);
      expect(asked).to.deep.equal(['GET /api/files/f1/thumbnail']);
    });
  });

  it('fetches pictures when they come near the window', async () => {
    const blob = await picture('#0a0');
    const messages = Array.from({ length: 30 }, (_, at) =>
      withFilesOf(at + 1, attached({ id: `f${at + 1}`, width: 400, height: 400 })),
    );
    const files = Object.fromEntries(messages.map((_, at) => [`f${at + 1}`, blob]));
    await withFiles({ files }, async ({ asked }) => {
      const list = await enter(messages);
      await until(() => asked.includes('GET /api/files/f30/thumbnail'), 'the newest picture');
      await drawn();
      expect(asked.length).to.be.lessThan(8);
      expect(asked).to.not.include('GET /api/files/f1/thumbnail');
      expect(all(list, '.message')).to.have.length(30);
    });
  });

  it('keeps moving pictures still until they are let move', async () => {
    const file = attached({
      name: 'cat.gif',
      type: 'image/gif',
      width: 2,
      height: 2,
      animated: true,
      hasThumbnail: false,
    });
    await withFiles({ files: { f1: new Blob([gif], { type: 'image/gif' }) } }, async () => {
      const list = await enter([withFilesOf(1, file)]);
      const files = filesOf(list);
      const canvas = one<HTMLCanvasElement>(files, 'canvas');
      await until(() => isDrawn(canvas), 'the first frame');
      const first = colourOf(canvas);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(colourOf(canvas)).to.deep.equal(first);
      const play = one<HTMLButtonElement>(files, '.play');
      expect(play.ariaLabel).to.equal('Let the GIF move: cat.gif');
      play.click();
      await until(() => String(colourOf(canvas)) !== String(first), 'another frame');
      expect(play.ariaLabel).to.equal('Hold the GIF still: cat.gif');
      play.click();
      await drawn();
      expect(play.ariaPressed).to.equal('false');
    });
  });

  it('lets them move by themselves for who wants that, unless they want less motion', async () => {
    const file = attached({
      ...{ name: 'cat.gif', type: 'image/gif', width: 2, height: 2, animated: true, hasThumbnail: false },
    });
    await withFiles({ files: { f1: new Blob([gif], { type: 'image/gif' }) } }, async () => {
      const list = await enter([withFilesOf(1, file)]);
      one(filesOf(list), '.open').click();
      const viewer = await until(
        () => list.renderRoot.querySelector<LitElement>('support-chat-picture-viewer'),
        'the picture, large',
      );
      const box = await until(() => viewer.renderRoot.querySelector('input'), 'the choice');
      box.click();
      await drawn();
      for (const [reducedMotion, pressed] of [
        ['no-preference', 'true'],
        ['reduce', 'false'],
      ] as const) {
        await emulateMedia({ reducedMotion });
        const again = await enter([withFilesOf(1, file)]);
        const canvas = one<HTMLCanvasElement>(filesOf(again), 'canvas');
        await until(() => isDrawn(canvas), 'the first frame');
        await drawn();
        expect(one(filesOf(again), '.play').ariaPressed, reducedMotion).to.equal(pressed);
      }
      localStorage.clear();
    });
  });

  it('shows everything else as a card, by a name that hides nothing', async () => {
    const files = [
      attached({ id: 'a', name: 'report‮fdp.exe', kind: 'other', type: 'application/octet-stream', size: 5_300_000 }),
      attached({ id: 'b', name: 'clip.mp4', kind: 'video', type: 'video/mp4' }),
      attached({ id: 'c', name: 'plan.pdf', kind: 'pdf', type: 'application/pdf' }),
    ];
    await withFiles({}, async () => {
      const list = await enter([withFilesOf(1, ...files)]);
      expect(all(filesOf(list), '.card').map(textOf)).to.deep.equal([
        'reportfdp.exe 5.3 MB',
        'clip.mp4 12 kB',
        'plan.pdf 12 kB',
      ]);
      expect(all(filesOf(list), 'button').map((button) => button.ariaLabel)).to.deep.equal([
        'Download: reportfdp.exe',
        'Play video: clip.mp4',
        'Download: clip.mp4',
        'Download: plan.pdf',
      ]);
    });
  });

  it('says that a video cannot be played where the page or its source forbids that, and keeps the download', async () => {
    const video = attached({ id: 'v', name: 'clip.mp4', kind: 'video', type: 'video/mp4' });
    await withFiles({}, async ({ asked }) => {
      const list = await enter([withFilesOf(1, video)]);
      one(filesOf(list), '.icon-button').click();
      await until(() => filesOf(list).renderRoot.querySelector('.card.refused'), 'the failure');
      expect(asked).to.deep.equal(['POST /api/files/v/link']);
      expect(all(filesOf(list), '.card').map(textOf)).to.deep.equal([
        'clip.mp4 It cannot be played on this page. Download it.',
      ]);
      expect(all(filesOf(list), 'button').map(({ ariaLabel }) => ariaLabel)).to.include('Download: clip.mp4');
    });
  });

  it('says that a file is being checked, or was found to be harmful, and offers neither', async () => {
    await withFiles({}, async ({ asked }) => {
      const list = await enter([
        withFilesOf(
          1,
          attached({ id: 'a', state: 'checking' }),
          attached({ id: 'b', name: 'b.exe', state: 'refused' }),
        ),
      ]);
      expect(all(filesOf(list), '.card').map(textOf)).to.deep.equal([
        'error.png Being checked for viruses. It can be opened in a moment.',
        'b.exe Removed: it was found to be harmful.',
      ]);
      expect(all(filesOf(list), 'button')).to.deep.equal([]);
      expect(asked).to.deep.equal([]);
    });
  });

  it('shows no files of a message that was taken back', async () => {
    await withFiles({}, async () => {
      const list = await enter([withFilesOf(1, attached({}))]);
      await change(list, {
        messages: [
          {
            ...message(1, cast.mia),
            body: { kind: 'erased', text: '' },
            retracted: { by: cast.mia, at: 1, reason: '' },
          },
        ],
      });
      expect(all(list, 'support-chat-message-files')).to.deep.equal([]);
    });
  });

  it('says that a picture could not be had, and tries again when it is pressed', async () => {
    const files: Record<string, Blob> = {};
    await withFiles({ files }, async () => {
      const list = await enter([withFilesOf(1, attached({}))]);
      const lost = await until(() => filesOf(list).renderRoot.querySelector('.lost'), 'the failure');
      expect(textOf(lost)).to.equal('It could not be loaded. Press to try again.');
      files['f1'] = await picture('#00f');
      one(filesOf(list), '.open').click();
      await until(() => isDrawn(one<HTMLCanvasElement>(filesOf(list), 'canvas')), 'the picture');
      expect(all(filesOf(list), '.lost')).to.deep.equal([]);
    });
  });

  describe('large', () => {
    const two = [
      withFilesOf(1, attached({ id: 'a', name: 'a.png' })),
      withFilesOf(2, attached({ id: 'b', name: 'b.png' })),
    ];

    async function open(look: Parameters<typeof show>[2] = {}): Promise<{ list: MessageList; viewer: LitElement }> {
      const list = await enter(two, look);
      const opener = one(all<LitElement>(list, 'support-chat-message-files')[1] as LitElement, '.open');
      opener.focus();
      opener.click();
      const viewer = await until(
        () => list.renderRoot.querySelector<LitElement>('support-chat-picture-viewer'),
        'the picture, large',
      );
      await until(() => viewer.renderRoot.querySelector('canvas:not([hidden])'), 'the picture');
      return { list, viewer };
    }

    it('shows one after the other by keyboard, larger, and gives the focus back', async () => {
      const files = { a: await picture('#f00', 500, 300), b: await picture('#00f', 500, 300) };
      await withFiles({ files }, async () => {
        const { list, viewer } = await open();
        const dialog = one<HTMLDialogElement>(viewer, 'dialog');
        const canvas = one<HTMLCanvasElement>(viewer, 'canvas');
        await until(() => colourOf(canvas)[2] === 255, 'the second picture');
        expect([dialog.open, textOf(one(viewer, '.count'))]).to.deep.equal([true, '2 of 2']);
        pressKey(dialog, { key: 'ArrowLeft' });
        await until(() => colourOf(canvas)[0] === 255, 'the first picture');
        expect(textOf(one(viewer, 'h2'))).to.equal('a.png');
        const { width } = canvas.getBoundingClientRect();
        pressKey(dialog, { key: '+' });
        await drawn();
        expect(canvas.getBoundingClientRect().width).to.be.closeTo(width * 1.5, 1);
        pressKey(dialog, { key: 'Escape' });
        await drawn();
        expect(viewer.isConnected).to.equal(false);
        expect(list.shadowRoot?.activeElement?.localName).to.equal('support-chat-message-files');
      });
    });

    it('is accessible', async () => {
      await withFiles({ files: { a: await picture('#fff'), b: await picture('#fff') } }, async () => {
        const { viewer } = await open();
        await expectAccessible(viewer);
      });
    });
  });

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`is accessible, ${theme}, ${language}`, async () => {
        await withFiles({ files: { a: await picture('#8ac') } }, async () => {
          const list = await enter(
            [
              withFilesOf(1, attached({ id: 'a', animated: true })),
              withFilesOf(2, attached({ kind: 'pdf', name: 'x.pdf' }), attached({ id: 'c', state: 'refused' })),
            ],
            { theme, language },
          );
          await until(() => isDrawn(one<HTMLCanvasElement>(filesOf(list), 'canvas')), 'the picture');
          await expectAccessible(list);
        });
      });

  it('names files of a message that waits to be sent', async () => {
    const { rememberFile } = await import('../dist/late/words.js');
    rememberFile(attached({ id: 'known', kind: 'other', name: 'log.txt' }));
    await withFiles({}, async () => {
      const list = await enter([]);
      const body = { kind: 'text', text: '' } as const;
      const waiting = {
        cid: 'c',
        body,
        re: null,
        files: ['known'],
        createdAt: 1,
        state: 'sending',
        refusal: null,
      } as const;
      await change(list, { strings: english, outgoing: [waiting] });
      expect(textOf(filesOf(list))).to.contain('log.txt');
    });
  });
});
