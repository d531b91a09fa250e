import type { Output, Results } from 'ovoscope';
import { describe, expect, it } from 'vitest';
import { fixtureResults } from '../../tests/support/fixture-results.ts';
import Html from './html.ts';

function reports(results: Results, options: object = {}): Output[] {
  const module = new Html();
  module.options = { ...module.defaults, ...options };
  module.readFile = () => undefined;
  return module.run(results);
}

async function text(output: Output): Promise<string> {
  const pieces: (string | Uint8Array)[] = [];
  for await (const piece of output.body as AsyncIterable<string>) pieces.push(piece);
  return pieces.join('');
}

describe('the html report', () => {
  it('is report.html', async () => {
    const [output, ...others] = reports(fixtureResults({ calls: 700 }));
    expect(output).toMatchObject({ path: 'report.html', media: 'text/html' });
    expect(others).toEqual([]);
    expect(await text(output!)).toMatch(/^<!doctype html>[\s\S]*"total":700,"kept":700[\s\S]*<\/html>\n$/);
  });

  it('holds as many calls as asked for', async () => {
    for (const [calls, kept] of [
      ['none', undefined],
      ['5', '35'],
      [5, '35'],
    ] as const) {
      const html = await text(reports(fixtureResults({ calls: 700 }), { calls })[0]!);
      expect(/"kept":(\d+),"limit"/.exec(html)?.[1]).toBe(kept);
    }
  });

  it('can be small, or both', async () => {
    const outputs = reports(fixtureResults(), { size: 'both' });
    expect(outputs.map(({ path }) => path)).toEqual(['report.html', 'report-brief.html']);
    const sizes = await Promise.all(outputs.map(async (output) => (await text(output)).length));
    expect(sizes[1]).toBeLessThan(sizes[0]!);
    expect(reports(fixtureResults(), { size: 'brief' })[0]!.path).toBe('report.html');
  });

  it.each([
    ['calls', 'some'],
    ['calls', -1],
    ['max_mb', 0],
    ['max_mb', '15'],
    ['size', 'huge'],
    ['size', '__proto__'],
  ])('says what is wrong with %s = %j', (name, value) => {
    expect(() => reports({}, { [name]: value })).toThrow(`option ${name} is ${JSON.stringify(value)}, but should be`);
  });
});
