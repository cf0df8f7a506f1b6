/** Logs are one JSON line a record: a fixed short message and fields. Callers never pass message text or tokens. */
import { inspect } from 'node:util';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof logLevels)[number];

type Fields = { readonly [name: string]: unknown };

export type Logger = {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
};

const maxStringChars = 500;
const maxStackChars = 2_000;

/** A logger that hands whole lines, newline included, to `write`. Records below `level` cost one comparison. */
export function createLogger(options: {
  readonly level: LogLevel;
  readonly write: (line: string) => void;
  readonly now: () => number;
}): Logger {
  const threshold = logLevels.indexOf(options.level);
  const at =
    (level: LogLevel) =>
    (message: string, fields: Fields = {}) => {
      if (logLevels.indexOf(level) < threshold) return;
      const record: Record<string, unknown> = { at: new Date(options.now()).toISOString(), level, message };
      for (const [name, value] of Object.entries(fields)) record[name] = plain(value);
      options.write(`${escapeLine(JSON.stringify(record))}\n`);
    };
  return Object.freeze({ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') });
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, maxStringChars);
  if (value instanceof Error)
    return {
      name: value.name,
      message: cut(value.message, maxStringChars),
      stack: cut(value.stack ?? '', maxStackChars),
      ...(value.cause === undefined ? {} : { cause: plain(value.cause) }),
    };
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null) return cut(inspect(value, { depth: 2 }), maxStringChars);
  return value;
}

function cut(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars)}…`;
}

/** JSON leaves DEL, C1 controls and the Unicode line ends as they are; terminals and log shippers do not. */
function escapeLine(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
