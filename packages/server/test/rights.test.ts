/** Rights are those of now: whatever somebody could see when they left, they come back with what they are then. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer, type TestServer } from '@support-chat/server/testing';
import { io } from 'socket.io-client';
import { ana, connect, createRoom, mia, sato } from './kit.js';

let server: TestServer;
before(async () => {
  server = await startTestServer();
  await createRoom(server);
});
after(() => server.close());

test('T06 who lost their rights while away gets nothing of what came since, by no old session and no old cursor', async () => {
  const agent = await connect(server, mia);
  const { epoch } = await agent.ask('room.join', { room: 'rollout' });
  await agent.post('rollout', 'what she knew', 'staff');
  await agent.next('events');
  const oldId = agent.socket.id;
  agent.close();

  const others = await connect(server, sato);
  await others.post('rollout', 'canary', 'staff');
  await others.post('rollout', 'for everybody');

  // The same person, no agent any more, with everything a client can keep of its session.
  const token = await server.tokenFor({ ...mia, role: 'employee' });
  const auth = { token, pid: oldId, offset: '2', sid: oldId };
  const socket = io(server.url, { transports: ['websocket'], reconnection: false, forceNew: true, auth });
  const frames: string[] = [];
  socket.onAny((name: string, frame: unknown) => frames.push(`${name} ${JSON.stringify(frame)}`));
  await new Promise<void>((resolve) => void socket.once('connect', () => resolve()));
  assert.ok(!socket.recovered);
  const ask = async (name: string, input: object): Promise<string> =>
    JSON.stringify(await socket.timeout(8_000).emitWithAck(name, input));
  const answers = [
    await ask('room.heads', {}),
    await ask('room.join', { room: 'rollout', after: 1, epoch }),
    await ask('room.read', { room: 'rollout', after: 0 }),
    await ask('room.page', { room: 'rollout', before: 100 }),
    await ask('room.join', { room: 'rollout' }),
    await ask('lobby.join', {}),
  ];
  await others.post('rollout', 'canary again', 'staff');
  await others.post('rollout', 'the end');
  while (!frames.some((frame) => frame.includes('the end'))) await new Promise((resolve) => setTimeout(resolve, 5));
  const everything = [...answers, ...frames].join('\n');
  assert.ok(everything.includes('for everybody'));
  for (const secret of ['canary', 'what she knew']) assert.ok(!everything.includes(secret), everything);
  assert.ok(answers[5]?.includes('forbidden'));
  assert.deepEqual(
    frames.filter((frame) => frame.startsWith('events') && frame.includes('what she')),
    [],
  );
  socket.close();

  // Nobody else lost anything by it.
  const reader = await connect(server, ana);
  assert.equal((await reader.ask('room.join', { room: 'rollout' })).standing.unread, 2);
  reader.close();
  others.close();
});
