/** The law: a stale reader that receives what came since equals a fresh one, whatever the order and however often. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addOlder,
  emptyState,
  fold,
  foldMessage,
  foldRoom,
  gapOf,
  limits,
  stateFrom,
  targetOf,
  withoutWords,
  wordsIn,
  type EventDraft,
  type MessageDoc,
  type MessagePage,
  type ReaderState,
  type RoomDoc,
  type RoomEvent,
  type StoredEvent,
} from '@support-chat/protocol';
import { cast, problemDrafts, sampleDrafts } from '@support-chat/protocol/samples';

const people = Object.values(cast);
const changes: EventDraft[] = [
  // What ends a room for good is followed by nothing.
  ...Object.values(sampleDrafts).filter(({ type }) => type !== 'room.created' && type !== 'room.erased'),
  ...Object.values(problemDrafts),
];

/** Any event, about any message near the beginning; every other message asks. */
const draftArbitrary: fc.Arbitrary<EventDraft> = fc
  .tuple(fc.constantFrom(...changes), fc.constantFrom('everyone', 'staff'), fc.integer({ min: 2, max: 12 }))
  .map(([draft, audience, question]) => {
    const about =
      'question' in draft.data
        ? { question }
        : 'message' in draft.data
          ? { message: question }
          : question % 2
            ? { asks: { dueAt: 5 } }
            : { re: question };
    return { ...draft, audience, data: { ...draft.data, ...about } } as EventDraft;
  });

const logArbitrary = fc
  .array(fc.record({ draft: draftArbitrary, by: fc.constantFrom(...people) }), { maxLength: 40 })
  .map((acts): StoredEvent[] =>
    [{ draft: sampleDrafts['room.created'], by: cast.mia }, ...acts].map(({ draft, by }, index) => ({
      ...draft,
      seq: index + 1,
      at: 1_000 + index,
      by,
      cid: String(index),
    })),
  );

function asSeenBy(staff: boolean, log: readonly StoredEvent[]): RoomEvent[] {
  return log.map((event) => (staff || event.audience === 'everyone' ? event : { type: 'hidden', seq: event.seq }));
}

/** What a store holds after the log: the room and every message, folded one event at a time. */
function stored(log: readonly StoredEvent[]): { room: RoomDoc; messages: MessageDoc[] } {
  let room: RoomDoc | null = null;
  const messages = new Map<number, MessageDoc>();
  for (const event of log) {
    room = foldRoom(room, event);
    const target = targetOf(event);
    if (target === null) continue;
    const message = foldMessage(messages.get(target), event);
    if (message) messages.set(target, message);
  }
  assert.ok(room);
  return { room, messages: [...messages.values()] };
}

function pageOf(log: readonly StoredEvent[], staff: boolean, before: number, count: number): MessagePage {
  const older = stored(log).messages.filter((m) => m.seq < before && (staff || m.audience === 'everyone'));
  const messages = older.slice(-count);
  return { from: older.length > count ? (messages[0]?.seq ?? before) : 1, messages, head: log.length };
}

test('a stale reader that receives the newer events equals a fresh one', () => {
  fc.assert(
    fc.property(logArbitrary, fc.nat(), fc.boolean(), (log, cut, staff) => {
      const events = asSeenBy(staff, log);
      const at = cut % (events.length + 1);
      const stale = fold(emptyState, events.slice(0, at));
      assert.deepEqual(fold(stale, events.slice(at)), fold(emptyState, events));
    }),
  );
});

test('order and repetition of what arrives change nothing', () => {
  fc.assert(
    fc.property(
      logArbitrary.chain((log) =>
        fc.tuple(
          fc.constant(log),
          fc.shuffledSubarray([...log, ...log], { minLength: log.length * 2 }),
          fc.integer({ min: 1, max: 7 }),
        ),
      ),
      ([log, shuffled, size]) => {
        let state: ReaderState = emptyState;
        for (let i = 0; i < shuffled.length; i += size) state = fold(state, shuffled.slice(i, i + size));
        assert.deepEqual(state, fold(emptyState, log));
      },
    ),
  );
});

