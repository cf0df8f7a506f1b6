import { expect } from '@open-wc/testing';
import { cast } from '@support-chat/protocol/samples';
import { html, render } from 'lit';
import { renderWords } from '../dist/late/words.js';
import type { MessageList } from '../dist/parts.js';
import { expectAccessible } from './accessible.js';
import { all, clearScreen, drawn, english, message, one, outgoing, show } from './screen.js';

const showTexts = (...texts: string[]): Promise<MessageList> =>
  show<MessageList>('support-chat-message-list', {
    strings: english,
    me: cast.ana,
    messages: texts.map((text, index) => message(index + 1, cast.ben, { text })),
  });

const hostile = [
  '<img src=x onerror="window.isHacked = true">',
  '<svg/onload="window.isHacked = true">',
  '<script>window.isHacked = true</script>',
  '</div></li><style>*{display:none}</style>',
  '"><iframe srcdoc="<script>parent.isHacked=true</script>"></iframe>',
  '${window.isHacked = true} {{constructor.constructor("isHacked=true")()}}',
];

/** Elements and attributes that no text may become. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  ...{ DIV: ['class'], P: [], STRONG: [], EM: [], S: [], CODE: [], UL: [], OL: ['start'], LI: [], BLOCKQUOTE: [] },
  ...{ PRE: ['tabindex', 'dir'], BUTTON: ['class'], SPAN: ['class'], BDI: ['class'] },
  A: ['href', 'title', 'target', 'rel'],
};
function oddIn(root: Element): string[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    const allowed = harmless[element.tagName];
    if (!allowed) return element.tagName;
    if (element instanceof HTMLAnchorElement && !/^(?:https?:|mailto:)/.test(element.href)) return element.href;
    return element.getAttributeNames().filter((name) => !allowed.includes(name));
  });
}
/** More than a thousand: each way to begin something, around each way to do harm. */
const vectors = [
  ...[
    '<img src=x ',
    '<svg ',
    '<body ',
    '<details open ',
    '<input autofocus ',
    '<video src=x ',
    '<math ',
    '"><a ',
    "'><a ",
  ].flatMap((tag) =>
    ['onerror', 'onload', 'onfocus', 'ontoggle', 'onclick', 'onpointerenter'].flatMap((event) =>
      ['=window.isHacked=1>', '="window.isHacked=1">', '=&#119;indow.isHacked=1>', '\n=window.isHacked=1//>'].map(
        (rest) => `${tag}${event}${rest}`,
      ),
    ),
  ),
  ...[
    'javascript:',
    'JaVaScRiPt:',
    'java\tscript:',
    '&#x6A;avascript:',
    'data:text/html,',
    'vbscript:',
    'file:///',
    '//',
  ].flatMap((scheme) =>
    [
      '[a](#)',
      '[a]( #)',
      '![a](#)',
      '[a](<#>)',
      '<#>',
      '[a][1]\n\n[1]: #',
      'https://a"onx="#',
      '[**a**](#)',
      '`[a](#)`',
    ].flatMap((form) =>
      ['window.isHacked=1', 'alert(1)//', '%77indow.isHacked=1', "'-window.isHacked-'"].map((harm) =>
        form.replace('#', scheme + harm),
      ),
    ),
  ),
].flatMap((vector) => [vector, `**${vector}**`, `> - ${vector}`]);

