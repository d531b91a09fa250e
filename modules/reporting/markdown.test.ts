import type { Results } from 'ovoscope';
import { describe, expect, it } from 'vitest';
import { canaryResults, emptyResults, fixtureResults } from '../../tests/support/fixture-results.ts';
import Markdown from './markdown.ts';

function report(results: Results, options: object = {}): string {
  const module = new Markdown();
  module.options = { ...module.defaults, ...options };
  const [output] = module.run(results);
  expect(output).toMatchObject({ path: 'report.md', media: 'text/markdown' });
  return output!.body as string;
}

/** The text without its code spans: what a renderer may take for markup. */
const outsideCode = (text: string) => text.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

describe('the Markdown brief', () => {
  it('is off by default', () => {
    expect(new Markdown().enable).toBe(false);
  });

  it('says verdict, reasons, indicators, processes, findings, health', () => {
    const text = report(fixtureResults());
    expect(text).toMatch(/^# Malicious \d+(?:\.\d+)?\/10: `Rechnung_11-2026\.exe`\n/);
    expect(text.match(/^## .*$/gm)).toEqual([
      '## Why',
      '## Indicators (defanged)',
      '## Processes',
      '## Findings',
      '## Health of the analysis',
    ]);
    expect(text).toContain('- `hxxp://stage[.]delivery[.]example/a`');
    expect(text).toMatch(/^ {4}- `powershell\.exe` \(2740\) `.*`: 2 findings/m);
    expect(text).toContain('3 pieces of evidence');
    expect(text).toContain('CALLS\\_TRUNCATED');
    expect(text).not.toMatch(/https?:\/\//);
  });

  it('is the same for the same container', () => {
    expect(report(fixtureResults())).toBe(report(fixtureResults()));
  });

  it('says what is missing where there is nothing', () => {
    const text = report(emptyResults());
    expect(text).toContain('## Findings');
    expect(text).toContain('No behavior');
  });

  it('keeps within its size and counts what it cut', () => {
    const results = fixtureResults();
    results.signatures = Array.from({ length: 500 }, (_, i) => ({
      ...results.signatures![0]!,
      name: `signature_${i}`,
      description: '界'.repeat(4_000),
    }));
    for (const max_kb of [4, 64]) {
      const text = report(results, { max_kb });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(max_kb * 1024);
      const [, section] = /## Findings\n([\s\S]*?)\n## /.exec(text)!;
      const shown = section!.match(/^- /gm)?.length ?? 0;
      expect(section).toContain(`*${500 - shown} more findings not shown here.*`);
    }
  });

  it('leaves nothing of what the sample wrote outside code spans or unescaped', () => {
    const hostile = '`<img src=x>](http://evil.example) ``*_# @team www.evil.example\n# head\n---\n|a|\u202e';
    const text = report(canaryResults(fixtureResults(), (path, value) => `${hostile}${path}${value}`));
    const rest = outsideCode(text);
    expect(rest).not.toMatch(/(?<!\\)[<>|]|(?<!\\)\]\(|(?<!\[)@|www\.evil|http:/);
    expect(text).not.toMatch(/\u202e/);
    // Headings are ours only.
    expect(text.match(/^#+ /gm)).toHaveLength(6);
  });

  it.each([0, '64', 1e9, null, Number.NaN])('refuses max_kb = %j', (max_kb) => {
    expect(() => report({}, { max_kb: max_kb ?? 'x' })).toThrow('option max_kb is');
  });
});
