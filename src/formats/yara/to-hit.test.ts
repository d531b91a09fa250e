import { describe, expect, it, test } from 'vitest';
import { parseFault } from './fault.ts';
import { type EngineMatch, toHit } from './to-hit.ts';

describe('toHit', () => {
  // The example of Cuckoo's own tests: strings sorted by their base64, offsets with places in that list.
  it('gives Cuckoo’s shape', () => {
    const bytes = Buffer.from('08-00-27                                                        foxit');
    const match: EngineMatch = {
      identifier: 'vmdetect',
      namespace: 'a/b.yar',
      isPrivate: false,
      tags: ['vm'],
      metadata: [
        { identifier: 'severity', value: 2 },
        { identifier: 'big', value: 2n ** 60n },
      ],
      patterns: [
        { identifier: '$ssexy', isPrivate: false, matches: [{ offset: 64, length: 5 }] },
        { identifier: '$virtualbox_mac_1a', isPrivate: false, matches: [{ offset: 0, length: 8 }] },
        { identifier: '$hidden', isPrivate: true, matches: [{ offset: 1, length: 2 }] },
        { identifier: '$none', isPrivate: false },
      ],
    };
    expect(toHit(match, bytes)).toEqual({
      name: 'vmdetect',
      meta: { description: '(no description)', severity: 2, big: '1152921504606846976' },
      strings: ['MDgtMDAtMjc=', 'Zm94aXQ='],
      offsets: { ssexy: [[64, 1]], virtualbox_mac_1a: [[0, 0]] },
      tags: ['vm'],
      file: 'a/b.yar',
    });
  });

  it('knows equal strings once, and cuts long ones', () => {
    const match: EngineMatch = {
      identifier: 'r',
      namespace: 'default',
      isPrivate: false,
      metadata: [{ identifier: 'description', value: 'of the rule' }],
      patterns: [
        {
          identifier: '$a',
          isPrivate: false,
          matches: [
            { offset: 0, length: 2 },
            { offset: 4, length: 2 },
          ],
        },
        { identifier: '$b', isPrivate: false, matches: [{ offset: 0, length: 9000 }] },
      ],
    };
    const hit = toHit(match, Buffer.from('abXXab'.repeat(2000)));
    expect(hit.offsets['a']).toEqual([
      [0, hit.strings.indexOf('YWI=')],
      [4, hit.strings.indexOf('YWI=')],
    ]);
    expect(hit.strings.map((text) => Buffer.from(text, 'base64').length).sort((a, b) => a - b)).toEqual([2, 4096]);
    expect(hit).toMatchObject({ meta: { description: 'of the rule' } });
    expect(hit).not.toHaveProperty('tags');
  });
});

test.each([
  [
    'error[E025]: unknown pattern `$b`\n --> line:4:13\n  |\n4 |  condition: $b }\n  |   ^^ this pattern is not declared',
    { line: 4, column: 13, message: 'unknown pattern `$b`: this pattern is not declared' },
  ],
  ['Error: error[E001]: syntax error\n --> line:2:22', { line: 2, column: 22, message: 'syntax error' }],
  ['out of memory', { line: undefined, column: undefined, message: 'out of memory' }],
  ['', { line: undefined, column: undefined, message: '' }],
])('%j', (text, expected) => expect(parseFault('x.yar', text)).toEqual({ file: 'x.yar', ...expected }));
