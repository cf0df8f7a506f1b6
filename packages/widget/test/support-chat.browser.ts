import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { expect, oneEvent } from '@open-wc/testing';
import type { Panel } from '../dist/parts.js';
import type { SupportChat } from '../dist/index.js';
import '../dist/index.js';
import { all, drawn, hear, one, textOf, withTurnedTimers } from './screen.js';

const rooms: SupportChat[] = [];
/** Nobody answers: what is tested here needs no server. */
const never = (): Promise<string> => new Promise(() => undefined);

function put(attributes: Record<string, string> = {}, words = '', parent: Element = document.body): SupportChat {
  const chat = document.createElement('support-chat') as SupportChat;
  for (const [name, value] of Object.entries({ room: 'rollout', lang: 'en', ...attributes })) chat.setAttribute(name, value);
  chat.getToken = never;
  chat.append(words);
  parent.append(chat);
  rooms.push(chat);
  return chat;
}

const launcherOf = (chat: SupportChat): HTMLButtonElement => one<HTMLButtonElement>(chat, '[part=launcher]');
const framesOf = (chat: SupportChat): HTMLElement[] => all(chat, '.frame');
const panelOf = (chat: SupportChat): Panel => one<Panel>(chat, 'support-chat-panel');
const isShown = (chat: SupportChat): boolean => framesOf(chat).some((frame) => frame.checkVisibility());

async function open(chat: SupportChat): Promise<void> {
  const opened = oneEvent(chat, 'support-chat-open');
  chat.open();
  await opened;
  await drawn();
}

/** The innermost element that has the focus, by tag. */
function focused(): string {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.id || (active?.localName ?? '');
}

function pressEscape(chat: SupportChat, init: KeyboardEventInit & { keyCode?: number } = {}): void {
  const composer = one(panelOf(chat).conversation, 'support-chat-composer');
  const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true, ...init });
  one(composer, 'textarea').dispatchEvent(event);
}

/** Answers every request of the page with this. */
async function withAnswers(answer: () => Response, act: () => Promise<void>): Promise<void> {
  const { fetch } = window;
  window.fetch = async () => answer();
  try {
    await act();
  } finally {
    window.fetch = fetch;
  }
}

/** A wide window in which nothing moves by itself. */
async function prepare(): Promise<void> {
  await setViewport({ width: 1_000, height: 800 });
  await emulateMedia({ reducedMotion: 'reduce' });
}

const cleanUp = (): void => {
  for (const chat of rooms.splice(0)) chat.remove();
  for (const element of document.body.querySelectorAll('.of-page')) element.remove();
};

function addInput(): HTMLInputElement {
  const input = document.createElement('input');
  input.className = input.id = 'of-page';
  document.body.append(input);
  return input;
}

describe('the launcher', () => {
  afterEach(cleanUp);

  it('has a name and says that it opens a dialog', () => {
    const launcher = launcherOf(put());
    expect(launcher.ariaLabel).to.equal('Open support chat');
    expect(launcher.ariaHasPopup).to.equal('dialog');
    expect(launcher.getBoundingClientRect().height).to.be.at.least(44);
  });

  it('has the words beside its icon in its name, so that one can call it by them', async () => {
    const chat = put({}, ' Need help? ');
    expect(launcherOf(chat).ariaLabel).to.equal('Need help? Open support chat');
    chat.textContent = 'Questions?';
    await drawn();
    expect(launcherOf(chat).ariaLabel).to.equal('Questions? Open support chat');
  });

  it('speaks the language asked for, else that of the page around it', () => {
    const main = document.createElement('main');
    main.className = 'of-page';
    main.lang = 'ja-JP';
    document.body.append(main);
    const chat = put({ lang: '' }, '', main);
    expect(launcherOf(chat).ariaLabel).to.equal('サポートチャットを開く');
    chat.lang = 'en';
    expect(launcherOf(chat).ariaLabel).to.equal('Open support chat');
  });

  const corners = { 'bottom-end': [1, 1], 'bottom-start': [0, 1], 'top-end': [1, 0], 'top-start': [0, 0] };
  for (const [position, [right, bottom]] of Object.entries(corners)) {
    it(`sits in the corner ${position}`, () => {
      const box = put({ position }).getBoundingClientRect();
      expect(box.left > innerWidth / 2).to.equal(right === 1);
      expect(box.top > innerHeight / 2).to.equal(bottom === 1);
    });
  }

  it('loads nothing until somebody wants the room', () => {
    const chat = put();
    expect(framesOf(chat)).to.have.length(0);
    expect(chat.hasAttribute('open')).to.equal(false);
  });

  it('shows how many are unread before it was ever opened, when asked to', () =>
    withAnswers(
      () => Response.json({ unread: 3 }),
      async () => {
        const chat = put();
        chat.getToken = () => 'a token';
        const told = oneEvent(chat, 'support-chat-unread');
        chat.toggleAttribute('badge', true);
        expect(((await told) as CustomEvent<unknown>).detail).to.deep.equal({ room: 'rollout', count: 3 });
        expect(textOf(one(chat, '[part=badge]'))).to.equal('3');
        expect(textOf(one(chat, '#u'))).to.equal('3 unread');
        expect(launcherOf(chat).getAttribute('aria-describedby')).to.equal('u');
      },
    ));

  it('shows 99+ for more, and nothing for none', async () => {
    for (const [unread, shown, words] of [
      [99, '99', '99 unread'],
      [100, '99+', '99+ unread'],
    ] as const) {
      await withAnswers(
        () => Response.json({ unread }),
        async () => {
          const chat = put();
          chat.getToken = () => 'a token';
          const told = oneEvent(chat, 'support-chat-unread');
          chat.toggleAttribute('badge', true);
          await told;
          expect([textOf(one(chat, '[part=badge]')), textOf(one(chat, '#u'))]).to.deep.equal([shown, words]);
        },
      );
    }
    const [badge] = all(put(), '[part=badge]');
    expect(badge?.checkVisibility()).to.equal(false);
  });
});

