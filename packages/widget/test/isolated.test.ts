/** What a frame and its host page take from each other, and what they do not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originIn, saidBy } from '../dist/isolated/talk.js';

const from = { window: {}, origin: 'https://intranet.example' };
const event = (over: object = {}) =>
  ({
    ...{ source: from.window, origin: from.origin, data: { type: 'support-chat-token', id: 1, token: 'a.b.c' } },
    ...over,
  }) as Pick<MessageEvent<unknown>, 'data' | 'origin' | 'source'>;

test('T42 only the window, the origin and the shape that are expected are listened to', () => {
  assert.deepEqual(saidBy(event(), from), { type: 'support-chat-token', id: 1, token: 'a.b.c' });
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://intranet.example.evil' },
    { source: {} },
    { source: null },
    { data: { type: 'open', room: 'x' } },
    { data: 'support-chat-token' },
    { data: null },
    { data: { type: 'support-chat-token', id: '1', token: 'a' } },
    { data: { type: 'support-chat-token', id: 1, token: 1 } },
    { data: Object.create({ type: 'support-chat-token', id: 1, token: 'a' }) },
    { data: { type: 'support-chat-unread', count: '1' } },
  ];
  for (const over of foreign) assert.equal(saidBy(event(over), from), null, JSON.stringify(over));
  assert.equal(saidBy(event({ source: null }), { window: null, origin: from.origin }), null, 'a frame that is gone');
  assert.equal(saidBy(event({ origin: 'null' }), { window: from.window, origin: 'null' }), null, 'a page of no origin');
});

test('an origin is one of http or https and nothing else', () => {
  for (const good of ['https://intranet.example', 'http://localhost:3000']) assert.equal(originIn(good), good);
  for (const bad of [null, '', 'null', '*', 'https://a.example/', 'javascript:alert(1)', 'file:///x', 'a.example'])
    assert.equal(originIn(bad), null, String(bad));
});
