/**
 * Loaded before a server with `--import`: kills it, without warning, the nth time it comes to the point that FAILPOINT
 * names. The product knows nothing of it.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { replaceSqlite } from './replace-sqlite.mjs';

const [name, times] = (process.env.FAILPOINT ?? '').split(':');
const serverDist = process.env.SERVER_DIST;
let left = Number(times ?? 1);

/** Dies here, as a power cut would have it. */
function come(point) {
  if (point !== name || (left -= 1) > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // Nothing runs after the signal but what is already on its way in another thread.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function around(target, method, { before, after }) {
  const original = target[method];
  target[method] = function (...args) {
    before?.(...args);
    const result = original.apply(this, args);
    after?.(result, ...args);
    return result;
  };
}

const require = createRequire(pathToFileURL(`${serverDist}/index.js`));

/** Both engines say COMMIT through one method. */
const isCommit = (sql) => sql === 'COMMIT' || sql?.text === 'COMMIT';
replaceSqlite(
  (DatabaseSync) =>
    class extends DatabaseSync {
      exec(sql) {
        if (isCommit(sql)) come('before-commit');
        super.exec(sql);
        if (isCommit(sql)) come('after-commit');
      }

      prepare(sql) {
        const statement = super.prepare(sql);
        if (!/INSERT INTO events/.test(sql)) return statement;
        return {
          run: (...values) => {
            const result = statement.run(...values);
            come('in-transaction');
            return result;
          },
        };
      }
    },
);

const { Client } = require('pg');
const { query } = Client.prototype;
/** Connections whose transaction wrote events or markers; a server that starts commits others. */
const writing = new WeakSet();
Client.prototype.query = function (statement, ...rest) {
  const isWrite = statement?.name === 'write';
  if (isWrite) writing.add(this);
  if (statement?.text === 'ROLLBACK') writing.delete(this);
  const isEnd = isCommit(statement) && writing.delete(this);
  if (isEnd) come('before-commit');
  const result = query.call(this, statement, ...rest);
  const point = isEnd ? 'after-commit' : isWrite ? 'in-transaction' : null;
  if (point !== null)
    result?.then?.(
      () => come(point),
      () => {},
    );
  return result;
};

const { Feed } = await import(pathToFileURL(`${serverDist}/feed.js`).href);
around(Feed.prototype, 'hint', { after: () => come('after-hint') });

/** An acknowledgement leaves as a packet of type 43, a join as one of the requests. */
const { Socket } = require('socket.io');
around(Socket.prototype, '_onpacket', {
  before: (packet) => packet.data?.[0] === 'room.join' && come('in-resume'),
});
around(Socket.prototype, 'packet', {
  after: (_result, packet) => packet.type === 3 && come('after-acknowledge'),
});
