/** Addresses of rooms and of the lanes beside them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressPattern, isRoomName, laneName, limits, parseLaneName } from '@support-chat/protocol';

test('a lane is addressed by its room and its person', () => {
  assert.equal(laneName('rollout', 'ana'), 'rollout~ana');
  assert.equal(laneName('rollout', 'Ana_S@corp.example'), 'rollout~.41na.5f.53.40corp.2eexample');
  assert.deepEqual(parseLaneName('rollout~ana'), { of: 'rollout', person: 'ana' });
  assert.ok(!isRoomName('rollout~ana'));
});

test('every person has one lane, whatever their id, and its address says whose it is', () => {
  const id = fc
    .string({ unit: 'binary', minLength: 1, maxLength: limits.maxPersonIdChars })
    .filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(id, (person) => {
      const name = laneName('rollout', person);
      assert.ok(addressPattern.test(name), name);
      assert.deepEqual(parseLaneName(name), { of: 'rollout', person });
    }),
  );
});

test('what is no lane is none', () => {
  for (const name of [
    'rollout',
    '~ana',
    'rollout~',
    'rollout~Ana',
    'rollout~.61na',
    'rollout~.ff',
    'rollout~a~b',
    'a b~ana',
    'rollout~.4',
  ])
    assert.equal(parseLaneName(name), null, name);
});