test('a reader started from stored documents equals one that read every event', () => {
  fc.assert(
    fc.property(logArbitrary, fc.nat(), fc.boolean(), fc.integer({ min: 1, max: 10 }), (log, cut, staff, size) => {
      const past = log.slice(0, 1 + (cut % log.length));
      // A reader who may not see staff events keeps the room as the store has it: staff events never change the room document.
      let state = stateFrom(stored(past).room, pageOf(past, staff, past.length + 1, size));
      state = fold(state, asSeenBy(staff, log.slice(past.length)));
      while (state.from > 1) {
        const next = addOlder(state, pageOf(log, staff, state.from, size));
        assert.ok(next);
        state = next;
      }
      const fresh = fold(emptyState, asSeenBy(true, log));
      assert.deepEqual(
        state.messages,
        fresh.messages.filter((m) => staff || m.audience === 'everyone'),
      );
      assert.deepEqual(state.room?.last, fresh.room?.last);
      assert.deepEqual(state.room?.waiting, fresh.room?.waiting);
      assert.deepEqual(state.room?.questions, fresh.room?.questions);
      assert.deepEqual(state.room?.problems, fresh.room?.problems);
    }),
  );
});

test('every event type has a sample that the fold accepts', () => {
  for (const [type, draft] of Object.entries(sampleDrafts)) {
    assert.equal(draft.type, type);
    const created = { ...sampleDrafts['room.created'], seq: 1, at: 1, by: cast.mia, cid: 'a' } as StoredEvent;
    const event = { ...draft, seq: 2, at: 2, by: cast.ana, cid: 'b' } as StoredEvent;
    const state = fold(emptyState, [created, event]);
    assert.equal(state.cursor, 2);
    if (type !== 'room.created') assert.notDeepEqual(state, fold(emptyState, [created]));
  }
});

