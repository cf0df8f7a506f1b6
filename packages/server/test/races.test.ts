/** Commands of one moment that contradict each other: whatever order they get, the log is one the rules allow. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, test } from 'node:test';
import fc from 'fast-check';
import {
  foldRoom,
  Refusal,
  type CommandName,
  type CommandTable,
  type Person,
  type RoomDoc,
} from '@support-chat/protocol';
import { newCid } from '@support-chat/server/testing';
import { createLocalBus } from '../dist/bus/local.js';
import { systemClock } from '../dist/clock.js';
import { createRoomLog } from '../dist/room-log.js';
import { openSqliteStore } from '../dist/store/sqlite/sqlite-store.js';
import { showProgress } from '../dist/upkeep/progress.js';
import { verifyStore } from '../dist/upkeep/verify.js';
import { ana, ben, mia, sato } from './kit.js';

const dir = mkdtempSync(`${tmpdir()}/races-`);
after(() => rmSync(dir, { recursive: true }));

const act = fc.record({
  by: fc.constantFrom(ana, ben, mia, sato),
  name: fc.constantFrom(
    ...(['message.post', 'room.close', 'room.reopen', 'room.describe', 'room.archive', 'room.unarchive'] as const),
    ...(['message.edit', 'message.retract', 'message.react', 'member.remove'] as const),
  ),
  /** Few, so that retries and conflicts happen. */
  cid: fc.constantFrom('a', 'b', 'c').map((letter) => letter.repeat(32)),
  /** Whether the others of its moment are over before it. */
  isAlone: fc.boolean(),
});

test('T65 closing, archiving, posting, editing, taking back, reacting and leaving at once, 1,000 times, give one order that the rules allow', async () => {
  const store = openSqliteStore({ path: `${dir}/rooms.db`, clock: systemClock, markerDelayMs: 1 });
  const roomLog = createRoomLog({ store, bus: createLocalBus() });
  let rooms = 0;
  const submit = async (by: Person, name: CommandName, input: object): Promise<boolean> => {
    try {
      // Only the fields differ from command to command; each is given its own below.
      await roomLog.submit(by, name, input as CommandTable[CommandName]);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  };
  let [taken, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 12 }), async (acts) => {
      const room = `room-${(rooms += 1)}`;
      await submit(mia, 'room.create', { room, cid: newCid(), kind: 'rollout', title: 'T', purpose: '' });
      const inputs: Record<string, object> = {
        'message.post': { body: { kind: 'text', text: 'x' }, audience: 'everyone' },
        'room.close': { reason: '' },
        'room.reopen': { reason: '' },
        'room.describe': { title: 'New', purpose: '' },
        'room.archive': { reason: '' },
        'room.unarchive': { reason: '' },
        'message.edit': { message: 3, rev: 3, body: { kind: 'text', text: 'y' } },
        'message.retract': { message: 3, reason: 'z' },
        'message.react': { message: 3, emoji: '👍', isOn: true },
        'member.remove': { person: 'ben' },
      };
      await submit(mia, 'member.add', { room, cid: newCid(), person: ben, as: 'expert' });
      // What is edited, taken back and reacted to.
      await submit(ana, 'message.post', { room, cid: newCid(), body: { kind: 'text', text: 'canary' } });
      const results: Promise<boolean>[] = [];
      for (const { by, name, cid, isAlone } of acts) {
        results.push(submit(by, name as CommandName, { room, cid, ...inputs[name] }));
        if (isAlone) await Promise.all(results);
      }
      for (const isTaken of await Promise.all(results)) {
        if (isTaken) taken += 1;
        else refused += 1;
      }
      let doc = null as RoomDoc | null;
      let isRetracted = false;
      for (const event of await store.read(room, { after: 0, limit: 500 })) {
        if (event.type === 'message.posted') assert.equal(doc?.state, 'open', 'nobody posts to a closed room');
        if (event.type === 'room.closed') assert.equal(doc?.state, 'open', 'what is closed is not closed again');
        if (event.type === 'room.reopened') assert.equal(doc?.state, 'closed', 'what is open is not opened');
        if (event.type.startsWith('room.')) assert.notEqual(event.by.role, 'employee', 'rooms are led by staff');
        if (event.type === 'message.edited' || event.type === 'message.reacted') {
          assert.equal(doc?.state, 'open', 'nobody writes in a closed room');
          assert.ok(!isRetracted, 'what was taken back stays that');
        }
        if (event.type === 'message.edited') assert.equal(event.by.id, 'ana', 'who wrote it edits it');
        if (event.type === 'message.retracted') {
          assert.ok(!isRetracted && !doc?.archived, 'once, and not in the archive');
          isRetracted = true;
        }
        if (event.type === 'member.removed') assert.equal(event.data.person.id, 'ben');
        doc = foldRoom(doc, event);
      }
    }),
    { numRuns: 1_000 },
  );
  const retracted = await store.retractions(1_000);
  assert.ok(retracted.length > 50, `${retracted.length} taken back`);
  assert.deepEqual((await verifyStore(store, showProgress({ write: () => true }, 'verified'))).faults, []);
  await store.eraseWords(retracted);
  assert.deepEqual(await store.retractions(9), []);
  assert.ok(taken > 1_000 && refused > 1_000, `${taken} taken, ${refused} refused`);
  assert.deepEqual((await verifyStore(store, showProgress({ write: () => true }, 'verified'))).faults, []);
  await store.close();
});
