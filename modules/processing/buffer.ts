import { type BufferRecord, errorText, Processing } from 'ovoscope';
import { bufferProblems, describeFile, fileProblems, hashSource, MemorySource, readLogBuffers } from 'ovoscope/formats';
import { fileRecord, openFile } from './_file_record.ts';
import { limitOf } from './_options.ts';
import { hitsOf } from './_yara_hits.ts';

/**
 * Large buffers that the monitor saw in calls: the files of the folder `buffer`, and those that only the call logs
 * hold. Each is named by its SHA-1, as in the field `buffer` of calls.
 */
export default class Buffers extends Processing<'buffer'> {
  readonly key = 'buffer' as const;
  readonly after = ['yara'] as const;
  defaults = {
    /** Most buffers of call logs. */
    count: 2000,
  };

  async run(): Promise<BufferRecord[]> {
    const buffers = new Map<string, BufferRecord>();
    for (const file of this.task.list('buffer')) {
      const record = await fileRecord(this, file);
      if (record) buffers.set(record.sha1, { ...record, path: file.path });
    }
    const limit = buffers.size + limitOf(this, 'count');
    let refused = 0;
    for (const { path, name } of this.task.list('logs')) {
      if (!/\.bson$/i.test(name)) continue;
      const pid = Number.parseInt(name, 10);
      await this.#read(path, async (bytes, offset) => {
        const source = new MemorySource(bytes);
        const hashes = await hashSource(source, { signal: this.signal });
        const known = buffers.get(hashes.sha1);
        const pids = Number.isNaN(pid) || known?.pids?.includes(pid) ? {} : { pids: [...(known?.pids ?? []), pid] };
        if (known) buffers.set(hashes.sha1, { ...known, ...pids });
        else if (buffers.size >= limit) refused++;
        else {
          const type = await describeFile(source);
          const place = { name: hashes.sha1, path: null, log: path, offset };
          buffers.set(hashes.sha1, {
            ...place,
            ...pids,
            ...hashes,
            type,
            ...hitsOf(this.results, 'buffer', hashes),
          });
        }
      });
    }
    if (refused > 0) this.problem(bufferProblems.tooMany(refused, limit));
    return [...buffers.values()];
  }

  async #read(path: string, visit: (bytes: Uint8Array, offset: number) => Promise<void>): Promise<void> {
    const source = openFile(this, path);
    try {
      if (source) await readLogBuffers(source, visit, { signal: this.signal });
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.problem(fileProblems.unreadable(path, errorText(error)));
    } finally {
      source?.close();
    }
  }
}
