import { describe, expect, it } from 'vitest';
import { commonCategory } from './category.ts';
import { matchesWatch, watchFilter } from './watch.ts';

const call = { api: 'RegOpenKeyExA', category: 'registry' };
const process = { process_name: 'Sample.exe' };

describe('matchesWatch', () => {
  it('matches everything where nothing is asked', () => {
    expect(matchesWatch({}, call, process)).toBe(true);
  });

  it('matches nothing where a list is empty', () => {
    expect(matchesWatch({ apis: [] }, call, process)).toBe(false);
    expect(matchesWatch({ processes: [] }, call, process)).toBe(false);
  });

  it('takes APIs by name and by glob, in their own case', () => {
    expect(matchesWatch({ apis: ['NtClose', 'RegOpenKeyExA'] }, call, process)).toBe(true);
    expect(matchesWatch({ apis: ['Reg*Key*'] }, call, process)).toBe(true);
    expect(matchesWatch({ apis: ['reg*'] }, call, process)).toBe(false);
  });

  it('knows the category names of every generation', () => {
    const write = { api: 'NtWriteFile', category: 'filesystem' };
    expect(matchesWatch({ categories: ['file'] }, write, process)).toBe(true);
    expect(matchesWatch({ categories: ['filesystem'] }, { ...write, category: 'file' }, process)).toBe(true);
    expect(matchesWatch({ categories: ['network'] }, { api: 'connect', category: 'socket' }, process)).toBe(true);
    expect(matchesWatch({ categories: ['registry'] }, write, process)).toBe(false);
  });

  it('compares process names without case', () => {
    expect(matchesWatch({ processes: ['SAMPLE.EXE'] }, call, process)).toBe(true);
    expect(matchesWatch({ processes: ['other.exe'] }, call, process)).toBe(false);
  });

  it('wants every field to hold', () => {
    expect(matchesWatch({ apis: ['RegOpenKeyExA'], categories: ['file'] }, call, process)).toBe(false);
    expect(matchesWatch({ apis: ['RegOpenKeyExA'], processes: ['other.exe'] }, call, process)).toBe(false);
  });
});

describe('watchFilter', () => {
  it('names the APIs where the list is closed', () => {
    expect(watchFilter({ apis: ['connect', 'send', 'send'] }).apis).toEqual(['connect', 'send']);
    expect(watchFilter({ apis: ['connect', 'Reg*'] }).apis).toBeUndefined();
    expect(watchFilter({ categories: ['network'] }).apis).toBeUndefined();
  });
});

it('an unknown category keeps its name', () => {
  expect(commonCategory('__notification__')).toBe('__notification__');
});
