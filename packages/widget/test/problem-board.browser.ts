import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type { Body, ProblemDoc } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { loadProblemStrings } from '../dist/late/problem-strings.js';
import type { ProblemBoard, ProblemLine } from '../dist/late/problems.js';
import '../dist/late/problems.js';
import type { Panel } from '../dist/parts.js';
import { expectAccessible } from './accessible.js';
import {
  all,
  change,
  clearScreen,
  drawn,
  english,
  hear,
  history,
  message,
  one,
  room,
  show,
  textOf,
  viewOf,
} from './screen.js';

const words = { en: await loadProblemStrings('en'), ja: await loadProblemStrings('ja') };
const minuteMs = 60_000;

function problem(seq: number, more: Partial<ProblemDoc> = {}): ProblemDoc {
  const now = Date.now();
  return {
    ...{ seq, what: 'outage', severity: 'down', title: `Mail ${seq} cannot be sent`, startsAt: now - 40 * minuteMs },
    ...{
      endsAt: now + 3 * 1_440 * minuteMs,
      remark: null,
      affected: 0,
      rev: seq,
      updatedAt: now - 5 * minuteMs,
      by: cast.mia,
    },
    ...more,
  };
}
const planned = (seq: number): ProblemDoc =>
  problem(seq, { what: 'maintenance', startsAt: Date.now() + 60 * minuteMs, title: `Restart ${seq}` });

const showBoard = (values: Partial<ProblemBoard>, look = {}): Promise<ProblemBoard> =>
  show<ProblemBoard>('support-chat-problems', { strings: words.en, lang: 'en', ...values }, look);
const rowsOf = (board: ProblemBoard): string[] => all(board, 'li').map(textOf);
const buttonOf = (board: ProblemBoard): HTMLButtonElement => one<HTMLButtonElement>(board, '.me');

/** T22 and T25: markup, a name that turns around, marks that climb out of their line. */
const hostile = [
  '<img src=x onerror="window.isBroken=1"><svg/onload=window.isBroken=1>',
  'Mail \u202Egnp.exe\u2066 is \u200Bdown',
  `Z${'\u0301'.repeat(119)}`,
];

