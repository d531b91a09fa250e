import { expect, it } from 'vitest';
import { keyPath, keyPositions } from './positions.ts';

const at = (toml: string, ...path: string[]) => {
  const position = keyPositions(toml).get(keyPath(path));
  return position && `${position.line}:${position.column}`;
};

it('finds keys, tables and keys of tables', () => {
  const toml = 'a = 1\n\n  b.c = 2 # x\n[t.u]\nd = "x"\n\n[ "q r" . s ]\ne = 1';
  expect(at(toml, 'a')).toBe('1:1');
  expect(at(toml, 'b', 'c')).toBe('3:3');
  expect(at(toml, 't', 'u')).toBe('4:1');
  expect(at(toml, 't', 'u', 'd')).toBe('5:1');
  expect(at(toml, 'q r', 's', 'e')).toBe('8:1');
});

it('is not led astray by what stands in values', () => {
  const toml = [
    'a = "[no]\\"# = 1"',
    "b = '''",
    'x = 1',
    "'''''",
    'c = """',
    'y = 2 \\""" ',
    '"""',
    'd = [ # ]',
    '  "]", { z = 3 },',
    ']',
    'e = 1',
  ].join('\n');
  expect(at(toml, 'e')).toBe('11:1');
  expect(['x', 'y', 'z', 'no'].map((key) => at(toml, key))).toEqual([undefined, undefined, undefined, undefined]);
});

it('ends on any text', () => {
  for (const text of ['=', '[', '[[', '"', "'''", 'a', 'a =', '\u0000', '[a', '}}}]']) keyPositions(text);
});
