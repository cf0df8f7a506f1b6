/**
 * The room server as people run it, in a process of its own, with limits that no bench reaches. An argument is JSON of more
 * options of the server.
 */
import { randomBytes } from 'node:crypto';
import { startTestServer } from '@support-chat/server/testing';
import { answerParent } from './child-process.mjs';
import { person, text } from './people.mjs';

const server = await startTestServer({
  rateBurst: 1e9,
  ratePerSecond: 1e9,
  logLevel: 'warn',
  beaconMs: 3_600_000,
  ...JSON.parse(process.argv[2] ?? '{}'),
});
const agent = { ...person(0), role: 'agent' };

answerParent(
  {
    start: () => server.url,
    tokens: (count) => Promise.all(Array.from({ length: count }, (_, index) => server.tokenFor(person(index)))),
    createRoom: (room) => server.submit(agent, 'room.create', { room, kind: 'rollout', title: room, purpose: 'Bench' }),
    /** Posts `count` messages as fast as they are acknowledged. */
    fill: async ({ room, count }) => {
      const body = { kind: 'text', text };
      let left = count;
      const post = async (index) => {
        while (left > 0) {
          left -= 1;
          const cid = randomBytes(16).toString('hex');
          await server.server.submit(person(index), 'message.post', { room, cid, body });
        }
      };
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => post(index % 50)));
    },
    /** Asks all of these; every second one gets an answer. */
    fillQuestions: ({ room, texts }) =>
      Promise.all(
        texts.map(async (text, index) => {
          const { seq } = await server.submit(person(index % 50), 'message.post', {
            room,
            body: { kind: 'text', text },
          });
          const body = { kind: 'text', text: `Please restart it and sign in again, then it is there. ${index}` };
          if (index % 2 === 0) await server.submit(agent, 'message.post', { room, body, re: seq });
        }),
      ).then(() => true),
  },
  () => server.close(),
);
