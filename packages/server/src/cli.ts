/** The command support-chat: the only place that knows arguments, signals and exit codes. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { attributePattern, Refusal, roles, type Person } from '@support-chat/protocol';
import { parsePerson, parseRequest } from '@support-chat/protocol/schemas';
import type { AttributesClaim } from './auth/attributes.js';
import { mintToken } from './auth/token.js';
import { createLocalBus } from './bus/local.js';
import { systemClock } from './clock.js';
import { createDemoServer } from './demo/demo-server.js';
import {
  completeSettings,
  SettingsError,
  settingsFromEnv,
  settingsFromFlags,
  settingsHelp,
  settingsTable,
  type Settings,
} from './options.js';
import { backup, importFile, migrate, rebuildSearch, restore, verify } from './cli-upkeep.js';
import { packageVersion } from './package-version.js';
import { roomCommands, runRoomCommand } from './cli-room.js';
import { createRoomLog } from './room-log.js';
import { createRoomServer, type RoomServer } from './server.js';
import { StoreOpenError } from './store/store-open-error.js';
import { openStore } from './store/open-store.js';
import type { Store } from './store/store.js';

type Env = Readonly<Record<string, string | undefined>>;

/** The person who acts when a command comes from the shell. */
const operator: Person = Object.freeze({ id: 'support-chat-cli', name: 'Operator', role: 'manager' });

const usage = `Usage: support-chat <command> [options]

  serve                              run the room server
  demo                               run it with demo pages, people and rooms
${roomUsage()}
                                     these ask the server at SUPPORT_CHAT_URL as the person of SUPPORT_CHAT_TOKEN; without
                                     that address create and list use the data directory, while no server does
  verify                             look at every number, digest and document; also while a server runs
  backup FILE                        write everything to a file; also while a server runs
  restore FILE                       fill an empty data directory or database from a backup
  import FILE [--as NAME]            take a room back in from an export as JSON lines; while no server runs
  migrate --to postgres://…          move the data directory into an empty PostgreSQL database
  search rebuild                     make the index of messages anew; with a data directory while no server runs
  token --person ID [--name N] [--role ${roles.join('|')}] [--ttl SECONDS] [--attributes office=osaka,…]
                                     print a token for trying out
  --help, --version

Options, and their environment variables:
`;

/** A command line that cannot be followed. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs one command line. Resolves to the exit code: 0 done, 1 the server failed, 2 it could not be started as asked. */
export async function runCli(argv: readonly string[], env: Env): Promise<number> {
  try {
    if (argv.includes('--help') || argv[0] === 'help') return print(`${usage}${settingsHelp()}`);
    if (argv.includes('--version')) return print(packageVersion());
    const { settings: flags, rest } = settingsFromFlags(argv);
    const settings: Partial<Settings> = { ...settingsFromEnv(env), ...flags };
    return await run(rest, settings, env);
  } catch (error) {
    const line = lineFor(error);
    if (line === null) throw error;
    process.stderr.write(`support-chat: ${line}\n`);
    return 2;
  }
}

async function run(words: readonly string[], settings: Partial<Settings>, env: Env): Promise<number> {
  const [command, ...rest] = words;
  switch (command) {
    case 'serve':
      refuseWords(rest);
      return serve(settings, (onFailure) => createRoomServer({ ...settings, onFailure }));
    case 'demo':
      refuseWords(rest);
      return serve(settings, (onFailure) => createDemoServer({ ...settings, onFailure }));
    case 'room':
      return room(rest, settings, env);
    case 'token':
      return token(rest, settings);
    case 'verify':
      refuseWords(rest);
      return verify(settings, process);
    case 'backup':
      return backup(oneWord(rest, 'backup needs the FILE to write'), settings, process);
    case 'restore':
      return restore(oneWord(rest, 'restore needs the FILE to read'), settings, process);
    case 'import': {
      const { values, positionals } = parse(rest, { as: { type: 'string' } });
      return importFile(
        oneWord(positionals, 'import needs the FILE to read'),
        { ...settings, name: values['as'] },
        process,
      );
    }
    case 'migrate':
      return migrate(migrationTarget(rest), settings, process);
    case 'search':
      if (oneWord(rest, 'search needs what to do: rebuild') !== 'rebuild')
        throw new UsageError(`unknown command "search ${rest[0]}"; search rebuild is all there is`);
      return rebuildSearch(settings, process);
    case undefined:
      throw new UsageError(
        'expected a command: serve, demo, room, token, verify, backup, restore, import, migrate or search; see --help',
      );
    default:
      throw new UsageError(
        command.startsWith('-') ? `unknown option ${command}; see --help` : `unknown command "${command}"; see --help`,
      );
  }
}

