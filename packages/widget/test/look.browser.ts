import { setViewport } from '@web/test-runner-commands';
import { expect } from '@open-wc/testing';
import type { RoomView } from '@support-chat/client';
import { availableNow, cast } from '@support-chat/protocol/samples';
import type { Panel } from '../dist/parts.js';
import '../dist/index.js';
import { contrastOf, expectAccessible } from './accessible.js';
import { change, clearScreen, drawn, history, message, noon, outgoing, show, stringsOf, viewOf } from './screen.js';

const refusal = { code: 'internal', message: '' } as const;

const views: Readonly<Record<string, Partial<RoomView>>> = {
  empty: {},
  loading: { state: 'loading', room: null },
  busy: {
    messages: [
      ...history(4),
      message(5, cast.ana, { text: 'See https://wiki.example/mail' }),
      message(6, cast.kenji, { text: 'ありがとうございます' }),
      message(7, cast.sato, { at: noon + 86_400_000 }),
      { ...message(8, cast.mia, { at: noon + 86_400_000 }), audience: 'staff' },
    ],
    outgoing: [outgoing('on its way'), outgoing('refused', { state: 'failed', refusal })],
    helpers: availableNow(cast.mia, cast.tom, cast.sato),
    people: 12,
    typing: [cast.mia],
    marker: 5,
    unread: 3,
  },
  'without storage': { outboxKeptIn: 'memory' },
  refused: { state: 'refused', refusal: { code: 'not_found', message: '' }, room: null },
};
const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1_440, height: 900 } } as const;

const themes = ['light', 'dark'] as const;
const cases = themes.flatMap((theme) =>
  (['en', 'ja'] as const).flatMap((language) =>
    (['phone', 'desk'] as const).flatMap((device) =>
      Object.keys(views).map((state) => ({ theme, language, device, state })),
    ),
  ),
);

describe('the panel for everybody', () => {
  afterEach(() => clearScreen());

  for (const { theme, language, device, state } of cases) {
    it(`has no violation: ${state}, ${theme}, ${language}, ${device}`, async () => {
      const size = sizes[device];
      await setViewport(size);
      const panel = await show<Panel>(
        'support-chat-panel',
        { strings: stringsOf[language], lang: language, theme, canClose: true, view: viewOf(views[state]) },
        { ...size, theme, language },
      );
      await expectAccessible(panel);
    });
  }

  for (const theme of themes) {
    it(`has no violation with a text that is too long, and scrolled up: ${theme}`, async () => {
      const panel = await show<Panel>(
        'support-chat-panel',
        { strings: stringsOf.en, theme, view: viewOf({ messages: history(100), marker: 20, unread: 80 }) },
        { theme },
      );
      await change(panel, { sendRefusal: stringsOf.en.refusals.too_long });
      panel.conversation.draft = 'x'.repeat(20_000);
      await drawn();
      await expectAccessible(panel);
    });

    it(`has no violation on the launcher: ${theme}`, async () => {
      const chat = document.createElement('support-chat');
      chat.setAttribute('theme', theme);
      chat.setAttribute('lang', 'en');
      chat.append('Need help?');
      document.body.append(chat);
      await expectAccessible(chat);
      chat.remove();
    });
  }
});

/** What stands on what, as the style sheets of the parts have it. */
const grounds = ['--_surface', '--_surface-2', '--_surface-3', '--_accent-tint', '--_attention-tint', '--_danger-tint'];
const texts: Readonly<Record<string, readonly string[]>> = {
  '--_text': grounds,
  '--_text-2': grounds,
  '--_accent-text': ['--_surface', '--_surface-2', '--_surface-3', '--_accent-tint'],
  '--_good': ['--_surface', '--_surface-2'],
  '--_attention': ['--_surface', '--_surface-2', '--_surface-3', '--_accent-tint', '--_attention-tint'],
  '--_danger': ['--_surface', '--_surface-2', '--_danger-tint'],
  '--_on-accent': ['--_accent'],
};
const controls: Readonly<Record<string, readonly string[]>> = {
  '--_control': ['--_surface', '--_surface-2'],
  '--_focus': grounds,
};

describe('colours', () => {
  afterEach(() => clearScreen());

  for (const theme of themes) {
    const showScope = (): Promise<Panel> =>
      show<Panel>('support-chat-panel', { strings: stringsOf.en, theme, view: viewOf() }, { theme });

    it(`are legible as text, 4.5 to 1: ${theme}`, async () => {
      const scope = await showScope();
      for (const [text, behind] of Object.entries(texts)) {
        for (const ground of behind) {
          expect(contrastOf(scope, `var(${text})`, `var(${ground})`), `${text} on ${ground}`).to.be.at.least(4.5);
        }
      }
    });

    it(`show controls and the focus ring, 3 to 1: ${theme}`, async () => {
      const scope = await showScope();
      for (const [control, behind] of Object.entries(controls)) {
        for (const ground of behind) {
          expect(contrastOf(scope, `var(${control})`, `var(${ground})`), `${control} on ${ground}`).to.be.at.least(3);
        }
      }
    });

    it(`of faces are legible in each hue: ${theme}`, async () => {
      const scope = await showScope();
      for (const hue of [25, 65, 110, 155, 200, 245, 290, 340]) {
        const front = `light-dark(oklch(0.35 0.09 ${hue}), oklch(0.9 0.06 ${hue}))`;
        const back = `light-dark(oklch(0.91 0.05 ${hue}), oklch(0.38 0.07 ${hue}))`;
        expect(contrastOf(scope, front, back), `hue ${hue}`).to.be.at.least(4.5);
      }
    });

    it(`are legible with any accent that a page sets: ${theme}`, async () => {
      const scope = await showScope();
      const accents = ['#000', '#fff', '#f00', '#0f0', '#00f', '#ff0', '#0ff', '#f0f', '#808080', '#a0f', '#05aa0a'];
      for (let hue = 0; hue < 360; hue += 15) {
        for (const lightness of [0.45, 0.52, 0.56, 0.6, 0.64, 0.7]) accents.push(`oklch(${lightness} 0.15 ${hue})`);
      }
      for (const accent of accents) {
        scope.style.setProperty('--support-chat-accent', accent);
        expect(contrastOf(scope, 'var(--_on-accent)', 'var(--_accent)'), `on ${accent}`).to.be.at.least(4.5);
        for (const ground of ['--_surface', '--_surface-3', '--_accent-tint']) {
          const contrast = contrastOf(scope, 'var(--_accent-text)', `var(${ground})`);
          expect(contrast, `${accent} as text on ${ground}`).to.be.at.least(4.5);
        }
        expect(contrastOf(scope, 'var(--_text)', 'var(--_accent-tint)'), `text on tint of ${accent}`).to.be.at.least(
          4.5,
        );
      }
    });

    it(`of the launcher are legible with any accent: ${theme}`, async () => {
      const chat = document.createElement('support-chat');
      chat.setAttribute('theme', theme);
      document.body.append(chat);
      const launcher = chat.shadowRoot?.querySelector('button') as HTMLElement;
      for (const accent of ['', '#000', '#fff', '#f00', '#0f0', '#00f', '#a0f', '#05aa0a', '#808080']) {
        chat.style.setProperty('--support-chat-accent', accent);
        const { color, backgroundColor } = getComputedStyle(launcher);
        expect(contrastOf(chat, color, backgroundColor), `on ${accent}`).to.be.at.least(4.5);
      }
      chat.remove();
    });
  }
});
