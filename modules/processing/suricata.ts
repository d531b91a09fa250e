import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ByteSource, OvoscopeError, Processing, type SuricataLists } from 'ovoscope';
import { FileSource, programProblems } from 'ovoscope/formats';
import { type EveOptions, readEvent, readFileLine } from './_eve.ts';
import { type Fields, isFields } from './_json_fields.ts';
import { BoundedLists, eachLine } from './_log_lines.ts';
import { limitOf } from './_options.ts';
import { ProgramFolder, runProgram } from './_program.ts';

/** Where Cuckoo and CAPE have it. */
const EVE_FILES = ['suricata/eve.json', 'logs/eve.json'];
const FILE_LOGS = ['suricata/files-json.log', 'logs/files-json.log'];

const CAPTURE = 'dump.pcap';
/** Most of what Suricata may say, in bytes. */
const SAID = 4 << 20;
/** Lines in which it tells of rules that it can't use, and the like. */
const COMPLAINT = /^(?:[EW]: |Error: |Warning: |.{0,100}<(?:Error|Warning)> )/;

/**
 * What Suricata says of the traffic, by the EVE log that it left in the analysis. Where there is none and the option
 * `program` names Suricata, it is run over the capture.
 */
export default class Suricata extends Processing<'suricata'> {
  readonly key = 'suricata' as const;
  override waits = true;
  defaults = {
    /** Suricata, as `suricata` or a path; empty runs none. */
    program: '',
    /** Its configuration; empty takes its own default. */
    conf: '',
    /** A file of rules to use in place of those that its configuration names. */
    rules: '',
    /** Seconds it may take. */
    seconds: 120,
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
    if (eve === undefined && fileLog === undefined) {
      const { program } = this.options;
      const isRun = typeof program === 'string' && program !== '' && this.task.find(CAPTURE) !== undefined;
      return isRun ? this.#runProgram(program) : undefined;
    }
    return this.#read(eve, fileLog);
  }

  async #read(eve: string | undefined, fileLog: string | undefined, opened?: ByteSource): Promise<SuricataLists> {
    const lists: SuricataLists = { alerts: [], tls: [], http: [], files: [], dns: [] };
    const found = new BoundedLists({ ...lists }, limitOf(this, 'count'));
    const ignored = this.#ignored();
    if (eve !== undefined) {
      await eachLine(
        this,
        eve,
        (line) => {
          const event = objectOf(line);
          if (typeof event === 'string') return event;
          if (typeof event['event_type'] !== 'string') return 'it has no event_type';
          const read = readEvent(event, ignored);
          if (read) found.add(read.list, read.entry);
          return undefined;
        },
        opened,
      );
      found.tell(this, eve);
    }
    // Files that EVE tells of are the same ones.
    if (fileLog !== undefined && lists.files.length === 0) await this.#files(fileLog, lists);
    return lists;
  }

  async #runProgram(program: string): Promise<SuricataLists | undefined> {
    const { conf, rules } = this.options;
    const folder = new ProgramFolder();
    try {
      const capture = await folder.copy(this, CAPTURE, CAPTURE);
      if (capture === undefined) return undefined;
      // Network cards fill in checksums after the sniffer has seen a packet; one thread keeps the order of events.
      const parameters = ['-k', 'none', '--runmode', 'single', '-l', folder.path, '-r', capture];
      if (typeof conf === 'string' && conf !== '') parameters.push('-c', resolve(conf));
      if (typeof rules === 'string' && rules !== '') parameters.push('-S', resolve(rules));
      const limits = { folder, seconds: limitOf(this, 'seconds'), output: SAID };
      const { output, said } = await runProgram(this, program, parameters, limits);
      const complaints = [...said.split('\n'), ...output.toString('utf8').split('\n')].filter((text) =>
        COMPLAINT.test(text),
      );
      if (complaints.length > 0) this.problem(programProblems.said(program, complaints));
      const eve = join(folder.path, 'eve.json');
      if (existsSync(eve)) return await this.#read('eve.json', undefined, new FileSource(eve, 'eve.json'));
      this.problem(programProblems.noResult(program, 'eve.json'));
    } catch (error) {
      if (this.signal.aborted || !(error instanceof OvoscopeError)) throw error;
      this.problem(error.problem);
    } finally {
      folder.remove();
    }
    return undefined;
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