describe('<support-chat>, opened and closed', () => {
  before(() => prepare());
  afterEach(cleanUp);

  it('opens by its launcher, says so and shows that it is open', async () => {
    const chat = put();
    const opened = oneEvent(chat, 'support-chat-open');
    launcherOf(chat).click();
    expect(chat.hasAttribute('open')).to.equal(true);
    await opened;
    expect(isShown(chat)).to.equal(true);
    expect(framesOf(chat)[0]?.ariaLabel).to.equal('rollout');
    expect(launcherOf(chat).checkVisibility()).to.equal(false);
  });

  it('opens and closes by method and by attribute, told once each time', async () => {
    const chat = put();
    const closes = hear(chat, 'support-chat-close');
    const opens = hear(chat, 'support-chat-open');
    await open(chat);
    chat.open();
    chat.close();
    chat.close();
    await drawn();
    expect([isShown(chat), chat.hasAttribute('open')]).to.deep.equal([false, false]);
    chat.toggle();
    await drawn();
    expect([isShown(chat), chat.hasAttribute('open')]).to.deep.equal([true, true]);
    chat.removeAttribute('open');
    await drawn();
    expect([isShown(chat), opens.length, closes.length]).to.deep.equal([false, 2, 2]);
  });

  it('stays closed when it was closed before it was loaded', async () => {
    const chat = put();
    chat.open();
    chat.close();
    const other = put();
    await open(other);
    expect(isShown(chat)).to.equal(false);
  });

  it('keeps its room and its text while it is closed', async () => {
    const chat = put();
    await open(chat);
    const panel = panelOf(chat);
    panel.conversation.draft = 'half a question';
    await drawn();
    chat.close();
    await drawn();
    await open(chat);
    expect(panelOf(chat) === panel).to.equal(true);
    expect(panel.conversation.draft).to.equal('half a question');
  });

  it('puts the focus into the text box and gives it back to the launcher', async () => {
    const chat = put();
    launcherOf(chat).focus();
    const opened = oneEvent(chat, 'support-chat-open');
    launcherOf(chat).click();
    await opened;
    await drawn();
    expect(focused()).to.equal('textarea');
    pressEscape(chat);
    await drawn();
    expect(chat.hasAttribute('open')).to.equal(false);
    expect(chat.shadowRoot?.activeElement?.part.value).to.equal('launcher');
  });

  it('gives the focus back to where it was in the page', async () => {
    const chat = put();
    addInput().focus();
    await open(chat);
    expect(focused()).to.equal('textarea');
    chat.close();
    await drawn();
    expect(focused()).to.equal('of-page');
  });

  it('gives the focus to the launcher when that place is gone', async () => {
    const chat = put();
    const input = addInput();
    input.focus();
    await open(chat);
    input.remove();
    chat.close();
    await drawn();
    expect(chat.shadowRoot?.activeElement?.part.value).to.equal('launcher');
  });

  it('leaves the focus where a person has put it meanwhile', async () => {
    const chat = put();
    await open(chat);
    addInput().focus();
    chat.close();
    await drawn();
    expect(focused()).to.equal('of-page');
  });

  it('closes with Escape, but not with one that belongs to an input method or to somebody else', async () => {
    const chat = put();
    await open(chat);
    pressEscape(chat, { isComposing: true });
    pressEscape(chat, { keyCode: 229 });
    const take = (event: Event): void => event.preventDefault();
    panelOf(chat).addEventListener('keydown', take);
    pressEscape(chat);
    panelOf(chat).removeEventListener('keydown', take);
    expect(chat.hasAttribute('open')).to.equal(true);
    pressEscape(chat);
    expect(chat.hasAttribute('open')).to.equal(false);
  });

  it('closes with the button in its header', async () => {
    const chat = put();
    await open(chat);
    one<HTMLButtonElement>(one(panelOf(chat), 'support-chat-room-header'), 'button').click();
    await drawn();
    expect([isShown(chat), chat.hasAttribute('open')]).to.deep.equal([false, false]);
  });

  it('changes theme and language while it is open', async () => {
    const chat = put({ theme: 'dark' });
    await open(chat);
    expect(getComputedStyle(panelOf(chat)).colorScheme).to.equal('dark');
    chat.setAttribute('theme', 'light');
    chat.lang = 'ja';
    await drawn();
    expect(getComputedStyle(panelOf(chat)).colorScheme).to.equal('light');
    expect(panelOf(chat).lang).to.equal('ja');
    const composer = one(panelOf(chat).conversation, 'support-chat-composer');
    expect(one(composer, 'textarea').ariaLabel).to.equal('メッセージ');
  });

  it('covers a small screen as a modal dialog', async () => {
    await setViewport({ width: 360, height: 740 });
    const chat = put();
    await open(chat);
    const [frame] = framesOf(chat);
    const box = frame?.getBoundingClientRect();
    expect(frame?.matches(':modal')).to.equal(true);
    expect([box?.left, box?.top, box?.width, box?.height]).to.deep.equal([0, 0, 360, 740]);
    chat.close();
    await drawn();
    expect(isShown(chat)).to.equal(false);
    await setViewport({ width: 1_000, height: 800 });
  });

  it('gives the focus back also from a modal dialog', async () => {
    await setViewport({ width: 360, height: 740 });
    const chat = put();
    launcherOf(chat).focus();
    await open(chat);
    expect(focused()).to.equal('textarea');
    pressEscape(chat);
    await drawn();
    expect(chat.shadowRoot?.activeElement?.part.value).to.equal('launcher');
    const input = addInput();
    input.focus();
    await open(chat);
    chat.close();
    await drawn();
    expect(focused()).to.equal('of-page');
    await setViewport({ width: 1_000, height: 800 });
  });

  it('goes on when the screen becomes small, and wide again', async () => {
    const chat = put();
    await open(chat);
    await setViewport({ width: 360, height: 740 });
    await drawn();
    expect(framesOf(chat)[0]?.matches(':modal')).to.equal(true);
    await setViewport({ width: 1_000, height: 800 });
    await drawn();
    expect(framesOf(chat)[0]?.matches(':modal')).to.equal(false);
    expect(isShown(chat)).to.equal(true);
    expect(chat.hasAttribute('open')).to.equal(true);
  });
});

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
      return never();
    };
    expect(early.shadowRoot, 'not upgraded yet').to.equal(null);
    document.body.append(early);
    rooms.push(early);
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
    expect(launcherOf(chat).ariaLabel).to.equal('Support chat could not be loaded. Press to try again.');
    expect(launcherOf(chat).ariaBusy).to.equal('false');
    expect(chat.shadowRoot?.activeElement?.part.value).to.equal('launcher');
    chat.removeAttribute('server');
    const opened = oneEvent(chat, 'support-chat-open');
    launcherOf(chat).click();
    await opened;
    await drawn();
    expect(launcherOf(chat).ariaLabel).to.equal('Open support chat');
  });

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

  it('tells the page why there is no token, and the person that it is trying', () =>
    withTurnedTimers((clock) =>
      withAnswers(
        () => new Response('', { status: 500 }),
        async () => {
          const chat = put({ 'token-url': '/token' });
          chat.getToken = null;
          const failed = oneEvent(chat, 'support-chat-error');
          await open(chat);
          const { detail } = (await failed) as CustomEvent<{ code: string; message: string }>;
          expect(detail.code).to.equal('unavailable');
          expect(detail.message).to.contain('token-url answered 500');
          await clock.advance(1_200);
          await drawn();
          expect(textOf(one(panelOf(chat).conversation, 'support-chat-notice'))).to.contain('Reconnecting');
          expect(one(one(panelOf(chat).conversation, 'support-chat-composer'), 'textarea').checkVisibility()).to.equal(true);
        },
      ),
    ));

  it('tells the page that it was given no way to a token', async () => {
    const chat = put();
    chat.getToken = null;
    const failed = oneEvent(chat, 'support-chat-error');
    chat.open();
    const { detail } = (await failed) as CustomEvent<{ message: string }>;
    expect(detail.message).to.contain('needs token-url="…" or the property getToken');
  });
});
