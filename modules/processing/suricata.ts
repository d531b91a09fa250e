import { Processing } from 'ovoscope';
import { type EveOptions, readEvent, readFileLine, type SuricataLists } from './_eve.ts';
import { type Fields, isFields } from './_json_fields.ts';
import { BoundedLists, eachLine } from './_log_lines.ts';
import { limitOf } from './_options.ts';

/** Where Cuckoo and CAPE have it. */
const EVE_FILES = ['suricata/eve.json', 'logs/eve.json'];
const FILE_LOGS = ['suricata/files-json.log', 'logs/files-json.log'];

/** What Suricata said of the traffic, by the EVE log that it left in the analysis. */
export default class Suricata extends Processing<'suricata'> {
  readonly key = 'suricata' as const;
  defaults = {
    /** Most entries of each list. */
    count: 20_000,
    /** How much of the log is read, in bytes. */
    bytes: 256 << 20,
    /** Alerts that are marked as ignored: by number, and by how their texts begin. */
    ignored_sids: [2200074, 2017363, 2200075],
    ignored_texts: ['SURICATA STREAM'],
  };

  async run(): Promise<SuricataLists | undefined> {
    const eve = EVE_FILES.find((path) => this.task.find(path));
    const fileLog = FILE_LOGS.find((path) => this.task.find(path));
    if (eve === undefined && fileLog === undefined) return undefined;
    const lists: SuricataLists = { alerts: [], tls: [], http: [], files: [], dns: [] };
    const found = new BoundedLists({ ...lists }, limitOf(this, 'count'));
    const ignored = this.#ignored();
    if (eve !== undefined) {
      await eachLine(this, eve, (line) => {
        const event = objectOf(line);
        if (typeof event === 'string') return event;
        if (typeof event['event_type'] !== 'string') return 'it has no event_type';
        const read = readEvent(event, ignored);
        if (read) found.add(read.list, read.entry);
        return undefined;
      });
      found.tell(this, eve);
    }
    // Files that EVE tells of are the same ones.
    if (fileLog !== undefined && lists.files.length === 0) await this.#files(fileLog, lists);
    return lists;
  }

  async #files(path: string, lists: SuricataLists): Promise<void> {
    const found = new BoundedLists({ files: lists.files }, limitOf(this, 'count'));
    await eachLine(this, path, (line) => {
      const file = objectOf(line);
      if (typeof file === 'string') return file;
      const entry = readFileLine(file);
      if (entry) found.add('files', entry);
      return entry ? undefined : 'it describes no file';
    });
    found.tell(this, path);
  }

  #ignored(): EveOptions {
    const { ignored_sids: sids, ignored_texts: texts } = this.options;
    return {
      sids: new Set(Array.isArray(sids) ? sids.map(Number) : []),
      texts: Array.isArray(texts) ? texts.filter((text): text is string => typeof text === 'string') : [],
    };
  }
}

function objectOf(line: string): Fields | string {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : 'it is no JSON object';
  } catch {
    return 'it is no JSON';
  }
}
