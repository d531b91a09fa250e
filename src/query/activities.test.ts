import { describe, expect, it } from 'vitest';
import type { Value } from '../plugin/container.ts';
import { droppedAndRun, fileLives, injections, memoryRegions, scheduledTasks, serviceLives } from './activities.ts';
import { type SampleCall, type SampleCalls, sampleProcess, sampleResults } from './sample.cases.ts';

const CATEGORY: { [api: string]: string } = { CreateServiceW: 'services', OpenServiceA: 'services' };
const call = (api: string, args: { [name: string]: Value }, more: SampleCall[3] = {}): SampleCall => [
  api,
  CATEGORY[api] ?? (/File|Dll/.test(api) ? 'file' : 'process'),
  args,
  more,
];
const results = (...calls: SampleCall[]) => sampleResults([sampleProcess(calls)]);
const cids = (uses: readonly object[]) => uses.map((use) => (use as { cid: number }).cid);

describe('memory regions', () => {
  it('tell what was written and then made executable', () => {
    const [region, ...others] = memoryRegions(
      results(
        call('NtAllocateVirtualMemory', { base_address: '0x1000', region_size: 8192, protection: 4 }),
        call('NtProtectVirtualMemory', { base_address: '0x1000', length: 4096, protection: 0x20 }),
        call('CreateThread', { function_address: '0x1800' }),
      ),
    );
    expect(others).toEqual([]);
    expect(region).toMatchObject({ pid: 1000, by: 1000, base: 0x1000, size: 8192, protections: [4, 0x20] });
    expect(region).toMatchObject({ isExecutable: true, isWrittenThenExecutable: true, isExecuted: true, written: 0 });
    expect(cids(region!.uses)).toEqual([0, 1, 2]);
  });

  it('of another process, with the program that was written there', () => {
    const found = memoryRegions(
      results(
        call('VirtualAllocEx', { process_identifier: 7, base_address: '0x400000', region_size: 4096, protection: 64 }),
        call('WriteProcessMemory', { process_identifier: 7, base_address: '0x400000', buffer: 'MZ\x90' }),
        call('WriteProcessMemory', { process_identifier: 8, base_address: '0x400000', buffer: 'MZ\x90' }),
      ),
      7,
    );
    expect(found).toEqual([expect.objectContaining({ pid: 7, by: 1000, holdsProgram: true, written: 3 })]);
  });

  it('leave out what failed', () => {
    const failed = call('NtAllocateVirtualMemory', { base_address: '0x1000' }, { status: 'FAILURE' });
    expect(memoryRegions(results(failed))).toEqual([]);
    expect(memoryRegions({})).toEqual([]);
  });
});

describe('injections', () => {
  it('are edges from process to process, with how and where', () => {
    const found = injections(
      results(
        call('NtOpenProcess', { process_identifier: 7, process_handle: '0x80' }),
        call('NtAllocateVirtualMemory', { process_handle: '0x80', base_address: '0x1000' }),
        call('NtWriteVirtualMemory', { process_handle: '0x80', base_address: '0x1000' }),
        call('NtWriteVirtualMemory', { process_handle: '0x80', base_address: '0x2000' }),
        call('CreateRemoteThread', { process_handle: '0x80' }),
        call('NtAllocateVirtualMemory', { process_handle: '0xffffffff', base_address: '0x1000' }),
        call('NtMapViewOfSection', { process_identifier: 9 }),
      ),
    );
    expect(found.map(({ source, target, methods, isComplete }) => ({ source, target, methods, isComplete }))).toEqual([
      { source: 1000, target: 7, methods: ['allocates', 'writes', 'starts a thread'], isComplete: true },
      { source: 1000, target: 9, methods: ['maps'], isComplete: false },
    ]);
    expect(cids(found[0]!.calls)).toEqual([1, 2, 4]);
  });
});

