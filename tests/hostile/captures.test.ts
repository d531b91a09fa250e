import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import NetworkTraffic from '../../modules/processing/network.ts';
import { conversation, ethernet, ip4, ip6, pcap, tcp, udp } from '../support/capture-writer.ts';
import { memoryTask, runModule } from '../support/memory-task.ts';
import { readCapture } from '../support/read-capture.ts';
import { describeShared, hasSharedData, sharedData } from '../support/shared-data.ts';

const captures = hasSharedData
  ? readdirSync(sharedData('7-hostile/pcap'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.pcap(?:ng)?$/.test(name))
      .sort()
  : [];

const process = async (bytes: Uint8Array) => {
  const { value, problems } = await runModule(NetworkTraffic, memoryTask({ 'dump.pcap': bytes }));
  return { value: value as { [name: string]: unknown[] } | undefined, problems };
};

describeShared('captures that broke other programs', () => {
  it('are there', () => {
    expect(captures.length).toBeGreaterThan(100);
  });

  it.each(captures)('%s ends in lists and problems', async (name) => {
    const { value, problems } = await process(readFileSync(sharedData(`7-hostile/pcap/${name}`)));
    for (const { code, where } of problems) {
      expect(code).toMatch(/^(?:CAPTURE|NETWORK)_/);
      expect(where.file).toBe('dump.pcap');
    }
    // One of them claims more than a file may: nothing is claimed of it.
    if (value) for (const list of ['hosts', 'tcp', 'udp', 'http', 'dns']) expect(value[list]).toBeInstanceOf(Array);
    else expect(problems).toHaveLength(1);
    expect(() => JSON.stringify(value)).not.toThrow();
  });

  const only = async (name: string) => {
    const { value, problems } = await process(readFileSync(sharedData(`7-hostile/pcap/${name}`)));
    return { value: value!, messages: problems.map(({ message }) => message) };
  };

  it('a chunk size beyond 64 bits is told, and the request kept', async () => {
    const { value, messages } = await only(
      'zeek/scripts.base.protocols.http.261.chunk-2pow64-overflow/variant-01-chunk_2pow64_overflow.pcap',
    );
    expect(value['http']).toHaveLength(1);
    expect(messages).toEqual([expect.stringContaining('a chunk size of')]);
  });

  it('a negative length too', async () => {
    const { value, messages } = await only(
      'zeek/scripts.base.protocols.http.261.cl-negative/variant-03-cl_negative.pcap',
    );
    const paths = (value['http'] as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(['/', expect.stringContaining('smuggled')]);
    expect(messages).toEqual([expect.stringContaining('Content-Length "-')]);
  });

  it('a chunk of mail that claims more than there is', async () => {
    for (const name of ['bdat-chunk-size-overflow', 'bdat-chunk-size-overflow2']) {
      const folder = `zeek/scripts.base.protocols.smtp.${name}`;
      const [file] = readdirSync(sharedData(`7-hostile/pcap/${folder}`)).filter((each) => each.endsWith('.pcap'));
      expect((await only(`${folder}/${file}`)).value['smtp_ex']).toHaveLength(1);
    }
  });
});

it('very many connections cost no more memory than is allowed', () => {
  const frames = Array.from({ length: 3000 }, (_, i) =>
    ethernet(0x0800, ip4(tcp('GET / HTTP/1.1\r\nHost: x\r\n', { sport: i + 1 }))),
  );
  const { problems } = readCapture(pcap(frames), {
    limits: { tcp: { flows: 100, waiting: 1 << 20, waitingPerSide: 1 << 16 } },
  });
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['CAPTURE_MANY_CONNECTIONS', expect.stringContaining('2900 TCP connections')],
  ]);
});

it('what is only begun on one connection takes nothing from the next', () => {
  const half = `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(5000)}\r\n`;
  const hello = Buffer.concat([Buffer.from('160301400001003ffc', 'hex'), Buffer.alloc(5000)]);
  const query = Buffer.concat([Buffer.from('ffff12340100000100000000', 'hex'), Buffer.alloc(5000)]);
  const whole = `GET /last HTTP/1.1\r\nX: ${'y'.repeat(5000)}\r\n\r\n`;
  const frames = Array.from({ length: 100 }, (_, i) => [
    ...conversation([['>', half]], { clientPort: 1000 + i }),
    ...conversation([['>', hello]], { clientPort: 1000 + i, serverPort: 443 }),
    ...conversation([['>', query]], { clientPort: 1000 + i, serverPort: 53 }),
  ]).flat();
  const { http } = readCapture(pcap([...frames, ...conversation([['>', whole]])]), { limits: { pending: 20_000 } });
  expect(http.map(({ request }) => request?.target)).toEqual(['/last']);
});

it('very many that are only begun share what there is', () => {
  const half = `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(5000)}\r\n`;
  const frames = Array.from({ length: 100 }, (_, i) => ethernet(0x0800, ip4(tcp(half, { sport: i + 1 }))));
  const { problems } = readCapture(pcap(frames), { limits: { pending: 20_000 } });
  expect(problems).toMatchObject([{ code: 'NETWORK_ODD_TRAFFIC', message: expect.stringContaining('no room for') }]);
});

it('ten thousand IPv6 addresses, a bomb in DNS and a head without end stay small', () => {
  const v6 = Array.from({ length: 10_000 }, (_, i) =>
    ethernet(0x86dd, ip6(tcp('x'), 6, i.toString(16).padStart(32, '0'))),
  );
  const header = Buffer.from('123481800001ffff00000000', 'hex');
  const record = Buffer.from('c00c000500010000012c0002c00c', 'hex');
  const name = Buffer.concat([
    ...Array.from({ length: 4 }, () => Buffer.from([59, ...Buffer.alloc(59, 0x61)])),
    Buffer.from([0, 0, 1, 0, 1]),
  ]);
  const answer = Buffer.concat([header, name, ...Array.from({ length: 4000 }, () => record)]);
  const bomb = ethernet(0x0800, ip4(udp(answer, 53, 5000), { protocol: 17 }));
  const endless = conversation([['>', `GET /${'a'.repeat(300_000)}`]]);
  const read = readCapture(pcap([...v6, bomb, ...endless]));
  expect(read.dns[0]!.message.answers).toHaveLength(2000);
  expect(read.problems.map(({ code }) => code)).toEqual(['NETWORK_ODD_TRAFFIC']);
});
