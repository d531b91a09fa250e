import { type Info, Processing, type Value } from 'ovoscope';

/** The version that a dialect stands for, where the analysis doesn't name one. */
const VERSIONS: { readonly [dialect: string]: string } = {
  'cuckoo-0.4': '0.4',
  'cuckoo-0.6': '0.6',
  'cuckoo-1': '1',
  'cuckoo-2': '2',
  cape: '2-CAPE',
};

/** Names, numbers and times of the run. */
export default class AnalysisInfo extends Processing<'info'> {
  readonly key = 'info' as const;

  run(): Info {
    const { info: facts, dialect } = this.task;
    const started = toTime(facts['started_on']);
    const ended = toTime(facts['completed_on']);
    const info: Info = {
      version: text(facts['version']) ?? VERSIONS[dialect] ?? 'unknown',
      started: started === undefined ? null : format(started),
      ended: ended === undefined ? null : format(ended),
      duration: duration(started, ended),
    };
    const id = toId(facts['id']);
    if (id !== undefined) info.id = id;
    const category = text(facts['category']);
    if (category !== undefined) info.category = category;
    const machine = toMachine(facts['guest']) ?? text(facts['machine']);
    if (machine !== undefined) info.machine = machine;
    for (const name of ['custom', 'package', 'platform', 'owner', 'route'] as const) {
      if (Object.hasOwn(facts, name)) info[name] = facts[name] === '' ? '' : (text(facts[name]) ?? null);
    }
    if (Object.hasOwn(facts, 'options')) info.options = toOptions(facts['options']);
    info.dialect = dialect;
    return info;
  }
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function toId(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Milliseconds since 1970. Text without a zone is taken for UTC, as sandboxes write the clock of their host; numbers
 * count seconds.
 */
function toTime(value: unknown): number | undefined {
  let time = Number.NaN;
  if (typeof value === 'number') time = value * 1000;
  if (typeof value === 'string') {
    const [, date, clock, fraction = '', zone = 'Z'] = TIME.exec(value) ?? [];
    if (date) time = Date.parse(`${date}T${clock}${fraction.slice(0, 4)}${zone.replace(/(\d\d)(\d\d)$/, '$1:$2')}`);
  }
  return time >= 0 && time < Date.UTC(10_000, 0) ? time : undefined;
}

function format(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

function duration(started: number | undefined, ended: number | undefined): number {
  if (started === undefined || ended === undefined || ended < started) return -1;
  return Math.floor((ended - started) / 1000);
}

/** `k=v,k2=v2`, sorted. */
function toOptions(value: unknown): string {
  if (typeof value === 'string') return value.split(',').filter(Boolean).sort().join();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const pairs = Object.entries(value).map(([name, option]) => `${name}=${text(option) ?? plain(option)}`);
  return pairs.sort().join();
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** What the sandbox says of the virtual machine, with times as text. */
function toMachine(guest: unknown): { [name: string]: Value } | undefined {
  if (typeof guest !== 'object' || guest === null || Array.isArray(guest)) return undefined;
  const machine: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(guest)) {
    const time = name.endsWith('_on') ? toTime(value) : undefined;
    const kept = time === undefined ? value : format(time);
    if (kept !== null && !['string', 'number', 'boolean'].includes(typeof kept)) continue;
    Object.defineProperty(machine, name, { value: kept, enumerable: true, configurable: true, writable: true });
  }
  return Object.keys(machine).length > 0 ? machine : undefined;
}
