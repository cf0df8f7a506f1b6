import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits, Refusal, requests, textBytes, type RequestName } from '@support-chat/protocol';
import { parsePerson, parseRequest } from '@support-chat/protocol/schemas';

const cid = '0123456789abcdef0123456789abcdef';
const post = { room: 'rollout', cid, body: { kind: 'text', text: 'hello' } };

function refusalFrom(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error;
  }
  assert.fail('expected a refusal');
}

test('a well-formed post passes and loses unknown keys', () => {
  assert.deepEqual(parseRequest('message.post', { ...post, isAdmin: true, by: 'ceo' }), post);
});

test('text is limited by bytes, at the limit and one past it', () => {
  const at = '語'.repeat(Math.floor(limits.maxTextBytes / 3)) + 'a';
  assert.equal(textBytes(at), limits.maxTextBytes);
  assert.deepEqual(parseRequest('message.post', { ...post, body: { kind: 'text', text: at } }).body.text, at);
  const past = refusalFrom(() => parseRequest('message.post', { ...post, body: { kind: 'text', text: `${at}a` } }));
  assert.equal(past.code, 'too_long');
});

const hostile: [string, RequestName, unknown][] = [
  ['nothing', 'message.post', undefined],
  ['null', 'message.post', null],
  ['a string', 'message.post', 'message'],
  ['an array', 'message.post', [post]],
  ['a prototype', 'message.post', JSON.parse('{"__proto__":{"room":"rollout"}}')],
  ['a room named __proto__', 'room.join', { room: '__proto__' }],
  ['a room as array', 'room.join', { room: ['rollout'] }],
  ['a room as object', 'room.join', { room: { $gt: '' } }],
  ['a room with a path', 'room.join', { room: '../etc' }],
  ['a lone surrogate', 'message.post', { ...post, body: { kind: 'text', text: '\ud800' } }],
  ['a NUL', 'message.post', { ...post, body: { kind: 'text', text: 'a\0b' } }],
  ['a blank text', 'message.post', { ...post, body: { kind: 'text', text: ' \n\u3000' } }],
  ['another body', 'message.post', { ...post, body: { kind: 'html', html: '<b>' } }],
  ['a short cid', 'message.post', { ...post, cid: 'abc' }],
  ['another audience', 'message.post', { ...post, audience: 'me' }],
  ['a float', 'room.read', { room: 'rollout', after: 0.5 }],
  ['minus one', 'room.read', { room: 'rollout', after: -1 }],
  ['not a number', 'marker.move', { room: 'rollout', seq: NaN }],
  ['a huge page', 'room.page', { room: 'rollout', before: 10, limit: 1e9 }],
];

for (const [what, name, input] of hostile) {
  test(`${what} in ${name} is a bad request that names the field`, () => {
    const refusal = refusalFrom(() => parseRequest(name, input));
    assert.equal(refusal.code, 'bad_request');
    assert.match(refusal.message, new RegExp(`^${name}: .+: expected `));
  });
}

test('every request has a schema that refuses a number', () => {
  for (const name of Object.keys(requests) as RequestName[]) refusalFrom(() => parseRequest(name, 7));
});

test('a person needs an id, a name and a known role', () => {
  assert.deepEqual(parsePerson({ id: 'ana', name: 'Ana', role: 'employee', extra: 1 }), {
    id: 'ana',
    name: 'Ana',
    role: 'employee',
  });
  for (const wrong of [{ id: '', name: 'A', role: 'agent' }, { id: 'a', name: 'A', role: 'root' }, 'ana'])
    assert.equal(refusalFrom(() => parsePerson(wrong)).code, 'bad_request');
});
