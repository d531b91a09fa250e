import { errorText, type Problem, type Processing, type TaskFile } from 'ovoscope';
import {
  type ByteSource,
  type EvtxEvent,
  evtxProblems,
  fileProblems,
  MemorySource,
  readEvtx,
  readZip,
  readZipMember,
} from 'ovoscope/formats';
import { openFile } from './_file_record.ts';

const MOST_LOGS = 512;
const TURN = 1000;

export interface EventLogLimits {
  /** Bytes of one log that lies in an archive. */
  member: number;
}

/** A log of the guest: where it lies, and its bytes for as long as it is looked at. */
export interface EventLogFile {
  /** Path in the analysis; of one in an archive, followed by its name there. */
  name: string;
  source: ByteSource;
}

/**
 * The event logs that CAPE took from the guest: those at the end of the run (`evtx.zip`) after those of moments before
 * it (`evtx_snapshot_*.zip`). `wanted` sees the name of the file.
 */
export function* eventLogs(
  module: Processing,
  limits: EventLogLimits,
  wanted: (name: string) => boolean,
): Generator<EventLogFile> {
  const files = module.task.list('evtx').sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  for (const file of files) {
    const isArchive = /\.zip$/i.test(file.name);
    if (!isArchive && !(isLog(file.name) && wanted(file.name))) continue;
    const source = openFile(module, file.path);
    if (!source) continue;
    try {
      if (isArchive) yield* fromArchive(source, limits, wanted, (problem) => module.problem(problem));
      else yield { name: file.path, source };
    } catch (error) {
      if (module.signal.aborted) throw error;
      module.problem(fileProblems.unreadable(file.path, errorText(error)));
    } finally {
      source.close();
    }
  }
}

const isLog = (name: string): boolean => /\.evtx$/i.test(name);
const rank = ({ name }: TaskFile): number => (/snapshot/i.test(name) ? 0 : 1);

function* fromArchive(
  source: ByteSource,
  limits: EventLogLimits,
  wanted: (name: string) => boolean,
  problem: (problem: Problem) => void,
): Generator<EventLogFile> {
  const listing = readZip(source, MOST_LOGS);
  if (!listing || listing.damage) problem(evtxProblems.archive(source.name, listing?.damage?.reason ?? 'it is no zip'));
  for (const member of listing?.members ?? []) {
    const name = member.name.split(/[\\/]/).at(-1)!;
    if (!isLog(name) || !wanted(name)) continue;
    const { bytes, damage } = readZipMember(source, member, { limit: limits.member });
    if (damage !== undefined) problem(evtxProblems.archive(source.name, `${member.name}: ${damage}`));
    const place = `${source.name}/${member.name}`;
    if (bytes.length > 0) yield { name: place, source: new MemorySource(bytes, place) };
  }
}

/** Hands on the events of one log, and tells what is damaged. */
export async function readEventLog(
  module: Processing,
  { name, source }: EventLogFile,
  take: (event: EvtxEvent) => void,
): Promise<void> {
  const reader = readEvtx(source, { signal: module.signal });
  let next = reader.next();
  for (let turn = 1; !next.done; next = reader.next(), turn++) {
    take(next.value);
    if (turn % TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const { damage, moreDamage } = next.value;
  const [first] = damage;
  if (first) {
    module.problem(evtxProblems.damaged(name, first.offset, first.what, damage.length - 1 + moreDamage));
  }
}