describe('lives of files', () => {
  const calls = [
    call('NtWriteFile', { filepath: '\\??\\C:\\a.exe' }),
    call('CopyFileW', { oldfilepath: 'C:\\a.exe', newfilepath: 'C:\\b.dll' }),
    call('CreateProcessInternalW', { filepath: 'c:\\A.exe', command_line: '"c:\\A.exe" /x', process_identifier: 7 }),
    call('CreateProcessInternalW', { filepath: 'C:\\rundll32.exe', command_line: 'rundll32 C:\\b.dll,x' }),
    call('LdrLoadDll', { module_name: 'C:\\b.dll' }),
    call('DeleteFileW', { filepath: 'C:\\a.exe' }),
    call('NtWriteFile', { filepath: 'C:\\only-written' }),
  ];

  it('tell who wrote, ran, loaded and deleted them, however the path is written', () => {
    const [a, b] = fileLives(results(...calls));
    expect([cids(a!.writes), cids(a!.runs), cids(a!.deletes)]).toEqual([[0], [2], [5]]);
    expect(a!.runs[0]).toMatchObject({ child: 7 });
    expect([b!.path, b!.from, cids(b!.writes), cids(b!.loads)]).toEqual(['C:\\b.dll', 'C:\\a.exe', [1], [4]]);
  });

  it('show what was dropped and run', () => {
    expect(droppedAndRun(results(...calls)).map(({ path }) => path)).toEqual(['\\??\\C:\\a.exe', 'C:\\b.dll']);
  });
});

it('services are followed by their handles', () => {
  const [made, other, ...more] = serviceLives(
    results(
      call('CreateServiceW', { service_name: 'Evil', filepath: 'C:\\e.sys', service_handle: '0x0010' }),
      ['StartServiceA', 'services', { service_handle: '0x10' }],
      ['ControlService', 'services', { service_handle: '0x20', control_code: 1 }],
      call('OpenServiceA', { service_name: 'WinDefend', service_handle: '0x20' }),
      ['ControlService', 'services', { service_handle: '0x20', control_code: 1 }],
      ['DeleteService', 'services', { service_handle: '0x20' }],
      call('OpenServiceA', { service_name: 'looked at only', service_handle: '0x24' }),
    ),
  );
  expect(made).toMatchObject({ name: 'Evil', path: 'C:\\e.sys', isCreated: true, isStarted: true, isDeleted: false });
  expect(other).toMatchObject({ name: 'WinDefend', isCreated: false, isStopped: true, isDeleted: true });
  expect(more).toEqual([]);
});

describe('scheduled tasks', () => {
  it.each([
    [
      'schtasks /create /tn "My Task" /tr "C:\\a.exe -x" /sc onlogon /f',
      { name: 'My Task', verb: 'create', action: 'C:\\a.exe -x', schedule: '/sc onlogon', how: 'command' },
    ],
    ['cmd.exe /c schtasks.exe /Delete /TN upd /F', { name: 'upd', verb: 'delete', action: '' }],
    ['cmd /c echo x & schtasks /run /tn upd', { name: 'upd', verb: 'run' }],
    ['at 12:00 /interactive C:\\a.exe', { name: '', verb: 'create', action: 'C:\\a.exe', schedule: '12:00' }],
  ])('%s', (command_line, task) => {
    const found = scheduledTasks(results(call('CreateProcessInternalW', { command_line })));
    expect(found).toEqual([expect.objectContaining(task)]);
    expect(found[0]!.uses).toEqual([expect.objectContaining({ cid: 0, command_line })]);
  });

  it('are known by their files, their keys and by lists as well', () => {
    const calls = [
      call('NtWriteFile', { filepath: 'C:\\Windows\\System32\\Tasks\\x\\upd' }),
      [
        'RegSetValueExW',
        'registry',
        {
          regkey:
            'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tree\\upd\\Id',
        },
      ],
    ] as SampleCall[];
    const summary = { executed_commands: ['schtasks /end /tn other', 'look at this', 'schtasks /query'] };
    const found = scheduledTasks(sampleResults([sampleProcess(calls)], summary));
    expect(found.map(({ name, how, verb }) => [name, how, verb])).toEqual([
      ['x\\upd', 'file', 'create'],
      ['upd', 'registry', 'create'],
      ['other', 'command', 'end'],
    ]);
  });
});

it('one pass serves all questions of a finished container', () => {
  const process = sampleProcess([call('NtWriteFile', { filepath: 'C:\\a' })]);
  const container = sampleResults([process]);
  Object.freeze(container.behavior);
  for (const ask of [memoryRegions, injections, fileLives, serviceLives, scheduledTasks, droppedAndRun]) ask(container);
  expect((process.calls as SampleCalls).passes).toBe(1);
});
