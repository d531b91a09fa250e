import { type Extracted, Processing, type TaskFile } from 'ovoscope';
import { extractedProblems } from 'ovoscope/formats';
import { scriptsOf } from './_extracted.ts';
import { fileRecord } from './_file_record.ts';
import { limitOf } from './_options.ts';
import { hitsOf } from './_yara_hits.ts';

/** What the files of Cuckoo's folder are, by their extension. */
const CATEGORIES: { readonly [extension: string]: Extracted['category'] } = {
  bat: 'script',
  ps1: 'script',
  bin: 'shellcode',
};

/**
 * Scripts that command lines hold, with what these unpack to, and files that Cuckoo extracted before. Nothing is
 * written: the texts are in `content`.
 */
export default class ExtractedScripts extends Processing<'extracted'> {
  readonly key = 'extracted' as const;
  readonly after = ['behavior', 'yara'] as const;
  defaults = {
    /** Most scripts and payloads. */
    count: 1000,
    /** Longest text, in characters. */
    longest: 256 * 1024,
  };

  async run(): Promise<Extracted[]> {
    const count = limitOf(this, 'count');
    const longest = limitOf(this, 'longest');
    const found = scriptsOf(this.results, count + 1);
    if (found.length > count) this.problem(extractedProblems.tooMany(count, count));
    const cut = found.filter(({ text }) => text !== undefined && text.length > longest).length;
    if (cut > 0) this.problem(extractedProblems.cut(cut, longest));
    const items = found.slice(0, count).map(
      ({ item, text }): Extracted => ({
        ...item,
        raw: null,
        content: text?.slice(0, longest) ?? null,
        ...(text !== undefined && text.length > longest && { truncated: true }),
        ...hitsOf(this.results, 'extracted', item),
      }),
    );
    for (const file of this.task.list('extracted')) await this.#addFile(items, file, longest);
    return items;
  }

  async #addFile(items: Extracted[], file: TaskFile, longest: number): Promise<void> {
    const category = CATEGORIES[file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()];
    // The disassembly beside shellcode is no payload of its own.
    if (/\.bin\.txt$/i.test(file.name)) return;
    const record = await fileRecord(this, file);
    if (!record) return;
    const known = items.find(({ sha256 }) => sha256 === record.sha256);
    if (known) {
      known.raw = file.path;
      return;
    }
    const text = category === 'script' ? this.task.text(file.path, longest) : undefined;
    const item: Extracted = {
      category: category ?? 'blob',
      raw: file.path,
      info: {},
      content: text ?? null,
      sha256: record.sha256,
      size: record.size,
    };
    if (text !== undefined && record.size > longest) item.truncated = true;
    items.push({ ...item, ...hitsOf(this.results, 'extracted', item) });
  }
}
