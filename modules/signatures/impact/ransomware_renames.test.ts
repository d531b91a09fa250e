import { type GivenCall, given, SignatureTester } from 'ovoscope/testing';
import RansomwareRenames from './ransomware_renames.ts';

const KINDS = ['docx', 'xlsx', 'jpg', 'pdf'];

function renames(count: number, name: (old: string, i: number) => string): GivenCall[] {
  return Array.from({ length: count }, (_, i) => {
    const oldfilepath = `C:\\Users\\a\\Documents\\${i}.${KINDS[i % KINDS.length]}`;
    return ['MoveFileWithProgressW', { oldfilepath, newfilepath: name(oldfilepath, i) }];
  });
}

new SignatureTester().run(RansomwareRenames, {
  detects: [
    {
      name: 'an ending added',
      results: given('sample.exe', ...renames(15, (old) => `${old}.fun`)),
      data: [
        { ending: '.fun', files: 15 },
        ...renames(15, (old) => `${old}.fun`).map(([, args]) => ({
          from: args!['oldfilepath'],
          to: args!['newfilepath'],
        })),
      ],
    },
    {
      name: 'new names',
      results: given('sample.exe', ...renames(30, (_, i) => `C:\\Users\\a\\Documents\\x${i}.8f3a`)),
    },
  ],
  ignores: [
    { name: 'a few', results: given('sample.exe', ...renames(5, (old) => `${old}.fun`)) },
    { name: 'endings kept', results: given('sample.exe', ...renames(40, (old) => old.replace('Documents', 'Backup'))) },
    { name: 'backups', results: given('sample.exe', ...renames(40, (old) => `${old}.bak`)) },
    { name: 'a different ending each', results: given('sample.exe', ...renames(40, (old, i) => `${old}.v${i}`)) },
  ],
});
