import type { Config } from '../engine/config/types.ts';
import type { Problem } from '../errors/problem.ts';
import type { PythonSignature } from '../python/types.ts';

/** A signature in Python, with the fields that the list has of others. */
export interface PythonRow {
  name: string;
  enabled: boolean;
  file: string;
  origin: 'python';
  [field: string]: unknown;
}

export interface PythonList {
  rows: PythonRow[];
  problems: Problem[];
  /** What keeps their interpreter away from this machine, in one line. */
  confinement: string;
}

/** Signatures in Python of the configuration; undefined where it names none. */
export async function listPython(config: Config): Promise<PythonList | undefined> {
  const { loadPython } = await import('../engine/run-python.ts');
  const python = await loadPython(config);
  if (python === undefined) return undefined;
  try {
    if (python.signatures.length === 0) return { rows: [], problems: [...python.problems], confinement: '' };
    const { kind, text } = await python.confinement();
    return {
      rows: python.signatures.map((signature) => rowOf(signature, kind, config)),
      problems: [...python.problems],
      confinement: `Python signatures are kept away from this machine by ${text}.`,
    };
  } finally {
    await python.close();
  }
}

function rowOf(signature: PythonSignature, confinement: string, config: Config): PythonRow {
  const { name, file, line, dialect, enabled, unusable, callbacks, platform, number: _, ...facts } = signature;
  const isEnabled = unusable === undefined && (config.signatures.get(name)?.enabled ?? enabled);
  return {
    name,
    enabled: isEnabled,
    file: line === undefined ? file : `${file}:${line}`,
    origin: 'python',
    ...facts,
    platforms: platform === undefined ? [] : [platform],
    forms: callbacks,
    dialect,
    confinement,
    ...(unusable === undefined ? {} : { unusable }),
  };
}
