import { setImmediate } from 'node:timers/promises';
import { errorText, Processing, type TaskFile } from 'ovoscope';
import { fileProblems, PartSource, readSysmon, type SysmonEvent, sysmonProblems } from 'ovoscope/formats';
import { eventLogs, readEventLog } from './_event_logs.ts';
import { openFile } from './_file_record.ts';
import { limitOf } from './_options.ts';

const TURN = 5000;
const MOST_IDS_TOLD = 10;
/** Sysmon has some thirty; what a damaged log has beyond is counted as without id. */
const MOST_IDS = 1000;
const MOST_KNOWN = 1_000_000;

const LOG = /Sysmon%4Operational\.evtx$/i;

/**
 * What Sysmon logged in the guest: CAPE's one export, or Cuckoo's one in every few seconds; where there is none, the
 * event log itself.
 */
export default class Sysmon extends Processing<'sysmon'> {
  readonly key = 'sysmon' as const;
  defaults = {
    /** Most events. */
    count: 50_000,
    /** How much of each file is read, in bytes. */
    bytes: 256 << 20,
    /** Longest event log in an archive, in bytes. */
    member: 128 << 20,
  };

  async run(): Promise<SysmonEvent[] | undefined> {
    const files = this.task.list('sysmon').filter((file) => /\.(?:xml|data)$/i.test(file.name));
    const events: SysmonEvent[] = [];
    const left = new Map<number | null, number>();
    for (const file of files.sort(inTime)) await this.#read(file, events, left);
    if (files.length === 0 && !(await this.#readLogs(events, left))) return undefined;
    if (left.size > 0) {
      const ids = [...left].sort(([, a], [, b]) => b - a);
      const told = ids.slice(0, MOST_IDS_TOLD).map(([id, count]) => `${count} of ${id ?? 'none'}`);
      if (ids.length > told.length) told.push('…');
      const refused = ids.reduce((sum, [, count]) => sum + count, 0);
      this.problem(sysmonProblems.tooMany('sysmon', events.length, refused, told.join(', ')));
    }
    return events;
  }

  /** False where there is no such log. */
  async #readLogs(events: SysmonEvent[], left: Map<number | null, number>): Promise<boolean> {
    const most = limitOf(this, 'count');
    // A later copy of the log has again what the ones before it had.
    const known = new Set<string>();
    let isThere = false;
    for (const file of eventLogs(this, { member: limitOf(this, 'member') }, (name) => LOG.test(name))) {
      isThere = true;
      await readEventLog(this, file, ({ record, event_id, time, computer, data }) => {
        const key = `${record}:${time}`;
        if (known.has(key)) return;
        if (known.size < MOST_KNOWN) known.add(key);
        if (events.length < most) events.push({ event_id, time, computer, data });
        else count(left, event_id);
      });
    }
    return isThere;
  }

  async #read(file: TaskFile, events: SysmonEvent[], left: Map<number | null, number>): Promise<void> {
    const source = openFile(this, file.path);
    if (!source) return;
    const most = limitOf(this, 'count');
    const bytes = limitOf(this, 'bytes');
    try {
      if (source.size > bytes) this.problem(fileProblems.textCut(file.path, source.size, bytes));
      const reader = readSysmon(new PartSource(source, 0, bytes), { signal: this.signal });
      let next = reader.next();
      for (let turn = 1; !next.done; next = reader.next(), turn++) {
        const { event_id: id } = next.value;
        if (events.length < most) events.push(next.value);
        else count(left, id);
        if (turn % TURN === 0) await setImmediate();
      }
      const { damage, events: found } = next.value;
      if (damage !== undefined) this.problem(sysmonProblems.damaged(file.path, damage, found));
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.problem(fileProblems.unreadable(file.path, errorText(error)));
    } finally {
      source.close();
    }
  }
}

function count(left: Map<number | null, number>, id: number | null): void {
  const key = left.has(id) || left.size < MOST_IDS ? id : null;
  left.set(key, (left.get(key) ?? 0) + 1);
}

/** Cuckoo names its exports by when they were made: 1557721881.41.sysmon.xml comes before 1557721901.94.sysmon.xml. */
function inTime(a: TaskFile, b: TaskFile): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}
