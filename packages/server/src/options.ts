/** Every setting in one table: it feeds the flags, the environment, --help and docs/settings.md. */
import { fileURLToPath } from 'node:url';
import { checkFiles, fileSettings } from './file-options.js';
import { logLevels, type LogLevel } from './logger.js';

/** What a setting holds; `secret` is text that is never printed and has no flag, because flags show in process lists. */
export type SettingTypes = { text: string; secret: string; integer: number; list: readonly string[]; level: LogLevel };

export type Setting = {
  [T in keyof SettingTypes]: {
    readonly type: T;
    readonly default: SettingTypes[T];
    readonly unit?: string;
    readonly min?: number;
    readonly max?: number;
    readonly flag: string | null;
    readonly env: string;
    readonly help: string;
  };
}[keyof SettingTypes];

const publicDir = fileURLToPath(new URL('../public', import.meta.url));

export const settingsTable = {
  host: { type: 'text', default: '127.0.0.1', flag: 'host', env: 'HOST', help: 'Address to listen on.' },
  port: {
    type: 'integer',
    default: 3000,
    min: 0,
    max: 65_535,
    flag: 'port',
    env: 'PORT',
    help: 'Port to listen on; 0 takes a free one.',
  },
  dataDir: {
    type: 'text',
    default: './data',
    flag: 'data-dir',
    env: 'DATA_DIR',
    help: 'Directory of the database. Made when it is missing, readable by its owner only.',
  },
  databaseUrl: {
    type: 'secret',
    default: '',
    flag: null,
    env: 'DATABASE_URL',
    help: 'Address of a PostgreSQL database, `postgres://user:password@host:port/name`, in place of the file in dataDir.',
  },
  databaseConnections: {
    type: 'integer',
    default: 10,
    min: 2,
    max: 1_000,
    flag: 'database-connections',
    env: 'SUPPORT_CHAT_DATABASE_CONNECTIONS',
    help: 'Connections of this node to PostgreSQL at a time.',
  },
  redisUrl: {
    type: 'secret',
    default: '',
    flag: null,
    env: 'REDIS_URL',
    help: 'Address of a Redis, `redis://user:password@host:port/`, through which several nodes on one PostgreSQL tell each other news.',
  },
  publicDir: {
    type: 'text',
    default: publicDir,
    flag: 'public-dir',
    env: 'SUPPORT_CHAT_PUBLIC_DIR',
    help: 'Directory of the browser files: widget/, desk/ and demo/. They come with the package.',
  },
  origins: {
    type: 'list',
    default: [],
    flag: 'origins',
    env: 'SUPPORT_CHAT_ORIGINS',
    help: 'Origins of the pages that carry the widget, separated by commas. The own origin is always allowed.',
  },
  jwtSecret: {
    type: 'secret',
    default: '',
    flag: null,
    env: 'SUPPORT_CHAT_JWT_SECRET',
    help: 'Secret of HS256 tokens, at least 32 bytes. This or jwksUrl is needed.',
  },
  jwksUrl: {
    type: 'text',
    default: '',
    flag: 'jwks-url',
    env: 'SUPPORT_CHAT_JWKS_URL',
    help: 'Address of the public keys of your identity provider, for RS256, ES256 and EdDSA tokens.',
  },
  jwtAudience: {
    type: 'text',
    default: 'support-chat',
    flag: 'jwt-audience',
    env: 'SUPPORT_CHAT_JWT_AUDIENCE',
    help: 'The `aud` a token must have.',
  },
  jwtIssuer: {
    type: 'text',
    default: '',
    flag: 'jwt-issuer',
    env: 'SUPPORT_CHAT_JWT_ISSUER',
    help: 'The `iss` a token must have; empty takes any.',
  },
  hide: {
    type: 'list',
    default: [],
    flag: 'hide',
    env: 'SUPPORT_CHAT_HIDE',
    help: 'What nobody is told of others, separated by commas: `presence` (who is here and can help), `typing`.',
  },
  logLevel: {
    type: 'level',
    default: 'info',
    flag: 'log-level',
    env: 'SUPPORT_CHAT_LOG_LEVEL',
    help: `What to log: ${logLevels.join(', ')}.`,
  },
  metricsToken: {
    type: 'secret',
    default: '',
    flag: null,
    env: 'SUPPORT_CHAT_METRICS_TOKEN',
    help: 'What `/metrics` wants as a bearer token. Without it only programs on the same machine may read them.',
  },
  trustedProxyHops: {
    type: 'integer',
    default: 0,
    min: 0,
    flag: 'trusted-proxy-hops',
    env: 'SUPPORT_CHAT_TRUSTED_PROXY_HOPS',
    help: 'Reverse proxies in front that append to X-Forwarded-For. With 0 that header is ignored.',
  },
  maxConnections: {
    type: 'integer',
    default: 20_000,
    min: 1,
    flag: 'max-connections',
    env: 'SUPPORT_CHAT_MAX_CONNECTIONS',
    help: 'Sockets open at a time.',
  },
  maxConnectionsPerIp: {
    type: 'integer',
    default: 5_000,
    min: 1,
    flag: 'max-connections-per-ip',
    env: 'SUPPORT_CHAT_MAX_CONNECTIONS_PER_IP',
    help: 'Sockets open at a time from one address. Whole offices may share one.',
  },
  rateBurst: {
    type: 'integer',
    default: 400,
    min: 20,
    unit: 'tokens',
    flag: 'rate-burst',
    env: 'SUPPORT_CHAT_RATE_BURST',
    help: 'What one person may ask at once. A message takes 4 tokens, a page of history 2.',
  },
  ratePerSecond: {
    type: 'integer',
    default: 40,
    min: 1,
    unit: 'tokens a second',
    flag: 'rate-per-second',
    env: 'SUPPORT_CHAT_RATE_PER_SECOND',
    help: 'What one person may ask in the long run.',
  },
  drainMs: {
    type: 'integer',
    default: 10_000,
    min: 0,
    unit: 'ms',
    flag: 'drain-ms',
    env: 'SUPPORT_CHAT_DRAIN_MS',
    help: 'How long a stopping server waits for requests in hand before it closes all the same.',
  },
  ...fileSettings,
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingsTable;

/** Every setting with its value. */
export type Settings = { readonly [N in SettingName]: SettingTypes[(typeof settingsTable)[N]['type']] };

/** A setting that is unknown or cannot be used. The message is one line that says what to do. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Fills in the defaults. Throws SettingsError for unknown keys and values out of range. The result is frozen. */
export function completeSettings(given: Readonly<Record<string, unknown>>): Settings {
  for (const name of Object.keys(given))
    if (!isSettingName(name))
      throw new SettingsError(`unknown option "${name}"; known are ${settingNames().join(', ')}`);
  const entries = settingNames().map((name) => {
    const setting: Setting = settingsTable[name];
    const value: unknown = given[name] === undefined ? setting.default : checked(name, setting, given[name]);
    return [name, Array.isArray(value) ? Object.freeze([...(value as string[])]) : value];
  });
  const settings = Object.freeze(Object.fromEntries(entries) as Settings); // One entry a name, each checked by its row.
  checkOrigins(settings.origins);
  checkHidden(settings.hide);
  checkKeys(settings);
  checkMetricsToken(settings);
  checkScale(settings);
  const objection = checkFiles(settings);
  if (objection) throw new SettingsError(objection);
  return settings;
}

/** Reads settings from the environment; a variable that is set but empty counts as absent. Throws SettingsError. */
export function settingsFromEnv(env: Readonly<Record<string, string | undefined>>): Partial<Settings> {
  const found: Record<string, unknown> = {};
  for (const name of settingNames()) {
    const setting: Setting = settingsTable[name];
    const text = env[setting.env];
    if (text !== undefined && text !== '') found[name] = parsed(setting.env, setting, text);
  }
  return found;
}

/** Takes the flags of the table out of `argv`. Returns what they say and the words that are left. Throws SettingsError. */
export function settingsFromFlags(argv: readonly string[]): { settings: Partial<Settings>; rest: string[] } {
  const found: Record<string, unknown> = {};
  const rest: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const [flag = '', inline] = word.split(/=(.*)/s, 2);
    const name = settingNames().find((candidate) => `--${settingsTable[candidate].flag}` === flag);
    if (!name) {
      rest.push(word);
      continue;
    }
    const text = inline ?? argv[(at += 1)];
    if (text === undefined || (inline === undefined && text.startsWith('--')))
      throw new SettingsError(`${flag} needs a value`);
    found[name] = parsed(flag, settingsTable[name], text);
  }
  return { settings: found, rest };
}

