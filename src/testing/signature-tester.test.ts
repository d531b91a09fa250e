import { afterEach, describe, expect, it } from 'vitest';
import type { Results } from '../plugin/container.ts';
import { Signature, type SignatureClass } from '../plugin/signature.ts';
import { argument } from '../query/argument.ts';
import { calls } from '../query/calls.ts';
import { evidence } from '../query/evidence.ts';
import { given } from './given.ts';
import { runSignature } from './run-signature.ts';
import { type SignatureCases, SignatureTester, signatureChecks } from './signature-tester.ts';

const bochs = given('a.exe', ['RegOpenKeyExA', { regkey: 'HKEY_LOCAL_MACHINE\\HARDWARE\\ACPI\\DSDT\\BOCHS_' }]);
const vbox = given('a.exe', ['RegOpenKeyExA', { regkey: 'HKEY_LOCAL_MACHINE\\HARDWARE\\ACPI\\DSDT\\VBOX__' }]);
const cases: SignatureCases = { detects: [{ name: 'the key', results: bochs }], ignores: [vbox] };

class Good extends Signature {
  name = 'good';
  description = 'Opens the key';

  run(results: Results): boolean | undefined | Promise<boolean> {
    for (const { pid, cid, regkey } of calls(results, 'registry')) {
      if (/BOCHS_$/.test(regkey)) this.data.push({ pid, cid, regkey });
    }
    return this.data.length > 0;
  }
}

class Evented extends Signature {
  name = 'evented';
  description = 'Opens the key';
  watch = { categories: ['registry'] };

  onCall(call: Parameters<NonNullable<Signature['onCall']>>[0], process: Parameters<typeof evidence>[1]) {
    if (/BOCHS_$/.test(String(argument(call, 'regkey')))) this.data.push(evidence(call, process, 'regkey'));
    return this.data.length > 9;
  }

  onComplete() {
    return this.data.length > 0;
  }
}

/** Failed checks and their messages. */
async function failures(Class: SignatureClass, of: SignatureCases = cases): Promise<{ [check: string]: string }> {
  const failed: { [check: string]: string } = {};
  for (const check of signatureChecks(Class, of)) {
    await check.run().catch((error: Error) => {
      failed[check.name] = error.message;
    });
  }
  return failed;
}

