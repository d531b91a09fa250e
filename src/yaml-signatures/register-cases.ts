import { basename } from 'node:path';
import type { Problem } from '../errors/problem.ts';
import type { TestHooks } from '../testing/hooks.ts';
import { signatureChecks } from '../testing/signature-tester.ts';
import { readCases } from './cases.ts';
import { readYamlSignatures, yamlProblems } from './read-signatures.ts';

/** Registers the cases of all signatures of a file with a test runner; mistakes in the file are tests that fail. */
export function registerCases(path: string, text: string, { describe, it }: Pick<TestHooks, 'describe' | 'it'>): void {
  const read = readYamlSignatures(text, basename(path));
  for (const problem of yamlProblems(read)) it(`is read: ${problem.code}`, () => fail([problem]));
  for (const { Class, cases } of read.signatures) {
    const { name } = new Class();
    describe(name, () => {
      const found = readCases(cases, read.source);
      if (Array.isArray(found)) it('has cases', () => fail(found));
      else for (const check of signatureChecks(Class, found)) it(check.name, async () => void (await check.run()));
    });
  }
}

function fail(problems: readonly Problem[]): never {
  throw new Error(problems.map(({ message, hint }) => `${message}\n${hint ?? ''}`).join('\n'));
}
