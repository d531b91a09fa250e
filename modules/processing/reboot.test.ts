import { readFileSync } from 'node:fs';
import type { RebootEvent, Results } from 'ovoscope';
import { readBehavior } from 'ovoscope/behavior';
import { openCallLogs } from 'ovoscope/formats';
import { given } from 'ovoscope/testing';
import { describe, expect, it, test } from 'vitest';
import { openAnalysis } from '../../src/analysis/open.ts';
import { memoryTask, runModule } from '../../tests/support/memory-task.ts';
import { describeShared, sharedData } from '../../tests/support/shared-data.ts';
import Reboot from './reboot.ts';

const run = (results: Results, options = {}) => runModule(Reboot, memoryTask({}), { results, options });
const brief = (events: RebootEvent[]) => events.map(({ category, args }) => [category, args]);
const key = (name: string) => `HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\${name}`;
const set = (regkey: string, value: unknown, reg_type = 1) =>
  ['RegSetValueExW', { regkey, value, reg_type }] as unknown as [string, { [name: string]: string }];

describe('events', () => {
  it('are what lasts in the registry, and what it starts', async () => {
    const { value, problems } = await run(
      given(
        'x.exe',
        set(key('Run\\evil'), '"C:\\a b\\x.exe" /Y "/x y" -P'),
        set(`HKEY_CURRENT_USER\\Software\\Foo\\Bar`, 4294967291, 4),
        ['RegDeleteKeyW', { regkey: 'HKEY_CURRENT_USER\\Software\\Foo' }],
        ['NtClose', { handle: '0x1' }],
      ),
    );
    expect(problems).toEqual([]);
    expect(brief(value)).toEqual([
      ['regkey_written', [key('Run\\evil'), 'REG_SZ', '"C:\\a b\\x.exe" /Y "/x y" -P']],
      ['create_process', ['C:\\a b\\x.exe', ['/Y', '"/x y"', '-P'], 'explorer.exe']],
      ['regkey_written', ['HKEY_CURRENT_USER\\Software\\Foo\\Bar', 'REG_DWORD', 4294967291]],
      ['regkey_deleted', 'HKEY_CURRENT_USER\\Software\\Foo'],
    ]);
    expect(value[0]).toMatchObject({ type: 'reboot', pid: 1000, time: expect.any(Number) });
  });

  it.each(['RunOnce', 'RunOnceEx', 'RunServicesOnce'])('of %s start a program and leave no value', async (name) => {
    const { value } = await run(given('x.exe', set(key(`${name}\\evil`), 'x.exe')));
    expect(brief(value)).toEqual([['create_process', ['x.exe', [], 'explorer.exe']]]);
  });

  it('of a value that is no command line start nothing', async () => {
    const { value } = await run(given('x.exe', set(key('Run\\evil'), 7, 4), set(key('Run\\empty'), '  ')));
    expect(value.map(({ category }) => category)).toEqual(['regkey_written', 'regkey_written']);
  });

  it('are limited', async () => {
    const { value, problems } = await run(given('x.exe', set('HKEY_X\\a', 'b'), set('HKEY_X\\c', 'd')), { count: 1 });
    expect(value).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['REBOOT_TOO_MANY']);
  });
});

test('nothing of nothing', async () => expect(await run({})).toEqual({ value: [], problems: [] }));

/** Cuckoo's own files: the same events, but for the times (days of the month there) and the order they give. */
describeShared('reboot.json of Cuckoo', () => {
  const events = async (folder: string) => {
    const task = await openAnalysis(sharedData(folder));
    const { value } = await run({ behavior: readBehavior(openCallLogs(task)) });
    await task.close();
    return texts(value);
  };
  const texts = (list: RebootEvent[]) =>
    brief(list)
      .map((event) => JSON.stringify(event))
      .sort();
  const expected = (path: string) =>
    texts(
      readFileSync(sharedData(path), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    );

  test.each([
    ['cuckoo/synthetic/v2.0.7', 'expected-reboot.json', 4],
    ['2-analyses/cuckoo-2.0.7_win10_exe_210', 'reboot.json', 0],
    ['2-analyses/cuckoo-2.0.7_win_pafish_1', 'reboot.json', 0],
  ])('%s', async (folder, file, count) => {
    const found = await events(folder);
    expect(found).toEqual(expected(`${folder}/${file}`));
    expect(found).toHaveLength(count);
  });

  // Some logs of this analysis are not in the collection; what comes of the others stands in the file, as often.
  test('2-analyses/cuckoo-2.0.7_win7_cerber_packed', async () => {
    const found = await events('2-analyses/cuckoo-2.0.7_win7_cerber_packed');
    const left = expected('2-analyses/cuckoo-2.0.7_win7_cerber_packed/reboot.json');
    for (const event of found) {
      expect(left).toContain(event);
      left.splice(left.indexOf(event), 1);
    }
    expect([found.length, left.length]).toEqual([202, 13]);
  });
});
