/** A PostgreSQL and a Redis of one's own for the length of a run. */
import { findProgram, versionsIn } from '../../services/process.js';
import { startPostgres, type Postgres } from '../../services/postgres.js';
import { startRedis, type Redis } from '../../services/redis.js';

export type Services = {
  readonly postgres: Postgres;
  readonly redis: Redis;
  /** What tells a room server to use them. */
  readonly env: Readonly<Record<string, string>>;
};

/** Why a run that needs both cannot be played here, or null. */
export function objectionToServices(): string | null {
  if (!findProgram('initdb', versionsIn('/usr/lib/postgresql'))) return 'PostgreSQL is not installed';
  if (!findProgram('redis-server') && !findProgram('valkey-server')) return 'Redis is not installed';
  return null;
}

/** Starts both, plays, and removes them, whatever happened. */
export async function withServices<T>(play: (services: Services) => Promise<T>): Promise<T> {
  const postgres = await startPostgres();
  try {
    const redis = await startRedis();
    try {
      if (!postgres || !redis) throw new Error('this run needs PostgreSQL and Redis');
      return await play({ postgres, redis, env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url } });
    } finally {
      await redis?.remove();
    }
  } finally {
    await postgres?.remove();
  }
}
