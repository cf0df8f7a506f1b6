import { expect } from '@open-wc/testing';
import type { QueueRow } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import '../dist/index.js';
import type { Queue } from '../dist/parts/queue.js';
import { makeSpanWords } from '../dist/span-words.js';
import { loadDeskStrings } from '../dist/strings.js';
import { expectAccessible } from '../../widget/test/accessible.js';
import { all, change, clearScreen, drawn, hear, one, room, show, stringsOf, textOf } from '../../widget/test/screen.js';

const desk = { en: await loadDeskStrings('en'), ja: await loadDeskStrings('ja') };
const row = (seq: number, rest: Partial<QueueRow> = {}): QueueRow => ({
  ...{
    room: 'rollout',
    seq,
    rev: seq,
    at: Date.now() - (100 - seq) * 60_000,
    by: cast.ana,
    excerpt: `question ${seq}`,
  },
  ...{ state: 'open', owner: null, affected: 1, escalations: 0 },
  ...rest,
});
const rooms = [{ room: { ...room, title: 'New mail' }, standing: { marker: 0, unread: 0, head: 9 } }];
const showQueue = (
  rows: readonly QueueRow[] | null,
  { language = 'en', width = 900 }: { language?: 'en' | 'ja'; width?: number } = {},
): Promise<Queue> =>
  show<Queue>(
    'support-desk-queue',
    {
      ...{ rows, rooms, me: cast.mia, strings: desk[language], widgetStrings: stringsOf[language] },
      spanWords: makeSpanWords(language),
    },
    { width, height: 600 },
  );
const shown = (queue: Queue): string[] => all(queue, '.excerpt').map(textOf);
const press = async (queue: Queue, name: string): Promise<void> => {
  all<HTMLButtonElement>(queue, '.filters button')
    .find((button) => textOf(button).startsWith(name))
    ?.click();
  await queue.updateComplete;
};

