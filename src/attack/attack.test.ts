import { expect, it } from 'vitest';
import { behaviour, currentTechnique, TACTICS, technique, techniqueName } from './attack.ts';
import * as later from './release-19.ts';
import * as base from './techniques.ts';

const ids = (table: string) => table.split('\n').flatMap((line) => line.split('|')[0] || []);

it('knows tactics in the order of the matrix', () => {
  expect(TACTICS.map(({ key }) => key)).toEqual([
    ...['reconnaissance', 'resource-development', 'initial-access', 'execution', 'persistence', 'privilege-escalation'],
    ...['stealth', 'defense-impairment', 'credential-access', 'discovery', 'lateral-movement', 'collection'],
    ...['command-and-control', 'exfiltration', 'impact'],
  ]);
});

it('knows techniques with their tactics', () => {
  expect(technique('T1547.001')).toEqual({
    id: 'T1547.001',
    name: 'Registry Run Keys / Startup Folder',
    tactics: ['persistence', 'privilege-escalation'],
  });
  expect(technique('T1055')?.tactics).toEqual(['privilege-escalation', 'stealth']);
  expect(technique('T1112')?.tactics).toEqual(['persistence', 'defense-impairment']);
  expect(technique('T1553.002')?.tactics).toEqual(['defense-impairment']);
  expect(techniqueName('T1055.012')).toBe('Process Injection: Process Hollowing');
  expect(techniqueName('T1685')).toBe('Disable or Modify Tools');
  expect(technique('T9999')).toBeUndefined();
  expect(technique('constructor')).toBeUndefined();
});

it.each([
  ['T1562.001', 'T1685'],
  ['T1070.001', 'T1685.005'],
  ['T1086', 'T1059.001'],
  ['T1089', 'T1685'],
  ['T1574.002', 'T1574.001'],
  ['T1055', 'T1055'],
  ['x', 'x'],
])('%s is %s now', (old, now) => {
  expect(currentTechnique(old)).toBe(now);
});

it('replaces every revoked id by one that is in force', () => {
  const revoked = [...ids(base.REPLACED), ...ids(later.REPLACED)];
  expect(revoked.length).toBeGreaterThan(100);
  expect(revoked.filter((id) => technique(id) !== undefined)).toEqual([]);
  expect(revoked.filter((id) => technique(currentTechnique(id)) === undefined)).toEqual([]);
});

it('has each sub-technique below its technique, in tactics that there are', () => {
  const all = [...new Set([...ids(base.TECHNIQUES), ...ids(later.TECHNIQUES)])].flatMap((id) => technique(id) ?? []);
  expect(all.length).toBeGreaterThan(600);
  expect(all.filter(({ id }) => technique(id.split('.')[0]!) === undefined)).toEqual([]);
  expect(all.filter(({ tactics }) => tactics.length === 0)).toEqual([]);
  const known = TACTICS.map(({ key }) => key);
  expect(all.filter(({ tactics }) => tactics.some((key) => !known.includes(key)))).toEqual([]);
});

it('knows the catalog of behaviours', () => {
  expect(behaviour('B0001')).toEqual({ id: 'B0001', name: 'Debugger Detection', objectives: ['OB0001'] });
  expect(behaviour('OB0001')?.name).toBe('Anti-Behavioral Analysis');
  expect(behaviour('B9999')).toBeUndefined();
});
