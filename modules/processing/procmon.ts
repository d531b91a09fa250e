import { setImmediate } from 'node:timers/promises';
import { errorText, Processing, type ProcmonEvent } from 'ovoscope';
import { fileProblems, procmonProblems, readProcmon } from 'ovoscope/formats';
import { openFile } from './_file_record.ts';
import { limitOf } from './_options.ts';

const FILE = 'logs/procmon.xml';
const TURN = 10_000;

/** What Process Monitor recorded in the guest, if it ran there. */
export default class Procmon extends Processing<'procmon'> {
  readonly key = 'procmon' as const;
  defaults = {
    /** Most events. */
    count: 50_000,
  };

  async run(): Promise<ProcmonEvent[] | undefined> {
    const source = this.task.find(FILE) && openFile(this, FILE);
    if (!source) return undefined;
    const limit = limitOf(this, 'count');
    const events: ProcmonEvent[] = [];
    try {
      const reader = readProcmon(source, { signal: this.signal });
      let next = reader.next();
      for (let turn = 1; !next.done; next = reader.next(), turn++) {
        if (events.length < limit) events.push(next.value);
        if (turn % TURN === 0) await setImmediate();
      }
      const { damage, events: found } = next.value;
      if (damage !== undefined) this.problem(procmonProblems.damaged(FILE, damage, found));
      if (found > limit) this.problem(procmonProblems.tooMany(FILE, found, limit));
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.problem(fileProblems.unreadable(FILE, errorText(error)));
    } finally {
      source.close();
    }
    return events;
  }
}