describe('the queue', () => {
  afterEach(() => clearScreen());

  it('says which colleagues have a question open', async () => {
    const queue = await showQueue([row(1), row(2)]);
    const looks = [cast.tom, cast.sato].map((by) => ({ by, room: 'rollout', question: 1 }));
    await change(queue, { looks });
    const lines = (): string[] => all(queue, '.about').map(textOf);
    expect(lines().filter((line) => line.includes('Tom Okafor, 佐藤 美咲 have this open'))).to.have.length(1);
    await change(queue, { looks: looks.slice(0, 1), strings: desk.ja });
    expect(lines().filter((line) => line.includes('Tom Okaforが閲覧中'))).to.have.length(1);
    await change(queue, { looks: [] });
    expect(lines().filter((line) => line.includes('閲覧中'))).to.have.length(0);
  });

  it('lets several be selected, for one answer or another owner', async () => {
    const queue = await showQueue([row(1), row(2), row(3)]);
    const button = (words: string): HTMLButtonElement | undefined =>
      all<HTMLButtonElement>(queue, '.bulk button').find((each) => textOf(each) === words);
    button('Select')?.click();
    await queue.updateComplete;
    expect(button('Answer…')?.disabled).to.equal(true);
    const rowOf = (place: number) => all<HTMLButtonElement>(queue, '.row')[place];
    rowOf(0)?.click();
    rowOf(2)?.click();
    rowOf(2)?.click();
    rowOf(1)?.click();
    await queue.updateComplete;
    expect(all(queue, '[role=checkbox]').map((each) => each.getAttribute('aria-checked'))).to.deep.equal([
      ...['true', 'true', 'false'],
    ]);
    expect(textOf(one(queue, '.bulk [role=status]'))).to.equal('2 selected');
    await expectAccessible(queue);
    const asked = hear(queue, 'support-desk-answer') as (readonly QueueRow[])[];
    button('Answer…')?.click();
    expect(asked.map((rows) => rows.map(({ seq }) => seq))).to.deep.equal([[1, 2]]);
    // Somebody was quicker with one of them.
    await change(queue, { rows: [row(1, { state: 'resolved' }), row(2), row(3)] });
    expect(textOf(one(queue, '.bulk [role=status]'))).to.equal('1 selected');
    queue.unselect();
    await queue.updateComplete;
    expect(all(queue, '[role=checkbox]')).to.deep.equal([]);
  });

  it('shows who waits, how long, how many it concerns and in which room, the overdue ones first', async () => {
    const queue = await showQueue([
      row(1),
      row(2, { escalations: 1, affected: 12 }),
      row(3, { state: 'claimed', owner: cast.tom }),
    ]);
    expect(shown(queue)).to.deep.equal(['question 2', 'question 1']);
    expect(all(queue, '.about').map(textOf)).to.deep.equal([
      'Overdue 12 people have this Ana Silva New mail',
      'Waiting for help Ana Silva New mail',
    ]);
    expect(textOf(one(queue, '.age'))).to.equal('1h');
  });

  it('filters, and says how many there are', async () => {
    const rows = [
      row(1),
      row(2, { state: 'claimed', owner: cast.mia }),
      row(3, { state: 'answered', owner: cast.tom }),
    ];
    const queue = await showQueue(rows);
    expect(all(queue, '.filters button').map(textOf)).to.deep.equal(['Waiting 1', 'Mine 1', 'All 3']);
    await press(queue, 'Mine');
    expect(shown(queue)).to.deep.equal(['question 2']);
    expect(textOf(one(queue, '.about'))).to.contain('You are looking at this');
    await press(queue, 'All');
    expect(shown(queue)).to.deep.equal(['question 1', 'question 2', 'question 3']);
    const box = one<HTMLInputElement>(queue, 'input');
    box.value = 'QUESTION 3';
    box.dispatchEvent(new InputEvent('input'));
    await queue.updateComplete;
    expect(shown(queue)).to.deep.equal(['question 3']);
  });

  it('tells which one was chosen', async () => {
    const queue = await showQueue([row(7)]);
    const chosen = hear(queue, 'support-desk-choose');
    one<HTMLButtonElement>(queue, '.row').click();
    expect(chosen).to.deep.equal([{ name: 'rollout', seq: 7 }]);
  });

  it('says what will be here when nothing is, and nothing while it is read', async () => {
    const queue = await showQueue([]);
    expect(textOf(one(queue, '.nothing'))).to.equal('Nobody waits. Questions that nobody has taken yet appear here.');
    await press(queue, 'Mine');
    expect(textOf(one(queue, '.nothing'))).to.contain('You have no questions.');
    await change(queue, { rows: null });
    expect(all(queue, '.nothing')).to.have.length(0);
    expect(all(queue, '.skeleton')).to.have.length(3);
  });

  it('holds still under the pointer, and sorts when it has gone', async () => {
    const queue = await showQueue([row(1), row(2)]);
    const list = one(queue, 'ul');
    list.dispatchEvent(new PointerEvent('pointerenter'));
    await change(queue, { rows: [row(1), row(2, { escalations: 1 }), row(3, { escalations: 2 })] });
    expect(shown(queue)).to.deep.equal(['question 1', 'question 2', 'question 3']);
    list.dispatchEvent(new PointerEvent('pointerleave'));
    await queue.updateComplete;
    expect(shown(queue)).to.deep.equal(['question 2', 'question 3', 'question 1']);
  });

  it('draws of 5,000 only what is near, and touches only the row that changed', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => row(index, { at: index }));
    const queue = await showQueue(rows);
    expect(all(queue, '.row').length).to.be.lessThan(100);
    const changed: Node[] = [];
    const observer = new MutationObserver((records) => changed.push(...records.map(({ target }) => target)));
    observer.observe(one(queue, 'ul'), { subtree: true, childList: true, characterData: true, attributes: true });
    await change(queue, { rows: rows.map((each) => (each.seq === 5 ? { ...each, excerpt: 'another text' } : each)) });
    await drawn();
    observer.disconnect();
    const touched = new Set(
      changed.map((node) => (node instanceof Element ? node : node.parentElement)?.closest('li')).filter(Boolean),
    );
    expect(touched.size).to.equal(1);
    const list = one(queue, 'ul');
    list.scrollTop = list.scrollHeight;
    await drawn();
    await queue.updateComplete;
    expect(all(queue, '.row').length).to.be.greaterThan(100);
  });

  for (const language of ['en', 'ja'] as const)
    for (const width of [360, 900])
      it(`is accessible and no wider than ${width} pixels: ${language}`, async () => {
        const long = { excerpt: 'x'.repeat(140), by: { ...cast.ana, name: 'N'.repeat(80) }, affected: 200 };
        const queue = await showQueue(
          [row(1, long), row(2, { state: 'claimed', owner: cast.tom }), row(3, { escalations: 1 })],
          {
            language,
            width,
          },
        );
        await press(queue, desk[language].queueFilters.all);
        expect(queue.scrollWidth).to.be.at.most(width);
        await expectAccessible(queue);
      });
});
