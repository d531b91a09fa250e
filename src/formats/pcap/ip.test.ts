import { describe, expect, it } from 'vitest';
import { ethernet, ip4, ip6, pcap, tcp, udp } from '../../../tests/support/capture-writer.ts';
import { readCapture } from '../../../tests/support/read-capture.ts';

const FLOW = '10.0.0.1 40000 - 198.51.100.1 80';
const FLOW6 = '2001:db8::1 40000 - 2a00::2 80';
const packet = ip4(tcp('hello'));
const packet6 = ip6(tcp('hello'), 6);

const hexed = (text: string, ...rest: Uint8Array[]) =>
  Buffer.concat([Buffer.from(text.replaceAll(' ', ''), 'hex'), ...rest]);
const flows = (frame: Uint8Array, linkType: number, bigEndian = false) => [
  ...readCapture(pcap([frame], { linkType, bigEndian })).tcpFlows,
];
const malformed = (frame: Uint8Array, linkType = 1) => {
  const { problems } = readCapture(pcap([frame], { linkType }));
  return problems.map(({ code, where }) => [code, where.offset]);
};

describe('link layers', () => {
  it.each([
    ['Ethernet', 1, ethernet(0x0800, packet)],
    ['a VLAN', 1, ethernet(0x8100, hexed('0064 0800', packet))],
    ['a VLAN in a VLAN', 1, ethernet(0x88a8, hexed('0064 8100 0065 0800', packet))],
    ['MPLS', 1, ethernet(0x8847, hexed('00010040 00011140', packet))],
    ['PPPoE', 1, ethernet(0x8864, hexed('1100 0001 0040 0021', packet))],
    ['raw IP', 101, packet],
    ["OpenBSD's raw IP", 14, packet],
    ['IPv4 alone', 228, packet],
    ['Linux cooked', 113, hexed('0000 0001 0006 080027000001 0000 0800', packet)],
    ['Linux cooked, second version', 276, hexed('0800 0000 00000002 0001 00 06 0800270000010000', packet)],
    ['loopback, little-endian', 0, hexed('02000000', packet)],
    ['loopback, big-endian', 0, hexed('00000002', packet)],
    ["OpenBSD's loopback", 108, hexed('00000002', packet)],
  ])('%s', (_, linkType, frame) => {
    expect(flows(frame, linkType)).toEqual([FLOW]);
  });

  it.each([
    ['IPv6 alone', 229, packet6],
    ['a loopback of Darwin', 0, hexed('1e000000', packet6)],
    ['Ethernet', 1, ethernet(0x86dd, packet6)],
  ])('IPv6: %s', (_, linkType, frame) => {
    expect(flows(frame, linkType)).toEqual([FLOW6]);
  });

  it('other protocols are no problem', () => {
    const read = readCapture(pcap([ethernet(0x0806, Buffer.alloc(28)), ethernet(0x88cc, Buffer.alloc(10))]));
    expect(read).toMatchObject({ packets: 2, problems: [] });
  });

  it('link types that are not read are counted', () => {
    const { problems } = readCapture(pcap([packet, packet], { linkType: 147 }));
    expect(problems).toMatchObject([
      {
        code: 'CAPTURE_LINK_TYPE',
        where: { offset: 24 },
        message: expect.stringContaining('2 packets of link type 147'),
      },
    ]);
  });
});

describe('what is wrong with a packet is told, and the next one read', () => {
  const cut = (bytes: Buffer, length: number) => bytes.subarray(0, length);
  it.each([
    ['a cut link header', cut(ethernet(0x0800, packet), 10)],
    ['nothing after the link header', cut(ethernet(0x0800, packet), 14)],
    ['a cut IPv4 header', cut(ethernet(0x0800, packet), 30)],
    ['an IPv4 header of 8 bytes', ethernet(0x0800, Buffer.from(packet).fill(0x42, 0, 1))],
    ['IPv4 that claims another version', ethernet(0x0800, Buffer.from(packet).fill(0x55, 0, 1))],
    ['a cut IPv6 header', cut(ethernet(0x86dd, packet6), 40)],
    ['a cut TCP header', ethernet(0x0800, ip4(tcp('').subarray(0, 12)))],
    ['a TCP header longer than its packet', ethernet(0x0800, ip4(Buffer.from(tcp('')).fill(0xf0, 12, 13)))],
    ['a cut UDP header', ethernet(0x0800, ip4(Buffer.alloc(4), { protocol: 17 }))],
    ['an IPv6 extension header longer than its packet', ethernet(0x86dd, ip6(hexed('06ff000000000000', tcp('x')), 0))],
  ])('%s', (_, frame) => {
    const { problems, tcpFlows } = readCapture(pcap([frame, ethernet(0x0800, packet)]));
    expect(problems.map(({ code, where }) => [code, where.offset])).toEqual([['CAPTURE_MALFORMED_PACKETS', 24]]);
    expect([...tcpFlows]).toEqual([FLOW]);
  });

  it('a packet without a length is as long as its frame', () => {
    const unsegmented = Buffer.from(packet).fill(0, 2, 4);
    expect(flows(ethernet(0x0800, unsegmented), 1)).toEqual([FLOW]);
  });

  it('padding of the frame is no payload', () => {
    const padded = ethernet(
      0x0800,
      Buffer.concat([ip4(udp(Buffer.alloc(0), 5, 53), { protocol: 17 }), Buffer.alloc(18, 0xff)]),
    );
    expect(readCapture(pcap([padded]))).toMatchObject({ dns: [], problems: [] });
  });
});

