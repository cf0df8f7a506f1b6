import { expect, oneEvent } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import {
  addInput,
  cleanUp,
  focused,
  framesOf,
  isShown,
  launcherOf,
  nameOf,
  open,
  panelOf,
  prepare,
  pressEscape,
  put,
  withAnswers,
} from './chat.js';
import { all, drawn, hear, one, textOf } from './screen.js';

describe('the launcher', () => {
  afterEach(cleanUp);

  it('has a name and says that it opens a dialog', () => {
    const chat = put();
    const launcher = launcherOf(chat);
    expect(nameOf(chat)).to.equal('Open support chat');
    expect(launcher.ariaHasPopup).to.equal('dialog');
    expect(launcher.getBoundingClientRect().height).to.be.at.least(44);
  });

  it('has the words beside its icon in its name, so that one can call it by them', () => {
    const chat = put({}, ' Need help? ');
    expect(nameOf(chat)).to.equal('Need help? Open support chat');
    chat.textContent = 'Questions?';
    expect(nameOf(chat)).to.equal('Questions? Open support chat');
  });

  it('speaks the language asked for, else that of the page around it', () => {
    const main = document.createElement('main');
    main.className = 'of-page';
    main.lang = 'ja-JP';
    document.body.append(main);
    const chat = put({ lang: '' }, '', main);
    expect(nameOf(chat)).to.equal('サポートチャットを開く');
    chat.lang = 'en';
    expect(nameOf(chat)).to.equal('Open support chat');
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

  it('opens by a link that names its room, when the page is opened and when the link is followed on it', async () => {
    const before = location.href;
    const follow = async (hash: string): Promise<void> => {
      const followed = new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }));
      location.hash = hash;
      await followed;
    };
    await follow('#support-chat=vpn/3');
    const [chat, vpn] = [put(), put({ room: 'vpn' })];
    expect([chat.hasAttribute('open'), vpn.hasAttribute('open')]).to.deep.equal([false, true]);
    await oneEvent(vpn, 'support-chat-open');
    vpn.close();
    await follow('#support-chat=rollout');
    expect([chat.hasAttribute('open'), vpn.hasAttribute('open')]).to.deep.equal([true, false]);
    chat.close();
    chat.remove();
    await drawn();
    await follow('#x&support-chat=rollout');
    expect(chat.hasAttribute('open'), 'no longer in the page').to.equal(false);
    window.history.replaceState(null, '', before.replace(/#.*/, ''));
  });

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
    pressEscape(chat, { number: 229 });
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

  it('goes on when the screen becomes small, and wide again, with the focus where it was', async () => {
    const chat = put();
    await open(chat);
    const composer = one(panelOf(chat).conversation, 'support-chat-composer');
    for (const selector of ['textarea', '.send']) {
      const place = one(composer, selector);
      place.focus();
      await setViewport({ width: 360, height: 740 });
      await drawn();
      expect([framesOf(chat)[0]?.matches(':modal'), place.matches(':focus')]).to.deep.equal([true, true]);
      await setViewport({ width: 1_000, height: 800 });
      await drawn();
      expect([framesOf(chat)[0]?.matches(':modal'), place.matches(':focus')]).to.deep.equal([false, true]);
    }
    expect(isShown(chat)).to.equal(true);
    expect(chat.hasAttribute('open')).to.equal(true);
  });

  it('leaves the focus in the page when the screen becomes wide or small around it', async () => {
    const chat = put();
    await open(chat);
    addInput().focus();
    await setViewport({ width: 700, height: 740 });
    await drawn();
    expect(focused()).to.equal('of-page');
    await setViewport({ width: 360, height: 740 });
    await drawn();
    expect(chat.shadowRoot?.activeElement !== null, 'what is modal has the focus').to.equal(true);
    await setViewport({ width: 1_000, height: 800 });
  });
});
