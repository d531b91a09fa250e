import { expect, it } from 'vitest';
import { parseConfig } from '../../src/engine/config/read.ts';
import { POINTS } from '../../src/engine/verdict.ts';
import { textOf } from './sources.ts';

it('the configuration on its page has every option, and is right', () => {
  const [, toml = ''] = /```toml\n([\s\S]*?)```/.exec(textOf('docs/reference/configuration.md'))!;
  const { config, problems } = parseConfig(toml, 'ovoscope.toml', '/project/ovoscope.toml');
  expect(problems).toEqual([]);
  for (const [name, value] of Object.entries(config)) expect(value, name).toBeDefined();
  expect(Object.keys(config.input)).toHaveLength(5);
  const unknown = parseConfig('x = 1\nlimits.x = 1\ninput.x = 1', 'f', '/f').problems.map(({ hint }) => hint!);
  for (const hint of unknown) {
    for (const option of hint.replace(/^Known here: |\.$/g, '').split(', ')) expect(toml).toContain(option);
  }
});

it('the page about the verdict has the points that count', () => {
  const rows = [...textOf('docs/reference/verdict.md').matchAll(/^\| ([1-5]) \|[^|]*\| ([\d.]+) \| (\d+) \|$/gm)];
  expect(rows.map(([, severity, points, limit]) => [severity, points, limit].map(Number))).toEqual(
    [1, 2, 3, 4, 5].map((severity) => [severity, POINTS[severity], POINTS[severity]! * 2]),
  );
});
