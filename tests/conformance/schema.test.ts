import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readContainer } from '../../scripts/make-schema.ts';
import { builtInProcessing, loadPlugins } from '../../src/engine/load.ts';
import { processAnalysis } from '../../src/engine/process.ts';
import type { Results } from '../../src/plugin/container.ts';
import { htmlReport } from '../../src/report/html.ts';
import { writeJson } from '../../src/report/json-writer.ts';
import { describeShared, sharedData } from '../support/shared-data.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const schema = JSON.parse(readFileSync(`${ROOT}schema/report.schema.json`, 'utf8')) as object;
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

describe('the schema of report.json', () => {
  it('and the field reference are what the types say', () => {
    const made = readContainer();
    const mend = 'run: node scripts/run.mjs scripts/make-schema.ts';
    expect(schema, mend).toEqual(JSON.parse(JSON.stringify(made.schema)));
    expect(readFileSync(`${ROOT}docs/reference/container.md`, 'utf8') === made.reference, mend).toBe(true);
  });
  it('refuses what is no report', () => {
    expect(validate({ behavior: { processes: [{}] } })).toBe(false);
    expect(validate({ signatures: [{ name: 'x' }] })).toBe(false);
  });
});

async function htmlSize(results: Results, size: 'brief'): Promise<number> {
  let bytes = 0;
  for await (const piece of htmlReport(results, { size })) bytes += Buffer.byteLength(piece);
  return bytes;
}

/** Every analysis and every kind of report, from its files to report.json and the schema. */
describeShared('report.json of real analyses', () => {
  const folders = readdirSync(sharedData('2-analyses')).map((name) => `2-analyses/${name}`);
  const reports = readdirSync(sharedData('3-reports'), { recursive: true, withFileTypes: true })
    .filter(
      (e) =>
        e.isFile() && /\.json(?:\.gz)?$/.test(e.name) && !/index|capa-features|reportsignatures|docs_/.test(e.name),
    )
    .map((e) => `${e.parentPath}/${e.name}`.slice(sharedData('').length));
  it.each([...folders, ...reports].sort())('%s', async (path) => {
    const plugins = await loadPlugins(builtInProcessing(), {});
    const result = await processAnalysis(sharedData(path), { plugins, out: false });
    try {
      const text = [...writeJson(result.results, { indent: 0 })].join('');
      const isValid = validate(JSON.parse(text));
      expect(validate.errors?.slice(0, 3) ?? []).toEqual([]);
      expect(isValid).toBe(true);
      expect(await htmlSize(result.results, 'brief')).toBeLessThanOrEqual(300_000);
    } finally {
      await result.close();
    }
  });
});
