import { expect, it } from 'vitest';
import { createLogger } from './log.ts';

it('writes one JSON object per line, with the fields of its parents', () => {
  const lines: string[] = [];
  const log = createLogger('info', (line) => lines.push(line)).child({ analysis: 'x' });
  log.debug({}, 'not shown');
  log.child({ module: 'a' }).info({ big: 2n ** 60n, text: 'a\u001b\n', error: new Error('why') }, 'said');
  log.warn({}, 'heard');
  expect(lines).toEqual([
    '{"level":"info","analysis":"x","module":"a","big":"1152921504606846976","text":"a\\u001b\\n","error":"why","message":"said"}',
    '{"level":"warn","analysis":"x","message":"heard"}',
  ]);
});
