import { runProblems } from '../errors/engine.ts';
import { OvoscopeError } from '../errors/problem.ts';
import type { Match, PythonStatistics, Results, Timing } from '../plugin/container.ts';
import type { PythonSignatures } from '../python/python-signatures.ts';
import type { Config, Section } from './config/types.ts';
import type { RunContext } from './context.ts';
import { snapshotEvidence } from './evidence.ts';
import { platformOf } from './platform.ts';

export interface PythonOutcome {
  matches: Match[];
  timings: Timing[];
  statistics: PythonStatistics;
}

/** Signatures written in Python, as the configuration names them; undefined where it names none. */
export async function loadPython(
  { pythonSignatures }: Config,
  onProcess?: (pid: number, isRunning: boolean) => void,
): Promise<PythonSignatures | undefined> {
  if (pythonSignatures.length === 0) return undefined;
  const { PythonSignatures } = await import('../python/python-signatures.ts');
  return PythonSignatures.load(pythonSignatures, onProcess ? { onProcess } : {});
}

/** Runs signatures written in Python over a finished container. What goes wrong is told, and costs them only. */
export async function runPython(
  python: PythonSignatures,
  results: Results,
  path: string,
  context: RunContext,
): Promise<PythonOutcome | undefined> {
  const { beacon, config, problems, signal } = context;
  beacon.enter(beacon.id('stage', 'the Python signatures'));
  context.onProgress('the Python signatures');
  const sections = config.signatures;
  try {
    const run = await python.run(results, {
      disabled: new Set([...sections].filter(([, section]) => section.enabled === false).map(([name]) => name)),
      signatureSeconds: config.limits.signatureSeconds,
      ...(config.limits.pythonSeconds !== undefined && { seconds: config.limits.pythonSeconds }),
      platform: platformOf(results),
      signal,
    });
    problems.add(...run.problems);
    const matches = run.matches.map((match) => withSection(match, sections.get(match.name)));
    for (const match of matches) {
      const evidence = snapshotEvidence(match.name, match.data);
      problems.add(...evidence.problems);
      match.data = evidence.data;
    }
    const { confinement, timings, ms } = run;
    return { matches, timings, statistics: { signatures: timings.length, confinement: confinement.kind, ms } };
  } catch (error) {
    signal?.throwIfAborted();
    problems.add(error instanceof OvoscopeError ? error.problem : runProblems.unexpected(path, error));
    return undefined;
  }
}

/** What the configuration says of a signature goes before what the signature says. */
function withSection(match: Match, section: Section | undefined): Match {
  const { severity, confidence, alert } = section?.options ?? {};
  return {
    ...match,
    ...(typeof severity === 'number' && { severity }),
    ...(typeof confidence === 'number' && { confidence }),
    ...(typeof alert === 'boolean' && { alert }),
  };
}
