import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import type { Output } from '../plugin/reporting.ts';
import { OutputFolder, unsafePart } from './output-folder.ts';

const fresh = () => temporaryFolder('out');

async function written(body: Output['body']) {
  const folder = new OutputFolder(fresh(), true);
  const { path, bytes } = await folder.write('a/b/report.txt', body);
  return { path, bytes, content: readFileSync(path), folder };
}

describe('bodies', () => {
  const long = 'äb€'.repeat(200_000);
  it.each<[string, Output['body'], string | Uint8Array]>([
    ['text', 'abc €', 'abc €'],
    ['bytes', new Uint8Array([0, 255]), new Uint8Array([0, 255])],
    ['nothing', [], ''],
    ['text and bytes in pieces', ['a', new Uint8Array([66]), 'c', 'd'], 'aBcd'],
    ['one large text', long, long],
    ['large pieces among small ones', ['x', long, 'y', Buffer.from(long)], `x${long}y${long}`],
    [
      'a generator',
      (function* () {
        for (let i = 0; i < 100_000; i++) yield 'ab';
      })(),
      'ab'.repeat(100_000),
    ],
    [
      'an asynchronous one',
      (async function* () {
        yield 'a';
        yield Buffer.from('b');
      })(),
      'ab',
    ],
  ])('are written: %s', async (_, body, expected) => {
    const { content, bytes, folder } = await written(body);
    expect(content.equals(Buffer.from(expected))).toBe(true);
    expect(bytes).toBe(content.length);
    expect(readdirSync(join(folder.root, 'a', 'b'))).toEqual(['report.txt']);
  });

  it('that fail leave the old file, and nothing of the new one', async () => {
    const folder = new OutputFolder(fresh(), true);
    await folder.write('report.json', 'old');
    const failing = (function* () {
      yield 'new';
      throw new Error('broken body');
    })();
    await expect(folder.write('report.json', failing)).rejects.toThrow('broken body');
    expect(readdirSync(folder.root)).toEqual(['report.json']);
    expect(readFileSync(join(folder.root, 'report.json'), 'utf8')).toBe('old');
  });

  it('of a wrong kind are refused', async () => {
    const folder = new OutputFolder(fresh(), true);
    await expect(folder.write('a', [1] as never)).rejects.toThrow('a piece of the body is number');
    expect(readdirSync(folder.root)).toEqual([]);
  });

  it('stop when the signal aborts', async () => {
    const folder = new OutputFolder(fresh(), true);
    const controller = new AbortController();
    const endless = (function* () {
      for (let i = 0; ; i++) {
        if (i === 1000) controller.abort(new Error('enough'));
        yield 'x'.repeat(1000);
      }
    })();
    await expect(folder.write('a', endless, controller.signal)).rejects.toThrow('enough');
    expect(readdirSync(folder.root)).toEqual([]);
  });
});

describe('paths', () => {
  it.each(['report.json', 'shots/1.png', 'ä.txt', '.hidden', 'a'.repeat(200)])('takes %s', (path) => {
    expect(unsafePart(path)).toBeUndefined();
  });

  it.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a//b',
    './a',
    'a/.',
    'C:\\x',
    'a\\b',
    'a:b',
    'a\0b',
    'a\nb',
    'a.',
    'a ',
    'con',
    'NUL.txt',
    'x/com1',
    'a'.repeat(500),
    undefined,
    7,
  ])('refuses %j', (path) => {
    expect(unsafePart(path)).toBeTypeOf('string');
  });
});

describe('symlinks', () => {
  it('in the place of a report are replaced, not followed', async () => {
    const root = fresh();
    const outside = join(fresh(), 'outside.txt');
    writeFileSync(outside, 'untouched');
    symlinkSync(outside, join(root, 'report.json'));
    await new OutputFolder(root, true).write('report.json', 'report');
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
    expect(readFileSync(join(root, 'report.json'), 'utf8')).toBe('report');
  });

  it('in the place of a folder are refused', async () => {
    const root = fresh();
    const outside = fresh();
    symlinkSync(outside, join(root, 'shots'));
    await expect(new OutputFolder(root, true).write('shots/1.png', 'x')).rejects.toThrow('in the way');
    expect(readdirSync(outside)).toEqual([]);
  });

  it('in the place of the whole folder are refused in an analysis, not where the user names them', () => {
    const outside = fresh();
    const link = join(fresh(), 'reports');
    symlinkSync(outside, link);
    expect(() => new OutputFolder(link, false)).toThrow('it is a symlink, and lies in the analysis');
    expect(new OutputFolder(link, true).root).toBe(link);
  });
});

it('says so when the folder cannot be one', () => {
  const file = join(fresh(), 'file');
  writeFileSync(file, '');
  expect(() => new OutputFolder(file, true)).toThrow(/cannot be written to/);
  expect(() => new OutputFolder(join(file, 'below'), true)).toThrow(/cannot be written to/);
});

it('a folder in the place of a report is an error of the system, and stays', async () => {
  const root = fresh();
  mkdirSync(join(root, 'report.json', 'x'), { recursive: true });
  await expect(new OutputFolder(root, true).write('report.json', 'x')).rejects.toMatchObject({ syscall: 'rename' });
  expect(existsSync(join(root, 'report.json', 'x'))).toBe(true);
  expect(readdirSync(root)).toEqual(['report.json']);
});
