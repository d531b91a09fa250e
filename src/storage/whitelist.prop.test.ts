import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIp, formatSubnet, networkOf, parseIp, parseSubnet, type Subnet, subnetHolds } from '../util/ip.ts';
import { SubnetIndex } from './subnet-index.ts';
import { coveringKeys, Whitelist } from './whitelist.ts';

// Few distinct words, so that networks nest, meet and repeat.
const word = fc.constantFrom(0, 1, 0x0a000000, 0x0a000001, 0x0aff0000, 0x7fffffff, 0x80000000, 0xffffffff);
const address = fc.oneof(
  word.map((only) => ({ family: 4 as const, words: [only] })),
  fc.tuple(word, word, word, word).map((words) => ({ family: 6 as const, words })),
);
const subnet = fc.tuple(address, fc.nat(128)).map(([ip, bits]): Subnet => {
  const prefix = ip.family === 4 ? bits % 33 : bits;
  return { network: networkOf(ip, prefix), prefix, hadHostBits: false };
});

test('SubnetIndex finds exactly the networks around an address, the narrowest first', () => {
  fc.assert(
    fc.property(fc.array(subnet, { maxLength: 40 }), address, (subnets, ip) => {
      const index = new SubnetIndex(subnets.map((one, i) => [one, i] as const));
      const found = [...index.find(ip)];
      const expected = subnets.flatMap((one, i) => (subnetHolds(one, ip) ? [i] : []));
      expect([...found].sort((a, b) => a - b)).toEqual(expected);
      const prefixes = found.map((i) => subnets[i]!.prefix);
      expect(prefixes).toEqual([...prefixes].sort((a, b) => b - a));
    }),
  );
});

const label = fc.constantFrom('a', 'b', 'com');
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));

test('Whitelist covers a name if and only if the name or one above it is listed', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 4 }), name, (listed, asked) => {
      const whitelist = new Whitelist(listed.map((value) => ({ kind: 'domain', value, owner: 'x' })));
      const expected = listed.some((one) => asked === one || asked.endsWith(`.${one}`));
      expect(whitelist.covers('domain', asked) !== undefined).toBe(expected);
      expect(whitelist.covers('url', `http://${asked}:81/x`) !== undefined).toBe(expected);
    }),
  );
});

test('coveringKeys names every entry that could cover, and no other', () => {
  fc.assert(
    fc.property(fc.array(subnet, { maxLength: 20 }), address, (subnets, ip) => {
      const listed = subnets.map(formatSubnet);
      const keys = new Set([...coveringKeys({ kind: 'ip', address: ip })].map(({ value }) => value));
      const holding = listed.filter((text) => subnetHolds(parseSubnet(text)!, ip));
      expect(listed.filter((text) => keys.has(text))).toEqual(holding);
      const whitelist = new Whitelist(listed.map((value) => ({ kind: 'subnet', value, owner: 'x' })));
      // An address that spells like IPv4 inside IPv6 is read as IPv4.
      if (parseIp(formatIp(ip))?.family !== ip.family) return;
      expect(whitelist.covers('ip', formatIp(ip)) !== undefined).toBe(holding.length > 0);
    }),
  );
});

test('Whitelist does not cover what is no value', () => {
  const whitelist = new Whitelist([
    { kind: 'subnet', value: '0.0.0.0/0', owner: 'x' },
    { kind: 'domain', value: 'example', owner: 'x' },
    { kind: 'hash', value: 'a'.repeat(32), owner: 'x' },
  ]);
  expect(whitelist.covers('ip', 'not an address')).toBeUndefined();
  expect(whitelist.covers('url', 'no url')).toBeUndefined();
  expect(whitelist.covers('hash', '')).toBeUndefined();
  expect(whitelist.covers('hash', 'A'.repeat(32))).toEqual({ owner: 'x', entry: 'a'.repeat(32) });
  expect(whitelist.covers('domain', 'A.EXAMPLE.')).toEqual({ owner: 'x', entry: 'example' });
  expect(whitelist.covers('ip', '::1')).toBeUndefined();
});