async function serve(settings: Partial<Settings>, create: (onFailure: () => void) => RoomServer): Promise<number> {
  let fail = () => {};
  const failed = new Promise<number>((resolve) => (fail = () => resolve(1)));
  const server = create(() => fail());
  let stop = () => {};
  const stopped = new Promise<number>((resolve) => (stop = () => resolve(0)));
  const signals = ['SIGTERM', 'SIGINT'] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    const { url } = await server.listen().catch((error: unknown) => {
      throw portErrorOf(error, settings) ?? error;
    });
    process.stdout.write(`support-chat ready ${url}\n`);
    return await Promise.race([stopped, failed]);
  } finally {
    await server.close();
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Lines of the usage, one a command, or two where the first is full. */
function roomUsage(): string {
  const width = 35;
  const lines = Object.values(roomCommands).map(({ usage, does }) => {
    const left = `  room ${usage}`;
    return left.length < width ? left.padEnd(width + 2) + does : `${left}\n${' '.repeat(width + 2)}${does}`;
  });
  return lines.join('\n');
}

async function room(words: readonly string[], settings: Partial<Settings>, env: Env): Promise<number> {
  const { SUPPORT_CHAT_URL: url = '', SUPPORT_CHAT_TOKEN: token = '' } = env;
  if (url !== '') {
    if (token === '') throw new UsageError('room commands at SUPPORT_CHAT_URL need SUPPORT_CHAT_TOKEN');
    try {
      return print(await runRoomCommand({ url, token }, words));
    } catch (error) {
      throw error instanceof TypeError ? new UsageError(`${error.message}; see --help`) : error;
    }
  }
  const [action, ...rest] = words;
  if (action !== 'create' && action !== 'list')
    throw new UsageError('expected room create or room list, or a server at SUPPORT_CHAT_URL; see --help');
  if (action === 'list') {
    refuseWords(rest);
    return withStore(settings, listRooms);
  }
  const { values, positionals } = parse(rest, { title: { type: 'string' }, purpose: { type: 'string' } });
  const [name, ...more] = positionals;
  refuseWords(more);
  if (name === undefined || values['title'] === undefined)
    throw new UsageError('room create needs a NAME and --title; see --help');
  const cid = randomBytes(16).toString('hex');
  const input = parseRequest('room.create', {
    room: name,
    cid,
    kind: 'rollout',
    title: values['title'],
    purpose: values['purpose'] ?? '',
  });
  return withStore(settings, async (store) => {
    await createRoomLog({ store, bus: createLocalBus() }).submit(operator, 'room.create', input);
    return print(`room "${name}" created`);
  });
}

function oneWord(words: readonly string[], need: string): string {
  const [word, ...more] = words;
  if (word === undefined || word.startsWith('-')) throw new UsageError(`${need}; see --help`);
  refuseWords(more);
  return word;
}

function migrationTarget(words: readonly string[]): string {
  const { values, positionals } = parse(words, { to: { type: 'string' } });
  refuseWords(positionals);
  const to = values['to'];
  if (to === undefined) throw new UsageError('migrate needs --to postgres://…; see --help');
  return to;
}

async function withStore(settings: Partial<Settings>, use: (store: Store) => Promise<number>): Promise<number> {
  const store = await openStore(completeSettings(settings), { clock: systemClock });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function listRooms(store: Store): Promise<number> {
  const rooms = await store.rooms();
  return print(rooms.map(({ room, head }) => `${room.name}\t${room.state}\t${head}\t${room.title}`).join('\n'));
}

async function token(words: readonly string[], settings: Partial<Settings>): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parse(words, { person: text, name: text, role: text, ttl: text, attributes: text });
  refuseWords(positionals);
  const { jwtSecret, jwtAudience, jwtIssuer } = completeSettings(settings);
  if (jwtSecret === '') throw new UsageError(`token needs ${settingsTable.jwtSecret.env}`);
  const { person: id, name = id, role = 'employee', ttl = '3600' } = values;
  if (id === undefined) throw new UsageError('token needs --person; see --help');
  if (!/^\d+$/.test(ttl)) throw new UsageError(`--ttl: expected seconds, got "${ttl}"`);
  const person = parsePerson({ id, name, role });
  const attributes = attributesIn(values['attributes']);
  const ttlMs = Number(ttl) * 1_000;
  return print(await mintToken(person, { jwtSecret, jwtAudience, jwtIssuer, ttlMs, attributes }));
}

/** `office=osaka,department=sales` as the claim. Throws UsageError. */
function attributesIn(text = ''): AttributesClaim {
  const claim: Record<string, string[]> = {};
  for (const pair of text.split(',').filter(Boolean)) {
    if (!attributePattern.test(pair)) throw new UsageError(`--attributes: expected office=osaka, got "${pair}"`);
    const [name = '', value = ''] = pair.split('=');
    (claim[name] ??= []).push(value);
  }
  return claim;
}

type TextOptions = { readonly [name: string]: { readonly type: 'string' } };

function parse(
  words: readonly string[],
  options: TextOptions,
): { values: Record<string, string | undefined>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    return { values, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

function refuseWords([word]: readonly string[]): void {
  if (word === undefined) return;
  throw new UsageError(
    word.startsWith('-') ? `unknown option ${word}; see --help` : `did not expect "${word}"; see --help`,
  );
}

/** The one line for an error that the person at the shell can put right; null for a bug. */
function lineFor(error: unknown): string | null {
  const isExpected =
    error instanceof UsageError ||
    error instanceof SettingsError ||
    error instanceof StoreOpenError ||
    error instanceof Refusal;
  return isExpected ? error.message.replaceAll('\n', ' ') : null;
}

function portErrorOf(error: unknown, settings: Partial<Settings>): UsageError | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const { host, port } = completeSettings(settings);
  if (code === 'EADDRINUSE') return new UsageError(`port ${port} on ${host} is in use; choose another with --port`);
  if (code === 'EACCES')
    return new UsageError(`port ${port} on ${host} is not open to this user; choose another with --port`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new UsageError(`host ${host} is no address of this machine; choose another with --host`);
  return null;
}

function print(text: string): number {
  process.stdout.write(text === '' ? '' : `${text}\n`);
  return 0;
}
