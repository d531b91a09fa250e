import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../errors/problem.ts';
import { type ByteSource, MemorySource } from '../../util/byte-source.ts';

type Read = (source: ByteSource, problem: (problem: Problem) => void) => unknown;

/** What every reader of programs and documents must hold to, whatever the bytes are. */
export function describeReader(name: string, samples: readonly Buffer[], read: Read, runs = 200): void {
  const run = async (bytes: Buffer): Promise<{ value: unknown; problems: Problem[] }> => {
    const problems: Problem[] = [];
    const value = await read(new MemorySource(bytes, 'sample'), (problem) => problems.push(problem));
    for (const { code, where } of problems) {
      expect(code).toMatch(/^STATIC_/);
      expect(where.file).toBe('sample');
      if (where.offset !== undefined) {
        expect(where.offset).toBeGreaterThanOrEqual(0);
        expect(where.offset).toBeLessThanOrEqual(bytes.length);
      }
    }
    expect(problems.length).toBeLessThan(40);
    return { value, problems };
  };
  const sample = fc.constantFrom(...samples);

  describe(`${name} of any bytes`, () => {
    it('reads its samples without a problem', async () => {
      for (const bytes of samples) {
        const { value, problems } = await run(bytes);
        expect(value).toBeDefined();
        expect(problems).toEqual([]);
      }
    });

    it('survives being cut anywhere', async () => {
      await fc.assert(
        fc.asyncProperty(sample, fc.double({ min: 0, max: 1, noNaN: true }), async (bytes, part) => {
          await run(bytes.subarray(0, Math.floor(part * bytes.length)));
        }),
        { numRuns: runs },
      );
    });

    it('survives any numbers in any places, and reads the same twice', async () => {
      const change = fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.oneof(
          fc.constantFrom(0, 0xffff_ffff, 0x7fff_ffff, 0x8000_0000, 1, 0x1000),
          fc.nat(0xffff_ffff),
          fc.nat(255),
        ),
      );
      await fc.assert(
        fc.asyncProperty(sample, fc.array(change, { minLength: 1, maxLength: 8 }), async (bytes, changes) => {
          const changed = Buffer.from(bytes);
          for (const [part, value] of changes) {
            const at = Math.floor(part * (bytes.length - 4));
            changed.writeUInt32LE(value, at);
          }
          const first = await run(changed);
          expect(await run(changed)).toEqual(first);
        }),
        { numRuns: runs },
      );
    });

    it('survives a source that ends before its size', async () => {
      await fc.assert(
        fc.asyncProperty(sample, fc.double({ min: 0, max: 1, noNaN: true }), async (bytes, part) => {
          const short = new MemorySource(bytes.subarray(0, Math.floor(part * bytes.length)), 'sample');
          const read1 = (target: Uint8Array, at: number) => short.read(target, at);
          await read({ name: 'sample', size: bytes.length, read: read1, close() {} }, () => {});
        }),
        { numRuns: runs },
      );
    });

    it('takes what is not its own for nothing, or for damage', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), sample, async (noise, bytes) => {
          await run(Buffer.from(noise));
          await run(Buffer.concat([bytes.subarray(0, 64), Buffer.from(noise)]));
        }),
        { numRuns: runs },
      );
    });
  });
}
