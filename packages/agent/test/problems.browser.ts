import { expect } from '@open-wc/testing';
import type { LobbyRow, ProblemDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import '../dist/index.js';
import { localTime } from '../dist/local-time.js';
import type { ProblemForm } from '../dist/parts/problem-form.js';
import type { Problems } from '../dist/parts/problems.js';
import type { RoomList } from '../dist/parts/room-list.js';
import { loadDeskProblemWords } from '../dist/problem-words.js';
import { makeSpanWords } from '../dist/span-words.js';
import { loadDeskStrings } from '../dist/strings.js';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, change, clearScreen, drawn, hear, one, room, show, textOf } from '../../widget/test/screen.js';

const words = { en: await loadDeskProblemWords('en'), ja: await loadDeskProblemWords('ja') };
const strings = await loadDeskStrings('en');
const minuteMs = 60_000;
const now = Date.now();

function problem(more: Partial<ProblemDoc> = {}): ProblemDoc {
  return {
    ...{ seq: 2, what: 'outage', severity: 'down', title: 'Mail cannot be sent', startsAt: now - 40 * minuteMs },
    ...{ endsAt: now - minuteMs, remark: null, affected: 12, rev: 7, updatedAt: now - 20 * minuteMs, by: cast.tom },
    ...more,
  };
}
const press = (element: Element, label: string): void =>
  all<HTMLButtonElement>(element, 'button')
    .find((button) => textOf(button) === label)
    ?.click();

describe('the problems of a room at the desk', () => {
  afterEach(() => clearScreen());

  const showProblems = (values: object = {}, look = {}): Promise<Problems> =>
    show<Problems>('support-desk-problems', { words: words.en, canChange: true, ...values }, look);

  for (const theme of ['light', 'dark'] as const)
    for (const language of ['en', 'ja'] as const)
      it(`shows how each stands, and says which are overdue: ${theme}, ${language}`, async () => {
        const problems = [problem({ seq: 3, endsAt: null }), problem()];
        const part = await showProblems({ words: words[language], problems }, { theme, language });
        expect(all(part, 'li')).to.have.length(2);
        expect(all(part, '.overdue').map(textOf)).to.deep.equal([words[language].strings.overdue]);
        await expectAccessible(part);
      });

  it('says how many it concerns, and that nothing is known where nothing is', async () => {
    const part = await showProblems({ problems: [problem({ endsAt: null })] });
    expect(textOf(one(part, '.facts'))).to.match(
      /^since .* · end not known yet · updated 20 min\. ago · 12 people affected$/,
    );
    await change(part, { problems: [] });
    expect(textOf(part)).to.include('Nothing is known to be broken, and no work is planned.');
  });

  it('asks for the form with what shall be done, and for nothing in a closed room', async () => {
    const shown = problem();
    const part = await showProblems({ problems: [shown] });
    const asked = hear(part, 'support-desk-problem-open');
    for (const label of ['Announce', 'Update', 'It is over']) press(part, label);
    expect(asked).to.deep.equal([
      { mode: 'announce', problem: null },
      { mode: 'update', problem: shown },
      { mode: 'end', problem: shown },
    ]);
    await change(part, { canChange: false });
    expect(all(part, 'button')).to.deep.equal([]);
  });

  it('T22 T25 shows hostile titles as text', async () => {
    const part = await showProblems({ problems: [problem({ title: '<img src=x> \u202Egnp\u200B' })] });
    expect(textOf(one(part, 'bdi'))).to.equal('<img src=x> gnp');
    expect(all(part, 'img')).to.deep.equal([]);
  });
});