test('a log whose words were taken back means the same without them, to whoever reads on from anywhere', () => {
  const { data } = sampleDrafts['message.posted'];
  const posts = [{}, { asks: { dueAt: 5 } }, { re: 2 }].map((more, index) => ({
    ...{ ...sampleDrafts['message.posted'], data: { ...data, ...more } },
    ...{ by: cast.ana, cid: `post ${index}`, audience: index === 2 ? 'staff' : 'everyone' },
  }));
  const some = fc.array(fc.boolean(), { minLength: 50, maxLength: 50 });
  let [messages, words] = [0, 0];
  fc.assert(
    fc.property(logArbitrary, logArbitrary, some, fc.nat(), ([created, ...others], rest, isChosen, cut) => {
      const first = [
        created,
        ...posts,
        ...others.filter(({ type }) => type !== 'message.edited' && type !== 'message.pinned'),
      ].map((event, index) => ({ ...event, seq: index + 1 }) as StoredEvent);
      const posted = first.filter(({ type, data }) => type === 'message.posted' && data.body.kind === 'text');
      const gone = new Map(posted.filter((_, index) => isChosen[index]).map((event) => [event.seq, event]));
      const about = [...gone.values()].flatMap(({ seq: message, audience, by }) => {
        const { type, data } = sampleDrafts['message.edited'];
        const edited = { type, audience, by, cid: `edit ${message}`, data: { ...data, message } };
        // Notes are not pinned.
        const pinned = {
          ...sampleDrafts['message.pinned'],
          by,
          cid: `pin ${message}`,
          data: { pin: message, excerpt: 'x' },
        };
        return audience === 'staff' ? [edited] : [edited, pinned, { ...edited, cid: `again ${message}` }];
      });
      const retractions = [...gone.values()].map(({ seq: message, audience, by }) => ({
        ...{
          type: 'message.retracted',
          audience,
          by,
          cid: `gone ${message}`,
          data: { message, reason: '', edits: [] },
        },
      }));
      // All else is about other messages.
      const isOther = (event: StoredEvent): boolean =>
        event.type === 'message.posted' || !gone.has(wordsIn(event) ?? 0);
      const log = [...first, ...about, ...retractions, ...rest.slice(1).filter(isOther)].map(
        (event, index) => ({ ...event, seq: index + 1, at: 1_000 + index }) as StoredEvent,
      );
      const isGone = (event: StoredEvent): boolean => gone.has(wordsIn(event) ?? 0);
      const wordless = log.map((event) => (isGone(event) ? withoutWords(event) : event));
      messages += gone.size;
      words += log.filter(isGone).length;
      const before = log.slice(0, cut % (log.length + 1));
      for (const staff of [true, false]) {
        const whole = fold(emptyState, asSeenBy(staff, log));
        assert.deepEqual(fold(emptyState, asSeenBy(staff, wordless)), whole);
        const late = fold(emptyState, asSeenBy(staff, before));
        assert.deepEqual(fold(late, asSeenBy(staff, wordless.slice(before.length))), whole);
        assert.ok(
          whole.messages.every(({ seq, body, retracted }) => !gone.has(seq) || (retracted && body.text === '')),
        );
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(messages > 100 && words > messages * 2, `${messages} messages, ${words} events`);
});

test('what was taken back stays that, and nobody reacts to it', () => {
  const events = [
    { ...sampleDrafts['room.created'], seq: 1, at: 1, by: cast.mia, cid: 'a' },
    { ...sampleDrafts['message.posted'], seq: 2, at: 2, by: cast.ana, cid: 'b' },
    { ...sampleDrafts['message.reacted'], seq: 3, at: 3, by: cast.ben, cid: 'c' },
    { ...sampleDrafts['message.edited'], seq: 4, at: 4, by: cast.ana, cid: 'd' },
    { ...sampleDrafts['message.pinned'], seq: 5, at: 5, by: cast.mia, cid: 'e' },
    { ...sampleDrafts['message.retracted'], seq: 6, at: 6, by: cast.mia, cid: 'f' },
    { ...sampleDrafts['message.edited'], seq: 7, at: 7, by: cast.ana, cid: 'g' },
    { ...sampleDrafts['message.reacted'], seq: 8, at: 8, by: cast.ben, cid: 'h' },
  ] as StoredEvent[];
  const before = fold(emptyState, events.slice(0, 5));
  assert.deepEqual(before.messages[0]?.edited, { at: 4, revs: [4] });
  assert.deepEqual(before.messages[0].reactions, [{ emoji: '👍', people: [{ id: 'ben', name: 'Ben Carter' }] }]);
  const { room, messages } = fold(before, events.slice(5));
  const { seq, at, by, cid, audience } = events[1] as StoredEvent;
  assert.deepEqual(messages, [
    {
      ...{ seq, at, by, cid, audience, body: { kind: 'erased', text: '' }, rev: 6 },
      retracted: { at: 6, by: cast.mia, reason: 'It had a password in it' },
    },
  ]);
  assert.deepEqual([room?.last?.excerpt, room?.pins], ['', []]);
});

test('what stays of an erased room is the same, whatever was in it, and also when nothing of that is known', () => {
  const end = { ...sampleDrafts['room.erased'], seq: 99, at: 7, by: cast.mia, cid: 'end' } as StoredEvent;
  const alone = foldRoom(null, end);
  assert.deepEqual([alone.title, alone.last, alone.erasedAt], ['', null, 7]);
  fc.assert(fc.property(logArbitrary, (log) => assert.deepEqual(foldRoom(stored(log).room, end), alone)));
});

test('what is past a gap waits and is told as a gap', () => {
  const created = { ...sampleDrafts['room.created'], seq: 1, at: 1, by: cast.mia, cid: 'a' } as StoredEvent;
  const late = { ...sampleDrafts['message.posted'], seq: 4, at: 2, by: cast.ana, cid: 'b' } as StoredEvent;
  const state = fold(emptyState, [created, late]);
  assert.equal(state.cursor, 1);
  assert.deepEqual(state.messages, []);
  assert.deepEqual(gapOf(state), { after: 1, before: 4 });
  assert.equal(fold(state, [late]), state, 'the same event again is the same state');
});

test('no more than the limit is held past a gap, the nearest first', () => {
  const events = Array.from({ length: limits.maxHeldEvents + 50 }, (_, i): RoomEvent => ({
    type: 'hidden',
    seq: i + 10,
  }));
  const state = fold(emptyState, events.reverse());
  assert.equal(state.held.length, limits.maxHeldEvents);
  assert.equal(state.held[0]?.seq, 10);
});

test('a page older than the reader is refused, because an event may have touched its messages', () => {
  const created = { ...sampleDrafts['room.created'], seq: 1, at: 1, by: cast.mia, cid: 'a' } as StoredEvent;
  const state = stateFrom(foldRoom(null, created), { from: 5, messages: [], head: 9 });
  assert.equal(addOlder(state, { from: 1, messages: [], head: 8 }), null);
  assert.equal(addOlder(state, { from: 1, messages: [], head: 9 })?.from, 1);
});

test('a log that does not begin with its creation is an error', () => {
  const event = { ...sampleDrafts['message.posted'], seq: 1, at: 2, by: cast.ana, cid: 'b' } as StoredEvent;
  assert.throws(() => fold(emptyState, [event]), /expected room.created first/);
});

test('somebody waits from the first unanswered message until staff answer; bots and notes do not count', () => {
  const post = sampleDrafts['message.posted'];
  const acts: [EventDraft, (typeof people)[number] | { id: string; name: string; role: 'bot' }][] = [
    [sampleDrafts['room.created'], cast.mia],
    [post, cast.ana],
    [{ ...post, audience: 'staff' }, cast.mia],
    [post, { id: 'hal', name: 'Hal', role: 'bot' }],
    [post, cast.ben],
  ];
  const log = acts.map(([draft, by], i) => ({ ...draft, seq: i + 1, at: i + 1, by, cid: String(i) }) as StoredEvent);
  assert.deepEqual(fold(emptyState, log).room?.waiting, { seq: 2, since: 2, by: cast.ana, count: 2 });
  const answer = { ...post, seq: 6, at: 6, by: cast.tom, cid: 'x' } as StoredEvent;
  assert.equal(fold(emptyState, [...log, answer]).room?.waiting, null);
});

test('a question goes its way, and the room counts it', () => {
  const drafts: [EventDraft, (typeof people)[number]][] = [
    [sampleDrafts['room.created'], cast.mia],
    [
      { ...sampleDrafts['message.posted'], data: { ...sampleDrafts['message.posted'].data, asks: { dueAt: 5 } } },
      cast.ana,
    ],
    [{ ...sampleDrafts['message.posted'], data: { ...sampleDrafts['message.posted'].data, re: 2 } }, cast.ben],
    [sampleDrafts['question.joined'], cast.ben],
    [sampleDrafts['question.joined'], cast.kenji],
    [sampleDrafts['question.left'], cast.ben],
    [sampleDrafts['question.claimed'], cast.mia],
    [sampleDrafts['question.answered'], cast.mia],
    [sampleDrafts['question.resolved'], cast.ana],
    [
      { ...sampleDrafts['question.reopened'], data: { question: 2, was: 'resolved', now: 'claimed', dueAt: 9 } },
      cast.kenji,
    ],
    [sampleDrafts['question.released'], cast.mia],
  ];
  const log = drafts.map(
    ([draft, by], i) => ({ ...draft, seq: i + 1, at: 100 + i, by, cid: String(i) }) as StoredEvent,
  );
  const at = (seq: number) => {
    const { messages, room } = fold(emptyState, log.slice(0, seq));
    return { question: messages[0]?.question, counts: room?.questions };
  };
  const waiting = (seq: number) => fold(emptyState, log.slice(0, seq)).room?.waiting;
  const none = { open: 0, claimed: 0, answered: 0, resolved: 0 };
  const asked = { state: 'open', since: 101, owner: null, affected: ['ana'], answer: null, dueAt: 5, escalations: 0 };
  assert.deepEqual(at(2), { question: asked, counts: { ...none, open: 1 } });
  assert.deepEqual(at(5).question?.affected, ['ana', 'ben', 'kenji']);
  const affected = ['ana', 'kenji'];
  const claimed = { state: 'claimed', since: 106, owner: cast.mia, affected, answer: null, dueAt: 9, escalations: 0 };
  assert.deepEqual(at(7), { question: claimed, counts: { ...none, claimed: 1 } });
  assert.deepEqual(at(8), {
    question: { ...claimed, state: 'answered', since: 107, answer: 3 },
    counts: { ...none, answered: 1 },
  });
  assert.deepEqual(at(9).question, { ...claimed, state: 'resolved', since: 108, answer: 3, dueAt: null });
  assert.deepEqual(at(10), { question: { ...claimed, since: 109 }, counts: { ...none, claimed: 1 } });
  assert.deepEqual(at(11), {
    question: { ...claimed, state: 'open', since: 110, owner: null },
    counts: { ...none, open: 1 },
  });
  const escalated = { ...sampleDrafts['question.escalated'], seq: 12, at: 120, by: cast.mia, cid: 'x' } as StoredEvent;
  const late = fold(emptyState, [...log, escalated]).messages[0]?.question;
  assert.deepEqual(
    [late?.escalations, late?.since, late?.state],
    [1, 110, 'open'],
    'how long it waits does not change',
  );
  const first = { seq: 2, since: 101, by: cast.ana, count: 1 };
  assert.deepEqual([waiting(3), waiting(7), waiting(8), waiting(9)], [first, first, null, null]);
  assert.deepEqual([waiting(10), waiting(11)], Array(2).fill({ seq: 2, since: 109, by: cast.kenji, count: 1 }));
  const { messages } = fold(emptyState, log);
  assert.deepEqual([messages[0]?.rev, messages[1]?.re, messages[1]?.question], [11, 2, undefined]);
});

test('a problem is on the board from its announcement to its end, with how many it concerns', () => {
  const joined = (affected: number): EventDraft => ({
    ...sampleDrafts['problem.joined'],
    data: { problem: 2, affected },
  });
  const acts: [EventDraft, (typeof people)[number]][] = [
    [sampleDrafts['room.created'], cast.mia],
    [problemDrafts.announced, cast.mia],
    [joined(1), cast.ana],
    [joined(2), cast.ben],
    [problemDrafts.updated, cast.tom],
    [sampleDrafts['problem.left'], cast.ana],
    [problemDrafts.ended, cast.mia],
    [joined(3), cast.kenji],
  ];
  const log = acts.map(([draft, by], i) => ({ ...draft, seq: i + 1, at: 100 + i, by, cid: String(i) }) as StoredEvent);
  const after = (seq: number) => fold(emptyState, log.slice(0, seq)).room;
  const title = problemDrafts.announced.data.body.text;
  const announced = {
    seq: 2,
    what: 'outage',
    severity: 'degraded',
    title,
    startsAt: 10,
    endsAt: null,
    remark: null,
    affected: 0,
  };
  assert.equal(after(1)?.problems, undefined);
  assert.deepEqual(after(2)?.problems, [{ ...announced, rev: 2, updatedAt: 101, by: cast.mia }]);
  assert.deepEqual(after(4)?.problems, [{ ...announced, affected: 2, rev: 2, updatedAt: 101, by: cast.mia }]);
  const updated = { ...announced, severity: 'down', endsAt: 90, affected: 1, rev: 5, updatedAt: 104, by: cast.tom };
  assert.deepEqual(after(5)?.problems, [updated]);
  assert.deepEqual(after(6)?.problems, [{ ...updated, affected: 0 }]);
  assert.deepEqual([after(7)?.problems, after(8)?.problems], [[], []], 'what is over stays over');
  assert.deepEqual([after(7)?.messages, after(7)?.last?.excerpt], [3, title], 'each change is a message');
  const note = {
    ...problemDrafts.announced,
    audience: 'staff',
    seq: 9,
    at: 200,
    by: cast.mia,
    cid: 'x',
  } as StoredEvent;
  assert.deepEqual(fold(emptyState, [...log, note]).room?.problems, [], 'the board is for everyone');
});

test('what the fold gives is frozen', () => {
  const created = { ...sampleDrafts['room.created'], seq: 1, at: 1, by: cast.mia, cid: 'a' } as StoredEvent;
  const post = { ...sampleDrafts['message.posted'], seq: 2, at: 2, by: cast.ana, cid: 'b' } as StoredEvent;
  const state = fold(emptyState, [created, post]);
  for (const part of [state, state.room, state.messages, state.messages[0], state.held])
    assert.ok(Object.isFrozen(part));
});
