import { describe, expect, test } from 'vitest';
import { formatSubnet } from '../util/ip.ts';
import { type ListLimits, readAddressList } from './list-parse.ts';

async function read(text: string, { chunkSize = 7, limits }: { chunkSize?: number; limits?: ListLimits } = {}) {
  async function* chunks() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
  }
  const list = await readAddressList(chunks(), { source: 's', file: 'f', limits });
  return { ...list, networks: list.networks.map(formatSubnet) };
}

describe('readAddressList', () => {
  test.each([
    ['one a line', '# made today\n192.0.2.1\r\n\n2001:db8::1\n', ['192.0.2.1/32', '2001:db8::1/128']],
    [
      'networks with remarks',
      '; Spamhaus\n198.51.100.0/24 ; SBL1\n203.0.113.9/28 # x\n',
      ['198.51.100.0/24', '203.0.113.0/28'],
    ],
    ['a table', '"first_seen","dst_ip","port"\n"2026-11-01 10:00:00","192.0.2.1","443"\n', ['192.0.2.1/32']],
    ['ports', '192.0.2.1:443\n192.0.2.2:80\n', ['192.0.2.1/32', '192.0.2.2/32']],
    ['no final line end', '192.0.2.1', ['192.0.2.1/32']],
    ['a byte order mark', '\ufeff192.0.2.1\n', ['192.0.2.1/32']],
    ['only comments', '# none today\n', []],
  ])('reads %s', async (_, text, expected) => {
    for (const chunkSize of [1, 5, 4096]) expect((await read(text, { chunkSize })).networks).toEqual(expected);
  });

  test('tells of lines that name no address', async () => {
    const { skipped, problem, networks } = await read('192.0.2.1\nwhat?\n192.0.2.2\n0.0.0.0/0\n192.0.2.3\n::/0\n');
    expect(networks).toHaveLength(3);
    expect(skipped).toBe(3);
    expect(problem).toMatchObject({ code: 'LIST_SKIPPED_LINES', where: { line: 2 } });
  });

  test.each([
    ['an error page', '<html>\n<body>\nservice unavailable\n192.0.2.1\n</html>\n'],
    ['a hosts file', '0.0.0.0 a.example\n0.0.0.0 b.example\n'],
    ['binary', '\0\u0001\n\0\n'.repeat(20)],
  ])('refuses %s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'LIST_CONTENT' });
  });

  test('refuses what is too large', async () => {
    const text = '192.0.2.1\n'.repeat(100);
    await expect(read(text, { limits: { maxBytes: 999, maxEntries: 1e6 } })).rejects.toThrow('larger than 999 bytes');
    await expect(read(text, { limits: { maxBytes: 1e6, maxEntries: 99 } })).rejects.toThrow('more than 99 entries');
    await expect(read('1'.repeat(70_000), { chunkSize: 4096 })).rejects.toThrow('a line of more than');
  });
});
