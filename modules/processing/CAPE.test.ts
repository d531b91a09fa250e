import { readdirSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { expectSurvives } from '../../tests/support/anomalies.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { describeShared, readSharedJson, sharedData } from '../../tests/support/shared-data.ts';
import { readMetadata } from './_payloads.ts';
import CapeDumps from './CAPE.ts';
import ProcessDumps from './procdump.ts';

const NAME = 'ab'.repeat(32);
const line = (path: string, metadata: string, pids = [1852]) => `${JSON.stringify({ path, pids, metadata })}\n`;
const INJECTED = '4;?C:\\Windows\\SysWOW64\\a.exe;?C:\\Windows\\SysWOW64\\b.dll;?C:\\Windows\\explorer.exe;?1248;?';

describe('dumps of CAPE’s monitor', () => {
  it('have what files.json says of them', async () => {
    const files = { [`CAPE/${NAME}`]: 'shellcode', 'files.json': line(`CAPE/${NAME}`, INJECTED) };
    const { value, problems } = await runModule(CapeDumps, memoryTask(files, { dialect: 'cape' }));
    expect(problems).toEqual([]);
    expect(value).toEqual({
      payloads: [
        expect.objectContaining({
          name: NAME,
          size: 9,
          guest_paths: [INJECTED],
          pid: 1852,
          process_path: 'C:\\Windows\\SysWOW64\\a.exe',
          process_name: 'a.exe',
          module_path: 'C:\\Windows\\SysWOW64\\b.dll',
          cape_type_code: 4,
          cape_type: 'Injected Shellcode/Data',
          target_path: 'C:\\Windows\\explorer.exe',
          target_process: 'explorer.exe',
          target_pid: '1248',
        }),
      ],
      configs: [],
    });
  });

  it('are described without files.json as well', async () => {
    const { value } = await runModule(ProcessDumps, memoryTask({ [`procdump/${NAME}`]: 'x' }));
    expect(value).toMatchObject([{ name: NAME, pid: null, process_path: '', cape_type: '', cape_type_code: 0 }]);
  });

  it('that are gone are told', async () => {
    const task = memoryTask({ 'files.json': line(`CAPE/${NAME}`, INJECTED) }, { dialect: 'cape' });
    const { value, problems } = await runModule(CapeDumps, task);
    expect(value).toEqual({ payloads: [], configs: [] });
    expect(problems).toMatchObject([{ message: expect.stringContaining(NAME) }]);
  });

  it('are of CAPE alone', async () => {
    expect(await runModule(CapeDumps, memoryTask({}))).toEqual({ value: undefined, problems: [] });
    const damaged = memoryTask({ 'files.json': '{' });
    expect(await runModule(CapeDumps, damaged)).toEqual({ value: undefined, problems: [] });
    expect(await runModule(ProcessDumps, memoryTask({}))).toEqual({ value: undefined, problems: [] });
  });

  it.each([
    ['', 0, 'PE image: 64-bit DLL'],
    ['nonsense', 0, 'PE image: 64-bit DLL'],
    ['8;?a;?b', 8, 'Unpacked PE Image: 64-bit DLL'],
    ['256;?a;?b;?Family Payload;?', 256, 'Family Payload'],
    ['99999999999;?', 0, 'PE image: 64-bit DLL'],
    ['5;?', 5, ''],
  ])('with the metadata %j', (metadata, code, kind) => {
    const origin = readMetadata(metadata, 'PE32+ executable (DLL) (GUI) x86-64, for MS Windows');
    expect(origin).toMatchObject({ cape_type_code: code, cape_type: kind });
  });
});

test('survives any file', () =>
  expectSurvives(CapeDumps, {
    files: { [`CAPE/${NAME}`]: 'x', 'files.json': line(`CAPE/${NAME}`, INJECTED) },
    problems: ['UPLOADS_MISSING', 'UPLOADS_SKIPPED_LINES', 'UPLOADS_SKIPPED_VALUES', 'FILE_SHORTER'],
  }));

interface Told {
  guest_paths: unknown;
  type: string;
  cape_type: string;
  [name: string]: unknown;
}

describeShared('payloads of real reports of CAPE', () => {
  test('have the same origin when their metadata is read again', () => {
    const reports = readdirSync(sharedData('3-reports'), { recursive: true })
      .map(String)
      .filter((path) => /cape[^/]*\/.*\.json(?:\.gz)?$/.test(path));
    let told = 0;
    for (const path of reports) {
      const report = readSharedJson(`3-reports/${path}`) as { CAPE?: { payloads?: Told[] }; procdump?: Told[] };
      for (const payload of [...(report.CAPE?.payloads ?? []), ...(report.procdump ?? [])]) {
        const [metadata] = [payload.guest_paths].flat();
        if (typeof metadata !== 'string' || !metadata.includes(';?')) continue;
        const origin: { [name: string]: unknown } = { ...readMetadata(metadata, payload.type) };
        // CAPE 2.4 leaves it empty for whole processes.
        if (String(origin['cape_type']).startsWith('PE image') && payload.cape_type === '') origin['cape_type'] = '';
        // What a rule's family names it comes from rules that are CAPE's.
        if (/ Payload(?:: .*)?$/.test(payload.cape_type)) origin['cape_type'] = payload.cape_type;
        for (const [name, value] of Object.entries(origin)) {
          if (name in payload) expect(`${path} ${name} ${payload[name]}`).toBe(`${path} ${name} ${value}`);
        }
        told++;
      }
    }
    expect(told).toBeGreaterThan(90);
  });
});
