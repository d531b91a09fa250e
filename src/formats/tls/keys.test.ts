import { expect, it } from 'vitest';
import { TlsKeys } from './keys.ts';

const random = 'ab'.repeat(32);
const master = 'cd'.repeat(48);
const keysOf = (text: string) => {
  const keys = new TlsKeys();
  return { keys, told: keys.add(text) };
};

it('SSLKEYLOGFILE', () => {
  const { keys, told } = keysOf(
    `# comment\r\nCLIENT_RANDOM ${random.toUpperCase()} ${master}\r\nSERVER_TRAFFIC_SECRET_0 ${random} ${'ef'.repeat(32)}\n`,
  );
  expect(told).toEqual({ unknown: 0, first: 0 });
  expect(keys.master(random, '')?.toString('hex')).toBe(master);
  expect(keys.secret(random, 'SERVER_TRAFFIC_SECRET_0')?.toString('hex')).toBe('ef'.repeat(32));
  expect(keys.secret(random, 'CLIENT_TRAFFIC_SECRET_0')).toBeUndefined();
});

it("Cuckoo's tlsmaster.txt", () => {
  const { keys, told } = keysOf(`RSA Session-ID:${'12'.repeat(32)} Master-Key:${master}\n`);
  expect(told.unknown).toBe(0);
  expect(keys.master('00', '12'.repeat(32))?.toString('hex')).toBe(master);
  expect(keys.master('00', '')).toBeUndefined();
});

it("CAPE's tlsdump.log", () => {
  const { keys, told } = keysOf(`client_random: ${random}, server_random: ${random}, master_secret: ${master}\n`);
  expect(told.unknown).toBe(0);
  expect(keys.master(random, '')?.toString('hex')).toBe(master);
});

it('kinds of secrets that open nothing here are no damage, other lines are', () => {
  const { keys, told } = keysOf(
    `EXPORTER_SECRET ${random} ${master}\nRSA ${'00'.repeat(8)} ${master}\nhello\nCLIENT_RANDOM ab cd\n__proto__\n`,
  );
  expect(told).toEqual({ unknown: 3, first: 3 });
  expect(keys.size).toBe(0);
});
