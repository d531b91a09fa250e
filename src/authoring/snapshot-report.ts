import type { Results } from '../plugin/container.ts';
import { type Output, Reporting } from '../plugin/reporting.ts';
import { snapshotPieces } from './snapshot.ts';

export const SNAPSHOT_FILE = 'container.snapshot';

/** Keeps a container for trying signatures on it; the engine runs it as it runs other reports. */
export default class Snapshot extends Reporting {
  override name = 'snapshot';

  run(results: Results): Output[] {
    return [{ path: SNAPSHOT_FILE, media: 'application/octet-stream', body: snapshotPieces(results) }];
  }
}
