import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { keccak256 } from './keccak.ts';
import { walletCurrency } from './wallet.ts';

describe('keccak256', () => {
  it('gives the published hashes', () => {
    expect(keccak256(Buffer.alloc(0)).toString('hex')).toBe(
      'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    );
    expect(keccak256(Buffer.from('abc')).toString('hex')).toBe(
      '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45',
    );
  });

  // One bit of padding apart, so a message that ends in it can be compared: SHA3 appends 01 before the padding.
  it('differs from SHA-3 in the padding alone', () => {
    expect(keccak256(Buffer.from('abc')).toString('hex')).not.toBe(createHash('sha3-256').update('abc').digest('hex'));
    expect(keccak256(Buffer.alloc(500, 'x'))).toHaveLength(32);
  });
});

// Addresses from the specifications and the documentation of each currency.
const KNOWN: [currency: string, address: string][] = [
  ['bitcoin', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['bitcoin', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
  ['bitcoin', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  ['bitcoin', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'],
  ['bitcoin', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0'],
  ['bitcoin cash', 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'],
  ['ethereum', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['ethereum', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'],
  ['monero', '44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A'],
  ['ripple', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh'],
  ['stellar', 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'],
  ['tron', 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8'],
  ['dogecoin', 'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L'],
];

test.each(KNOWN)('%s: %s', (currency, address) => expect(walletCurrency(address)).toBe(currency));

test.each(KNOWN)('%s, with one character changed: %s', (_, address) => {
  for (const at of [6, 15, address.length - 1]) {
    const c = address[at]!;
    const other = /[0-9]/.test(c)
      ? c === '7'
        ? '8'
        : '7'
      : /[A-Z]/.test(c)
        ? c === 'K'
          ? 'L'
          : 'K'
        : c === 'k'
          ? 'm'
          : 'k';
    const changed = address.slice(0, at) + other + address.slice(at + 1);
    expect(walletCurrency(changed), changed).toBeUndefined();
  }
});

test.each([
  '',
  '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
  '0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED',
  '11111111111111111111111111111',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4',
  `bitcoincash:${'q'.repeat(42)}`,
  'x'.repeat(100_000),
])('no wallet: %.60s', (text) => expect(walletCurrency(text)).toBeUndefined());

test('any text is answered', () => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^(?:bc1|addr1|[48]|G|0x|r|1|bitcoincash:)[A-Za-z0-9]{20,110}$/),
  );
  fc.assert(fc.property(text, (address) => void expect(walletCurrency(address)).toBeUndefined()));
});
