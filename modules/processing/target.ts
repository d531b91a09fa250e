import { type FileRecord, Processing, type Target } from 'ovoscope';
import { fileProblems } from 'ovoscope/formats';
import { fileRecord } from './_file_record.ts';

/** What was analysed: a file, a member of an archive, or a URL. */
export default class TargetInfo extends Processing<'target'> {
  readonly key = 'target' as const;
  readonly after = ['yara'] as const;

  async run(): Promise<Target> {
    const target = this.#fact('target');
    const category = this.#fact('category') ?? (target && /^https?:\/\//i.test(target) ? 'url' : 'file');
    if (category === 'url') return { category, url: target ?? '' };
    if (category === 'archive') return this.#archive(category, target);
    if (category !== 'file') return { category };
    const name = this.#fact('file_name') ?? basename(target);
    return { category, file: await this.#sample(name) };
  }

  /** The sample is the archive; which member was run is in the options. */
  async #archive(category: string, target: string | undefined): Promise<Target> {
    const archive = await this.#sample(basename(target));
    const options = this.task.info['options'];
    const filename = (options as { [name: string]: unknown } | null | undefined)?.['filename'];
    if (typeof filename !== 'string') return { category, archive, file: {} };
    const file = { name: basename(filename) ?? filename, path: null };
    return { category, filename, archive, file, human: `${filename} @ ${archive.name ?? 'an archive'}` };
  }

  async #sample(name: string | undefined): Promise<Partial<FileRecord>> {
    const { sample } = this.task;
    if (!sample) this.problem(fileProblems.noSample(name));
    const record = sample && (await fileRecord(this, sample, name === undefined ? {} : { name }));
    return record ?? { ...(name === undefined ? {} : { name }), path: null };
  }

  #fact(name: string): string | undefined {
    const value = this.task.info[name];
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }
}

function basename(path: string | undefined): string | undefined {
  return path?.split(/[\\/]/).findLast(Boolean);
}
