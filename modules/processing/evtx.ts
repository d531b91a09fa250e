import { type EventLog, type EventLogs, Processing } from 'ovoscope';
import { type EvtxEvent, evtxProblems } from 'ovoscope/formats';
import { type EventLogFile, eventLogs, readEventLog } from './_event_logs.ts';
import { limitOf } from './_options.ts';

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';
/** Different numbers of events that are counted in one log. */
const MOST_IDS = 2000;
const MOST_KNOWN = 1_000_000;

/** What Windows logged in the guest, as far as CAPE took its event logs along. Events of Sysmon are in `sysmon`. */
export default class WindowsEventLogs extends Processing<'evtx'> {
  readonly key = 'evtx' as const;
  defaults = {
    /** Most events of one log; the latest are kept. */
    count: 5000,
    /** Longest log in an archive, in bytes. */
    member: 128 << 20,
  };

  async run(): Promise<EventLogs | undefined> {
    if (this.task.list('evtx').length === 0) return undefined;
    const found: EventLogs = { logs: [], events: [] };
    // A snapshot has again what the one before it had.
    const known = new Set<string>();
    for (const file of eventLogs(this, { member: limitOf(this, 'member') }, () => true)) {
      const { log, events } = await this.#read(file, known);
      found.logs.push(log);
      for (const event of events) found.events.push(event);
    }
    return found;
  }

  async #read(file: EventLogFile, known: Set<string>): Promise<{ log: EventLog; events: EvtxEvent[] }> {
    const most = limitOf(this, 'count');
    const log: EventLog = { file: file.name, channel: null, events: 0, first: null, last: null, ids: {} };
    const ids = new Map<string, number>();
    // The latest events, in a ring.
    const ring: EvtxEvent[] = [];
    let kept = 0;
    await readEventLog(this, file, (event) => {
      log.channel ??= event.channel;
      log.events++;
      log.first ??= event.time;
      log.last = event.time;
      const id = String(event.event_id);
      if (ids.has(id) || ids.size < MOST_IDS) ids.set(id, (ids.get(id) ?? 0) + 1);
      if (event.channel === SYSMON) return;
      const key = `${event.channel}:${event.record}:${event.time}`;
      if (known.has(key)) return;
      if (known.size < MOST_KNOWN) known.add(key);
      if (most > 0) ring[kept++ % most] = event;
    });
    log.ids = Object.fromEntries(ids);
    if (kept > ring.length) this.problem(evtxProblems.tooMany(file.name, ring.length, kept - ring.length));
    const start = kept > ring.length ? kept % most : 0;
    return { log, events: [...ring.slice(start), ...ring.slice(0, start)] };
  }
}
