import { expect, oneEvent } from '@open-wc/testing';
import type { SupportChat } from '../dist/index.js';
import {
  cleanUp,
  focused,
  framesOf,
  isShown,
  launcherOf,
  nameOf,
  open,
  panelOf,
  prepare,
  put,
  withAnswers,
} from './chat.js';
import { all, drawn, one, textOf, withTurnedTimers } from './screen.js';

describe('<support-chat> in pages of all kinds', () => {
  before(() => prepare());
  afterEach(cleanUp);

  it('fills its own box with mode="inline", without launcher and close button', async () => {
    const chat = put({ mode: 'inline', style: '--support-chat-height: 400px' });
    const [frame] = await new Promise<HTMLElement[]>((resolve) => {
      const look = (): void => (framesOf(chat).length > 0 ? resolve(framesOf(chat)) : void requestAnimationFrame(look));
      look();
    });
    await drawn();
    expect(frame?.localName).to.equal('section');
    expect(frame?.ariaLabel).to.equal('rollout');
    expect(chat.offsetHeight).to.equal(400);
    expect(launcherOf(chat).checkVisibility()).to.equal(false);
    expect(all(one(panelOf(chat), 'support-chat-room-header'), 'button')).to.have.length(0);
    expect(focused(), 'the page keeps the focus').to.not.equal('textarea');
  });

  it('docks at the side with mode="panel"', async () => {
    const chat = put({ mode: 'panel' });
    expect(launcherOf(chat).checkVisibility()).to.equal(false);
    await open(chat);
    const box = framesOf(chat)[0]?.getBoundingClientRect();
    expect([box?.top, box?.bottom, box?.right]).to.deep.equal([0, 800, 1_000]);
  });

  it('ends when it is removed and begins anew when it is put back', async () => {
    const chat = put();
    await open(chat);
    chat.remove();
    await drawn();
    expect(framesOf(chat)).to.have.length(0);
    const opened = oneEvent(chat, 'support-chat-open');
    document.body.append(chat);
    await opened;
    expect(framesOf(chat)).to.have.length(1);
    expect(isShown(chat)).to.equal(true);
    expect(chat.shadowRoot?.adoptedStyleSheets.length).to.equal(2);
  });

  it('keeps its room when the page moves it', async () => {
    const chat = put();
    await open(chat);
    const [frame] = framesOf(chat);
    const main = document.createElement('main');
    main.className = 'of-page';
    document.body.append(main);
    main.append(chat);
    await drawn();
    expect(framesOf(chat)[0] === frame).to.equal(true);
    expect(isShown(chat)).to.equal(true);
  });

  it('is one room for each element, and another room after its attribute changed', async () => {
    const [mail, vpn] = [put({ room: 'mail' }), put({ room: 'vpn' })];
    await open(mail);
    await open(vpn);
    expect([mail, vpn].map((chat) => framesOf(chat)[0]?.ariaLabel)).to.deep.equal(['mail', 'vpn']);
    const opened = oneEvent(mail, 'support-chat-open');
    mail.setAttribute('room', 'print');
    await opened;
    expect(framesOf(mail).map((frame) => frame.ariaLabel)).to.deep.equal(['print']);
  });

  it('takes a token that a page set before the script was there', async () => {
    const template = document.createElement('template');
    template.innerHTML = '<support-chat room="rollout" lang="en"></support-chat>';
    const early = template.content.firstElementChild as SupportChat;
    let asked = 0;
    early.getToken = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    expect(early.shadowRoot, 'not upgraded yet').to.equal(null);
    document.body.append(early);
    await open(early);
    expect(asked).to.equal(1);
    expect(Object.hasOwn(early, 'getToken')).to.equal(false);
  });

  it('may be on the page in two copies of the script', async () => {
    const copy = '../dist/index.js?copy';
    expect(await import(copy)).to.have.property('SupportChat');
  });

  it('forgets its person on logout and closes', async () => {
    const chat = put();
    await open(chat);
    await chat.logout();
    await drawn();
    expect(framesOf(chat)).to.have.length(0);
    expect(chat.hasAttribute('open')).to.equal(false);
  });
});

