import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, drawnMarks, History, proposals, upright, type Mark } from '../dist/late/shot/marks.js';

const mark: Mark = { id: 1, tool: 'box', x: 10, y: 10, width: 40, height: 20, text: '', why: null, isOff: false };
const size = { width: 200, height: 100 };

test('places that may be private are proposed, and covered until they are taken off', () => {
  const all = proposals([
    { why: 'mail', x: 1, y: 2, width: 3, height: 4 },
    { why: 'field', x: 5, y: 6, width: 7, height: 8 },
  ]);
  assert.deepEqual(drawnMarks(all).length, 2);
  assert.deepEqual(
    drawnMarks(all.map((one) => ({ ...one, isOff: one.why === 'mail' }))).map(({ why }) => why),
    ['field'],
  );
});

test('what covers is drawn before what points', () => {
  const all = (['text', 'arrow', 'box', 'black', 'blur'] as const).map((tool, id) => ({ ...mark, id, tool }));
  assert.deepEqual(
    drawnMarks(all).map(({ tool }) => tool),
    ['blur', 'black', 'box', 'arrow', 'text'],
  );
});

test('a mark stays within reach and keeps a size', () => {
  assert.deepEqual(changed(mark, { x: -500, y: 500 }, size), { ...mark, x: -32, y: 92 });
  assert.deepEqual(changed(mark, { width: -500 }, size), { ...mark, width: 8 });
  assert.deepEqual(upright({ x: 10, y: 10, width: -4, height: -6 }), { x: 6, y: 4, width: 4, height: 6 });
});

test('every step can be undone and done again; steps of one movement are one', () => {
  const history = new History([]);
  history.set([mark]);
  history.set([{ ...mark, x: 11 }], 'drag 1');
  history.set([{ ...mark, x: 12 }], 'drag 1');
  history.undo();
  assert.deepEqual(history.now, [mark]);
  history.undo();
  assert.deepEqual([history.now, history.canUndo, history.canRedo], [[], false, true]);
  history.redo();
  history.redo();
  assert.deepEqual(history.now, [{ ...mark, x: 12 }]);
  history.undo();
  history.set([]);
  assert.equal(history.canRedo, false);
});
