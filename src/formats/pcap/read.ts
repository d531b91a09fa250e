import { networkProblems } from '../../errors/network.ts';
import { OvoscopeError } from '../../errors/problem.ts';
import type { ByteSource } from '../../util/byte-source.ts';
import { hex } from './bytes.ts';
import { ClassicReader, isClassicMagic } from './classic.ts';
import { isPcapngMagic, PcapngReader } from './pcapng.ts';
import type { CaptureReader } from './types.ts';
import { Window } from './window.ts';

export interface ReadCaptureOptions {
  /** Bytes a record may claim; sniffers write at most 256 KiB. Default 1 MiB. */
  maxRecord?: number;
  /** Sees every byte of the file up to where reading stopped. */
  onBytes?: (bytes: Uint8Array) => void;
}

const WINDOW = 1 << 20;
const CLASSIC_HEADER = 24;

/**
 * Opens a pcap (microseconds or nanoseconds, either byte order) or a pcapng. Throws OvoscopeError when the file is
 * empty, neither of them, or cut inside its header.
 */
export function openCapture(source: ByteSource, options: ReadCaptureOptions = {}): CaptureReader & { drain(): void } {
  const { name, size } = source;
  const maxRecord = options.maxRecord ?? 1 << 20;
  const window = new Window(source, WINDOW, options.onBytes);
  if (size === 0) throw new OvoscopeError(networkProblems.emptyFile(name));
  const at = window.at(0, Math.min(4, size));
  const magic = at < 0 ? new Uint8Array() : window.bytes.subarray(at, at + Math.min(4, size));
  if (magic.length < 4) throw new OvoscopeError(networkProblems.truncated(name, 0, size, 'a file header begins'));
  let reader: CaptureReader;
  if (isPcapngMagic(magic)) reader = new PcapngReader(window, name, maxRecord);
  else if (!isClassicMagic(magic)) throw new OvoscopeError(networkProblems.format(name, hex(magic)));
  else if (size < CLASSIC_HEADER) {
    throw new OvoscopeError(networkProblems.truncated(name, 0, size, 'a file header of 24 bytes begins'));
  } else reader = new ClassicReader(window, name, maxRecord);
  return Object.assign(reader, { drain: () => window.drain() });
}
