import { type FileRecord, Processing } from 'ovoscope';

/** The sample, in the place where the documented container has it. */
export default class File extends Processing<'file', 'target'> {
  readonly key = 'file' as const;
  readonly needs = ['target'] as const;

  run(): Partial<FileRecord> | undefined {
    return this.results.target.file;
  }
}
