import { Processing, type RebootEvent, type Value } from 'ovoscope';
import { rebootProblems } from 'ovoscope/formats';
import { apis, argument, number } from 'ovoscope/query';
import { limitOf } from './_options.ts';

/** Windows starts what these keys name at each logon, and keeps or forgets it. */
const RUN = /\\software\\(?:wow6432node\\)?microsoft\\windows\\currentversion\\(run(?:services)?(?:once(?:ex)?)?)\\/i;

const SETS: ReadonlySet<string> = new Set(apis.setsValue);
const TYPES = [
  'REG_NONE',
  'REG_SZ',
  'REG_EXPAND_SZ',
  'REG_BINARY',
  'REG_DWORD',
  'REG_DWORD_BIG_ENDIAN',
  'REG_LINK',
  'REG_MULTI_SZ',
];

/**
 * The changes of the registry that last, and the programs that Windows would start at the next logon. A value of
 * RunOnce is gone once its program has been started, so it is not written again.
 */
export default class Reboot extends Processing<'reboot'> {
  readonly key = 'reboot' as const;
  readonly after = ['behavior'] as const;
  defaults = {
    /** Most events. */
    count: 20_000,
  };

  run(): RebootEvent[] {
    const limit = limitOf(this, 'count');
    const events: RebootEvent[] = [];
    for (const process of this.results.behavior?.processes ?? []) {
      for (const call of process.calls.ofApi(...apis.setsValue, ...apis.deletesKey)) {
        this.signal.throwIfAborted();
        const regkey = argument(call, 'regkey', process);
        if (typeof regkey !== 'string' || regkey === '') continue;
        const origin = { time: secondsOf(call.timestamp), pid: process.process_id };
        if (events.length >= limit) {
          this.problem(rebootProblems.tooMany(limit));
          return sorted(events);
        }
        if (!SETS.has(call.api)) {
          events.push({ type: 'reboot', category: 'regkey_deleted', args: regkey, ...origin });
          continue;
        }
        const value = argument(call, 'value', process) ?? null;
        const once = RUN.exec(regkey)?.[1]?.toLowerCase();
        if (once === undefined || !once.includes('once')) {
          const type = typeName(call.flags?.['reg_type'] ?? argument(call, 'reg_type', process));
          events.push({ type: 'reboot', category: 'regkey_written', args: [regkey, type, value], ...origin });
        }
        const [program, ...rest] = once !== undefined && typeof value === 'string' ? split(value) : [];
        if (program !== undefined) {
          events.push({ type: 'reboot', category: 'create_process', args: [program, rest, 'explorer.exe'], ...origin });
        }
      }
    }
    return sorted(events);
  }
}

/** By time; equal times keep the order of the calls. */
const sorted = (events: RebootEvent[]) => events.sort((a, b) => a.time - b.time);

const secondsOf = (timestamp: string) =>
  Math.floor(Date.parse(`${timestamp.replace(' ', 'T').replace(',', '.')}Z`) / 1000) || 0;

function typeName(type: unknown): string | number | null {
  if (typeof type === 'string' && type.startsWith('REG_')) return type;
  const plain = number(type as Value);
  return plain === undefined ? null : (TYPES[plain] ?? plain);
}

/** At white space that is not in quotes; the program loses its quotes, arguments keep theirs. */
function split(line: string): string[] {
  const parts = line.match(/(?:[^\s"]+|"[^"]*(?:"|$))+/g) ?? [];
  return parts.map((part, i) => (i === 0 ? part.replaceAll('"', '') : part));
}
