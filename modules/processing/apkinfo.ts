import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type ApkInfo, type ByteSource, errorText, Processing } from 'ovoscope';
import {
  apkProblems,
  describeFile,
  fileProblems,
  MemorySource,
  readManifest,
  readZip,
  readZipMember,
  type ZipMember,
} from 'ovoscope/formats';
import { openFile } from './_file_record.ts';
import { limitOf } from './_options.ts';

const MANIFEST = 'AndroidManifest.xml';

/** Members and manifest of a sample that is an Android package. */
export default class ApkInfoModule extends Processing<'apkinfo'> {
  readonly key = 'apkinfo' as const;
  defaults = {
    /** Most members. */
    count: 10_000,
    /** Longest member, and all of them together, in bytes. */
    member: 64 << 20,
    bytes: 512 << 20,
  };

  async run(): Promise<ApkInfo | undefined> {
    const { sample } = this.task;
    const source = sample && openFile(this, sample.path);
    if (!source) return undefined;
    try {
      const directory = isZip(source) ? readZip(source, limitOf(this, 'count')) : undefined;
      const manifest = directory?.members.find(({ name }) => name === MANIFEST);
      if (!directory || !manifest) return undefined;
      if (directory.damage) {
        this.problem(apkProblems.damaged(source.name, directory.damage.offset, directory.damage.reason));
      }
      return { manifest: this.#manifest(source, manifest), files: await this.#files(source, directory.members) };
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.problem(fileProblems.unreadable(source.name, errorText(error)));
      return undefined;
    } finally {
      source.close();
    }
  }

  #manifest(source: ByteSource, entry: ZipMember): ApkInfo['manifest'] {
    const { bytes, damage } = readZipMember(source, entry, { limit: limitOf(this, 'member'), asAndroid: true });
    const manifest = readManifest(bytes);
    const reason = damage ?? (manifest ? undefined : 'it is not in the binary form of Android, or has no package');
    if (reason !== undefined) this.problem(apkProblems.manifest(source.name, reason));
    return manifest ?? null;
  }

  async #files(source: ByteSource, entries: readonly ZipMember[]): Promise<ApkInfo['files']> {
    const files: ApkInfo['files'] = [];
    const failed: { name: string; reason: string }[] = [];
    let left = limitOf(this, 'bytes');
    for (const entry of entries) {
      this.signal.throwIfAborted();
      await setImmediate();
      if (entry.name.endsWith('/') && entry.size === 0) continue;
      const limit = Math.min(left, limitOf(this, 'member'));
      const { bytes, damage } = readZipMember(source, entry, { limit, asAndroid: true });
      if (damage !== undefined) {
        failed.push({ name: entry.name, reason: damage });
        files.push({ name: entry.name, size: entry.size, md5: null, type: null });
        continue;
      }
      left -= bytes.length;
      const md5 = createHash('md5').update(bytes).digest('hex');
      files.push({
        name: entry.name,
        size: bytes.length,
        md5,
        type: await describeFile(new MemorySource(bytes, entry.name)),
      });
    }
    const [first] = failed;
    if (first) this.problem(apkProblems.members(source.name, failed.length, first.name, first.reason));
    return files;
  }
}

function isZip(source: ByteSource): boolean {
  const head = Buffer.alloc(2);
  return source.read(head, 0) === 2 && head.toString('latin1') === 'PK';
}
