import { expect } from '@open-wc/testing';
import { cast } from '@support-chat/protocol/samples';
import type { MessageList } from '../dist/parts.js';
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

describe('the text of a message', () => {
  afterEach(() => clearScreen());

  for (const text of hostile) {
    it(`stays text: ${text}`, async () => {
      const list = await showTexts(text);
      await drawn();
      expect(one(list, '.bubble').textContent?.trim()).to.equal(text);
      expect(all(list, '.bubble *, img, script, iframe, style')).to.have.length(0);
      expect(window).to.not.have.property('isHacked');
    });
  }

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
