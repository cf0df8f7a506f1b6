/** Who finds what in a room while it changes for whom it is, among so many rooms that a search is narrowed otherwise, on both engines. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTestServer } from '@support-chat/server/testing';
import { startPostgres } from '../../../test/services/postgres.js';
import { maxRoomTokens } from '../dist/search/message-index.js';
import { ana, ben, connect, createRoom, mia } from './kit.js';

const postgres = await startPostgres();
after(() => postgres?.remove());

for (const [engine, options] of [
  ['SQLite', {}],
  ['PostgreSQL', { databaseUrl: postgres?.url ?? '' }],
] as const)
  test(
    `T07 T53 what is said in a room is found by those for whom it is now (${engine})`,
    { skip: engine === 'PostgreSQL' && !postgres },
    async () => {
      const server = await startTestServer({ rateBurst: 1_000_000, ...options });
      for (let room = 0; room <= maxRoomTokens; room += 1) await createRoom(server, `room-${room}`);
      const [room, about] = ['osaka-it', { title: 'Osaka', purpose: '' }];
      await server.submit(mia, 'room.create', { room, kind: 'rollout', ...about, boundTo: ['office=osaka'] });
      const [reader, inside] = [await connect(server, ben), await connect(server, ana, await tokenOfOsaka())];
      const say = (text: string) => server.submit(mia, 'message.post', { room, body: { kind: 'text', text } });
      const counts = () =>
        Promise.all(
          [reader, inside].map(
            async (client) => (await client.ask('message.search', { text: 'walrus' })).messages.length,
          ),
        );
      await say('walrus one');
      assert.deepEqual(await counts(), [0, 1]);
      await server.submit(mia, 'room.describe', { room, ...about, boundTo: [] });
      await say('walrus two');
      assert.deepEqual(await counts(), [2, 2]);
      await server.submit(mia, 'room.describe', { room, ...about, boundTo: ['office=osaka'] });
      await say('walrus three');
      assert.deepEqual(await counts(), [0, 3]);
      for (const client of [reader, inside]) client.close();
      await server.close();

      function tokenOfOsaka(): Promise<string> {
        return server.tokenFor(ana, { attributes: { office: 'osaka' } });
      }
    },
  );
