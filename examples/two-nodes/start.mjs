/**
 * Two room servers on one PostgreSQL and one Redis, behind a balancer that hands out connections in turn.
 *
 *   DATABASE_URL=postgres://… REDIS_URL=redis://… SUPPORT_CHAT_JWT_SECRET=… node examples/two-nodes/start.mjs
 *
 * Prints `two nodes ready http://127.0.0.1:PORT/`. In production the balancer is yours: see haproxy.cfg beside this file.
 */
import { connect, createServer } from 'node:net';
import { createRoomServer } from '@support-chat/server';

const { DATABASE_URL, REDIS_URL, SUPPORT_CHAT_JWT_SECRET, PORT = '3000' } = process.env;
if (!DATABASE_URL || !REDIS_URL || !SUPPORT_CHAT_JWT_SECRET) {
  console.error('set DATABASE_URL, REDIS_URL and SUPPORT_CHAT_JWT_SECRET');
  process.exit(2);
}

// In production each node is a process of its own, on a machine of its own: `support-chat serve` with the same settings.
const nodes = [1, 2].map(() =>
  createRoomServer({
    port: 0,
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
    jwtSecret: SUPPORT_CHAT_JWT_SECRET,
    origins: [`http://127.0.0.1:${PORT}`],
    logLevel: 'warn',
  }),
);
const addresses = await Promise.all(nodes.map((node) => node.listen()));

let turn = 0;
const balancer = createServer((client) => {
  const { host, port } = addresses[(turn += 1) % addresses.length];
  const server = connect(port, host);
  // A side that breaks takes the other with it; the client comes back, to either node.
  client.on('error', () => server.destroy()).pipe(server);
  server.on('error', () => client.destroy()).pipe(client);
});
balancer.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`two nodes ready http://127.0.0.1:${balancer.address().port}/`);
});

for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, async () => {
    balancer.close();
    await Promise.all(nodes.map((node) => node.close()));
    process.exit(0);
  });
