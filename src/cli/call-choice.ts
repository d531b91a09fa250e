import { LogCallList } from '../formats/call-log/list.ts';
import { commonCategory } from '../plugin/category.ts';
import type { Call, Process, Value } from '../plugin/container.ts';
import { timeOf } from '../report/view-model-text.ts';
import { isGlob, matchesGlob } from '../util/glob.ts';
import { UsageError } from './context.ts';

/** Which calls a user asked for. */
export interface Asked {
  pid?: readonly string[];
  process?: readonly string[];
  api?: readonly string[];
  category?: readonly string[];
  arg?: readonly string[];
  status?: Call['status'] | undefined;
  from?: string;
  to?: string;
}

export interface Choice {
  wantsProcess(process: Process): boolean;
  /** The calls wanted of one process, in order; parts of the log that hold none are not read where that can be told. */
  calls(process: Process): Iterable<Call>;
}

/** Reads what was asked for once; throws UsageError where it cannot be understood. */
export function callChoice(asked: Asked, processes: readonly Process[]): Choice {
  const pids = asked.pid && new Set(asked.pid.map(pidOf));
  const names = asked.process?.map((name) => name.toLowerCase());
  const texts = asked.arg?.map((text) => text.toLowerCase());
  const wantsApi = apiTest(asked);
  const start = startOf(processes);
  const from = asked.from === undefined ? undefined : timeFrom('--from', asked.from, start);
  const to = asked.to === undefined ? undefined : timeFrom('--to', asked.to, start);
  const wants = (call: Call) =>
    (asked.status === undefined || call.status === asked.status) &&
    (texts === undefined || texts.some((text) => hasText(call, text)));
  return {
    wantsProcess: ({ process_id, process_name }) =>
      (!pids || pids.has(process_id)) &&
      (!names || names.some((name) => matchesGlob(name, process_name.toLowerCase()))),
    *calls({ calls }) {
      const isIndexed = calls instanceof LogCallList;
      const list = isIndexed
        ? calls.query({
            ...(wantsApi && { api: wantsApi }),
            ...(from !== undefined && { from }),
            ...(to !== undefined && { to }),
          })
        : calls;
      for (const call of list) {
        if (!isIndexed && !(wantsApi?.(call.api, call.category) ?? true)) continue;
        if (!isIndexed && !isWithin(call, from, to)) continue;
        if (wants(call)) yield call;
      }
    },
  };
}

function pidOf(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new UsageError(`--pid is ${text}, but should be a process id`);
}

function apiTest({ api, category }: Asked): ((api: string, category: string) => boolean) | undefined {
  if (api === undefined && category === undefined) return undefined;
  const exact = new Set(api?.filter((name) => !isGlob(name)));
  const globs = api?.filter(isGlob) ?? [];
  const categories = category && new Set(category.map((name) => commonCategory(name.toLowerCase())));
  return (name, itsCategory) =>
    (api === undefined || exact.has(name) || globs.some((glob) => matchesGlob(glob, name))) &&
    (categories === undefined || categories.has(commonCategory(itsCategory.toLowerCase())));
}

function hasText({ arguments: list }: Call, text: string): boolean {
  return list.some(
    ({ value, pretty_value }) => valueHas(value, text) || (pretty_value?.toLowerCase().includes(text) ?? false),
  );
}

function valueHas(value: Value, text: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(text);
  if (typeof value !== 'object' || value === null) return String(value).includes(text);
  return Object.values(value).some((member) => valueHas(member, text));
}

function isWithin({ timestamp }: Call, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): boolean {
  const time = timeOf(timestamp);
  return time === undefined || (time >= from && time <= to);
}

/** When the first process was seen; relative times count from there. */
function startOf(processes: readonly Process[]): number | undefined {
  const times = processes.map(({ first_seen }) => timeOf(first_seen)).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

function timeFrom(option: string, text: string, start: number | undefined): number {
  if (/^\+?\d{1,9}(?:\.\d{1,6})?$/.test(text)) return (start ?? 0) + Number(text) * 1000;
  const day = start === undefined ? '' : new Date(start).toISOString().slice(0, 10);
  const time = timeOf(text) ?? timeOf(`${day} ${text}`);
  if (time !== undefined) return time;
  throw new UsageError(
    `${option} is ${text}, but should be seconds or a time`,
    'Such as 12.5 or "2020-01-31 12:00:00".',
  );
}
