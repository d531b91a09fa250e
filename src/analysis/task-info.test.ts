import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FileIndex } from './file-index.ts';
import { OpeningProblems } from './opening-problems.ts';
import { readTaskInfo } from './task-info.ts';

const dir = mkdtempSync(join(tmpdir(), 'info-'));
afterAll(() => rmSync(dir, { recursive: true }));

function read(files: { readonly [name: string]: string }, folderName = 'x') {
  const index = new FileIndex();
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(dir, name), content);
    index.add(name, join(dir, name), Buffer.byteLength(content));
  }
  const problems = new OpeningProblems('x');
  const info = readTaskInfo(index, folderName, problems);
  return { info, codes: problems.toArray().map(({ code }) => code) };
}

describe('task.json', () => {
  it('unwraps times and keeps the rest', () => {
    const { info } = read({
      'task.json': '{"id": 3, "started_on": {"$dt": "2019-05-13T05:32:17.139313"}, "tags": [], "options": {"a": "b"}}',
    });
    expect(info).toMatchObject({ id: 3, started_on: '2019-05-13T05:32:17.139313', tags: [], options: { a: 'b' } });
  });

  it('reads options that are text', () => {
    const { info } = read({ 'task.json': '{"options": "procmemdump=yes,route=internet, x=a=b,nonsense"}' });
    expect(info['options']).toEqual({ procmemdump: 'yes', route: 'internet', x: 'a=b' });
  });

  it('fills in when the guest stopped where the task was never finished', () => {
    const { info } = read({ 'task.json': '{"completed_on": null, "guest": {"shutdown_on": "2019-05-13 05:37:13"}}' });
    expect(info['completed_on']).toBe('2019-05-13T05:37:13');
  });

  it('takes the name of the file from its path', () => {
    expect(read({ 'task.json': '{"target": "/tmp/x/a.exe"}' }).info['file_name']).toBe('a.exe');
    expect(read({ 'task.json': '{"target": "C:\\\\x\\\\b.exe"}' }).info['file_name']).toBe('b.exe');
    expect(read({ 'task.json': '{"target": "http://x/y", "category": "url"}' }).info['file_name']).toBeUndefined();
  });

  it('takes keys of the prototype for keys', () => {
    const { info } = read({
      'task.json': '{"__proto__": {"polluted": 1}, "constructor": 2, "options": {"__proto__": "x"}}',
    });
    expect(Object.keys(info)).toContain('__proto__');
    expect(info['polluted']).toBeUndefined();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(info)).toBeNull();
    expect(Object.keys(info['options'] as object)).toEqual(['__proto__']);
  });

  it.each([
    ['cut', '{"id": 3, "cat'],
    ['a list', '[1]'],
    ['empty', ''],
    ['nested too deep', `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`],
    ['nested absurdly', '['.repeat(100_000)],
  ])('that is %s is a problem, and the logs are asked', (_what, text) => {
    const { info, codes } = read({
      'task.json': text,
      'cuckoo.log':
        '2019-05-13 05:31:37,630 [cuckoo.core.scheduler] INFO: Task #12: acquired machine w7 (label=seven)\n',
    });
    expect(codes).toEqual(['ANALYSIS_INFO_DAMAGED']);
    expect(info).toMatchObject({
      id: 12,
      guest: { name: 'w7', label: 'seven' },
      started_on: '2019-05-13T05:31:37.630',
    });
  });
});

describe('analysis.conf', () => {
  it('keeps names that look like something else', () => {
    for (const name of ['1', 'no', '123', 'True', '50%d', '%(x)s', '1e5']) {
      const { info, codes } = read({ 'analysis.conf': `[analysis]\nfile_name = ${name}\npackage = ${name}\n` });
      expect(info).toMatchObject({ file_name: name, package: name });
      expect(codes).toEqual([]);
    }
  });

  it('has the names of Cuckoo 2', () => {
    const { info } = read({
      'analysis.conf':
        '[analysis]\nfile_path = /tmp/s.exe\nmachine = None\ntimeout = 120\noptions = free=yes\nstarted = 1347617730.5\n',
    });
    expect(info).toMatchObject({
      target: '/tmp/s.exe',
      category: 'file',
      machine: null,
      timeout: 120,
      options: { free: 'yes' },
      started_on: '2012-09-14T10:15:30.500',
      file_name: 's.exe',
    });
  });

  it('of CAPE names the task', () => {
    const { info } = read({
      'analysis.conf':
        '[analysis]\nid = 9\ncategory = file\ntarget = /tmp/s.exe\nenforce_timeout = False\nclock = 20230725T10:12:12\n',
    });
    expect(info).toMatchObject({ id: 9, category: 'file', enforce_timeout: false, clock: '20230725T10:12:12' });
  });

  it('without its section is a problem', () => {
    expect(read({ 'analysis.conf': 'file_name = a' }).codes).toEqual(['ANALYSIS_INFO_DAMAGED']);
  });
});

describe('other sources', () => {
  it('task.json comes before analysis.conf, and that before the logs', () => {
    const { info } = read({
      'task.json': '{"id": 1, "package": null}',
      'analysis.conf': '[analysis]\nid = 2\npackage = dll\n',
      'analysis.log': '2018-02-06 16:40:24,009 [root] INFO: Automatically selected analysis package "exe"\n',
    });
    expect(info).toMatchObject({ id: 1, package: 'dll', started_on: '2018-02-06T16:40:24.009' });
  });

  it('a numeric folder name is the id where nothing else says', () => {
    expect(read({}, '17').info['id']).toBe(17);
    expect(read({}, 'case').info['id']).toBeUndefined();
    expect(read({ 'task.json': '{"id": 3}' }, '17').info['id']).toBe(3);
  });

  it('the host log tells when the guest was done, not when the report was', () => {
    const { info } = read({
      'cuckoo.log': [
        '2016-08-25 22:44:59,002 [s] INFO: Task #4: acquired machine a (label=b)',
        '2016-08-25 22:46:05,179 [s] INFO: Task #4: analysis procedure completed',
        '2016-08-25 22:50:00,000 [s] INFO: Task #4: reports generation completed',
        '',
      ].join('\n'),
    });
    expect(info).toMatchObject({ started_on: '2016-08-25T22:44:59.002', completed_on: '2016-08-25T22:46:05.179' });
  });
});
