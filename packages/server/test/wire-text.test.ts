/** Answers and frames that are written once for many: the same words as if each had been written alone, over any transport. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { limits, type JoinAnswer, type Person } from '@support-chat/protocol';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { io } from 'socket.io-client';
import { encodeText } from '../dist/direct-frames.js';
import { wireText } from '../dist/wire-text.js';
import { ana, ben, connect, createRoom, kenji, sato } from './kit.js';

let server: TestServer;
before(async () => {
  server = await startTestServer({ rateBurst: 100_000 });
});
after(() => server.close());

test('the text is what JSON.stringify gives, but for the order of properties', () => {
  const event = fc.record({ seq: fc.nat(), type: fc.string(), data: fc.jsonValue() });
  const sent = fc.record(
    {
      events: fc.oneof(fc.array(event), fc.string()),
      window: fc.dictionary(fc.string(), fc.jsonValue()),
      head: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(sent, (value) => assert.deepEqual(JSON.parse(wireText(value)), JSON.parse(JSON.stringify(value)))),
  );
  const events = [{ seq: 1 }];
  assert.equal(wireText({ events }), '{"events":[{"seq":1}]}');
  assert.equal(wireText({ events, head: 1 }), '{"head":1,"events":[{"seq":1}]}', 'again, with other company');
});

test('a frame says how long it is, whatever follows its first part', () => {
  for (const size of [0, 125, 126, 65_535, 65_536, 200_000])
    for (const text of ['', '日本', 'x'.repeat(50)]) {
      const textBytes = Buffer.byteLength(text);
      if (textBytes > size) continue;
      const frame = encodeText(text, size - textBytes);
      const [, second = 0] = frame;
      const said = second === 126 ? frame.readUInt16BE(2) : second === 127 ? Number(frame.readBigUInt64BE(2)) : second;
      assert.equal(said, size);
      assert.equal(frame.subarray(frame.length - textBytes).toString(), text);
    }
});

test('everybody gets the same answer to a join: by either transport, near or far, first or last', async () => {
  await createRoom(server, 'rollout');
  const author = await connect(server, ben);
  const words = '日本語 "quoted" \u2028 end';
  const posts = limits.windowMessages + 5;
  for (let at = 0; at < posts; at += 1) await author.post('rollout', `${at} ${words}`);
  const agent = await connect(server, sato);
  await agent.post('rollout', 'for staff', 'staff');

  const { epoch } = await agent.ask('room.join', { room: 'rollout' });
  const joinAs = async (person: Person, transport: 'polling' | 'websocket', after?: number): Promise<JoinAnswer> => {
    const token = await server.tokenFor(person);
    const socket = io(server.url, { transports: [transport], reconnection: false, forceNew: true, auth: { token } });
    const cursor = after === undefined ? {} : { after, epoch };
    const answer = (await socket.timeout(8_000).emitWithAck('room.join', { room: 'rollout', ...cursor })) as {
      ok: true;
      answer: JoinAnswer;
    };
    socket.close();
    return answer.answer;
  };
  const partOf = (answer: JoinAnswer) => (answer.mode === 'events' ? answer.events : answer.window);
  for (const after of [undefined, 3]) {
    const joined = await joinAs(ana, 'websocket', after);
    assert.equal(joined.mode, after === undefined ? 'window' : 'events');
    const first = partOf(joined);
    assert.deepEqual(partOf(await joinAs(ana, 'websocket', after)), first);
    assert.deepEqual(partOf(await joinAs(ana, 'polling', after)), first);
    assert.deepEqual(partOf(await joinAs(kenji, 'websocket', after)), first);
    const text = JSON.stringify(first);
    assert.ok(text.includes(JSON.stringify(`${posts - 1} ${words}`)));
    assert.ok(!text.includes('for staff'), 'what staff get is not what others get');
    assert.ok(JSON.stringify(partOf(await joinAs(sato, 'websocket', after))).includes('for staff'));
  }
  author.close();
  agent.close();
});
