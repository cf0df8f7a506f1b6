import { expect } from '@open-wc/testing';
import { availableNow, cast } from '@support-chat/protocol/samples';
import '../dist/index.js';
import type { NewRoom } from '../dist/parts/new-room.js';
import type { RoomFacts } from '../dist/parts/room-facts.js';
import type { SignIn } from '../dist/parts/sign-in.js';
import { loadDeskProblemWords } from '../dist/problem-words.js';
import { loadDeskStrings } from '../dist/strings.js';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, change, clearScreen, hear, one, room, show, textOf, viewOf } from '../../widget/test/screen.js';

const strings = await loadDeskStrings('en');
const problemWords = await loadDeskProblemWords('en');

function fill(element: Element, selector: string, value: string): void {
  const field = one<HTMLInputElement | HTMLTextAreaElement>(element, selector);
  field.value = value;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

const press = (element: Element, words: string): void =>
  all<HTMLButtonElement>(element, 'button')
    .findLast((button) => textOf(button) === words)
    ?.click();

describe('making a room', () => {
  afterEach(() => clearScreen());

  const showForm = async (): Promise<NewRoom> => {
    const form = await show<NewRoom>('support-desk-new-room', { strings });
    form.show();
    await form.updateComplete;
    return form;
  };
  const nameIn = (form: NewRoom): string => one<HTMLInputElement>(form, '[name=name]').value;

  it('asks in a modal dialog with a name', async () => {
    const form = await showForm();
    const dialog = one(form, 'dialog');
    expect(dialog.matches(':modal')).to.equal(true);
    expect(textOf(one(form, `#${dialog.getAttribute('aria-labelledby')}`))).to.equal('New room');
    expect(form.isOpen).to.equal(true);
  });

  it('tells name, title and purpose without the space around them', async () => {
    const form = await showForm();
    const created = hear(form, 'support-desk-create');
    fill(form, '[name=title]', ' New mail ');
    fill(form, '[name=name]', 'mail-rollout');
    fill(form, '[name=purpose]', 'Help with mail ');
    press(form, 'Make room');
    expect(created).to.deep.equal([
      { name: 'mail-rollout', title: 'New mail', purpose: 'Help with mail', kind: 'rollout' },
    ]);
    await form.updateComplete;
    expect(one<HTMLButtonElement>(form, '.primary').disabled, 'not twice').to.equal(true);
  });

  it('makes rooms of every kind but lanes, and a private team under a name that nobody guesses', async () => {
    const form = await showForm();
    const created = hear(form, 'support-desk-create') as { name: string; kind: string; isPrivate?: true }[];
    const radios = all<HTMLInputElement>(form, '[name=kind]');
    expect(radios.map(({ value }) => value)).to.deep.equal(['rollout', 'outage', 'incident', 'team', 'expert']);
    expect(all(form, '[name=private]'), 'others are for everybody, or for support').to.deep.equal([]);
    radios[3]?.click();
    await form.updateComplete;
    fill(form, '[name=title]', 'A very long name of a war room for the mail');
    one<HTMLInputElement>(form, '[name=private]').click();
    press(form, 'Make room');
    expect(created[0]).to.deep.include({ kind: 'team', isPrivate: true });
    expect(created[0]?.name).to.match(/^a-very-long-name-of-a-war-room-[0-9a-f]{32}$/);
    form.close();
    form.show();
    await form.updateComplete;
    expect(all(form, '[name=private]'), 'begins with a rollout again').to.deep.equal([]);
    radios[3]?.click();
    await form.updateComplete;
    fill(form, '[name=title]', '作戦室');
    one<HTMLInputElement>(form, '[name=private]').click();
    press(form, 'Make room');
    expect(created[1]?.name).to.match(/^team-[0-9a-f]{32}$/);
    expect(created[1]?.name.slice(-32)).not.to.equal(created[0]?.name.slice(-32));
  });

  it('proposes a name that follows the title until one writes it by hand', async () => {
    const form = await showForm();
    fill(form, '[name=title]', 'Café & VPN, wave 2!');
    expect(nameIn(form)).to.equal('cafe-vpn-wave-2');
    fill(form, '[name=name]', 'vpn');
    fill(form, '[name=title]', 'Something else');
    expect(nameIn(form)).to.equal('vpn');
    fill(form, '[name=name]', '');
    fill(form, '[name=title]', 'Print');
    expect(nameIn(form)).to.equal('print');
  });

  it('proposes again when it is opened for the next room', async () => {
    const form = await showForm();
    fill(form, '[name=name]', 'vpn');
    form.close();
    form.show();
    fill(form, '[name=title]', 'Print');
    expect(nameIn(form)).to.equal('print');
  });

  it('proposes nothing for a title without Latin letters, and asks for a name', async () => {
    const form = await showForm();
    const created = hear(form, 'support-desk-create');
    fill(form, '[name=title]', '新しいメール');
    expect(nameIn(form)).to.equal('');
    press(form, 'Make room');
    await form.updateComplete;
    expect(created).to.deep.equal([]);
    expect(one(form, '[name=name]').ariaInvalid).to.equal('true');
    expect(textOf(one(form, '#name-help'))).to.match(/^Use small letters/u);
    expect(form.shadowRoot?.activeElement?.getAttribute('name')).to.equal('name');
  });

  for (const name of ['Mail', 'mail rollout', '-mail', 'mail-', 'メール', 'x'.repeat(65)]) {
    it(`refuses the name "${name.slice(0, 20)}" with words beside the field`, async () => {
      const form = await showForm();
      const created = hear(form, 'support-desk-create');
      fill(form, '[name=title]', 'New mail');
      fill(form, '[name=name]', name);
      press(form, 'Make room');
      await form.updateComplete;
      expect(created).to.deep.equal([]);
      expect(one(form, '[name=name]').ariaInvalid).to.equal('true');
    });
  }

  it('asks for a title', async () => {
    const form = await showForm();
    fill(form, '[name=title]', '  ');
    press(form, 'Make room');
    await form.updateComplete;
    expect(textOf(one(form, '#title-help'))).to.equal('This is needed.');
  });

  it('shows why a room was not made and keeps what was written', async () => {
    const form = await showForm();
    fill(form, '[name=title]', 'New mail');
    press(form, 'Make room');
    form.refuse('A room with this name exists already.');
    await form.updateComplete;
    expect(textOf(one(form, '[role=alert]'))).to.equal('A room with this name exists already.');
    expect(nameIn(form)).to.equal('new-mail');
    expect(one<HTMLButtonElement>(form, '.primary').disabled).to.equal(false);
  });

  it('is empty when it is opened again', async () => {
    const form = await showForm();
    fill(form, '[name=title]', 'New mail');
    form.refuse('No.');
    press(form, 'Cancel');
    expect(form.isOpen).to.equal(false);
    form.show();
    await form.updateComplete;
    const fields = all<HTMLInputElement>(form, 'input:not([type=radio])');
    expect(fields.map((input) => input.value)).to.deep.equal(['', '', '', '', '', '']);
    expect(one<HTMLTextAreaElement>(form, '[name=checklist]').value).to.equal('');
    expect(all(form, '[role=alert]')).to.have.length(0);
  });
});

describe('facts about a room', () => {
  afterEach(() => clearScreen());

  const showFacts = (view = {}, values = {}): Promise<RoomFacts> =>
    show<RoomFacts>('support-desk-room-facts', {
      problemWords,
      strings,
      server: 'https://chat.example',
      view: viewOf(view),
      ...values,
    });

  it('names the purpose, who is here, and the tag to paste', async () => {
    const facts = await showFacts({ helpers: availableNow(cast.mia, cast.tom), people: 12 });
    expect(all(facts, 'li bdi').map(textOf)).to.deep.equal(['Mia Lindqvist', 'Tom Okafor']);
    expect(textOf(facts)).to.contain(room.purpose).and.to.contain('12 people in the room');
    expect(one(facts, 'pre').textContent).to.equal(
      '<script type="module" src="https://chat.example/widget/support-chat.js"></script>\n' +
        '<support-chat room="rollout" token-url="/your/token"></support-chat>',
    );
  });

  it('copies the tag and says so, until another room is shown', async () => {
    const copied: string[] = [];
    const { writeText } = navigator.clipboard;
    navigator.clipboard.writeText = async (text) => void copied.push(text);
    const facts = await showFacts();
    press(facts, 'Copy');
    await change(facts, {});
    navigator.clipboard.writeText = writeText;
    expect(copied).to.deep.equal([one(facts, 'pre').textContent]);
    expect(textOf(one(facts, 'h3 + pre').previousElementSibling)).to.equal('Tag for a page Copied');
    await change(facts, { view: viewOf({ name: 'vpn' }) });
    expect(textOf(one(facts, 'h3 + pre').previousElementSibling)).to.equal('Tag for a page Copy');
  });

  it('marks the tag where a page may not write to the clipboard', async () => {
    const { writeText } = navigator.clipboard;
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('not allowed', 'NotAllowedError'));
    const facts = await showFacts();
    press(facts, 'Copy');
    await change(facts, {});
    navigator.clipboard.writeText = writeText;
    expect(textOf(one(facts, 'h3 + pre').previousElementSibling)).to.equal('Tag for a page Copy');
    expect(String(getSelection())).to.contain('<support-chat room="rollout"');
  });

  it('changes title and purpose', async () => {
    const facts = await showFacts();
    const described = hear(facts, 'support-desk-describe');
    press(facts, 'Edit');
    await facts.updateComplete;
    expect(one<HTMLInputElement>(facts, 'input').value).to.equal(room.title);
    fill(facts, 'input', ' New mail, wave 2 ');
    fill(facts, 'textarea', 'Help for the second wave');
    fill(facts, '[name=topics]', 'Mail、 メール, Mail');
    press(facts, 'Save');
    await facts.updateComplete;
    const purpose = 'Help for the second wave';
    expect(described).to.deep.equal([{ title: 'New mail, wave 2', purpose, topics: ['Mail', 'メール'] }]);
    expect(all(facts, 'form'), 'the words stay until it was done').to.have.length(1);
    facts.endEdit();
    await facts.updateComplete;
    expect(all(facts, 'form')).to.have.length(0);
  });

  it('says for whom the room is, only when that changes, and only where an attribute decides it', async () => {
    const facts = await showFacts({ room: { ...room, boundTo: ['office=osaka'] } });
    const described = hear(facts, 'support-desk-describe') as { boundTo?: string[] }[];
    const save = async (boundTo: string): Promise<void> => {
      fill(facts, '[name=boundTo]', boundTo);
      press(facts, 'Save');
      await facts.updateComplete;
    };
    press(facts, 'Edit');
    await facts.updateComplete;
    await save('office=osaka');
    expect(described.at(-1)).not.to.have.property('boundTo');
    await save('Osaka');
    expect(described).to.have.length(1);
    expect(textOf(one(facts, '#boundTo-wrong'))).to.equal('Write each as office=osaka.');
    await expectAccessible(facts);
    await save('office=osaka、 office=kobe');
    expect(described.at(-1)?.boundTo).to.deep.equal(['office=osaka', 'office=kobe']);
    await save('');
    expect(described.at(-1)?.boundTo).to.deep.equal([]);
    for (const other of [{ kind: 'incident' }, { kind: 'team', isPrivate: true }]) {
      const view = viewOf({ name: other.kind, room: { ...room, name: other.kind, ...other } as typeof room });
      await change(facts, { view });
      press(facts, 'Edit');
      await facts.updateComplete;
      expect(all(facts, '[name=boundTo]')).to.have.length(0);
    }
  });

  it('changes nothing when it is cancelled, or when another room is shown meanwhile', async () => {
    const facts = await showFacts();
    const described = hear(facts, 'support-desk-describe');
    press(facts, 'Edit');
    await facts.updateComplete;
    fill(facts, 'input', 'Wrong');
    one<HTMLButtonElement>(facts, 'form button[type=button]').click();
    await facts.updateComplete;
    expect(all(facts, 'form')).to.have.length(0);
    press(facts, 'Edit');
    await facts.updateComplete;
    await change(facts, { view: viewOf({ name: 'vpn', room: { ...room, name: 'vpn' } }) });
    expect(all(facts, 'form')).to.have.length(0);
    expect(described).to.deep.equal([]);
  });

  it('keeps what is being written while the same room goes on', async () => {
    const facts = await showFacts();
    press(facts, 'Edit');
    await facts.updateComplete;
    fill(facts, 'input', 'Half a ti');
    await change(facts, { view: viewOf({ people: 13 }) });
    expect(one<HTMLInputElement>(facts, 'input').value).to.equal('Half a ti');
  });

  it('closes a room only after it was asked about it by title', async () => {
    const facts = await showFacts();
    const closed = hear(facts, 'support-desk-close-room');
    const dialog = one<HTMLDialogElement>(facts, 'dialog');
    const ask = one<HTMLButtonElement>(facts, '.end > .danger');
    ask.click();
    expect([closed.length, dialog.open]).to.deep.equal([0, true]);
    expect(textOf(one(facts, '#ask'))).to.contain('Close “New mail”?');
    expect(all(facts, 'dialog .wrong')).to.deep.equal([]);
    const questions = { open: 2, claimed: 1, answered: 4, resolved: 9 };
    await change(facts, { view: viewOf({ room: { ...room, questions } }) });
    expect(textOf(one(facts, 'dialog .wrong'))).to.contain('3 questions are open.');
    one<HTMLButtonElement>(facts, 'dialog .button:not(.danger)').click();
    expect([closed.length, dialog.open]).to.deep.equal([0, false]);
    ask.click();
    one<HTMLButtonElement>(facts, 'dialog .danger').click();
    expect([closed.length, dialog.open]).to.deep.equal([1, false]);
  });

  it('reopens a closed room', async () => {
    const facts = await showFacts({ room: { ...room, state: 'closed' } });
    const reopened = hear(facts, 'support-desk-reopen-room');
    press(facts, 'Reopen room');
    expect(reopened).to.have.length(1);
  });

  it('is hidden by a button where it can be', async () => {
    const facts = await showFacts({}, { canHide: true });
    const hidden = hear(facts, 'support-desk-hide-facts');
    one<HTMLButtonElement>(facts, '[aria-label=Close]').click();
    expect(hidden).to.have.length(1);
  });
});

