import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../util/byte-source.ts';
import { Bzip2Damage, bunzip2 } from './read.ts';

// Packed by bzip2 1.0.8.
const RUNS =
  'QlpoOTFBWSZTWaNTQS0AAKNTgIAQQAQBADQBCAAACCAAcEAMApU1NE8psT4TgnongmCa4E1dfYfCbE6E4JgTQmCYE28E9qO4JsJtKl/F3JFOFCQo1NBLQA==';
const TWO_STREAMS =
  'QlpoMTFBWSZTWYpXIb0AAAIBAGAAIAAhAIILF3JFOFCQilchvUJaaDkxQVkmU1nXfpEVAAACEQAAASAAIAAhAIILF3JFOFCQ136RFQ==';

const runs = 'a'.repeat(600) + 'bananas and ananas, banana bandana\n'.repeat(40);

function read(bytes: Uint8Array): { text: string; damage?: Bzip2Damage } {
  let text = '';
  try {
    for (const part of bunzip2(new MemorySource(bytes))) text += Buffer.from(part).toString('latin1');
    return { text };
  } catch (error) {
    if (error instanceof Bzip2Damage) return { text, damage: error };
    throw error;
  }
}

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');

describe('bunzip2', () => {
  it('reads runs and repeated text', () => {
    expect(read(bytesOf(RUNS))).toEqual({ text: runs });
  });

  it('reads streams that follow each other', () => {
    expect(read(bytesOf(TWO_STREAMS))).toEqual({ text: 'a'.repeat(150) });
  });

  it('leaves what follows the last stream alone', () => {
    expect(read(Buffer.concat([bytesOf(RUNS), Buffer.from('trailer')]))).toEqual({ text: runs });
  });

  it('reads an empty stream', () => {
    expect(read(bytesOf('QlpoORdyRThQkAAAAAA='))).toEqual({ text: '' });
  });

  it('says where the file is over', () => {
    const whole = bytesOf(RUNS);
    for (let length = 0; length < whole.length; length++) {
      const { text, damage } = read(whole.subarray(0, length));
      expect(damage).toMatchObject({ isCut: true, offset: length });
      expect(runs.startsWith(text)).toBe(true);
    }
  });

  it('notices a block that was changed', () => {
    const changed = bytesOf(RUNS);
    changed[11]! ^= 1;
    expect(read(changed).damage).toMatchObject({ message: 'the checksum of a block does not fit', isCut: false });
  });

  it('takes any change of a file', () => {
    const whole = bytesOf(RUNS);
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.uint8Array({ minLength: 1, maxLength: 6 }), (at, bytes) => {
        read(Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]));
      }),
      { numRuns: 1000 },
    );
  });
});