describe('signatureChecks', () => {
  it('passes good signatures of both forms', async () => {
    expect(await failures(Good)).toEqual({});
    expect(await failures(Evented)).toEqual({});
    const names = signatureChecks(Good, cases).map((check) => check.name);
    expect(names).toEqual([
      'has complete metadata',
      'cases differ',
      'detects the key',
      'ignores #1',
      'ignores an empty container',
      'survives hostile text',
      'detects the same as CAPE writes it',
    ]);
  });

  it('says how long a case took', async () => {
    const [check] = signatureChecks(Good, cases);
    expect((await check!.run()).ms).toBeGreaterThanOrEqual(0);
  });

  it('compares evidence, also with matchers', async () => {
    const data = [{ pid: 1000, cid: 0, regkey: expect.stringContaining('BOCHS') }];
    expect(await failures(Good, { ...cases, detects: [{ results: bochs, data }] })).toEqual({});
    const failed = await failures(Good, { ...cases, detects: [{ results: bochs, data: [{ pid: 1 }] }] });
    expect(failed['detects #1']).toContain('good fired with other evidence than expected: [{"pid":1000');
  });

  it('fires and stays quiet as stated', async () => {
    const failed = await failures(Good, { detects: [{ results: vbox }], ignores: [bochs] });
    expect(failed['detects #1']).toBe('expected good to fire, but it stayed quiet');
    expect(failed['ignores #1']).toContain('expected good to stay quiet (ignores #1), but it fired with [{"pid":1000');
  });

  it('wants a boolean', async () => {
    class NoReturn extends Good {
      override run(): undefined {}
    }
    expect((await failures(NoReturn))['ignores #1']).toBe(
      'good.run() must return a boolean, got undefined; forgot a return?',
    );
    class One extends Good {
      override run(): boolean {
        return 1 as never;
      }
    }
    expect((await failures(One))['ignores #1']).toBe('good.run() must return a boolean, got 1');
  });

  it('waits for a promise', async () => {
    class Later extends Good {
      override async run(results: Results) {
        return (await super.run(results)) ?? false;
      }
    }
    expect(await failures(Later)).toEqual({});
  });

  it('finds state that survives the instance', async () => {
    const sticky = /BOCHS_/g;
    class Sticky extends Good {
      override run(results: Results) {
        this.data.push(1);
        return [...calls(results)].some((call) => sticky.test(call.regkey)) || this.data.pop() === undefined;
      }
    }
    expect((await failures(Sticky))['detects the key']).toContain('good gave two answers for one input');
  });

  it('finds changes of the container', async () => {
    class Flags extends Good {
      override run(results: Results) {
        results.behavior?.summary.files.push('mine');
        return super.run(results);
      }
    }
    expect((await failures(Flags))['detects the key']).toContain('not extensible');
  });

  it('wants evidence with a match and none without', async () => {
    class Mute extends Good {
      override run() {
        return true;
      }
    }
    expect((await failures(Mute))['detects the key']).toContain('good fired without evidence');
    class Chatty extends Good {
      override run(results: Results) {
        for (const { regkey } of calls(results)) this.data.push(regkey);
        return false;
      }
    }
    expect((await failures(Chatty))['ignores #1']).toContain('good did not match after pushing 1 evidence item(s)');
  });

  it.each([
    ['a bigint', 1n],
    ['a Map', new Map()],
    ['undefined', undefined],
    ['a Date', new Date(0)],
    ['NaN', Number.NaN],
  ])('refuses evidence with %s', async (words, value) => {
    class Odd extends Good {
      override run() {
        this.data.push({ value });
        return true;
      }
    }
    expect((await failures(Odd))['detects the key']).toBe(
      `good pushed evidence that JSON cannot hold: ${words} at data[0].value`,
    );
  });

  it('wants cases that differ', async () => {
    const failed = await failures(Good, { detects: [{ results: bochs }], ignores: [vbox, { ...bochs }] });
    expect(failed['cases differ']).toBe('ignores #2 has the same container as detects #1; one of them tests nothing');
  });

  it('looks at the metadata, all at once', async () => {
    class Sloppy extends Good {
      override name = 'has space';
      override description = '';
      override severity = 9;
      override references = ['attack.mitre.org'];
      override ttps = ['1055'];
    }
    const message = (await failures(Sloppy))['has complete metadata'];
    for (const field of ['name', 'description', 'severity', 'references', 'ttps'])
      expect(message).toContain(`${field} is`);
  });

  it('runs over nothing', async () => {
    class Greedy extends Good {
      override run(results: Results) {
        return results.behavior!.processes.length > 0 && super.run(results) === true;
      }
    }
    expect((await failures(Greedy))['ignores an empty container']).toContain(
      'good fails on a container without any part',
    );
    expect(await failures(Greedy, { ...cases, needs: ['behavior'] })).toEqual({});
  });

  it('tries hostile text', async () => {
    class Trusting extends Good {
      override run(results: Results) {
        for (const { regkey } of calls(results)) decodeURIComponent(encodeURIComponent(regkey));
        return super.run(results);
      }
    }
    expect((await failures(Trusting))['survives hostile text']).toBe(
      'good does not survive lone surrogates in place of text: URI malformed',
    );
  });

  it('stops a loop', async () => {
    class Endless extends Good {
      override run(): boolean {
        for (;;);
      }
    }
    const message = 'good.run() had not returned after 0.02 s; does a regular expression backtrack?';
    await expect(runSignature(Endless, bochs, { hangMs: 20 })).rejects.toThrow(message);
  });

  it('stops a regular expression', async () => {
    class Backtracks extends Good {
      override run(): boolean {
        return /^(?:a+)+$/.test(`${'a'.repeat(64)}!`);
      }
    }
    await expect(runSignature(Backtracks, bochs, { hangMs: 20 })).rejects.toThrow('had not returned');
  });

  it('tells a signature that knows one monitor only', async () => {
    class Narrow extends Good {
      override run(results: Results) {
        for (const process of results.behavior?.processes ?? []) {
          for (const call of process.calls) {
            const key = call.arguments.find((each) => each.name === 'regkey')?.value;
            if (String(key).endsWith('BOCHS_')) this.data.push({ key });
          }
        }
        return this.data.length > 0;
      }
    }
    expect(Object.keys(await failures(Narrow))).toEqual(['detects the same as CAPE writes it']);
  });
});

describe('SignatureTester', () => {
  afterEach(() => {
    SignatureTester.hooks = undefined;
  });

  it('registers the checks with any runner', async () => {
    const bodies: (() => void | Promise<void>)[] = [];
    const names: string[] = [];
    const register = (prefix: string) => (name: string, body: () => void | Promise<void>) => {
      names.push(prefix + name);
      bodies.push(body);
    };
    const test = Object.assign(register(''), { skip: register('skip '), only: register('only ') });
    const describe = (name: string, body: () => void) => {
      names.push(`[${name}]`);
      body();
    };
    SignatureTester.hooks = { describe, it: test };
    const detects = { results: bochs, name: 'the key', only: true };
    new SignatureTester().run(Good, { detects: [detects], ignores: [{ results: vbox, skip: 'no reason' }] });
    expect(names.slice(0, 5)).toEqual([
      '[good]',
      'has complete metadata',
      'cases differ',
      'only detects the key',
      'skip ignores #1 (skipped: no reason)',
    ]);
    for (const body of bodies) await body();
  });
});

it('does not compile without an example of each', () => {
  // @ts-expect-error at least one case has to fire
  const none: SignatureCases = { detects: [], ignores: [vbox] };
  // @ts-expect-error at least one case has to stay quiet
  const all: SignatureCases = { detects: [{ results: bochs }], ignores: [] };
  expect([none, all]).toHaveLength(2);
});

new SignatureTester().run(Good, cases);