describe('signing in', () => {
  afterEach(() => clearScreen());

  it('takes a token without the space around it, and none that is blank', async () => {
    const page = await show<SignIn>('support-desk-sign-in', { strings });
    const tokens = hear(page, 'support-desk-token');
    fill(page, 'textarea', ' \n ');
    press(page, 'Sign in');
    fill(page, 'textarea', ' a.b.c \n');
    press(page, 'Sign in');
    expect(tokens).to.deep.equal([{ token: 'a.b.c' }]);
  });

  it('offers people in a demo', async () => {
    const page = await show<SignIn>('support-desk-sign-in', { strings, offered: [cast.mia, cast.sato] });
    const chosen = hear(page, 'support-desk-person');
    expect(all(page, 'li bdi').map(textOf)).to.deep.equal(['Mia Lindqvist', '佐藤 美咲']);
    all<HTMLButtonElement>(page, 'li button')[1]?.click();
    expect(chosen).to.deep.equal([{ id: 'sato' }]);
    expect(all(page, 'textarea')).to.have.length(0);
  });

  it('says why one is here again', async () => {
    const page = await show<SignIn>('support-desk-sign-in', { strings, refusal: strings.staffOnly });
    expect(textOf(one(page, '[role=alert]'))).to.equal(strings.staffOnly);
  });
});