describe('the text of a message', () => {
  afterEach(() => clearScreen());

  for (const text of hostile) {
    it(`stays text: ${text}`, async () => {
      const list = await showTexts(text);
      await drawn();
      expect(one(list, '.bubble').textContent?.trim()).to.equal(text);
      expect(oddIn(one(list, '.bubble'))).to.deep.equal([]);
      expect(window).to.not.have.property('isHacked');
    });
  }

  it(`T22 T23 becomes nothing that does harm, whatever of ${vectors.length} things it is`, () => {
    expect(vectors.length).to.be.at.least(1_000);
    const place = document.createElement('div');
    for (const text of vectors) {
      render(html`${renderWords({ text }, cast.ana, 'en')}`, place);
      expect(oddIn(place), text).to.deep.equal([]);
    }
    expect(window).to.not.have.property('isHacked');
  });

  it('shows emphasis, code, quotes and lists, and whom it calls within', async () => {
    const text = '**@Mia Lindqvist** please `ls`\n> quoted\n- one\n- *two*\n\n3. three\n```\nx  <b>\n```\n~~gone~~';
    const mentions = [{ at: 2, chars: 14, person: 'mia' }];
    const list = await show<MessageList>('support-chat-message-list', {
      ...{ strings: english, me: cast.mia },
      messages: [{ ...message(1, cast.ben), body: { kind: 'text', text, mentions } }],
    });
    const bubble = one(list, '.bubble');
    expect(oddIn(bubble)).to.deep.equal([]);
    const texts = (selector: string): (string | null)[] =>
      [...bubble.querySelectorAll(selector)].map((e) => e.textContent);
    expect(texts('strong > .called.me')).to.deep.equal(['@Mia Lindqvist']);
    expect(texts('p > code, pre > code')).to.deep.equal(['ls', 'x  <b>']);
    expect(texts('blockquote, ul > li, ol > li, li > em, s')).to.deep.equal([
      'quoted',
      'one',
      'two',
      'two',
      'three',
      'gone',
    ]);
    expect(bubble.querySelector('ol')?.start).to.equal(3);
    await expectAccessible(list);
  });

  it('leads where its words say, or says where it leads', async () => {
    const list = await showTexts('[the guide](https://wiki.example/a) **https://wiki.example/b**');
    const links = all<HTMLAnchorElement>(list, 'a').map((link) => [link.textContent, link.title, link.href]);
    expect(links).to.deep.equal([
      ['the guide', 'https://wiki.example/a', 'https://wiki.example/a'],
      ['https://wiki.example/b', '', 'https://wiki.example/b'],
    ]);
  });

  it('stands folded where it is long, and opens without the list', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n');
    const list = await showTexts(lines, `\`\`\`\n${lines}\n\`\`\``, 'short');
    const [folded, code] = all(list, '.folded');
    expect(all(list, '.folded')).to.have.length(2);
    expect(folded?.offsetHeight).to.be.at.most(240);
    expect(code?.textContent).to.contain('line 59');
    const button = one<HTMLButtonElement>(list, '.folded + button');
    expect(button.innerText.trim()).to.equal('Show all of it');
    button.click();
    expect(folded?.offsetHeight).to.be.above(1_000);
    expect(button.innerText.trim()).to.equal('Show less');
    list.locale = 'ja';
    await drawn();
    expect(folded?.offsetHeight, 'drawn anew it stays open').to.be.above(1_000);
    await expectAccessible(list);
  });

  it('stays text in a name and in a message that is being sent', async () => {
    const [text = ''] = hostile;
    const list = await show<MessageList>('support-chat-message-list', {
      strings: english,
      messages: [message(1, { ...cast.ben, name: text })],
      outgoing: [outgoing(text, { state: 'failed' })],
      roomTitle: text,
    });
    await drawn();
    expect(all(list, 'img')).to.have.length(0);
    expect(one(list, '.name').textContent).to.equal(text);
    expect(window).to.not.have.property('isHacked');
  });

  it('makes links of http, https and mail addresses only', async () => {
    const list = await showTexts(
      'http://wiki.example/a, https://wiki.example/b?c=d. helpdesk@example.com',
      'javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd ftp://x.example //x.example',
    );
    const links = all<HTMLAnchorElement>(list, 'a').map((link) => link.href);
    expect(links).to.deep.equal(['http://wiki.example/a', 'https://wiki.example/b?c=d', 'mailto:helpdesk@example.com']);
  });

  it('opens links elsewhere and tells them nothing', async () => {
    const list = await showTexts('https://wiki.example/a');
    const link = one<HTMLAnchorElement>(list, 'a');
    expect(link.target).to.equal('_blank');
    expect([...link.relList]).to.include.members(['noopener', 'noreferrer']);
    expect(link.textContent).to.equal('https://wiki.example/a');
  });

  it('is marked as Japanese so that it gets Japanese glyphs', async () => {
    const list = await showTexts('骨の写真です', 'a picture of bones');
    expect(all(list, '.bubble').map((bubble) => bubble.lang)).to.deep.equal(['ja', '']);
  });

  it('keeps its lines and its own direction', async () => {
    const list = await showTexts('one\n\ntwo', 'شكرا جزيلا');
    const [lines, arabic] = all(list, '.bubble').map((bubble) => getComputedStyle(bubble));
    expect(lines?.whiteSpace).to.match(/^pre-wrap/u);
    expect(arabic?.direction).to.equal('rtl');
  });

  const long = {
    'a word of 4,000 characters': 'x'.repeat(4_000),
    'a URL of 2,000 characters': `https://x.example/${'a/'.repeat(1_000)}`,
    'a Japanese text without spaces': '骨'.repeat(2_000),
    'right-to-left text with a long Latin word': `${'مرحبا '.repeat(80)}${'x'.repeat(300)}`,
    'an emoji after another': '🧑‍🚒'.repeat(300),
  };
  for (const [what, text] of Object.entries(long)) {
    for (const density of ['bubbles', 'feed']) {
      it(`does not widen 360 pixels: ${what}, ${density}`, async () => {
        const list = await show<MessageList>('support-chat-message-list', {
          strings: english,
          me: cast.ana,
          density,
          messages: [message(1, { ...cast.ben, name: 'N'.repeat(300) }, { text }), message(2, cast.ana, { text })],
          outgoing: [outgoing(text, { state: 'failed', refusal: { code: 'too_long', message: '' } })],
          roomTitle: 'T'.repeat(300),
        });
        const scroller = one(list, '.scroller');
        expect(scroller.scrollWidth).to.be.at.most(scroller.clientWidth);
        const { right } = list.getBoundingClientRect();
        const beyond = all(list, '.message *, .opening *')
          .filter((element) => !element.closest('.visually-hidden, .hover-time, svg'))
          .filter(
            (element) =>
              element.getBoundingClientRect().right > right + 0.5 || element.getBoundingClientRect().left < -0.5,
          );
        expect(beyond.map((element) => element.className)).to.deep.equal([]);
      });
    }
  }
});
