import { Processing, type SnortAlert } from 'ovoscope';
import { BoundedLists, eachLine } from './_log_lines.ts';
import { limitOf } from './_options.ts';
import { readAlert } from './_snort_alert.ts';

const FILES = ['snort/alert', 'snort/snort.log', 'snort/console.log', 'logs/snort.log', 'snort.log'];

/** What Snort said of the traffic, by what it wrote on its console (`-A console`). */
export default class Snort extends Processing<'snort'> {
  readonly key = 'snort' as const;
  defaults = {
    /** The file inside the analysis; empty to look in the usual places. */
    file: '',
    /** Most alerts. */
    count: 20_000,
    /** How much of the log is read, in bytes. */
    bytes: 64 << 20,
  };

  async run(): Promise<{ alerts: SnortAlert[] } | undefined> {
    const { file } = this.options;
    const places = typeof file === 'string' && file !== '' ? [file] : FILES;
    const path = places.find((place) => this.task.find(place));
    if (path === undefined) return undefined;
    const year = this.#year();
    const alerts: SnortAlert[] = [];
    const found = new BoundedLists({ alerts }, limitOf(this, 'count'));
    await eachLine(this, path, (line) => {
      // What Snort says of itself has no such mark.
      if (!line.includes('[**]')) return undefined;
      const alert = readAlert(line, year);
      if (typeof alert === 'string') return alert;
      found.add('alerts', alert);
      return undefined;
    });
    found.tell(this, path);
    return { alerts };
  }

  /** Without `-y`, Snort writes times without a year. */
  #year(): number | undefined {
    const started = this.task.info['started'] ?? this.task.info['started_on'];
    const year = typeof started === 'string' ? /^(\d{4})-/.exec(started)?.[1] : undefined;
    return year === undefined ? undefined : Number(year);
  }
}
