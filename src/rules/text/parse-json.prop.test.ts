import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonNode } from './json-node.ts';
import { parseTolerantJson } from './parse-json.ts';

function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return node.members.map(({ key, value }) => [key.value, plain(value)]);
    case 'array':
      return node.items.map(plain);
    case 'number':
      return Number(node.text);
    default:
      return node.value;
  }
}

/** Objects as lists of members, so that `__proto__` and repeated keys are like others. */
function listed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(listed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, one]) => [key, listed(one)]);
}

const json = fc.jsonValue({ maxDepth: 6 });

it('reads valid JSON as it is, and finds nothing', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const { root, findings } = parseTolerantJson(text);
      // Keys are trimmed, and that is told.
      if (findings.some(({ id }) => id === 'spaceInKey')) return;
      expect(findings).toEqual([]);
      expect(plain(root!)).toEqual(listed(JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

it('gives every value the text it stands for', () => {
  const check = (text: string, node: JsonNode) => {
    const own = text.slice(node.start, node.end);
    if (node.kind === 'object') {
      expect(own.startsWith('{') && own.endsWith('}')).toBe(true);
      for (const { key, value } of node.members) {
        check(text, key);
        check(text, value);
      }
    } else if (node.kind === 'array') {
      expect(own.startsWith('[') && own.endsWith(']')).toBe(true);
      for (const item of node.items) check(text, item);
    } else if (node.kind === 'number') {
      expect(own).toBe(node.text);
    } else {
      expect(JSON.parse(own)).toBe(node.value);
    }
  };
  fc.assert(
    fc.property(json, (value) => {
      const text = JSON.stringify(value, null, 2);
      const { root, findings } = parseTolerantJson(text);
      if (findings.length === 0) check(text, root!);
    }),
  );
});

it('never throws, and places every finding inside the text', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '1',
      '-',
      '.',
      ' ',
      '\n',
      '//',
      '/*',
      '*/',
      '#',
      '“',
      "'",
      '\u00a0',
      'true',
      '\\u12',
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((all) => all.join('')),
        fc.string(),
      ),
      (text) => {
        for (const { span, edits = [] } of parseTolerantJson(text).findings) {
          expect(span.start >= 0 && span.start <= span.end && span.start <= text.length).toBe(true);
          for (const { start, end } of edits) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
