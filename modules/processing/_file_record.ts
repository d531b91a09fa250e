import { type ByteSource, errorText, type FileRecord, OvoscopeError, type Processing, type TaskFile } from 'ovoscope';
import { describeFile, fileProblems, hashSource } from 'ovoscope/formats';
import { hitsOf } from './_yara_hits.ts';

/** What result servers put where they cut an upload that is too long. */
const CUT_MARK = Buffer.from('... (truncated)');

/**
 * Size, hashes and type of a file of the analysis. One that can't be read is a problem of the module, and undefined;
 * with `uploaded`, so is an upload that was cut, whose record says `truncated`.
 */
export async function fileRecord(
  module: Processing,
  file: TaskFile,
  options: { name?: string; uploaded?: boolean } = {},
): Promise<FileRecord | undefined> {
  const source = openFile(module, file.path);
  if (!source) return undefined;
  try {
    const hashes = await hashSource(source, { signal: module.signal });
    if (hashes.size < source.size) module.problem(fileProblems.shorter(file.path, source.size, hashes.size));
    const record: FileRecord = {
      name: options.name ?? file.name,
      path: file.path,
      ...hashes,
      type: await typeOf(module, source),
      ...hitsOf(module.results, undefined, { path: file.path }),
    };
    if (options.uploaded && endsWithMark(source)) {
      module.problem(fileProblems.uploadCut(file.path));
      record['truncated'] = true;
    }
    return record;
  } catch (error) {
    if (module.signal.aborted) throw error;
    module.problem(fileProblems.unreadable(file.path, errorText(error)));
    return undefined;
  } finally {
    source.close();
  }
}

/** Opens a file; one that may not be read is a problem of the module. */
export function openFile(module: Processing, path: string): ByteSource | undefined {
  try {
    return module.task.open(path);
  } catch (error) {
    module.problem(error instanceof OvoscopeError ? error.problem : fileProblems.unreadable(path, errorText(error)));
    return undefined;
  }
}

/** A text of the analysis, undefined where there is none. What passes the limit, or can't be read, is a problem. */
export function readText(module: Processing, path: string, limit: number): string | undefined {
  const file = module.task.find(path);
  if (!file) return undefined;
  if (file.size > limit) module.problem(fileProblems.textCut(path, file.size, limit));
  try {
    return module.task.text(path, limit);
  } catch (error) {
    module.problem(error instanceof OvoscopeError ? error.problem : fileProblems.unreadable(path, errorText(error)));
    return undefined;
  }
}

async function typeOf(module: Processing, source: ByteSource): Promise<string | null> {
  try {
    return await describeFile(source);
  } catch (error) {
    module.problem(fileProblems.typeFailed(source.name, errorText(error)));
    return null;
  }
}

function endsWithMark(source: ByteSource): boolean {
  const tail = new Uint8Array(CUT_MARK.length);
  if (source.size < tail.length) return false;
  source.read(tail, source.size - tail.length);
  return CUT_MARK.equals(tail);
}
