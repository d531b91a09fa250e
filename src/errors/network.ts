import type { Problem } from './problem.ts';

const times = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

/** Problems of captures and of what was read from them. */
export const networkProblems = {
  noCapture: (file: string): Problem => ({
    code: 'CAPTURE_MISSING',
    message: `the analysis has no ${file}; what the sample did on the network is unknown`,
    hint: 'Was the sniffer enabled in the sandbox, and allowed to capture?',
    where: { file },
  }),
  unreadable: (file: string, what: string): Problem => ({
    code: 'CAPTURE_UNREADABLE',
    message: `${file} cannot be read: ${what}`,
    where: { file },
  }),
  emptyFile: (file: string): Problem => ({
    code: 'CAPTURE_EMPTY',
    message: `${file} has no bytes, not even the header of an empty capture`,
    hint: 'The sniffer was probably stopped before it wrote anything.',
    where: { file, offset: 0 },
  }),
  bodiesFailed: (file: string, why: string): Problem => ({
    code: 'NETWORK_BODIES_FAILED',
    message: `bodies of HTTP messages in ${file} could not all be put beside the reports: ${why}`,
    hint: 'Is there room in the reports folder, and may it be written to? The lists are whole.',
    where: { file },
  }),
  bodiesRefused: (file: string, count: number): Problem => ({
    code: 'NETWORK_BODIES_REFUSED',
    message: `${times(count, 'body', 'bodies')} of HTTP messages in ${file} ${count === 1 ? 'was' : 'were'} not put beside the reports`,
    hint: 'Raise max_bodies or max_body_bytes in the section [processing.network] of the configuration; 256 are written at once.',
    where: { file },
  }),
  format: (file: string, found: string): Problem => ({
    code: 'CAPTURE_FORMAT',
    message: `${file} is neither pcap nor pcapng: it begins with ${found}`,
    hint: 'Unpack it if it is compressed, or convert it with editcap.',
    where: { file, offset: 0 },
  }),
  truncated: (file: string, offset: number, size: number, what: string): Problem => ({
    code: 'CAPTURE_TRUNCATED',
    message: `${file} ends in the middle of a record: ${what} at byte ${offset}, and the file has ${size} bytes`,
    hint: 'The packets before it were read; the sniffer was probably cut off.',
    where: { file, offset },
  }),
  damaged: (file: string, offset: number, what: string): Problem => ({
    code: 'CAPTURE_DAMAGED',
    message: `${file} cannot be read from byte ${offset} on: ${what}`,
    hint: 'The packets before it were read.',
    where: { file, offset },
  }),
  linkType: (file: string, offset: number, type: number, packets: number): Problem => ({
    code: 'CAPTURE_LINK_TYPE',
    message: `${file} has ${times(packets, 'packet', 'packets')} of link type ${type}, which is not read; the first at byte ${offset}`,
    hint: 'Ethernet, raw IP, Linux cooked and loopback captures are read.',
    where: { file, offset },
  }),
  malformed: (file: string, offset: number, count: number, what: string): Problem => ({
    code: 'CAPTURE_MALFORMED_PACKETS',
    message: `${file}: ${times(count, 'packet was', 'packets were')} not understood, the first at byte ${offset}: ${what}`,
    where: { file, offset },
  }),
  fragments: (file: string, count: number): Problem => ({
    code: 'CAPTURE_FRAGMENTS',
    message: `${file}: ${times(count, 'IP datagram lacks', 'IP datagrams lack')} fragments and could not be put together`,
    where: { file },
  }),
  evicted: (file: string, count: number): Problem => ({
    code: 'CAPTURE_MANY_CONNECTIONS',
    message: `${file}: ${times(count, 'TCP connection was', 'TCP connections were')} given up early, as too many were open at once`,
    hint: 'What came later on them was read as connections of their own. Raise max_connections if that matters.',
    where: { file },
  }),
  kept: (file: string, bytes: number): Problem => ({
    code: 'NETWORK_KEPT_LIMIT',
    message: `${file}: ${times(bytes, 'byte', 'bytes')} of heads and bodies were not kept, as the limit for all of them is reached`,
    hint: 'Sizes and hashes are still those of the whole. Raise max_kept in the configuration of the network module.',
    where: { file },
  }),
  gaps: (file: string, streams: number, bytes: number): Problem => ({
    code: 'CAPTURE_GAPS',
    message: `${file}: ${times(streams, 'TCP stream lacks', 'TCP streams lack')} ${times(bytes, 'byte', 'bytes')} that were sent but not captured`,
    hint: "What was transferred in them is incomplete. Raise the sniffer's snapshot length if packets were cut.",
    where: { file },
  }),
  limit: (file: string, what: string, limit: number, refused: number): Problem => ({
    code: 'NETWORK_LIMIT',
    message: `${file}: more than ${limit} ${what}; ${refused} further ${refused === 1 ? 'one was' : 'ones were'} left out`,
    hint: 'Raise the limit in the configuration of the network module if the capture is worth it.',
    where: { file },
  }),
  odd: (file: string, offset: number, protocol: string, count: number, what: string): Problem => ({
    code: 'NETWORK_ODD_TRAFFIC',
    message: `${file}: ${protocol} that peers may read differently, ${times(count, 'time', 'times')}, first in the packet at byte ${offset}: ${what}`,
    hint: 'Servers, proxies and sensors may disagree about such traffic; look at the packets themselves.',
    where: { file, offset },
  }),
  keyLines: (file: string, line: number, count: number): Problem => ({
    code: 'NETWORK_KEY_LINES',
    message: `${file}: ${times(count, 'line was', 'lines were')} not understood, the first is line ${line}`,
    hint: 'TLS sessions whose keys they hold stay encrypted.',
    where: { file, line },
  }),
  undecrypted: (file: string, count: number, what: string): Problem => ({
    code: 'NETWORK_NOT_DECRYPTED',
    message: `${file}: ${times(count, 'TLS session has', 'TLS sessions have')} keys but could not be decrypted: ${what}`,
    where: { file },
  }),
  http2: (file: string, count: number): Problem => ({
    code: 'NETWORK_HTTP2',
    message: `${file}: ${times(count, 'connection speaks', 'connections speak')} HTTP/2, whose requests are not read`,
    hint: 'Their hosts are in the TLS list; make the guest use HTTP/1.1 to see the requests.',
    where: { file },
  }),
};
