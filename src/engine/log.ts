import type { Log } from '../plugin/processing.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'silent';

const RANK: { [level in LogLevel]: number } = { debug: 0, info: 1, warn: 2, silent: 3 };

/** A log whose lines carry some fields already. */
export interface Logger extends Log {
  child(fields: object): Logger;
}

/** One JSON object per line, given to `write` without its line end. */
export function createLogger(level: LogLevel, write: (line: string) => void, bound: object = {}): Logger {
  const at = (name: Exclude<LogLevel, 'silent'>) => (fields: object, message: string) => {
    if (RANK[name] < RANK[level]) return;
    write(JSON.stringify({ level: name, ...bound, ...fields, message }, plain));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    child: (fields) => createLogger(level, write, { ...bound, ...fields }),
  };
}

export const silentLog: Logger = createLogger('silent', () => {});

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Error) return value.message;
  return typeof value === 'string' && value.length > 1000 ? `${value.slice(0, 1000)}…` : value;
}
