import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { findAnalyses, stateOf } from './find-analyses.ts';

function folderWith(...files: string[]): string {
  const folder = temporaryFolder('corpus');
  for (const file of files) put(join(folder, file));
  return folder;
}

function put(path: string, text = 'x'): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const shown = (folder: string) => findAnalyses(folder).candidates.map((each) => each.shown);

describe('findAnalyses', () => {
  it('finds folders, archives and reports at any depth, sorted', () => {
    const folder = folderWith(
      'b/1/task.json',
      'b/1/reports/report.json',
      'a/x.ZIP',
      'a/y.tar.gz',
      'r.json.gz',
      'notes.txt',
      '.git/c.json',
    );
    expect(shown(folder)).toEqual(['a/x.ZIP', 'a/y.tar.gz', 'b/1', 'r.json.gz']);
  });

  it('takes a path that is one itself', () => {
    const folder = folderWith('one/task.json', 'r.json');
    expect(findAnalyses(join(folder, 'one')).candidates).toMatchObject([{ kind: 'folder', path: join(folder, 'one') }]);
    expect(findAnalyses(join(folder, 'r.json')).candidates).toMatchObject([
      { kind: 'file', path: join(folder, 'r.json') },
    ]);
  });

  it('follows no links', () => {
    const folder = folderWith('a/x.json');
    symlinkSync('/', join(folder, 'root'));
    symlinkSync(join(folder, 'a/x.json'), join(folder, 'link.json'));
    expect(shown(folder)).toEqual(['a/x.json']);
  });

  it('says where it stops', () => {
    const folder = folderWith(`${'d/'.repeat(14)}x.json`);
    expect(findAnalyses(folder)).toMatchObject({ candidates: [], limit: expect.stringContaining('levels') });
  });
});

describe('stateOf', () => {
  it('changes with the files of an analysis, and not with its reports', () => {
    const folder = folderWith('one/task.json', 'one/logs/1.bson');
    const [one] = findAnalyses(folder).candidates;
    const before = stateOf(one!);
    put(join(folder, 'one/reports/report.json'));
    expect(stateOf(one!)).toBe(before);
    put(join(folder, 'one/logs/1.bson'), 'longer');
    expect(stateOf(one!)).not.toBe(before);
  });
});
