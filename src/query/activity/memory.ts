import type { Call, Process } from '../../plugin/container.ts';
import { apis } from '../apis.ts';
import { argument, numberArgument, targetPid } from '../argument.ts';
import { type CallEvidence, evidence } from '../evidence.ts';
import { succeeded } from '../recorded.ts';
import { number, text } from '../value.ts';
import { type Collector, MOST_KEPT, MOST_USES } from './collector.ts';

/** Memory that was allocated or mapped. */
export interface MemoryRegion {
  /** Whose memory it is. */
  pid: number;
  base: number;
  /** Bytes; 0 where no call says. */
  size: number;
  /** Id of the process that made it; another one than `pid` where it was made from outside. */
  by: number;
  /** Protections it had, the latest last; as Windows numbers them. */
  protections: number[];
  isExecutable: boolean;
  /** Whether it was writable once, and executable then or later. */
  isWrittenThenExecutable: boolean;
  /** Whether a program was written into it: it begins with `MZ`. */
  holdsProgram: boolean;
  /** Bytes that calls wrote into it. */
  written: number;
  /** Whether a thread was started, or a procedure queued, in it. */
  isExecuted: boolean;
  /** Calls that made, changed, wrote or started it. */
  uses: CallEvidence[];
}

const EXECUTABLE = 0xf0;
const WRITABLE = 0xcc;
/** Regions that are searched for the one an address lies in, the latest first. */
const SEARCHED = 256;

const STARTS: readonly string[] = [...apis.startsRemoteThread, 'CreateThread', ...apis.queuesApc];

export class MemoryCollector implements Collector {
  readonly apis = [
    ...apis.allocatesMemory,
    ...apis.protectsMemory,
    ...apis.writesMemory,
    ...apis.mapsSection,
    ...STARTS,
  ];
  readonly regions: MemoryRegion[] = [];
  readonly #byOwner = new Map<number, { latest: MemoryRegion[]; byBase: Map<number, MemoryRegion> }>();

  take(call: Call, process: Process): void {
    if (!succeeded(call)) return;
    const owner = targetPid(call, process) ?? process.process_id;
    if (isOneOf(STARTS, call.api)) this.#starts(call, process, owner);
    else if (isOneOf(apis.writesMemory, call.api)) this.#writes(call, process, owner);
    else if (isOneOf(apis.protectsMemory, call.api)) this.#protects(call, process, owner);
    else this.#makes(call, process, owner);
  }

  #makes(call: Call, process: Process, pid: number): void {
    const base = address(call, 'base_address');
    if (base === undefined || this.regions.length >= MOST_KEPT) return;
    const own = this.#byOwner.get(pid) ?? { latest: [], byBase: new Map<number, MemoryRegion>() };
    this.#byOwner.set(pid, own);
    const protection = numberArgument(call, 'protection') ?? numberArgument(call, 'win32_protect');
    let region = own.byBase.get(base);
    // Reserved first, committed later.
    if (region === undefined || (region.isExecutable && region.written > 0)) {
      region = {
        pid,
        base,
        size: 0,
        by: process.process_id,
        protections: [],
        isExecutable: false,
        isWrittenThenExecutable: false,
        holdsProgram: false,
        written: 0,
        isExecuted: false,
        uses: [],
      };
      this.regions.push(region);
      own.latest.push(region);
      own.byBase.set(base, region);
    }
    const size = numberArgument(call, 'region_size') ?? number(argument(call, 'view_size')) ?? 0;
    region.size = Math.max(region.size, size);
    note(region, protection, call, process);
  }

  #protects(call: Call, process: Process, pid: number): void {
    const region = this.#at(pid, address(call, 'base_address'));
    if (region) note(region, numberArgument(call, 'protection'), call, process);
  }

  #writes(call: Call, process: Process, pid: number): void {
    const region = this.#at(pid, address(call, 'base_address') ?? address(call, 'buffer_address'));
    if (region === undefined) return;
    const buffer = text(argument(call, 'buffer'));
    region.written += number(argument(call, 'buffer_length')) ?? buffer.length;
    region.holdsProgram ||= buffer.startsWith('MZ');
    use(region, call, process, 'base_address', 'process_identifier');
  }

  #starts(call: Call, process: Process, pid: number): void {
    const region = this.#at(pid, address(call, 'function_address'));
    if (region === undefined) return;
    region.isExecuted = true;
    use(region, call, process, 'function_address', 'process_identifier');
  }

  /** The latest region that an address lies in. */
  #at(pid: number, place: number | undefined): MemoryRegion | undefined {
    const own = place === undefined ? undefined : this.#byOwner.get(pid);
    if (own === undefined || place === undefined) return undefined;
    const exact = own.byBase.get(place);
    if (exact) return exact;
    for (let i = own.latest.length - 1; i >= Math.max(0, own.latest.length - SEARCHED); i--) {
      const region = own.latest[i]!;
      if (place >= region.base && place < region.base + region.size) return region;
    }
    return undefined;
  }
}

function note(region: MemoryRegion, protection: number | undefined, call: Call, process: Process): void {
  if (protection !== undefined && region.protections.at(-1) !== protection) {
    if (region.protections.length < MOST_USES) region.protections.push(protection);
    const wasWritable = region.protections.some((each) => (each & WRITABLE) !== 0);
    region.isExecutable = (protection & EXECUTABLE) !== 0;
    region.isWrittenThenExecutable ||= region.isExecutable && wasWritable;
  }
  use(region, call, process, 'base_address', 'protection', 'process_identifier');
}

function use(region: MemoryRegion, call: Call, process: Process, ...names: string[]): void {
  if (region.uses.length < MOST_USES) region.uses.push(evidence(call, process, ...names));
}

function address(call: Call, name: string): number | undefined {
  return number(argument(call, name)) || undefined;
}

const isOneOf = (list: readonly string[], api: string): boolean => list.includes(api);
