/** Who can be reached: every mix of devices, wishes and phones, and every place in a room. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compareInRoster,
  presenceIn,
  presenceOf,
  presences,
  type Presence,
  type RosterEntry,
} from '@support-chat/protocol';

const now = 1_000;
const [touched, left] = [{ activeUntil: now + 1 }, { activeUntil: now }];

test('a person is what their most active device makes them, unless they want not to be disturbed', () => {
  const expected: [devices: { activeUntil: number }[], isBusy: boolean, hasPhone: boolean, is: Presence][] = [
    [[], false, false, 'offline'],
    [[], false, true, 'mobile'],
    [[], true, false, 'offline'],
    [[], true, true, 'mobile'],
    [[left], false, false, 'away'],
    [[left], false, true, 'away'],
    [[left], true, false, 'busy'],
    [[left], true, true, 'busy'],
    [[touched], false, false, 'available'],
    [[touched], false, true, 'available'],
    [[touched], true, false, 'busy'],
    [[touched], true, true, 'busy'],
    [[left, touched], false, false, 'available'],
    [[touched, left], false, true, 'available'],
    [[left, left], false, false, 'away'],
    [[left, touched], true, true, 'busy'],
  ];
  for (const [devices, isBusy, hasPhone, is] of expected)
    assert.equal(presenceOf({ devices, isBusy, hasPhone }, now), is, JSON.stringify({ devices, isBusy, hasPhone }));
  assert.deepEqual(new Set(expected.map(([, , , is]) => is)), new Set(presences));
});

test('grey is a member of a private room who is not in it, or whom nothing reaches', () => {
  const bits = [false, true];
  const places = bits.flatMap((isPrivate) =>
    bits.flatMap((isMember) => bits.map((isHere) => ({ isPrivate, isMember, isHere }))),
  );
  let grey = 0;
  for (const place of places)
    for (const presence of presences) {
      const isGrey = (place.isPrivate && place.isMember && !place.isHere) || presence === 'offline';
      assert.equal(presenceIn({ ...place, presence }), isGrey ? 'offline' : presence, JSON.stringify(place));
      grey += isGrey ? 1 : 0;
    }
  assert.equal(grey, 12);
});

test('a roster begins with who helps, soonest first', () => {
  const entry = (id: string, more: Partial<RosterEntry>): RosterEntry => ({
    ...{ id, name: id, role: 'employee', as: null, isHere: true, presence: 'available' },
    ...more,
  });
  const sorted = [
    entry('tom', { role: 'agent' }),
    entry('mia', { role: 'agent', presence: 'away' }),
    entry('sato', { role: 'manager', presence: 'busy' }),
    entry('yuki', { as: 'expert', presence: 'offline' }),
    entry('ana', {}),
    entry('ben', {}),
    entry('robo', { role: 'bot' }),
  ];
  assert.deepEqual(sorted.toReversed().sort(compareInRoster), sorted);
});
