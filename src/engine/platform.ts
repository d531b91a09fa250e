import type { Results } from '../plugin/container.ts';

/** The platform an analysis ran on, in lower case; `windows` where nothing says otherwise, as the originals did. */
export function platformOf({ info }: Results): string {
  const stated = typeof info?.platform === 'string' ? info.platform.toLowerCase() : '';
  if (stated !== '') return stated;
  const dialect = info?.dialect ?? '';
  if (dialect.includes('linux') || dialect.includes('stap')) return 'linux';
  return dialect.includes('droid') ? 'android' : 'windows';
}
