/** Connections to PostgreSQL: few, shared, given up when they hang, and every failure told apart from a bug. */
import { createRequire } from 'node:module';
import type { Pool, PoolClient, PoolConfig, QueryConfig, QueryResultRow } from 'pg';
import { unavailable } from '../unavailable.js';

export type SqlValue = string | number | boolean | null | readonly (string | number | boolean | null)[];

/** Runs one statement, prepared once on each connection under its name. Rows have the columns the statement names. */
export type Query = <Row extends QueryResultRow>(
  name: string,
  sql: string,
  values?: readonly SqlValue[],
) => Promise<Row[]>;

/** PostgreSQL did not do what it was asked: `code` is the SQLSTATE, or null when it could not be reached. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
  readonly code: string | null;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : null;
    this.code = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
  }
}

/** Reads that may wait for a connection; more are refused at once, so that a slow database does not fill the memory. */
const maxWaiting = 1_000;

/**
 * Holds the row locks no longer than somebody waits for them, and the commit back until it is on the disk: `remote_apply`
 * is stricter and stays, everything weaker is raised for this transaction.
 */
const begin = (lockMs: number) => `BEGIN;
  SET LOCAL lock_timeout = ${lockMs};
  SET LOCAL idle_in_transaction_session_timeout = '15s';
  SELECT set_config('synchronous_commit', 'on', true)
    WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')`;

/** For a COMMIT, which nobody cuts: the largest number a timer takes. */
const noTimeoutMs = 2 ** 31 - 1;

const int8 = 20;

export class Connections {
  readonly #pool: Pool;
  readonly #check: (query: Query) => Promise<void>;
  readonly #checked = new WeakSet<PoolClient>();
  readonly #settings: string;
  readonly #patienceMs: number;
  /** Their COMMIT has had no answer in time. A standby may be gone: the server holds on to each, and so do we. */
  readonly #stuck = new Set<PoolClient>();
  readonly #maxStuck: number;
  readonly #isReader: boolean;

  /** Opens nothing yet. */
  constructor(options: {
    readonly url: string;
    readonly max: number;
    /** A statement or a connection that takes longer is given up: the network may have swallowed it. */
    readonly patienceMs: number;
    /** Only reads: takes no transaction, and the server is told to refuse whatever would write. */
    readonly isReader?: boolean;
    /** Runs on each new connection before its first use; when it rejects, so does whoever wanted the connection. */
    readonly check: (query: Query) => Promise<void>;
    /** Told of connections that break while nobody uses them. */
    readonly onError: (error: Error) => void;
  }) {
    this.#check = options.check;
    this.#patienceMs = options.patienceMs;
    this.#maxStuck = Math.max(1, Math.floor(options.max / 4));
    // Told to the session, not asked for at its start: what passes connections on may know no such parameter.
    const timeout = `SET statement_timeout = ${Math.trunc(options.patienceMs)}`;
    this.#isReader = options.isReader ?? false;
    this.#settings = this.#isReader ? `${timeout}; SET default_transaction_read_only = on` : timeout;
    const pg = driver();
    // The type ids are an enum in the types and numbers in fact.
    const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text') => (text: string) => unknown;
    // Times and heads stay far below 2 ** 53.
    const getTypeParser = (oid: number, format?: 'text') => (oid === int8 ? Number : parserOf(oid, format));
    const config: PoolConfig = {
      connectionString: options.url,
      max: options.max,
      application_name: 'support-chat',
      connectionTimeoutMillis: options.patienceMs,
      query_timeout: options.patienceMs,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      types: { getTypeParser: getTypeParser as typeof pg.types.getTypeParser },
    };
    this.#pool = new pg.Pool(config);
    this.#pool.on('error', options.onError);
    // Between two statements of a transaction nobody else listens, and an error nobody hears ends the process.
    this.#pool.on('connect', (client) => client.on('error', options.onError));
  }

  /** One statement by itself. Throws DatabaseFault, and Refusal('unavailable') when too many wait. */
  query: Query = (name, sql, values) => this.use((query) => query(name, sql, values));

