import type { Call, Process, Value } from '../../plugin/container.ts';
import { argument, textArgument } from '../argument.ts';
import { type CallEvidence, evidence } from '../evidence.ts';
import { recorded, succeeded } from '../recorded.ts';
import { text } from '../value.ts';
import { type Collector, MOST_KEPT, MOST_USES } from './collector.ts';

/** What was done with one service of Windows. */
export interface ServiceLife {
  name: string;
  /** Command line that it was created or changed to; the empty string where no call says. */
  path: string;
  isCreated: boolean;
  isChanged: boolean;
  isStarted: boolean;
  isStopped: boolean;
  isDeleted: boolean;
  calls: CallEvidence[];
}

const CREATES: readonly string[] = ['CreateServiceA', 'CreateServiceW'];
const OPENS: readonly string[] = ['OpenServiceA', 'OpenServiceW'];
const CHANGES: readonly string[] = ['ChangeServiceConfigA', 'ChangeServiceConfigW', 'ChangeServiceConfig2W'];
const STARTS: readonly string[] = ['StartServiceA', 'StartServiceW'];
const CONTROLS: readonly string[] = ['ControlService'];
const DELETES: readonly string[] = ['DeleteService'];
const STOP = '1';

export class ServiceCollector implements Collector {
  readonly apis = [...CREATES, ...OPENS, ...CHANGES, ...STARTS, ...CONTROLS, ...DELETES];
  readonly #lives = new Map<string, ServiceLife>();
  /** Process and handle → the service it was opened for last. */
  readonly #handles = new Map<string, ServiceLife>();

  /** Those of which more is known than that they were opened. */
  get lives(): ServiceLife[] {
    return [...this.#lives.values()].filter(({ calls }) => calls.length > 0);
  }

  take(call: Call, process: Process): void {
    if (!succeeded(call)) return;
    const { api } = call;
    const isNamed = CREATES.includes(api) || OPENS.includes(api);
    const life = isNamed ? this.#named(call, process) : this.#handles.get(handleKey(process, service(call)));
    if (life === undefined || OPENS.includes(api)) return;
    if (CREATES.includes(api) || CHANGES.includes(api)) life.path = textArgument(call, 'filepath') || life.path;
    life.isCreated ||= CREATES.includes(api);
    life.isChanged ||= CHANGES.includes(api);
    life.isStarted ||= STARTS.includes(api);
    life.isStopped ||= CONTROLS.includes(api) && text(recorded(call, 'control_code')) === STOP;
    life.isDeleted ||= DELETES.includes(api);
    if (life.calls.length < MOST_USES)
      life.calls.push(evidence(call, process, 'service_name', 'filepath', 'control_code'));
  }

  #named(call: Call, process: Process): ServiceLife | undefined {
    const name = textArgument(call, 'service_name');
    if (name === '') return undefined;
    let life = this.#lives.get(name.toLowerCase());
    if (life === undefined) {
      if (this.#lives.size >= MOST_KEPT) return undefined;
      const nothing = { isCreated: false, isChanged: false, isStarted: false, isStopped: false, isDeleted: false };
      life = { name, path: '', ...nothing, calls: [] };
      this.#lives.set(name.toLowerCase(), life);
    }
    // Older monitors have the handle as the call's result.
    const handle = argument(call, 'service_handle') ?? call.return;
    if (this.#handles.size < MOST_KEPT) this.#handles.set(handleKey(process, handle), life);
    return life;
  }
}

const service = (call: Call): Value | undefined => argument(call, 'service_handle');

/** The same handle may be written with more zeros before it. */
const handleKey = (process: Process, handle: Value | undefined): string =>
  `${process.process_id} ${text(handle).toLowerCase().replace(/^0x0*/, '')}`;
