/** The example of two nodes, started as its README says and asked through its balancer. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createClient } from '@support-chat/client';
import { cast } from '@support-chat/protocol/samples';
import { mintToken } from '../packages/server/dist/auth/token.js';
import { startPostgres } from './services/postgres.js';
import { endProgram, freePort, startProgram } from './services/process.js';
import { startRedis } from './services/redis.js';

test('two people on two nodes read each other', async (context) => {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  context.after(() => Promise.all([postgres?.remove(), redis?.remove()]));
  if (!postgres || !redis) return context.skip('there is no PostgreSQL or no Redis');
  const port = await freePort();
  const jwtSecret = randomBytes(32).toString('hex');
  const example = await startProgram(
    process.execPath,
    [fileURLToPath(new URL('../examples/two-nodes/start.mjs', import.meta.url))],
    {
      ready: 'two nodes ready',
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        SUPPORT_CHAT_JWT_SECRET: jwtSecret,
      },
    },
  );
  const settings = { jwtSecret, jwtAudience: 'support-chat', jwtIssuer: '' };
  // The balancer hands connections out in turn, so these two are on different nodes.
  const [mia, ana] = [cast.mia, cast.ana].map((person) =>
    createClient({
      url: `http://127.0.0.1:${port}`,
      getToken: () => mintToken(person, { ...settings, now: Date.now() }),
    }),
  );
  assert.ok(mia && ana);
  await mia.createRoom({ name: 'rollout', title: 'Rollout', purpose: '' });
  const rooms = [mia.join('rollout'), ana.join('rollout')];
  const texts = ['from mia', 'from ana'];
  await Promise.all(rooms.map((room, index) => room.post({ text: texts[index] ?? '' })));
  for (const room of rooms)
    await new Promise<void>((resolve) => {
      room.subscribe(({ messages }) => {
        if (texts.every((text) => messages.some(({ body }) => body.text === text))) resolve();
      });
    });
  await Promise.all([mia.close(), ana.close()]);
  await endProgram(example, 'SIGTERM');
  assert.equal(example.exitCode, 0);
});
