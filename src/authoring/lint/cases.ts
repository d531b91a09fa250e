import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../engine/bundle.ts';
import { errorText } from '../../errors/problem.ts';
import type { Signature, SignatureClass } from '../../plugin/signature.ts';
import type { SignatureCases } from '../../testing/signature-tester.ts';

export interface KnownCases {
  /** Name of a signature → its cases. */
  cases: Map<string, SignatureCases>;
  /** Why the test could not be read. */
  error: string | undefined;
}

const ENDINGS = ['.test.ts', '.test.mts', '.test.js', '.test.mjs'];

/**
 * The cases in the test beside a signature, told by running the file with a tester that only takes notes. Undefined
 * where there is no such file.
 */
export async function casesBeside(path: string): Promise<KnownCases | undefined> {
  const base = path.replace(/\.[^.]+$/, '');
  const file = ENDINGS.map((ending) => base + ending).find((each) => existsSync(each));
  if (file === undefined) return undefined;
  const cases = new Map<string, SignatureCases>();
  const [bundled] = await bundle([{ path: file, shown: file }]);
  if (bundled?.output === undefined) return { cases, error: bundled?.problems[0]?.message };
  const globals = globalThis as { [name: string]: unknown };
  const names = ['describe', 'it', 'test', 'beforeAll', 'afterAll', 'beforeEach', 'afterEach'];
  const before = names.map((name) => globals[name]);
  for (const name of names) globals[name] = NOTHING;
  const { SignatureTester } = await import('../../testing/signature-tester.ts');
  const original = SignatureTester.prototype.run;
  SignatureTester.prototype.run = (Class: SignatureClass, given: SignatureCases) => {
    cases.set(new Class().name, given);
  };
  try {
    await import(pathToFileURL(bundled.output).href);
    return { cases, error: undefined };
  } catch (error) {
    return { cases, error: errorText(error) };
  } finally {
    SignatureTester.prototype.run = original;
    for (const [i, name] of names.entries()) globals[name] = before[i];
  }
}

const NOTHING = Object.assign(() => {}, { skip: () => {}, only: () => {}, each: () => () => {} });

const CANARY = 'canary\u2028"><b>';
/** Fields that reports show as the author's own words. */
const WORDS = ['name', 'description', 'references', 'authors', 'categories', 'ttps', 'mbcs'] as const;

/** Fields that hold text of the sample after the signature ran over its first case. */
export async function taintedFields(Class: SignatureClass, cases: SignatureCases): Promise<string[]> {
  const { runSignature } = await import('../../testing/run-signature.ts');
  const { withTexts } = await import('../../testing/variants.ts');
  const made: Signature[] = [];
  const Kept = class extends Class {
    constructor() {
      super();
      made.push(this);
    }
  };
  const found = new Set<string>();
  for (const { results } of cases.detects.slice(0, 3)) {
    try {
      await runSignature(
        Kept,
        withTexts(results, (text) => `${text}${CANARY}`),
      );
    } catch {
      // What it throws at odd text is told by its tests.
    }
  }
  for (const signature of made) {
    for (const field of WORDS)
      if (JSON.stringify(signature[field] ?? '').includes(JSON.stringify(CANARY).slice(1, -1))) found.add(field);
  }
  return [...found];
}