/** The settings as lines of --help. */
export function settingsHelp(): string {
  const rows = settingNames().map((name): [string, string] => {
    const setting: Setting = settingsTable[name];
    const flag = setting.flag === null ? '' : `--${setting.flag}  `;
    return [`${flag}${setting.env}`, `${setting.help}${defaultNote(name, setting)}`];
  });
  return rows.map(([names, help]) => `  ${names}\n      ${help}`).join('\n');
}

/** The settings as a page, for docs/settings.md. */
export function settingsMarkdown(): string {
  const rows = settingNames().map((name) => {
    const setting: Setting = settingsTable[name];
    const flag = setting.flag === null ? '–' : `\`--${setting.flag}\``;
    const standard = isShownDefault(name, setting) ? `\`${shownDefault(setting)}\`` : '–';
    return `| \`${name}\` | ${flag} | \`${setting.env}\` | ${standard} | ${setting.unit ?? setting.type} | ${setting.help} |`;
  });
  return [
    '# Settings',
    '',
    'After this page you can set up a room server. A flag wins over the environment, the environment over the default.',
    '',
    '| option | flag | environment | default | unit or type | what it does |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function settingNames(): SettingName[] {
  return Object.keys(settingsTable) as SettingName[]; // The table has exactly these keys.
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingsTable, name);
}

