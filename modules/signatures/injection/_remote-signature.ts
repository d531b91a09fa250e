import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, launch, numberArgument, perCall, succeeded, targetPid, textArgument } from 'ovoscope/query';

/** What one process did to another. */
export type Step =
  | 'created'
  | 'created suspended'
  | 'allocated'
  | 'allocated executable'
  | 'wrote'
  | 'wrote an executable'
  | 'mapped'
  | 'unmapped'
  | 'set context'
  | 'started a thread'
  | 'queued an APC'
  | 'suspended a thread'
  | 'resumed';

const CREATE_SUSPENDED = 0x4;
/** PAGE_EXECUTE, _READ, _READWRITE and _WRITECOPY. */
const EXECUTABLE = 0xf0;

type Test = (call: Call, process: Process) => Step | undefined;

const STEPS = new Map<string, Test>();
const when = (names: readonly string[], test: Test) => {
  for (const name of names) STEPS.set(name, test);
};
const isExecutable = (call: Call) => ((numberArgument(call, 'protection') ?? 0) & EXECUTABLE) !== 0;
when(apis.launches, (call) => {
  const flags = numberArgument(call, 'creation_flags') ?? 0;
  return flags & CREATE_SUSPENDED ? 'created suspended' : 'created';
});
when(apis.allocatesMemory, (call) => (isExecutable(call) ? 'allocated executable' : 'allocated'));
when(apis.protectsMemory, (call) => (isExecutable(call) ? 'allocated executable' : undefined));
when(apis.writesMemory, (call) => (/^MZ/.test(textArgument(call, 'buffer')) ? 'wrote an executable' : 'wrote'));
when(apis.mapsSection, () => 'mapped');
when(apis.unmapsSection, () => 'unmapped');
when(apis.setsThreadContext, () => 'set context');
when(apis.startsRemoteThread, () => 'started a thread');
when(apis.queuesApc, () => 'queued an APC');
when(['NtSuspendThread', 'NtSuspendProcess'], () => 'suspended a thread');
when(apis.resumesThread, () => 'resumed');

/** A pair of processes says no more than this many are worth keeping apart. */
const MOST_PAIRS = 10_000;

/** A signature over the steps that one process takes against another; each pair of processes counts once. */
export abstract class RemoteSignature extends Signature {
  watch = { apis: [...STEPS.keys()] };
  readonly #pairs = new Map<string, Map<Step, object>>();
  readonly #concluded = new Set<Map<Step, object>>();

  /** Whether the steps taken so far are what the signature is about; asked again after each new step. */
  protected abstract concludes(steps: ReadonlySet<Step>): boolean;

  onCall(call: Call, process: Process): void {
    const taken = stepOf(call, process);
    if (taken === undefined) return;
    const { step, target } = taken;
    const pair = `${process.process_id} ${target}`;
    const steps = this.#pairs.get(pair) ?? new Map<Step, object>();
    if (steps.has(step) || isFirstThread(call, steps)) return;
    if (steps.size === 0 && this.#pairs.size >= MOST_PAIRS) return;
    this.#pairs.set(pair, steps);
    steps.set(step, { step, target, ...evidence(call, process, 'base_address', 'protection', 'function_address') });
    if (this.concludes(new Set(steps.keys()))) this.#concluded.add(steps);
  }

  onComplete(): boolean {
    for (const steps of this.#concluded) this.data.push(...steps.values());
    return this.data.length > 0;
  }
}

/** The step that a call takes against another process. */
const stepOf = perCall((call, process): { step: Step; target: number } | undefined => {
  const isLaunch = (apis.launches as readonly string[]).includes(call.api);
  const target = isLaunch ? launch(call, process).pid : targetPid(call, process);
  if (target === undefined || target === process.process_id || !succeeded(call)) return undefined;
  const step = STEPS.get(call.api)?.(call, process);
  return step && { step, target };
});

/** Before Windows Vista, whoever creates a process also creates its first thread. */
const isFirstThread = (call: Call, steps: ReadonlyMap<Step, object>) =>
  call.api === 'NtCreateThread' && (steps.has('created') || steps.has('created suspended'));

export const changesMemory = (steps: ReadonlySet<Step>): boolean =>
  steps.has('wrote') || steps.has('wrote an executable') || steps.has('mapped');