describe('<support-chat>, when something fails', () => {
  before(() => prepare());
  afterEach(cleanUp);

  const badServer = 'https://[';

  it('says on the launcher that it could not be loaded, tells the page, and tries again when pressed', async () => {
    const chat = put({ server: badServer });
    const failed = oneEvent(chat, 'support-chat-error');
    launcherOf(chat).focus();
    launcherOf(chat).click();
    const { detail } = (await failed) as CustomEvent<{ code: string; message: string }>;
    await drawn();
    expect(detail.code).to.equal('unavailable');
    expect(detail.message).to.match(/Invalid URL/u);
    const words = 'Support chat could not be loaded. Press to try again.';
    expect(nameOf(chat)).to.equal(words);
    expect([textOf(launcherOf(chat)), textOf(one(chat, '[role=status]'))]).to.deep.equal([`${words}!`, words]);
    expect(launcherOf(chat).ariaBusy).to.equal('false');
    expect(chat.shadowRoot?.activeElement?.part.value).to.equal('launcher');
    chat.removeAttribute('server');
    const opened = oneEvent(chat, 'support-chat-open');
    launcherOf(chat).click();
    await opened;
    await drawn();
    expect(nameOf(chat)).to.equal('Open support chat');
    expect([textOf(launcherOf(chat)), textOf(one(chat, '[role=status]'))]).to.deep.equal(['Open support chat', '']);
    expect(framesOf(chat)).to.have.length(1);
  });

  for (const mode of ['inline', 'panel']) {
    it(`says so in its place and has a launcher to try again with mode="${mode}"`, async () => {
      const { matchMedia } = window;
      window.matchMedia = () => {
        throw new Error('not loaded');
      };
      const chat = put({ mode });
      const failed = oneEvent(chat, 'support-chat-error');
      chat.open();
      await failed;
      window.matchMedia = matchMedia;
      expect(launcherOf(chat).checkVisibility()).to.equal(true);
      launcherOf(chat).focus();
      launcherOf(chat).click();
      expect(nameOf(chat), 'the launcher stays meanwhile').to.equal('Opening support chat');
      expect(launcherOf(chat).checkVisibility()).to.equal(true);
      while (focused() !== 'textarea') await drawn();
      expect(launcherOf(chat).checkVisibility()).to.equal(false);
    });
  }

  it('leaves no rejection behind when it was closed, moved or restyled meanwhile', async () => {
    const rejections: string[] = [];
    const listen = (event: PromiseRejectionEvent): void => {
      event.preventDefault();
      rejections.push(String(event.reason));
    };
    window.addEventListener('unhandledrejection', listen);
    const chat = put({ server: badServer });
    const failed = oneEvent(chat, 'support-chat-error');
    chat.open();
    chat.setAttribute('theme', 'dark');
    chat.close();
    await failed;
    const removed = put({ server: badServer });
    removed.open();
    removed.remove();
    await drawn();
    await drawn();
    window.removeEventListener('unhandledrejection', listen);
    expect(rejections).to.deep.equal([]);
  });

  for (const [status, code, words] of [
    [401, 'token_expired', 'sign-in has expired'],
    [503, 'unavailable', 'Connecting'], // A host in trouble says nothing about the sign-in.
  ] as const) {
    it(`tells the page and the person why there is no token: ${status}`, () =>
      withTurnedTimers((clock) =>
        withAnswers(
          () => new Response('', { status }),
          async () => {
            const chat = put({ 'token-url': '/token' });
            chat.getToken = null;
            const failed = oneEvent(chat, 'support-chat-error');
            await open(chat);
            const { detail } = (await failed) as CustomEvent<{ code: string; message: string }>;
            expect(detail.code).to.equal(code);
            expect(detail.message).to.contain(`token-url answered ${status}`);
            await clock.advance(1_200);
            await drawn();
            const { conversation } = panelOf(chat);
            expect(textOf(one(conversation, 'support-chat-notice'))).to.contain(words);
            expect(one(one(conversation, 'support-chat-composer'), 'textarea').checkVisibility()).to.equal(true);
          },
        ),
      ));
  }

  it('tells the page that it was given no way to a token', async () => {
    const chat = put();
    chat.getToken = null;
    const failed = oneEvent(chat, 'support-chat-error');
    chat.open();
    const { detail } = (await failed) as CustomEvent<{ message: string }>;
    expect(detail.message).to.contain('needs token-url="…" or the property getToken');
  });
});