function parsed(source: string, setting: Setting, text: string): unknown {
  if (setting.type === 'integer') return checked(source, setting, /^-?\d+$/.test(text) ? Number(text) : text);
  if (setting.type !== 'list') return checked(source, setting, text);
  const items = text.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '');
}

function checked(source: string, setting: Setting, value: unknown): unknown {
  const expect = (what: string): never => {
    const came = setting.type === 'secret' ? 'something else' : JSON.stringify(value);
    throw new SettingsError(`${source}: expected ${what}, got ${came}`);
  };
  if (setting.type === 'integer') {
    const min = setting.min ?? Number.MIN_SAFE_INTEGER;
    const max = setting.max ?? Number.MAX_SAFE_INTEGER;
    const atMost = setting.max === undefined ? '' : ` and at most ${max}`;
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? value
      : expect(`a whole number of at least ${min}${atMost}`);
  }
  if (setting.type === 'level')
    return logLevels.some((level) => level === value) ? value : expect(`one of ${logLevels.join(', ')}`);
  if (setting.type === 'list')
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : expect('a list of texts');
  return typeof value === 'string' ? value : expect('a text');
}

function checkOrigins(origins: readonly string[]): void {
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new SettingsError(`origins: expected an origin like https://intranet.example, got "${origin}"`);
}

function checkHidden(hide: readonly string[]): void {
  const odd = hide.find((what) => what !== 'presence' && what !== 'typing');
  if (odd !== undefined) throw new SettingsError(`hide: expected presence or typing, got "${odd}"`);
}

function checkKeys({ jwtSecret, jwksUrl }: Settings): void {
  const bytes = Buffer.byteLength(jwtSecret);
  if (bytes > 0 && bytes < 32)
    throw new SettingsError(`${settingsTable.jwtSecret.env}: expected at least 32 bytes, got ${bytes}`);
  if (jwksUrl !== '' && !/^https?:$/.test(URL.canParse(jwksUrl) ? new URL(jwksUrl).protocol : ''))
    throw new SettingsError(`jwksUrl: expected an http or https address, got "${jwksUrl}"`);
}

function checkMetricsToken({ metricsToken }: Settings): void {
  if (metricsToken === '' || /^[\w.~+/=-]{16,}$/.test(metricsToken)) return;
  throw new SettingsError(
    `${settingsTable.metricsToken.env}: expected at least 16 letters, digits and signs of . _ ~ + / = -`,
  );
}

function checkScale({ databaseUrl, redisUrl }: Settings): void {
  // The addresses hold passwords; a message never repeats them.
  if (databaseUrl !== '' && !/^postgres(ql)?:\/\/./.test(databaseUrl))
    throw new SettingsError(`${settingsTable.databaseUrl.env}: expected an address that begins with postgres://`);
  if (redisUrl !== '' && !/^rediss?:\/\/./.test(redisUrl))
    throw new SettingsError(
      `${settingsTable.redisUrl.env}: expected an address that begins with redis:// or rediss://`,
    );
  if (redisUrl !== '' && databaseUrl === '')
    throw new SettingsError(
      `${settingsTable.redisUrl.env} needs ${settingsTable.databaseUrl.env}: nodes that tell each other news must share their rooms`,
    );
}

function defaultNote(name: SettingName, setting: Setting): string {
  if (!isShownDefault(name, setting)) return '';
  return ` Default ${shownDefault(setting)}${setting.unit ? ` ${setting.unit}` : ''}.`;
}

/** The path of the package differs from machine to machine, and an empty default is none. */
function isShownDefault(name: SettingName, setting: Setting): boolean {
  return name !== 'publicDir' && shownDefault(setting) !== '';
}

function shownDefault(setting: Setting): string {
  return String(setting.default);
}
