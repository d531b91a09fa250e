import { describe, expect, it } from 'vitest';
import { OvoscopeError } from '../errors/problem.ts';
import { Processing, type ProcessingClass } from '../plugin/processing.ts';
import { damagedFiles } from './damage.ts';
import { type ProcessingCases, ProcessingTester, processingChecks } from './processing-tester.ts';

/** Lines of a file, up to the first that is not a number. */
class Numbers extends Processing {
  key = 'numbers';
  override defaults = { file: 'numbers.txt' };

  run(): unknown {
    const path = String(this.options['file']);
    const text = this.task.text(path);
    if (text === undefined) return undefined;
    const lines = text.split('\n');
    const bad = lines.findIndex((line) => !/^\d+$/.test(line));
    if (bad < 0) return lines.map(Number);
    this.problem({ code: 'NUMBERS_LINE', message: `line ${bad + 1} is no number`, where: { file: path } });
    return lines.slice(0, bad).map(Number);
  }
}

const cases: ProcessingCases = {
  gives: [
    { name: 'numbers', files: { 'numbers.txt': '1\n22\n333' }, results: { numbers: [1, 22, 333] }, problems: [] },
  ],
  survives: [
    { name: 'a word', files: { 'numbers.txt': '1\ntwo' }, results: { numbers: [1] }, problems: ['NUMBERS_LINE'] },
    { name: 'nothing', files: {}, results: {}, problems: [] },
    { name: 'another file', files: { a: '5' }, options: { file: 'a' }, results: { numbers: [5] }, problems: [] },
  ],
};

async function failures(Class: ProcessingClass, of = cases): Promise<{ [check: string]: string }> {
  const failed: { [check: string]: string } = {};
  for (const check of processingChecks(Class, of)) {
    await check.run().catch((error: Error) => {
      failed[check.name] = error.message;
    });
  }
  return failed;
}

describe('processingChecks', () => {
  it('passes a good module', async () => {
    expect(await failures(Numbers)).toEqual({});
    expect(processingChecks(Numbers, cases).map((check) => check.name)).toEqual([
      'gives numbers',
      'gives numbers: the same twice, as JSON',
      'gives numbers: survives damage',
      'gives numbers: ends when it is cancelled',
      'survives a word',
      'survives nothing',
      'survives another file',
    ]);
  });

  it('compares value and problems', async () => {
    const files = { 'numbers.txt': '1\nx' };
    const failed = await failures(Numbers, {
      gives: [{ files, results: { numbers: [1] }, problems: [] }],
      survives: [{ files, results: { numbers: [2] }, problems: ['NUMBERS_LINE'] }],
    });
    expect(failed).toEqual({
      'gives #1': 'numbers recorded other problems than expected: NUMBERS_LINE (line 2 is no number)',
      'survives #1': 'numbers gave something else than expected: [1]',
    });
  });

  it('finds what damage does', async () => {
    class Trusting extends Numbers {
      override run(): unknown {
        return JSON.parse(`[${this.task.text('numbers.txt')?.replaceAll('\n', ',')}]`);
      }
    }
    expect((await failures(Trusting))['gives numbers: survives damage']).toMatch(
      /^numbers does not survive numbers\.txt missing: .*; record a problem and keep what is good$/,
    );
  });

  it('accepts giving up with a code on damage, not in a case', async () => {
    class Strict extends Numbers {
      override run(): unknown {
        this.task.open('numbers.txt');
        const value = super.run();
        if (!Array.isArray(value) || value.length !== 3) {
          throw new OvoscopeError({ code: 'NUMBERS', message: 'not three', where: {} });
        }
        return value;
      }
    }
    const failed = await failures(Strict);
    expect(Object.keys(failed)).toEqual(['survives a word', 'survives nothing', 'survives another file']);
    expect(failed['survives nothing']).toBe('numbers gave up: the analysis has no file numbers.txt');
  });

  it('wants JSON and the same twice', async () => {
    class Odd extends Numbers {
      override run(): unknown {
        return new Map();
      }
    }
    expect((await failures(Odd))['gives numbers: the same twice, as JSON']).toBe(
      'the value of numbers is not JSON: a Map at numbers',
    );
    let count = 0;
    class Counts extends Numbers {
      override run(): unknown {
        return count++;
      }
    }
    expect((await failures(Counts))['gives numbers: the same twice, as JSON']).toContain('gave two values');
  });

  it('wants problems that can be shown', async () => {
    class Vague extends Numbers {
      override run(): unknown {
        this.problem({ code: 'oops', message: 'Something went wrong.', where: {} });
        return [];
      }
    }
    expect((await failures(Vague))['gives numbers']).toContain(
      'recorded a problem that is not { code, message, where }',
    );
  });

  it('wants an end when cancelled', async () => {
    class Deaf extends Numbers {
      override async run(): Promise<unknown> {
        await new Promise((resolve) => setTimeout(resolve, this.signal.aborted ? 0 : 1_500).unref());
        return [1, 22, 333];
      }
    }
    const [, , , ends] = processingChecks(Deaf, cases);
    await expect(ends!.run()).rejects.toThrow('did not end within a second');
  });
});

describe('damagedFiles', () => {
  it('damages one file at a time in each way', () => {
    const files = new Map([
      ['a', new Uint8Array([1, 2, 3])],
      ['b', new Uint8Array()],
    ]);
    const names = [...damagedFiles(files)].map(({ name }) => name);
    expect(names).toEqual([
      'a missing',
      'a empty',
      'a cut at byte 0',
      'a cut at byte 1',
      'a cut at byte 2',
      'a with bit 0 of byte 0 turned',
      'a with bit 1 of byte 1 turned',
      'a with bit 2 of byte 2 turned',
      'b missing',
    ]);
  });

  it('keeps within long files, and leaves the original alone', () => {
    const bytes = new Uint8Array(5_000);
    const all = [...damagedFiles(new Map([['a', bytes]]))];
    expect(all).toHaveLength(2 + 32 + 32);
    expect(
      all
        .filter(({ name }) => name.includes('turned'))
        .every(({ files }) => files.get('a')!.some((byte) => byte !== 0)),
    ).toBe(true);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });
});

new ProcessingTester().run(Numbers, cases);