describe('IPv6 extension headers', () => {
  it.each([
    ['hop by hop', ip6(hexed('0600050200000000', tcp('x')), 0)],
    ['routing and destination', ip6(hexed('3c00000000000000 0600010400000000', tcp('x')), 43)],
    ['authentication', ip6(hexed('0604000000000001000000010000000000000000000000 00', tcp('x')), 51)],
    ['an atomic fragment', ip6(hexed('0600000000000007', tcp('x')), 44)],
  ])('%s', (_, frame) => {
    expect(flows(frame, 101)).toEqual([FLOW6]);
  });

  it('thousands of atomic fragments in one packet', () => {
    const headers = Buffer.concat(Array.from({ length: 7000 }, () => hexed('2c00000000000007')));
    expect(readCapture(pcap([ip6(headers, 44)], { linkType: 101 })).packets).toBe(1);
  });
});

describe('fragments', () => {
  const query = hexed('1234 0100 0001 0000 0000 0000 03777777 076578616d706c65 00 0001 0001');
  const datagram = udp(query, 5000, 53);
  const part = (from: number, to: number, more: boolean, id = 7) =>
    ip4(datagram.subarray(from, to), { protocol: 17, id, fragment: from, more });
  const names = (...frames: Buffer[]) =>
    readCapture(pcap(frames, { linkType: 101 })).dns.map(({ message }) => message.questions[0]!.name);

  it('in order, reversed, doubled, and with another datagram between', () => {
    const [a, b, c] = [part(0, 16, true), part(16, 32, true), part(32, 99, false)];
    expect(names(a, b, c)).toEqual(['www.example']);
    expect(names(c, b, a)).toEqual(['www.example']);
    expect(names(a, a, c, c, b)).toEqual(['www.example']);
    expect(names(a, part(0, 16, true, 8), b, part(16, 99, false, 8), c)).toEqual(['www.example', 'www.example']);
  });

  it('of overlapping bytes those that came first count', () => {
    const evil = Buffer.from(datagram);
    evil.write('evil', 8 + 12 + 1 + 3 + 1, 'latin1');
    const late = ip4(evil.subarray(16, 40), { protocol: 17, id: 7, fragment: 16, more: true });
    expect(names(part(0, 24, true), part(24, 32, true), late, part(32, 99, false))).toEqual(['www.example']);
  });

  it('one that stays incomplete is told', () => {
    const { problems, dns } = readCapture(pcap([part(0, 16, true)], { linkType: 101 }));
    expect(dns).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(['CAPTURE_FRAGMENTS']);
  });

  it('one beyond the largest datagram is refused', () => {
    expect(malformed(ip4(Buffer.alloc(100), { protocol: 17, fragment: 65_528, more: false }), 101)).toEqual([
      ['CAPTURE_MALFORMED_PACKETS', 24],
    ]);
  });

  it('of IPv6, with an extension header inside', () => {
    const inner = hexed('1100010400000000', datagram);
    const piece = (from: number, to: number, more: boolean) => {
      const head = Buffer.alloc(8);
      head[0] = 60;
      head.writeUInt16BE(from | (more ? 1 : 0), 2);
      head.writeUInt32BE(99, 4);
      return ip6(Buffer.concat([head, inner.subarray(from, to)]), 44);
    };
    expect(names(piece(0, 24, true), piece(24, 99, false))).toEqual(['www.example']);
  });

  it('very many that never end need no more memory than is allowed', () => {
    const frames = Array.from({ length: 5000 }, (_, id) => part(0, 16, true, id));
    const { problems } = readCapture(pcap(frames, { linkType: 101 }));
    expect(problems).toMatchObject([
      { code: 'CAPTURE_FRAGMENTS', message: expect.stringContaining('5000 IP datagrams') },
    ]);
  });

  it('a datagram in thousands of tiny parts is refused after some of them', () => {
    const frames = Array.from({ length: 2000 }, (_, i) =>
      ip4(Buffer.alloc(8), { protocol: 17, fragment: i * 16, more: true }),
    );
    expect(readCapture(pcap(frames, { linkType: 101 })).problems.map(({ code }) => code)).toContain(
      'CAPTURE_MALFORMED_PACKETS',
    );
  });
});