  /** Several statements on one connection. */
  async use<T>(work: (query: Query, client: PoolClient) => Promise<T>): Promise<T> {
    if (this.#pool.waitingCount >= maxWaiting) throw unavailable(new Error(`${maxWaiting} wait for a connection`));
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw new DatabaseFault(error);
    });
    const query: Query = async <Row extends QueryResultRow>(
      name: string,
      text: string,
      values?: readonly SqlValue[],
    ) => {
      try {
        const { rows } = await client.query<Row>({ name, text, ...(values && { values: [...values] }) });
        return rows;
      } catch (error) {
        throw new DatabaseFault(error);
      }
    };
    let fault: unknown = null;
    try {
      if (!this.#checked.has(client)) {
        await query('', this.#settings);
        await this.#check(query);
      }
      this.#checked.add(client);
      return await work(query, client);
    } catch (error) {
      fault = error;
      throw error;
    } finally {
      // A connection that answered with an error of its own is sound; one that fell silent is not used again.
      const isBroken = fault instanceof DatabaseFault && (fault.code === null || fault.code.startsWith('57P'));
      if (!this.#stuck.has(client)) client.release(isBroken || (fault !== null && !this.#checked.has(client)));
    }
  }

  /**
   * One transaction, durable when it resolves. When it rejects with a DatabaseFault it may still have been committed. Throws
   * what `requireFree` throws. A lock that others hold is waited for `lockMs`.
   */
  async transact<T>(
    work: (query: Query) => Promise<T>,
    { lockMs = 5_000 }: { readonly lockMs?: number } = {},
  ): Promise<T> {
    await this.requireFree();
    return this.use(async (query, client) => {
      await query('', begin(lockMs));
      try {
        const result = await work(query);
        await this.#commit(client);
        return result;
      } catch (error) {
        if (!(error instanceof DatabaseFault) || error.code !== null) await query('', 'ROLLBACK').catch(() => []);
        throw error;
      }
    });
  }

  /**
   * Throws Refusal('unavailable') while commits without an answer hold as many connections as they may: each further one
   * would hold another, on the server too, until nothing is left to read with. Always throws it where one only reads.
   */
  async requireFree(): Promise<void> {
    if (this.#isReader) throw unavailable(new Error('the store was opened to be read only'));
    if (this.#stuck.size < this.#maxStuck) return;
    const rows = await this.query<{ pid: number }>(
      'stuck',
      `SELECT pid FROM pg_stat_activity WHERE pid = ANY ($1) AND state = 'active'`,
      [[...this.#stuck].map(pidOf)],
    );
    const waiting = new Set(rows.map(({ pid }) => pid));
    // The network or a failover swallowed the answer of those the server does not know.
    for (const client of this.#stuck) if (!waiting.has(pidOf(client))) this.#letGo(client, true);
    if (this.#stuck.size < this.#maxStuck) return;
    throw unavailable(new Error(`${this.#stuck.size} commits have had no answer; is a synchronous standby gone?`));
  }

  /** Cutting a COMMIT would free nothing on the server, so one without an answer keeps its connection until it has one. */
  async #commit(client: PoolClient): Promise<void> {
    // pg reads it; its types do not know it.
    const commit: QueryConfig & { query_timeout: number } = { text: 'COMMIT', query_timeout: noTimeoutMs };
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<'no answer'>((resolve) => {
      timer = setTimeout(() => resolve('no answer'), this.#patienceMs);
    });
    const committing = client.query(commit).catch((error: unknown) => {
      throw new DatabaseFault(error);
    });
    try {
      if ((await Promise.race([committing, patience])) !== 'no answer') return;
    } finally {
      clearTimeout(timer);
    }
    this.#stuck.add(client);
    const letGo = (isBroken: boolean) => this.#letGo(client, isBroken);
    committing.then(
      () => letGo(false),
      () => letGo(true),
    );
    throw new DatabaseFault(new Error(`the commit had no answer within ${this.#patienceMs} ms`));
  }

  #letGo(client: PoolClient, isBroken: boolean): void {
    if (this.#stuck.delete(client)) client.release(isBroken);
  }

  /** Connections at work, and tasks that wait for one. */
  counts(): { readonly busy: number; readonly waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { busy: totalCount - idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    for (const client of this.#stuck) this.#letGo(client, true);
    await this.#pool.end();
  }
}

/** The process that serves the connection. pg knows it; its types do not. */
function pidOf(client: PoolClient): number {
  return (client as PoolClient & { readonly processID: number }).processID;
}

function driver(): typeof import('pg') {
  // Loaded only where it is used: a server on SQLite needs none of it.
  return createRequire(import.meta.url)('pg') as typeof import('pg');
}