describe('the form about a problem', () => {
  afterEach(() => clearScreen());

  const showForm = async (...asked: Parameters<ProblemForm['show']>): Promise<ProblemForm> => {
    const form = await show<ProblemForm>('support-desk-problem-form', {
      strings: words.en.strings,
      cancelWords: 'Cancel',
    });
    await form.show(...asked);
    return form;
  };
  const field = (form: ProblemForm, name: string): HTMLInputElement => one(form, `[name=${name}]`);

  it('tells what is broken from now on, when it is expected back, and a line about it', async () => {
    const form = await showForm('announce');
    const told = hear(form, 'support-desk-problem') as { name: string; input: { startsAt: number; endsAt: number } }[];
    expect(form.shadowRoot?.activeElement).to.equal(field(form, 'title'));
    field(form, 'title').value = ' Mail is down ';
    field(form, 'remark').value = 'Use the web page meanwhile.';
    one(form, '[value=degraded]').click();
    press(form, '+1 h');
    await expectAccessible(form);
    press(form, 'Tell everybody');
    const [wish] = told;
    const { startsAt, endsAt, ...rest } = wish?.input ?? { startsAt: 0, endsAt: 0 };
    expect(wish?.name).to.equal('problem.announce');
    const [what, severity] = ['outage', 'degraded'];
    expect(rest).to.deep.equal({ what, severity, title: 'Mail is down', remark: 'Use the web page meanwhile.' });
    expect(Date.now() - startsAt).to.be.within(0, 2 * minuteMs);
    expect(endsAt - Date.now()).to.be.within(59 * minuteMs, 66 * minuteMs);
    await drawn();
    expect(one<HTMLButtonElement>(form, '.primary').disabled, 'not twice').to.equal(true);
    form.close();
    expect(form.isOpen).to.equal(false);
  });

  it('proposes the next full hour for planned work, and asks for what is missing where it is missing', async () => {
    const form = await showForm('announce');
    const told = hear(form, 'support-desk-problem');
    press(form, 'Tell everybody');
    await form.updateComplete;
    expect([field(form, 'title').ariaInvalid, textOf(one(form, '#title-help'))]).to.deep.equal([
      'true',
      'Say in one line what people notice.',
    ]);
    expect(form.shadowRoot?.activeElement).to.equal(field(form, 'title'));
    field(form, 'title').value = 'Restart';
    one(form, '[value=maintenance]').click();
    await form.updateComplete;
    expect(field(form, 'startsAt').value).to.match(/:00$/);
    field(form, 'endsAt').value = field(form, 'startsAt').value;
    press(form, 'Tell everybody');
    await form.updateComplete;
    expect(textOf(one(form, '#endsAt-help'))).to.equal('The end must be after the start.');
    await expectAccessible(form);
    press(form, 'Not known');
    press(form, 'Tell everybody');
    expect(told).to.have.length(1);
    expect(told[0]).to.deep.nested.include({
      name: 'problem.announce',
      'input.endsAt': null,
      'input.what': 'maintenance',
    });
  });

  it('updates from what is known, to the second, and names what it has seen', async () => {
    const seen = problem({ remark: 'Print on floor 2.' });
    const form = await showForm('update', seen);
    const told = hear(form, 'support-desk-problem');
    expect([field(form, 'title').value, field(form, 'endsAt').value]).to.deep.equal([
      'Mail cannot be sent',
      localTime(now - minuteMs),
    ]);
    press(form, 'Not known');
    press(form, 'Tell everybody');
    const { what, severity, title, startsAt } = seen;
    const facts = { what, severity, title, startsAt, endsAt: null };
    expect(told).to.deep.equal([
      { name: 'problem.update', input: { ...facts, remark: 'Print on floor 2.', problem: 2, rev: 7 } },
    ]);
  });

  it('replaces what somebody else said meanwhile only after it was said', async () => {
    const form = await showForm('update', problem());
    const told = hear(form, 'support-desk-problem') as { input: { rev: number } }[];
    press(form, 'Tell everybody');
    form.refuse('This has changed meanwhile.', problem({ rev: 9 }));
    await form.updateComplete;
    expect(textOf(one(form, '[role=alert]'))).to.match(/^Somebody else said something new/);
    press(form, 'Tell everybody');
    expect(told.map(({ input }) => input.rev)).to.deep.equal([7, 9]);
    form.refuse('This was not done.');
    await form.updateComplete;
    expect(textOf(one(form, '[role=alert]'))).to.equal('This was not done.');
  });

  it('ends a problem with a line, or without', async () => {
    const form = await showForm('end', problem());
    const told = hear(form, 'support-desk-problem');
    expect(textOf(one(form, 'h2'))).to.equal('Is “Mail cannot be sent” over?');
    await expectAccessible(form);
    press(form, 'It is over');
    form.refuse('');
    await form.updateComplete;
    field(form, 'remark').value = 'All mail is on its way.';
    press(form, 'It is over');
    expect(told).to.deep.equal([
      { name: 'problem.end', input: { problem: 2 } },
      { name: 'problem.end', input: { problem: 2, remark: 'All mail is on its way.' } },
    ]);
  });

  it('begins anew for the next problem', async () => {
    const form = await showForm('update', problem());
    field(form, 'remark').value = 'old';
    form.refuse('old');
    form.close();
    await form.show('announce');
    expect([field(form, 'title').value, field(form, 'remark').value, field(form, 'endsAt').value]).to.deep.equal([
      '',
      '',
      '',
    ]);
    expect(all(form, '[role=alert]')).to.deep.equal([]);
  });
});

describe('rooms with problems in the list', () => {
  afterEach(() => clearScreen());

  const row = (name: string, more: Partial<LobbyRow['room']>): LobbyRow => ({
    room: { ...room, name, title: `Room ${name}`, last: { seq: 9, at: now, by: cast.mia, excerpt: 'x' }, ...more },
    standing: { marker: 9, unread: 0, head: 9 },
  });
  const waiting = { seq: 8, since: now - 12 * minuteMs, by: cast.ana, count: 2 };

  it('have a mark with words, and say what is overdue beside who waits', async () => {
    const rows = [
      row('a', { problems: [problem()], waiting }),
      row('b', { problems: [problem({ endsAt: null }), problem({ seq: 3, endsAt: null })] }),
      row('c', { problems: [problem()], state: 'closed' }),
      row('d', { problems: [] }),
    ];
    const values = { strings, spanWords: makeSpanWords('en'), problemWords: words.en, rows };
    const list = await show<RoomList>('support-desk-room-list', values);
    expect(all(list, '.title').map(textOf)).to.deep.equal([
      'Room a 1 known problem, Down',
      'Room b 2 known problems, Down',
      'Room d',
      'Room c',
    ]);
    expect(all(list, '.state').map(textOf)).to.deep.equal([
      'Waiting 12m, 2 questions Overdue – say how it stands',
      'Answered',
      'Answered',
      'Closed',
    ]);
    await expectAccessible(list);
  });
});
