import type { Problem } from '../errors/problem.ts';
import { pythonRunProblems } from '../errors/python.ts';
import type { Match } from '../plugin/container.ts';
import { InterpreterEnded } from './interpreter-process.ts';
import { fieldsOf, listOf, textOf } from './shapes/values.ts';
import type { PythonMatch, PythonSignature } from './types.ts';

export interface Failure {
  kind: 'failed' | 'missing' | 'timeout' | 'stopped' | 'total';
  [name: string]: unknown;
}

export interface SignatureReport {
  signature: number;
  seconds: number;
  calls: number;
  failures: Failure[];
}

export interface RunReport {
  runs: SignatureReport[];
  matches: PythonMatch[];
}

/** Evidence is cut at 30. */
const MAX_DEPTH = 50;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACE = 0x7b;

const FAILURES: readonly string[] = ['failed', 'missing', 'timeout', 'stopped', 'total'];

/** What the interpreter said at the end, which is not believed to have any form. Throws InterpreterEnded. */
export function readDone(body: Buffer, signatures: number): RunReport {
  if (depthOf(body) > MAX_DEPTH) throw new InterpreterEnded('its result is nested too deeply');
  let told: unknown;
  try {
    told = JSON.parse(body.toString('utf8'));
  } catch {
    throw new InterpreterEnded('its result is no JSON');
  }
  const isKnown = (value: unknown): value is number =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= signatures;
  const top = fieldsOf(told) ?? {};
  const runs = listOf(top['runs']).flatMap((item) => {
    const run = fieldsOf(item) ?? {};
    if (!isKnown(run['signature'])) return [];
    const failures = listOf(run['failures']).flatMap((failure) => {
      const fields = fieldsOf(failure) ?? {};
      return FAILURES.includes(String(fields['kind'])) ? [fields as Failure] : [];
    });
    return [{ signature: run['signature'], seconds: amount(run['seconds']), calls: amount(run['calls']), failures }];
  });
  const matches = listOf(top['matches']).flatMap((item) => {
    const match = fieldsOf(item) ?? {};
    return isKnown(match['signature']) ? [matchOf(match, match['signature'])] : [];
  });
  return { runs, matches };
}

function matchOf(match: { readonly [name: string]: unknown }, signature: number): PythonMatch {
  const texts = (name: string) => listOf(match[name]).filter((value) => typeof value === 'string');
  return {
    signature,
    name: textOf(match['name']) ?? '',
    description: textOf(match['description']) ?? '',
    severity: match['severity'],
    confidence: match['confidence'],
    weight: match['weight'],
    categories: texts('categories'),
    families: texts('families'),
    references: texts('references'),
    ttps: texts('ttps'),
    mbcs: texts('mbcs'),
    alert: match['alert'] === true,
    data: [...listOf(match['data'])],
    newData: [...listOf(match['new_data'])],
    count: amount(match['count']),
  };
}

/** How deep lists and objects of a text in JSON are inside each other. */
function depthOf(json: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === BRACKET || byte === BRACE) deepest = Math.max(deepest, ++depth);
    else if (byte === BRACKET + 2 || byte === BRACE + 2) depth--;
  }
  return deepest;
}

function amount(value: unknown): number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : 0;
}

/** The matches's severity in the container goes to 5; sets use up to 8. */
const HIGHEST = 5;

/** A match of the container; what a signature left in a form that can't be used comes from its class. */
export function toMatch(match: PythonMatch, signature: PythonSignature | undefined, problems: Problem[]): Match {
  const { confidence, weight } = match;
  let severity = typeof match.severity === 'number' ? Math.round(match.severity) : undefined;
  if (severity === undefined) {
    problems.push(pythonRunProblems.evidenceOdd(match.name, `severity ${JSON.stringify(match.severity) ?? 'none'}`));
    severity = signature?.severity ?? 1;
  }
  const isPercent = typeof confidence === 'number' && confidence >= 0 && confidence <= 100;
  return {
    severity: Math.min(HIGHEST, Math.max(1, severity)),
    description: match.description,
    alert: match.alert,
    references: match.references,
    data: [...match.data, ...match.newData],
    name: match.name,
    confidence: isPercent ? confidence : (signature?.confidence ?? 100),
    categories: match.categories,
    families: match.families,
    ttps: match.ttps,
    mbcs: match.mbcs,
    markcount: Math.max(match.count, match.data.length + match.newData.length),
    source: 'python',
    ...(typeof weight === 'number' && weight !== 1 ? { weight } : {}),
  };
}

/** What went wrong, one problem for each signature and thing, and one for each part of the container that is missing. */
export function runProblems(
  runs: readonly SignatureReport[],
  signatureOf: (number: number) => PythonSignature | undefined,
): Problem[] {
  const problems: Problem[] = [];
  const missing = new Map<string, string[]>();
  const unended: string[] = [];
  let total = 0;
  for (const { signature: number, failures } of runs) {
    const signature = signatureOf(number);
    if (signature === undefined) continue;
    for (const failure of failures) {
      const { name } = signature;
      switch (failure.kind) {
        case 'missing': {
          const key = textOf(failure['key']) ?? '';
          missing.set(key, [...(missing.get(key) ?? []), name]);
          break;
        }
        case 'timeout':
          problems.push(pythonRunProblems.timeout(name, Math.round(amount(failure['seconds']))));
          break;
        case 'stopped':
          problems.push(pythonRunProblems.stopped(name, amount(failure['throws'])));
          break;
        case 'total':
          unended.push(name);
          total = amount(failure['seconds']);
          break;
        default:
          problems.push(failed(failure, signature));
      }
    }
  }
  for (const [key, names] of missing) problems.push(pythonRunProblems.missing(key, names));
  if (unended.length > 0) problems.push(pythonRunProblems.outOfTime(Math.round(total), unended));
  return problems;
}

function failed(failure: Failure, { name, file, line }: PythonSignature): Problem {
  const inside = textOf(failure['file']);
  const isOwn = inside !== undefined && inside.split('/').pop() === file.split('/').pop();
  const spot = { file, line: isOwn && typeof failure['line'] === 'number' ? failure['line'] : line };
  const method = textOf(failure['method']) ?? 'a callback';
  const { pid, cid, throws } = failure;
  const where = typeof pid === 'number' ? ` at call ${String(cid)} of process ${pid}` : ` in ${method}()`;
  const times = typeof throws === 'number' ? ` and ${throws - 1} more times` : '';
  return pythonRunProblems.failed(name, textOf(failure['error']) ?? '', spot, where + times);
}
