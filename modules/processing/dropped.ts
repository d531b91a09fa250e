import { type DroppedFile, Processing, type TaskFile } from 'ovoscope';
import { fileProblems } from 'ovoscope/formats';
import { fileRecord } from './_file_record.ts';
import { readUploads, type Upload } from './_uploads.ts';

/** Files that the sample wrote, and those that the analysis package left. */
export default class Dropped extends Processing<'dropped'> {
  readonly key = 'dropped' as const;
  readonly after = ['yara'] as const;

  async run(): Promise<DroppedFile[]> {
    const files = this.task.list('files', { recursive: true });
    const uploads = readUploads(this);
    if (uploads) this.#missing(uploads, new Set(files.map((file) => file.path)));
    const dropped: DroppedFile[] = [];
    for (const file of [...files, ...this.task.list('package_files', { recursive: true })]) {
      const upload = uploads?.get(file.path);
      const record = await fileRecord(this, file, { name: this.#name(file, upload), uploaded: true });
      if (record) dropped.push(upload ? { ...record, ...origin(upload) } : record);
    }
    return dropped;
  }

  /** The name in the guest, as far as the name of the file or files.json tells. */
  #name(file: TaskFile, upload: Upload | undefined): string {
    // Cuckoo 0.4 appends .bin to every name; CAPE names files by their SHA-256.
    if (this.task.dialect === 'cuckoo-0.4') return file.name.replace(/\.bin$/, '');
    const [filepath] = upload?.filepaths ?? [];
    return (this.task.dialect === 'cape' && filepath?.split(/[\\/]/).findLast(Boolean)) || file.name;
  }

  #missing(uploads: Map<string, Upload>, present: Set<string>): void {
    const missing = [...uploads.keys()].filter((path) => path.startsWith('files/') && !present.has(path));
    if (missing.length > 0) this.problem(fileProblems.uploadsMissing('files.json', missing.length, missing[0]!));
  }
}

/** Where it lay in the guest, and who wrote it. Equal files of several paths are one file in CAPE. */
function origin(upload: Upload): Partial<DroppedFile> {
  const [filepath = null, ...others] = upload.filepaths;
  const known = { filepath, pids: [...upload.pids] };
  return others.length > 0 ? { ...known, guest_paths: [filepath, ...others] } : known;
}
