import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDns } from './read.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

const name = (text: string): string =>
  [...text.split('.').filter(Boolean), '']
    .map((label) => Buffer.from([label.length, ...Buffer.from(label)]).toString('hex'))
    .join('');

const header = (counts: string, flags = '8180') => `1234 ${flags} ${counts}`;

/** A response with one record for `example.org`. */
function answer(type: number, data: string) {
  const bytes = hex(data);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(300, 4);
  fixed.writeUInt16BE(bytes.length, 8);
  const question = `${name('example.org')} ${type.toString(16).padStart(4, '0')} 0001`;
  const message = readDns(hex(`${header('0001 0001 0000 0000')} ${question} c00c ${fixed.toString('hex')} ${data}`));
  const [record] = message!.answers;
  return { damage: message!.damage, name: record?.name, type: record?.type, data: record?.data, ttl: record?.ttl };
}

const root = '00';
const target = name('a.example');

describe('records', () => {
  it.each<[number, string, string, string]>([
    [1, 'A', 'c0000201', '192.0.2.1'],
    [28, 'AAAA', '20010db8000000000000000000000001', '2001:db8::1'],
    [2, 'NS', target, 'a.example'],
    [5, 'CNAME', 'c00c', 'example.org'],
    [12, 'PTR', target, 'a.example'],
    [39, 'DNAME', target, 'a.example'],
    [
      6,
      'SOA',
      `${target} ${name('b.example')} 00000001 00001c20 00000384 00127500 00015180`,
      'a.example b.example 1 7200 900 1209600 86400',
    ],
    [13, 'HINFO', '03435055 024f53', 'CPU OS'],
    [15, 'MX', `000a ${target}`, '10 a.example'],
    [16, 'TXT', '026162 0163', 'ab c'],
    [99, 'SPF', '0b763d73706631202d616c6c', 'v=spf1 -all'],
    [33, 'SRV', `0001 0002 01bb ${target}`, '1 2 443 a.example'],
    [35, 'NAPTR', `0064 000a 0175 07453255 2b736970 00 ${root}`, '100 10 u E2U+sip  .'],
    [43, 'DS', '1234 05 02 abcdef', '4660 5 2 abcdef'],
    [44, 'SSHFP', '01 02 abcdef', '1 2 abcdef'],
    [46, 'RRSIG', `0001 05 02 00000e10 00000001 00000002 1234 ${target} 616263`, 'A 5 2 3600 1 2 4660 a.example YWJj'],
    [47, 'NSEC', `${target} 0006 400000000003`, 'a.example A RRSIG NSEC'],
    [48, 'DNSKEY', '0100 03 05 616263', '256 3 5 YWJj'],
    [50, 'NSEC3', '01 00 000a 02abcd 03112233 0001 40', '1 0 10 abcd 112233 A'],
    [51, 'NSEC3PARAM', '01 00 000a 00', '1 0 10 -'],
    [52, 'TLSA', '03 01 01 abcd', '3 1 1 abcd'],
    [256, 'URI', '0001 0002 687474703a2f2f78', '1 2 http://x'],
    [257, 'CAA', '00 05 6973737565 6c652e6f7267', '0 issue le.org'],
    [
      65,
      'HTTPS',
      `0001 ${root} 0001 0006 02683202 6833 0003 0002 01bb 0004 0004 c0000201`,
      '1 . alpn=h2,h3 port=443 ipv4hint=192.0.2.1',
    ],
    [64, 'SVCB', `0000 ${target}`, '0 a.example'],
    [10, 'NULL', 'abcd', '\\# 2 abcd'],
    [65280, 'TYPE65280', '01', '\\# 1 01'],
  ])('%i is %s', (number, type, data, expected) => {
    expect(answer(number, data)).toEqual({ damage: undefined, name: 'example.org', type, data: expected, ttl: 300 });
  });

  it.each<[string, number, string]>([
    ['an address of three bytes', 1, 'c00002'],
    ['a text longer than the record', 16, '05616263'],
    ['a name that leaves the record', 5, '0161'],
    ['something after a name', 2, `${target} ff`],
    ['a list of types that is cut', 47, `${target} 0020 40`],
  ])('%s is given as it is', (_, type, data) => {
    expect(answer(type, data).data).toMatch(/^\\# \d+ [0-9a-f]+$/);
  });

  it('text that is no UTF-8 is escaped; dots and backslashes in labels too', () => {
    expect(answer(16, '03c3a4 41').data).toBe('\u00e4A');
    expect(answer(16, '02ff41').data).toBe('\\255A');
    expect(answer(5, '03612e62 0163 00').data).toBe('a\\.b.c');
    expect(answer(5, '02ff5c 00').data).toBe('\\255\\\\');
  });
});

describe('messages', () => {
  it('a query', () => {
    expect(readDns(hex(`${header('0001 0000 0000 0000', '0100')} ${name('www.example.org')} 001c 0001`))).toMatchObject(
      {
        id: 0x1234,
        isResponse: false,
        rcode: 'NOERROR',
        questions: [{ name: 'www.example.org', type: 'AAAA', class: 1 }],
        damage: undefined,
      },
    );
  });

  it('a name that does not exist', () => {
    expect(readDns(hex(`${header('0001 0000 0000 0000', '8183')} ${name('x.example')} 0001 0001`))).toMatchObject({
      isResponse: true,
      rcode: 'NXDOMAIN',
    });
  });

  it.each([
    ['a pointer to itself', 'c00c'],
    ['two pointers to each other', 'c00e c00c'],
    ['a pointer forwards', 'c010 0000 0161 00'],
    ['a reserved kind of label', '8061 00'],
    ['a label longer than the message', '3f 6161'],
  ])('%s is no question', (_, bytes) => {
    expect(readDns(hex(`${header('0001 0000 0000 0000')} ${bytes} 0001 0001`))).toBeUndefined();
  });

  it('a name of more than 255 bytes is none', () => {
    const long = name(Array.from({ length: 5 }, () => 'x'.repeat(60)).join('.'));
    expect(readDns(hex(`${header('0001 0000 0000 0000')} ${long} 0001 0001`))).toBeUndefined();
  });

  it('what comes before damage is kept', () => {
    const question = `${name('example.org')} 0001 0001`;
    const record = 'c00c 0001 0001 0000012c 0004 c0000201';
    const message = readDns(hex(`${header('0001 0002 0000 0000')} ${question} ${record} c00c 0001`));
    expect(message).toMatchObject({ answers: [{ data: '192.0.2.1' }], damage: 'a record is cut' });
  });

  it('bytes that cannot be DNS are not', () => {
    expect(readDns(Buffer.alloc(11))).toBeUndefined();
    expect(readDns(Buffer.alloc(600, 0xff))).toBeUndefined();
  });
});

it('chains of pointers, each leading one step back, end', () => {
  const pointers = Array.from(
    { length: 4000 },
    (_, i) => `c${(0x00c + Math.max(0, i - 1) * 2).toString(16).padStart(3, '0')}`,
  );
  const body = `${pointers.join('')} c0ff 0001 0001`;
  expect(readDns(hex(`${header('0001 ffff 0000 0000')} ${body}`))).toBeUndefined();
});

it('arbitrary bytes never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(4), (bytes, counts) => {
      readDns(bytes);
      readDns(Buffer.concat([hex(header(`000${counts} 000${counts} 0001 0001`)), bytes]));
    }),
    { numRuns: 1000 },
  );
});