describe('the board of problems', () => {
  afterEach(() => clearScreen());

  it('says of each what it is, how it stands and how many it concerns, in both languages', async () => {
    const problems = [problem(2, { affected: 12, endsAt: null, remark: 'Use the web page.' }), planned(3)];
    const board = await showBoard({ problems });
    const [first, second] = rowsOf(board);
    expect(first).to.match(
      /^Down ?Mail 2 cannot be sent since .+ · end not known yet · updated 5 min\. ago Use the web page\. 12 people affected Affects me too$/,
    );
    expect(second).to.match(/^Planned work ?Restart 3 .* – .* · not available meanwhile$/);
    await expectAccessible(board);
    await change(board, { strings: words.ja, lang: 'ja' });
    expect(rowsOf(board)[0]).to.match(
      /^停止中.*から・復旧時刻は未定です・5分前に更新 Use the web page\. 12人に影響 私にも影響があります$/,
    );
    await expectAccessible(board);
  });

  for (const theme of ['light', 'dark'] as const)
    it(`is accessible with every kind of problem in it, ${theme}`, async () => {
      const problems = [
        problem(2),
        problem(3, { severity: 'degraded', endsAt: Date.now() - minuteMs }),
        problem(4, { what: 'maintenance' }),
        planned(5),
      ];
      const board = await showBoard({ problems, mine: new Set([3]), isRefused: true }, { theme });
      one(board, '.more').click();
      await drawn();
      expect(all(board, 'li')).to.have.length(4);
      await expectAccessible(board);
      await change(board, { isBrief: true });
      await expectAccessible(board);
    });

  it('shows the two worst, the others when asked, and asks again when there are fewer', async () => {
    const remark = 'Use the web page.';
    const slow = problem(3, { severity: 'degraded', remark });
    const problems = [planned(2), slow, problem(4, { remark }), planned(5)];
    const remarks = (): number => all(board, '.remark').length;
    const board = await showBoard({ problems });
    const more = one<HTMLButtonElement>(board, '.more');
    const titles = (): string[] => all(board, 'bdi').map(textOf);
    expect(titles()).to.deep.equal(['Mail 4 cannot be sent', 'Mail 3 cannot be sent']);
    expect([textOf(more), more.ariaExpanded, remarks()]).to.deep.equal(['2 more', 'false', 1]);
    more.click();
    await drawn();
    expect(titles()).to.deep.equal(['Mail 4 cannot be sent', 'Mail 3 cannot be sent', 'Restart 2', 'Restart 5']);
    expect([textOf(more), more.ariaExpanded, remarks()]).to.deep.equal(['Show fewer', 'true', 2]);
    await change(board, { problems: problems.slice(0, 2) });
    expect(all(board, '.more')).to.deep.equal([]);
  });

  it('asks to count the reader, and not to; planned work concerns nobody yet', async () => {
    const board = await showBoard({ problems: [problem(2), planned(3)] });
    expect(all(board, '.me')).to.have.length(1);
    const heard = hear(board, 'support-chat-problem');
    buttonOf(board).click();
    expect(buttonOf(board).ariaPressed).to.equal('false');
    await change(board, { mine: new Set([2]) });
    expect(buttonOf(board).ariaPressed).to.equal('true');
    buttonOf(board).click();
    expect(heard).to.deep.equal([
      { problem: 2, isMine: true },
      { problem: 2, isMine: false },
    ]);
  });

  it('says by itself that work begins or that something takes too long, and nothing of what a message tells', async () => {
    const board = await showBoard({ problems: [problem(2)] });
    const status = (): string => textOf(one(board, '[role=status]'));
    const later = problem(2, { rev: 9, endsAt: Date.now() - 1 });
    await change(board, { problems: [later] });
    expect(status(), 'staff said so in a message').to.equal('');
    const soon = problem(3, { endsAt: Date.now() + 60 });
    await change(board, { problems: [soon] });
    expect(status()).to.equal('');
    await new Promise<void>((resolve) => {
      new MutationObserver(() => resolve()).observe(one(board, '[role=status]'), {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    expect(status()).to.match(/^Down: Mail 3 cannot be sent\. since .* · taking longer than expected$/);
    expect(textOf(one(board, '.late'))).to.equal('taking longer than expected');
  });

  it('tells whoever is in another conversation what staff say, and nobody what was there before', async () => {
    const board = await showBoard({ problems: [problem(2)], isAlone: true });
    const status = (): string => textOf(one(board, '[role=status]'));
    expect(status()).to.equal('');
    await change(board, { problems: [problem(2), problem(3, { endsAt: null })] });
    expect(status()).to.match(/^Down: Mail 3 cannot be sent\. since .* · end not known yet$/);
    await change(board, { problems: [problem(2, { rev: 9, severity: 'degraded' })] });
    expect(status()).to.equal('Working again: Mail 3 cannot be sent.');
    await change(board, { problems: [problem(2, { rev: 11 })] });
    expect(status()).to.match(/^Down: Mail 2 cannot be sent\./);
    await change(board, { problems: [problem(2, { rev: 11, affected: 5 })] });
    expect(status()).to.match(/^Down: Mail 2/);
  });

  it('T22 T25 shows hostile titles as text that stays in its place', async () => {
    const board = await showBoard({ problems: hostile.map((title, i) => problem(i + 2, { title })) });
    one(board, '.more').click();
    await drawn();
    expect((window as { isBroken?: number }).isBroken).to.equal(undefined);
    expect(all(board, 'img, svg[onload]')).to.deep.equal([]);
    const [markup, turned, climbing] = all(board, 'bdi').map(({ textContent }) => textContent);
    expect(markup).to.equal(hostile[0]);
    expect(turned).to.equal('Mail gnp.exe is down');
    expect(climbing).to.have.length.below(8);
    expect(board.scrollWidth).to.be.at.most(board.clientWidth);
  });

  it('leaves the composer on a small screen, however much is wrong', async () => {
    const problems = Array.from({ length: 20 }, (_, i) =>
      problem(i + 2, { title: '長'.repeat(120), remark: 'い'.repeat(500) }),
    );
    const home = viewOf({ room: { ...room, problems }, messages: history(30) });
    const values = { strings: english, lang: 'en', view: home, home };
    const panel = await show<Panel>('support-chat-panel', values, { width: 360, height: 740 });
    const board = document.createElement('support-chat-problems') as ProblemBoard;
    Object.assign(board, { strings: words.en, problems });
    panel.append(board);
    await drawn();
    one(board, '.more').click();
    await drawn();
    const composer = one(panel.conversation, 'support-chat-composer').getBoundingClientRect();
    expect(composer.bottom).to.be.at.most(740);
    expect(board.getBoundingClientRect().bottom).to.be.below(composer.top - 100);
    expect(board.scrollHeight).to.be.above(board.clientHeight, 'the rest of it scrolls');
    await expectAccessible(panel);
  });

  it('slides in only when it comes to somebody who is there, and not where nothing may move', async () => {
    await emulateMedia({ reducedMotion: 'no-preference' });
    const board = await showBoard({ problems: [problem(2)] });
    const names = (): string => getComputedStyle(board).animationName;
    expect(names()).to.equal('none');
    await change(board, { arrives: true });
    expect(names()).to.equal('arrive');
    await emulateMedia({ reducedMotion: 'reduce' });
    expect(names()).to.equal('none');
  });
});

describe('a problem in the conversation', () => {
  afterEach(() => clearScreen());

  const body = (more: Partial<Extract<Body, { kind: 'problem' }>> = {}): Extract<Body, { kind: 'problem' }> => {
    const state = problem(2, { affected: 3, endsAt: null });
    return { kind: 'problem', change: 'announced', problem: state, text: state.title, ...more };
  };
  const showLine = async (of: Body, language: 'en' | 'ja' = 'en', at = Date.now()): Promise<ProblemLine> => {
    const line = await show<ProblemLine>('support-chat-problem-line', { lang: language, body: of, at });
    await line.updateComplete;
    await drawn();
    return line;
  };

  it('tells what was announced, what is new, and that it is over', async () => {
    expect(textOf(await showLine(body()))).to.match(/^Down ?Mail 2 cannot be sent since .* · end not known yet$/);
    const news = await showLine(
      body({ change: 'updated', problem: problem(2, { endsAt: null, remark: 'Half of it is back.' }) }),
    );
    expect(textOf(news)).to.match(/^Update: Down ?Mail 2 .* Half of it is back\.$/);
    await expectAccessible(news);
    expect(textOf(await showLine(body({ change: 'ended' })))).to.match(
      /^Working again ?Mail 2 cannot be sent 3 people were affected$/,
    );
    const japanese = await showLine(body({ change: 'ended' }), 'ja');
    expect(textOf(japanese)).to.match(/^復旧しました.*3人に影響がありました$/);
    await expectAccessible(japanese);
  });

  it('tells it as it was when it was said, whatever has become of it since', async () => {
    const now = Date.now();
    const work = problem(2, { what: 'maintenance', startsAt: now - 60 * minuteMs, endsAt: now - 30 * minuteMs });
    const announced = body({ problem: work });
    expect(textOf(await showLine(announced, 'en', now - 120 * minuteMs))).to.match(
      /^Planned work.* – .* · not available/,
    );
    expect(textOf(await showLine(announced, 'en', now - 45 * minuteMs))).to.match(/^Work in progress.* · until /);
  });

  it('T22 shows hostile remarks as text', async () => {
    const line = await showLine(body({ problem: problem(2, { remark: hostile[0] ?? '' }) }));
    expect(all(line, 'img')).to.deep.equal([]);
    expect(textOf(one(line, '.remark'))).to.equal(hostile[0]);
  });

  it('is a message among the others, with its plain text until the part is there', async () => {
    const messages = [...history(3), { ...message(4, cast.mia), body: body() }];
    const view = viewOf({ messages });
    const panel = await show<Panel>('support-chat-panel', { strings: english, lang: 'en', view, home: view });
    const list = one(panel.conversation, 'support-chat-message-list');
    const line = one<ProblemLine>(list, 'support-chat-problem-line');
    expect(line.textContent).to.equal('Mail 2 cannot be sent');
    await line.updateComplete;
    await drawn();
    expect(textOf(one(line, '.title'))).to.match(/^Down/);
    await expectAccessible(panel);
  });
});
