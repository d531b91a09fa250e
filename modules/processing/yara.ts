import { basename, extname } from 'node:path';
import { errorText, Processing, type YaraHit, type YaraTarget } from 'ovoscope';
import { fileProblems, type YaraScanner, YaraTimeout, yaraProblems } from 'ovoscope/formats';
import { limitOf } from './_options.ts';
import { isMeantFor, readRules, scannerFor } from './_yara_rules.ts';
import { type ScanTarget, targetsOf } from './_yara_targets.ts';

const MOST_FAULTS = 50;
/** Parts of a memory dump overlap so much. */
const OVERLAP = 1 << 20;

/**
 * YARA rules over the sample, dropped files, buffers, memory dumps, extracted scripts and URLs. Rules come from the
 * folder or the file that the option `rules` names; without one, none are run.
 */
export default class Yara extends Processing<'yara'> {
  readonly key = 'yara' as const;
  readonly after = ['behavior', 'network'] as const;
  override waits = true;
  defaults = {
    /** Folder of .yar and .yara files, or one of them; from the working folder where it is no absolute path. */
    rules: '',
    /** Seconds for each target. */
    seconds: 60,
    /** Seconds for compiling all rules. */
    compile_seconds: 120,
    /** How much of each file is scanned, in bytes; memory dumps are scanned whole, in parts of this size. */
    bytes: 128 << 20,
    /** Most matches of one string of a rule. */
    matches: 100,
    /** Most targets. */
    targets: 2000,
    /** After so many scans that had to be ended, the rules are to blame and not what is scanned. */
    timeouts: 5,
  };

  async run(): Promise<YaraTarget[] | undefined> {
    const path = this.options['rules'];
    if (typeof path !== 'string' || path === '') {
      this.skip('no rules are configured: the option rules of [processing.yara] is empty');
      return undefined;
    }
    const rules = readRules(path);
    for (const problem of rules.problems) this.problem(problem);
    if (rules.sources.length === 0) return undefined;
    const scanner = scannerFor(rules, {
      scanMs: limitOf(this, 'seconds') * 1000,
      compileMs: limitOf(this, 'compile_seconds') * 1000,
      matches: limitOf(this, 'matches'),
    });
    return (await this.#compile(scanner)) ? this.#scanAll(scanner) : undefined;
  }

  async #compile(scanner: YaraScanner): Promise<boolean> {
    try {
      const { faults, files } = await scanner.compile(this.signal);
      for (const { file, line, column, message } of faults.slice(0, MOST_FAULTS)) {
        this.problem(yaraProblems.rule(file, line, column, message));
      }
      if (faults.length > MOST_FAULTS) this.problem(yaraProblems.more(faults.length - MOST_FAULTS));
      return files > 0;
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.problem(yaraProblems.compiler(errorText(error)));
      return false;
    }
  }

  async #scanAll(scanner: YaraScanner): Promise<YaraTarget[]> {
    const limit = limitOf(this, 'targets');
    const all = await targetsOf(this, limit);
    if (all.length > limit) this.problem(yaraProblems.tooMany(all.length, limit));
    const scanned: YaraTarget[] = [];
    let timeouts = 0;
    for (const [i, each] of all.slice(0, limit).entries()) {
      if (timeouts >= Math.max(1, limitOf(this, 'timeouts'))) {
        this.problem(yaraProblems.givenUp(Math.min(all.length, limit) - i));
        break;
      }
      try {
        const yara = await this.#scan(scanner, each);
        if (yara) scanned.push({ ...each.target, yara });
      } catch (error) {
        if (this.signal.aborted) throw error;
        if (!(error instanceof YaraTimeout)) this.problem(yaraProblems.failed(each.name, errorText(error)));
        else {
          timeouts++;
          this.problem(yaraProblems.timeout(each.name, error.ms / 1000));
        }
      }
    }
    return scanned;
  }

  async #scan(scanner: YaraScanner, { target, name, size, open }: ScanTarget): Promise<YaraHit[] | undefined> {
    if (size === 0) return [];
    const source = open();
    if (!source) return undefined;
    const part = Math.max(limitOf(this, 'bytes'), OVERLAP * 2);
    const isDump = target.category === 'procmemory';
    const globals = { filename: basename(name), filepath: name, extension: extname(name) };
    const hits: YaraHit[] = [];
    try {
      if (!isDump && source.size > part) this.problem(yaraProblems.cut(name, source.size, part));
      const end = isDump ? source.size : Math.min(source.size, part);
      for (let at = 0; at < end; at += part - OVERLAP) {
        const bytes = new Uint8Array(Math.min(part, end - at));
        const got = source.read(bytes, at);
        if (got < bytes.length) this.problem(fileProblems.shorter(name, source.size, at + got));
        const found = await scanner.scan(got < bytes.length ? bytes.slice(0, got) : bytes, globals, this.signal);
        merge(
          hits,
          found.filter(({ file }) => isMeantFor(file, target.category)),
          at,
        );
        if (at + part >= end) break;
      }
    } finally {
      source.close();
    }
    return hits;
  }
}

/** Adds hits of a part that begins at `base`. What overlapping parts both found counts once. */
function merge(hits: YaraHit[], found: readonly YaraHit[], base: number): void {
  for (const hit of found) {
    const offsets = Object.entries(hit.offsets).map(([identifier, list]): [string, [number, number][]] => [
      identifier,
      list.map(([offset, string]) => [offset + base, string]),
    ]);
    const moved = { ...hit, offsets: Object.fromEntries(offsets) };
    const at = hits.findIndex(({ name, file }) => name === hit.name && file === hit.file);
    if (at < 0) hits.push(moved);
    else hits[at] = union(hits[at]!, moved);
  }
}

function union(a: YaraHit, b: YaraHit): YaraHit {
  const strings = [...new Set([...a.strings, ...b.strings])].sort();
  const offsets: YaraHit['offsets'] = Object.create(null) as YaraHit['offsets'];
  for (const hit of [a, b]) {
    for (const [identifier, list] of Object.entries(hit.offsets)) {
      const known = (offsets[identifier] ??= []);
      for (const [offset, string] of list) {
        if (!known.some(([each]) => each === offset)) known.push([offset, strings.indexOf(hit.strings[string]!)]);
      }
    }
  }
  return { ...a, strings, offsets };
}
