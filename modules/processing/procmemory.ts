import { type ByteSource, errorText, type MemoryDump, Processing, type TaskFile } from 'ovoscope';
import { fileProblems, procmemoryProblems } from 'ovoscope/formats';
import { openFile } from './_file_record.ts';
import { hex, readDump, searchDump } from './_memory_dump.ts';
import { hitsOf } from './_yara_hits.ts';

interface DumpName {
  pid: number;
  num: number;
  /** Of a block, whose dump is its bytes and nothing else. */
  address?: bigint;
}

/** Memory dumps of processes, by process and number. */
export default class ProcMemory extends Processing<'procmemory'> {
  readonly key = 'procmemory' as const;
  readonly after = ['yara'] as const;
  defaults = {
    /** Most regions of a dump. */
    regions: 50_000,
    /** Most URLs of a dump. */
    urls: 10_000,
    /** How much of each dump is searched for strings and URLs, in bytes. */
    bytes: 4 * 2 ** 30,
    /** Most images that are carved out of a dump. */
    images: 64,
    /** Longest image that is carved, in bytes. */
    image: 64 << 20,
  };

  async run(): Promise<MemoryDump[]> {
    const dumps: MemoryDump[] = [];
    for (const file of this.task.list('memory')) {
      const dump = await this.#dump(file);
      if (dump) dumps.push(dump);
    }
    return dumps.sort((a, b) => a.pid - b.pid || a.num - b.num);
  }

  async #dump(file: TaskFile): Promise<MemoryDump | undefined> {
    if (/\.dmp\.(?:zip|gz|7z|xz)$/i.test(file.name)) this.problem(procmemoryProblems.packed(file.path));
    if (!/\.dmp$/i.test(file.name)) return undefined;
    const name = nameOf(file.name);
    if (!name) this.problem(procmemoryProblems.name(file.path));
    const source = name && openFile(this, file.path);
    if (!source) return undefined;
    try {
      return await this.#read(file, name, source);
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.problem(fileProblems.unreadable(file.path, errorText(error)));
      return undefined;
    } finally {
      source.close();
    }
  }

  async #read(
    { path }: TaskFile,
    { pid, num, address }: DumpName,
    source: ByteSource,
  ): Promise<MemoryDump | undefined> {
    if (source.size === 0) {
      this.problem(procmemoryProblems.empty(path));
      return undefined;
    }
    const contents =
      address === undefined
        ? await readDump(this, source, pid)
        : { regions: [blockOf(address, source.size)], images: [], extracted: [] };
    const found = await searchDump(this, source);
    return { file: path, pid, num, ...contents, ...found, ...hitsOf(this.results, 'procmemory', { path }) };
  }
}

const blockOf = (address: bigint, size: number) => {
  const place = { addr: hex(address), end: hex(address + BigInt(size)), size, offset: 0 };
  return { ...place, state: 0, type: 0, protect: null };
};

function nameOf(name: string): DumpName | undefined {
  const [, pid, num = '1'] = /^(\d{1,10})(?:-(\d{1,10}))?\.dmp$/i.exec(name) ?? [];
  if (pid !== undefined) return { pid: Number(pid), num: Number(num) };
  const block = /^block-(\d{1,10})-0x([0-9a-f]{1,16})-(\d{1,10})\.dmp$/i.exec(name);
  return block ? { pid: Number(block[1]), num: Number(block[3]), address: BigInt(`0x${block[2]}`) } : undefined;
}
