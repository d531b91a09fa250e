import { archiveProblems } from '../../errors/analysis.ts';
import { Bzip2Damage, bunzip2 } from '../../formats/bzip2/read.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { inflate } from '../../util/inflate.ts';
import { chunks, Pace } from '../../util/pace.ts';
import type { InputKind } from './detect.ts';
import { ArchiveLimit, type Store } from './store.ts';
import { TarUnpacker } from './tar.ts';
import { unzip } from './zip.ts';

export interface UnpackOptions {
  passwords: readonly string[];
  signal?: AbortSignal | undefined;
}

/**
 * Unpacks an archive into `store`. Refused and damaged entries and a limit that was passed become problems, and the
 * rest is kept; only an abort and a full or failing disk throw.
 */
export async function unpack(
  source: ByteSource,
  kind: InputKind & { kind: 'zip' | 'tar' },
  store: Store,
  options: UnpackOptions,
): Promise<void> {
  const pace = new Pace(options.signal);
  try {
    if (kind.kind === 'zip') await unzip(source, store, { passwords: options.passwords, pace });
    else await untar(source, kind.packing, store, pace);
  } catch (error) {
    if (!(error instanceof ArchiveLimit)) throw error;
    store.problems.add(error.problem);
  }
}

async function untar(source: ByteSource, packing: 'none' | 'gzip' | 'bzip2', store: Store, pace: Pace): Promise<void> {
  const tar = new TarUnpacker(store, source.name);
  try {
    tar.end(await FEEDS[packing](source, tar, store, pace));
  } catch (error) {
    tar.abandon();
    throw error;
  }
}

/** Passes the tar on as it comes; false where it was not whole, which is a problem then. */
type Feed = (source: ByteSource, tar: TarUnpacker, store: Store, pace: Pace) => Promise<boolean>;

const FEEDS: { [packing in 'none' | 'gzip' | 'bzip2']: Feed } = {
  async none(source, tar, _store, pace) {
    for (const chunk of chunks(source)) {
      await pace.step(chunk.length);
      if (!tar.write(chunk)) break;
    }
    return true;
  },
  async gzip(source, tar, store, pace) {
    const end = await inflate('gzip', chunks(source), (chunk) => tar.write(chunk), pace);
    if (end.state === 'cut') {
      store.problems.add(archiveProblems.cut(source.name, source.size, 'its compressed data are not complete'));
    } else if (end.state === 'damaged') {
      const what = `its compressed data are not readable (${end.why})`;
      store.problems.add(archiveProblems.damaged(source.name, end.consumed, what));
    }
    return end.state === 'done' || end.state === 'stopped';
  },
  async bzip2(source, tar, store, pace) {
    try {
      for (const part of bunzip2(source)) {
        await pace.step(part.length);
        if (!tar.write(Buffer.from(part.buffer, part.byteOffset, part.length))) break;
      }
      return true;
    } catch (error) {
      if (!(error instanceof Bzip2Damage)) throw error;
      const problem = error.isCut ? archiveProblems.cut : archiveProblems.damaged;
      store.problems.add(problem(source.name, error.offset, error.message));
      return false;
    }
  },
};
