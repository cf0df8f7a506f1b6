/** `support-chat demo`: the room server with pages, people and rooms to try it out. Not for production. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeSettings } from '../options.js';
import { createRoomServer, type RoomServer, type RoomServerOptions } from '../server.js';
import { StoreOpenError } from '../store/store-open-error.js';
import { createDemoRoutes } from './demo-routes.js';
import { seedRooms } from './seed.js';

export type DemoServerOptions = Omit<RoomServerOptions, 'routes' | 'jwtSecret'> & {
  /** The demo's own pages. Default: `demo/` in the public directory. */
  readonly pagesDir?: string;
};

/** Makes the demo. Its `listen` also seeds the rooms, once. The tokens' secret is made once, in the data directory. */
export function createDemoServer(options: DemoServerOptions = {}): RoomServer {
  const { pagesDir, ...given } = options;
  // A demo has its own secret: whatever the environment holds must not be signed for whoever asks.
  const serverOptions: RoomServerOptions = { ...given, jwtSecret: '' };
  const { dataDir, publicDir } = completeSettings({
    ...(given.dataDir === undefined ? {} : { dataDir: given.dataDir }),
    ...(given.publicDir === undefined ? {} : { publicDir: given.publicDir }),
  });
  const server: RoomServer = createRoomServer({
    ...serverOptions,
    jwksUrl: '',
    jwtSecret: keepSecret(dataDir),
    routes: createDemoRoutes({
      pagesDir: pagesDir ?? join(publicDir, 'demo'),
      mint: ({ person, reading, office }, ttlMs) =>
        server.mintToken(person, { ttlMs, ...(reading && { reading }), ...(office && { attributes: { office } }) }),
    }),
  });
  return {
    get state() {
      return server.state;
    },
    get address() {
      return server.address;
    },
    listen: async () => {
      const address = await server.listen();
      await seedRooms(server);
      return address;
    },
    attach: async (httpServer) => {
      await server.attach(httpServer);
      await seedRooms(server);
    },
    submit: (by, name, input) => server.submit(by, name, input),
    signOut: (personId) => server.signOut(personId),
    keepPeople: (people) => server.keepPeople(people),
    mintToken: (person, tokenOptions) => server.mintToken(person, tokenOptions),
    close: () => server.close(),
  };
}

/** The secret in the data directory; the first call makes it. */
function keepSecret(dataDir: string): string {
  const path = join(dataDir, 'demo-secret');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Fails when it is there; then that one is kept.
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere) throw new StoreOpenError(`cannot write to ${path}: ${String(error)}`, { cause: error });
  }
  chmodSync(path, 0o600);
  return readFileSync(path, 'utf8').trim();
}
