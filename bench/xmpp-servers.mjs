/**
 * Prosody and ejabberd as rivals of the room server: private instances on free ports of the loopback, everything they write
 * in a temporary directory. Rooms that keep every message in SQLite, local users with passwords, no TLS, no limits of rate.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { xmppHost } from './xmpp-socket.mjs';

const ejabberdctl = '/usr/sbin/ejabberdctl';
const startMs = 30_000;
const microsATick = 10_000; // Linux counts the time of processes in hundredths of a second.

const programs = {
  prosody: {
    program: '/usr/bin/prosody',
    configFile: 'prosody.cfg.lua',
    configOf: prosodyConfig,
    prepare: () => {},
    commandOf: prosodyCommand,
  },
  ejabberd: {
    program: ejabberdctl,
    configFile: 'ejabberd.yml',
    configOf: ejabberdConfig,
    prepare: makeEjabberdTables,
    commandOf: ejabberdCommand,
  },
};

export const xmppServers = Object.keys(programs);

/** Starts `prosody` or `ejabberd`; null where it is not installed. Resolves when it takes connections at `port`. */
export async function startXmppServer(name) {
  if (!existsSync(programs[name].program)) return null;
  const dir = await mkdtemp(join(tmpdir(), `support-chat-${name}-`));
  const clean = () => rm(dir, { recursive: true, force: true });
  try {
    return await startIn(dir, name, clean);
  } catch (error) {
    await clean();
    throw error;
  }
}

async function startIn(dir, name, clean) {
  const { configFile, configOf, prepare, commandOf } = programs[name];
  const port = await freePort();
  const config = join(dir, configFile);
  await writeFile(config, configOf({ dir, port }));
  prepare(dir);
  const { command, args, env } = commandOf({ dir, config });
  const child = spawn(command, args, {
    cwd: dir,
    env: { ...process.env, HOME: dir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(await asServiceUser(name, dir)),
  });
  // Only of interest when it does not start.
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const end = () => {
    child.kill('SIGTERM');
    return ended;
  };
  const failed = ended.then(() => Promise.reject(new Error(`${name} did not start: ${output}`)));
  failed.catch(() => {}); // It ends some time, too.
  try {
    await Promise.race([waitUntilOpen(port), failed]);
  } catch (error) {
    await end();
    throw error;
  }
  return { port, cpuMicros: () => cpuMicrosOf(child.pid), stop: () => end().then(clean) };
}

/** Both refuse to run as root. */
async function asServiceUser(name, dir) {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name])));
  for (const file of execFileSync('find', [dir], { encoding: 'utf8' }).trim().split('\n')) await chown(file, uid, gid);
  await chmod(dir, 0o755);
  return { uid, gid };
}

/** Every message of a room is stored before it is sent to anybody: SQLite's own defaults, an fsync a transaction. */
function prosodyConfig({ dir, port }) {
  return `
daemonize = false
pidfile = "${dir}/prosody.pid"
data_path = "${dir}"
certificates = "${dir}"
log = { warn = "${dir}/prosody.log" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
legacy_ssl_ports = {}
modules_enabled = { "disco", "roster", "saslauth", "register_ibr", "posix" }
modules_disabled = { "s2s", "tls", "offline" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
allow_registration = true
authentication = "internal_plain"
storage = { archive = "sql"; muc_log = "sql" }
sql = { driver = "SQLite3", database = "archive.sqlite" }
VirtualHost "${xmppHost}"
Component "rooms.${xmppHost}" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_log_all_rooms = true
  muc_room_locking = false
  muc_room_default_persistent = true
`;
}

function prosodyCommand({ config }) {
  return { command: '/usr/bin/prosody', args: ['--config', config, '-F'], env: {} };
}

function ejabberdConfig({ dir, port }) {
  return `
hosts: ["${xmppHost}"]
loglevel: error
auth_method: internal
auth_password_format: plain
registration_timeout: infinity
sql_type: sqlite
sql_database: "${dir}/archive.sqlite"
listen:
  - port: ${port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    starttls: false
modules:
  mod_register:
    ip_access: all
  mod_mam:
    db_type: sql
    default: never
  mod_muc:
    host: "rooms.${xmppHost}"
    max_users: 5000
    min_message_interval: 0
    min_presence_interval: 0
    default_room_options:
      mam: true
      persistent: true
`;
}

function makeEjabberdTables(dir) {
  const schema = readFileSync('/usr/share/ejabberd/sql/lite.sql');
  execFileSync('sqlite3', [join(dir, 'archive.sqlite')], { input: schema });
}

/** As ejabberdctl runs it, but without a node name: then Erlang opens no port of its own. */
function ejabberdCommand({ dir, config }) {
  const [, libraries] = /^ERL_LIBS='(.*)'/m.exec(readFileSync(ejabberdctl, 'utf8'));
  return {
    command: '/usr/bin/erl',
    args: ['-noinput', '+K', 'true', '-mnesia', 'dir', `"${dir}/mnesia"`, '-s', 'ejabberd'],
    env: { EJABBERD_CONFIG_PATH: config, EJABBERD_LOG_PATH: join(dir, 'ejabberd.log'), ERL_LIBS: libraries },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitUntilOpen(port) {
  for (const startedAt = performance.now(); performance.now() - startedAt < startMs; await sleep(100))
    if (await isOpen(port)) return;
  throw new Error(`nothing listens on port ${port} after ${startMs} ms`);
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** CPU the process has used, all threads, user and system. */
function cpuMicrosOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in brackets, may hold spaces.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * microsATick;
}
