import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MessageDoc, Person } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { makeClockWords } from '../dist/clock-words.js';
import { rowsOf } from '../dist/list-rows.js';
import {
  boundsOf,
  findMessage,
  growNewer,
  growOlder,
  newestWindow,
  windowAround,
  windowSizes,
} from '../dist/list-window.js';

const noon = Date.UTC(2026, 10, 20, 12);

function message(seq: number, by: Person = cast.ana, at = noon + seq * 1_000): MessageDoc {
  return { seq, at, by, cid: `c${seq}`, audience: 'everyone', body: { kind: 'text', text: `text ${seq}` }, rev: seq };
}

const history = (count: number): MessageDoc[] => Array.from({ length: count }, (_, index) => message(index * 3 + 1));

test('a window never shows more than the most, ends at the newest and reaches the oldest in steps', () => {
  const messages = history(1_000);
  let window = newestWindow(messages);
  assert.deepEqual(boundsOf(messages, window), { start: 940, end: 1_000 });
  let steps = 0;
  while (boundsOf(messages, window).start > 0) {
    window = growOlder(messages, window);
    const { start, end } = boundsOf(messages, window);
    assert.ok(end - start <= windowSizes.most);
    assert.ok((steps += 1) < 100);
  }
  while (window.toSeq !== null) {
    window = growNewer(messages, window);
    assert.ok((steps += 1) < 200);
  }
  assert.equal(boundsOf(messages, window).end, 1_000);
});

test('messages put before or after do not move a window that does not end at the newest', () => {
  const all = history(400);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (before, after) => {
      const part = all.slice(100, 300);
      const window = windowAround(part, part[80]?.seq ?? 0);
      const shown = (list: MessageDoc[]): MessageDoc[] => {
        const { start, end } = boundsOf(list, window);
        return list.slice(start, end);
      };
      assert.deepEqual(shown(all.slice(100 - before, 300 + after)), shown(part));
    }),
  );
});

test('windows of nothing and of one', () => {
  assert.deepEqual(boundsOf([], newestWindow([])), { start: 0, end: 0 });
  const one = [message(7)];
  assert.deepEqual(boundsOf(one, newestWindow(one)), { start: 0, end: 1 });
  assert.deepEqual(boundsOf(one, growOlder(one, windowAround(one, 7))), { start: 0, end: 1 });
});

const words = makeClockWords('en', { today: 'Today', yesterday: 'Yesterday' }, 'Asia/Tokyo');

test('rows: a day, a run of one author, the line before new ones', () => {
  const messages = [
    message(1, cast.ana, noon),
    message(2, cast.ana, noon + 1_000),
    message(3, cast.mia, noon + 2_000),
    message(4, cast.mia, noon + 400_000),
    message(5, cast.mia, noon + 4 * 3_600_000),
  ];
  const rows = rowsOf(messages, { start: 0, end: 5 }, { meId: 'ana', firstUnread: 4, words });
  assert.deepEqual(
    rows.map((row) =>
      row.kind === 'message'
        ? `${row.message.seq}${row.isOwn ? ' own' : ''}${row.startsRun ? ' starts' : ''}`
        : row.kind,
    ),
    ['day', '1 own starts', '2 own', '3 starts', 'new', '4 starts', 'day', '5 starts'],
  );
});

test('the first row of a window looks at the message before it', () => {
  const messages = [message(1), message(2), message(3)];
  const rows = rowsOf(messages, { start: 1, end: 3 }, { meId: null, firstUnread: null, words });
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && row.startsRun),
    [false, false],
  );
});

test('days and times are the reader’s own', () => {
  assert.equal(words.time(noon), '21:00');
  assert.equal(words.day(noon, noon), 'Today');
  assert.equal(words.day(noon + 4 * 3_600_000, noon), 'Saturday, November 21');
  assert.equal(words.day(noon, noon + 4 * 3_600_000), 'Yesterday');
  assert.equal(words.day(noon - 400 * 86_400_000, noon), 'October 16, 2025');
  const ja = makeClockWords('ja', { today: '今日', yesterday: '昨日' }, 'Asia/Tokyo');
  assert.equal(ja.day(noon - 3 * 86_400_000, noon), '11月17日火曜日');
});

test('a formatter is made when it is first needed, and once', (t) => {
  const { DateTimeFormat } = Intl;
  const made: string[] = [];
  t.mock.method(Intl, 'DateTimeFormat', function (...given: ConstructorParameters<typeof DateTimeFormat>) {
    made.push(Object.keys(given[1] ?? {})[0] ?? '');
    return new DateTimeFormat(...given);
  });
  const own = makeClockWords('en', { today: 'Today', yesterday: 'Yesterday' });
  assert.deepEqual(made, []);
  own.time(noon);
  own.time(noon + 60_000);
  assert.deepEqual(made, ['hour']);
});

test('a message is found by its number, with gaps between, and none that is not there', () => {
  const messages = [2, 3, 7, 8, 20].map((seq) => ({ seq }) as MessageDoc);
  for (const seq of [2, 3, 7, 8, 20]) assert.equal(findMessage(messages, seq)?.seq, seq);
  for (const seq of [0, 1, 4, 6, 9, 21]) assert.equal(findMessage(messages, seq), undefined);
  assert.equal(findMessage([], 1), undefined);
});
